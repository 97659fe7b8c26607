/** What stays in the browser between pages, and is forgotten when somebody else sits there. */

import { keptIn, type KeptMessages } from "../shared/kept";
import type { Store } from "../shared/storage";
import type { ProactiveMessage } from "../shared/types";
import { greetedIn, noteGreeted } from "./greeting";
import type { Answers } from "./more/questions";
import { ANSWERS, DRAFT, FLAG, GROUP, INTRODUCED, LEFT, OPENED, PENDING, VISITOR } from "./keys";

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
    note(this.ofTheTab, DRAFT, text);
  }

  /** Whom the draft is for. */
  get group(): number | null {
    return this.ofTheTab.get<number>(GROUP);
  }

  set group(group: number | null) {
    note(this.ofTheTab, GROUP, group);
  }

  /** What is filled in of a form. */
  get answers(): Answers | null {
    return this.ofTheTab.get<Answers>(ANSWERS);
  }

  set answers(answers: Answers | null) {
    note(this.ofTheTab, ANSWERS, answers);
  }

  /** The conversation that the visitor left to begin another one, until that has begun. */
  get left(): string | null {
    return this.ofTheTab.get<string>(LEFT);
  }

  set left(conversation: string | null) {
    note(this.ofTheTab, LEFT, conversation);
  }

  /** They said who they are, or passed over it. */
  get isIntroduced(): boolean {
    return this.ofTheTab.get<boolean>(INTRODUCED) !== null;
  }

  set isIntroduced(isIntroduced: boolean) {
    note(this.ofTheTab, INTRODUCED, isIntroduced);
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
    this.answers = null;
    this.left = null;
    this.isIntroduced = false;
    return true;
  }

  /** It was somebody else who opened the chat here. */
  forgetOpening(): void {
    this.lasting.remove(OPENED);
  }

  /** Whether the loader shall connect at once on the next page. */
  set isUnderWay(underWay: boolean) {
    note(this.lasting, FLAG, underWay);
  }
}

/** What is empty need not be kept. */
function note(store: Store, key: string, value: unknown): void {
  if (value) store.set(key, value);
  else store.remove(key);
}
