/** What `more.js` draws: each part by its name, with its props. */

import type { ComponentType, RefObject } from "preact";
import type { Entry } from "../shared/rows";
import type { Occasion } from "./asking";
import type { OtherView } from "./state";

export interface LaterProps {
  /** A message with links, cards or files. */
  Rich: { entry: Entry; voice: string };
  /** What can be done with a message that the server did not take. */
  NotSent: { clientId: string };
  /** How many characters are left, near the limit; negative beyond it. */
  Room: { left: number };
  /** The files of the next message, above the box. */
  Tray: { box: RefObject<HTMLElement | null> };
  /** What visitors are asked, in the place of the composer; `field`: where they begin. */
  Form: { occasion: Occasion; field: RefObject<HTMLElement | null> };
  /** What stands in the place of the conversation; `field`: where something is filled in. */
  OtherView: { view: OtherView; field: RefObject<HTMLElement | null> };
  /** Below the last message: the rating, the way to another conversation. */
  Afterwards: object;
  /** In the place of the composer: the conversation was ended, or the chat is closed to the visitor; `field`: the way on. */
  Over: { field: RefObject<HTMLElement | null> };
  /** The entries of the header's menu, below its button. */
  MenuEntries: { button: RefObject<HTMLButtonElement | null>; close: () => void };
}

export type LaterParts = { [Name in keyof LaterProps]: ComponentType<LaterProps[Name]> };
