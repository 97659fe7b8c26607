/** What `more.js` draws: each part by its name, with its props. */

import type { ComponentType, RefObject } from "preact";
import type { Entry } from "../shared/rows";
import type { Occasion } from "./asking";

export interface LaterProps {
  /** A message with links, cards or files. */
  Rich: { entry: Entry; voice: string };
  /** The files of the next message, above the box. */
  Tray: { box: RefObject<HTMLElement | null> };
  /** What visitors are asked, in the place of the composer; `field`: where they begin. */
  Form: { occasion: Occasion; field: RefObject<HTMLElement | null> };
  /** The entries of the header's menu, below its button. */
  MenuEntries: { button: RefObject<HTMLButtonElement | null>; close: () => void };
}

export type LaterParts = { [Name in keyof LaterProps]: ComponentType<LaterProps[Name]> };
