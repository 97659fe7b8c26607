/** What the loader leaves for the panel, and the panel for `more.js`. */

import type { Sound } from "../shared/sound";
import type { LaterParts } from "./later_parts";

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
  more: string;
  language: string;
  direction: string;
  label: string;
  colour: string;
  position: string;
  scheme: string;
  /** There, though empty, where the chat is hidden while nobody is online. */
  hides?: string;
  /** Where agents may speak first: the script that watches for it, its one label, and the rules as JSON. */
  greeter?: string;
  dismiss?: string;
  rules?: string;
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
  /** Tries more than once before it says that it failed. */
  fetchScript: (source: string, onFailed: () => void) => void;
  /** What stands in `kit.ts`, for the bundle that `build.mjs` makes of `more/`. */
  kit?: Record<string, unknown>;
  /** Takes what `more.js` brings: its parts, the sound and the styles. */
  provide?: (parts: LaterParts, sound: Sound, css: string) => void;
}

declare global {
  interface Window {
    wagtailLivechat?: Handle;
  }
}
