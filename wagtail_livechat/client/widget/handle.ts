/** What the loader leaves for the panel. */

export interface VisitPage {
  url: string;
  title: string;
  at: string;
  referrer: string;
}

/** The data attributes of the script tag. */
export interface Settings {
  api: string;
  socket: string;
  panel: string;
  language: string;
  direction: string;
  label: string;
  colour: string;
  position: string;
  scheme: string;
}

export interface Handle {
  settings: Settings;
  shadow: ShadowRoot;
  /** The element that carries position, scheme and state for the styles. */
  root: HTMLElement;
  launcher: HTMLButtonElement;
  badge: HTMLElement;
  pages: VisitPage[];
  /** The visitor asked for the panel before it was there. */
  wanted: boolean;
  toggle: (() => void) | null;
}

declare global {
  interface Window {
    wagtailLivechat?: Handle;
  }
}
