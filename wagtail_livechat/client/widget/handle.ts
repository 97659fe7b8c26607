/** What the loader leaves for the panel, and the panel for `more.js`. */

import type { Sound } from "../shared/sound";
import type { Chat } from "./chat";
import type { LaterParts } from "./later_parts";

export interface VisitPage {
  url: string;
  title: string;
  at: string;
  referrer: string;
}

/** What the server is told when the chat begins. */
export interface Arrival {
  page: VisitPage | undefined;
  /** Of the visit so far, as far as they were not told before, the present one last. */
  pages: VisitPage[];
  language: string;
  /** Such as "Europe/Paris". */
  time_zone: string;
}

/** `livechat('open')` and the like, as an array or as `arguments`. */
export type PageCall = ArrayLike<unknown>;

/** What the page calls; `q` keeps what it said until somebody listens. */
export interface PageFunction {
  (...call: unknown[]): void;
  q?: PageCall[];
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
  /** Where pages are recorded: the script that tells of them; empty once it is fetched. */
  visits?: string;
  /** There, though empty, where everybody's pages are recorded; and where they have to agree to it first. */
  everybody?: string;
  consent?: string;
  /** The script behind `livechat(…)`. */
  pageApi: string;
}

export interface Handle {
  settings: Settings;
  shadow: ShadowRoot;
  /** The element that carries position, scheme and state for the styles. */
  root: HTMLElement;
  launcher: HTMLButtonElement;
  badge: HTMLElement;
  /** Notes where the visitor is now; the pages of this visit, the present one last. */
  remember: () => VisitPage[];
  arrival: () => Arrival;
  /** Fetches the panel, unless it is there or on its way. */
  load: () => void;
  /** Fetches what tells of the visit, where the visitor may be recorded by now. */
  record: () => void;
  /** Comes with the panel. */
  chat: Promise<Chat>;
  started: (chat: Chat) => void;
  /** What the page said that nobody has listened to yet. */
  calls: PageCall[];
  /** The server knows the visitor, whether or not the panel is there. */
  isKnown?: boolean;
  onKnown?: () => void;
  /** The visitor asked for the panel before it was there. */
  wanted: boolean;
  toggle: (() => void) | null;
  /** Tries more than once before it says that it failed. */
  fetchScript: (source: string, onFailed?: () => void) => void;
  /** What stands in `kit.ts`, for the bundle that `build.mjs` makes of `more/`. */
  kit?: Record<string, unknown>;
  /** Takes what `more.js` brings: its parts, the sound and the styles. */
  provide?: (parts: LaterParts, sound: Sound, css: string) => void;
}

declare global {
  interface Window {
    wagtailLivechat?: Handle;
    livechat?: PageFunction;
    /** https://developer.mozilla.org/docs/Web/API/Navigation; not everywhere. */
    navigation?: EventTarget;
  }
}
