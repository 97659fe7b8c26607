/** What stays in the browser between pages, and is forgotten when somebody else sits there. */

import { keptIn, type KeptMessages } from "../shared/kept";
import type { Store } from "../shared/storage";
import type { ProactiveMessage } from "../shared/types";
import { greetedIn, noteGreeted } from "./greeting";
import { DRAFT, FLAG, GROUP, INTRODUCED, PENDING, VISITOR } from "./keys";

export class Memory {
  readonly kept: KeptMessages;

  constructor(
    private readonly lasting: Store,
    private readonly ofTheTab: Store,
  ) {
    this.kept = keptIn(lasting, PENDING);
  }

  get draft(): string {
    return this.ofTheTab.get<string>(DRAFT) ?? "";
  }

  set draft(text: string) {
    if (text) this.ofTheTab.set(DRAFT, text);
    else this.ofTheTab.remove(DRAFT);
  }

  /** Whom the draft is for. */
  get group(): number | null {
    return this.ofTheTab.get<number>(GROUP);
  }

  set group(group: number | null) {
    if (group === null) this.ofTheTab.remove(GROUP);
    else this.ofTheTab.set(GROUP, group);
  }

  /** They said who they are, or passed over it. */
  get isIntroduced(): boolean {
    return this.ofTheTab.get<number>(INTRODUCED) === 1;
  }

  set isIntroduced(isIntroduced: boolean) {
    if (isIntroduced) this.ofTheTab.set(INTRODUCED, 1);
    else this.ofTheTab.remove(INTRODUCED);
  }

  /** What an agent said first in this visit, until the visitor answers or waves it away. */
  get greeting(): ProactiveMessage | null {
    return greetedIn(this.ofTheTab)?.rule ?? null;
  }

  /** Nobody speaks first again in this visit. */
  forgetGreeting(): void {
    if (this.greeting) noteGreeted(this.ofTheTab, null);
  }

  /** Returns true when this is another visitor than before; what the former one left is gone then. */
  meet(visitor: string): boolean {
    const former = this.lasting.get<string>(VISITOR);
    this.lasting.set(VISITOR, visitor);
    if (former === null || former === visitor) return false;
    this.kept.forgetAll();
    this.draft = "";
    this.group = null;
    this.isIntroduced = false;
    return true;
  }

  /** Whether the loader shall connect at once on the next page. */
  set isUnderWay(underWay: boolean) {
    if (underWay) this.lasting.set(FLAG, 1);
    else this.lasting.remove(FLAG);
  }
}
