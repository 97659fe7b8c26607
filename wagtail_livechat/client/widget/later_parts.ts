/** What `more.js` draws: each part by its name, with its props. */

import type { ComponentType, RefObject } from "preact";
import type { Occasion } from "./asking";

export interface LaterProps {
  /** What visitors are asked, in the place of the composer. */
  Form: { occasion: Occasion };
  /** The entries of the header's menu, below its button. */
  MenuEntries: { button: RefObject<HTMLButtonElement | null>; close: () => void };
}

export type LaterParts = { [Name in keyof LaterProps]: ComponentType<LaterProps[Name]> };
