/** Who is writing in which conversation. Only visitors say that they stopped: each is forgotten after a while. */
import type { TypingFrame } from "../shared/frames";
import { realClock, type Clock, type Timer } from "../shared/timing";
import type { Colleague, MessageShape } from "../shared/types";
import type { Model } from "./model";

/** Milliseconds. */
export const FORGOTTEN_AFTER_MS = 6_000;

export interface Typist {
  conversation: string;
  /** Null: the visitor. */
  agent: Colleague | null;
  /** What the visitor has written so far; empty where it is not shown. */
  text: string;
  until: number;
}

export type Typing = readonly Typist[];

export function isVisitorTyping(typing: Typing, conversation: string): boolean {
  return visitorsText(typing, conversation) !== null;
}

/** What the visitor is writing, empty where that is not shown; null while they do not write. */
export function visitorsText(typing: Typing, conversation: string): string | null {
  return typing.find((typist) => typist.conversation === conversation && typist.agent === null)?.text ?? null;
}

/** The colleagues who write in a conversation. */
export function typistsIn(typing: Typing, conversation: string): Colleague[] {
  return typing.flatMap(({ conversation: at, agent }) => (at === conversation && agent !== null ? [agent] : []));
}

export function withTypist(typing: Typing, frame: TypingFrame, now: number): Typing {
  const { conversation, agent, text, stopped } = frame;
  const others = without(typing, conversation, agent?.id ?? null);
  return stopped ? others : [...others, { conversation, agent, text, until: now + FORGOTTEN_AFTER_MS }];
}

/** Without those who have not been heard of for too long. */
export function stillTyping(typing: Typing, now: number): Typing {
  const still = typing.filter((typist) => typist.until > now);
  return still.length === typing.length ? typing : still;
}

/** What somebody was writing has arrived. */
export function afterMessage(typing: Typing, conversation: string, message: MessageShape): Typing {
  if (message.kind === "event" || message.author === "system") return typing;
  return without(typing, conversation, message.author === "visitor" ? null : (message.agent?.id ?? 0));
}

function without(typing: Typing, conversation: string, agent: number | null): Typing {
  const others = typing.filter(
    (typist) => typist.conversation !== conversation || (typist.agent?.id ?? null) !== agent,
  );
  return others.length === typing.length ? typing : others;
}

/** Keeps the list of those who write, and forgets them in time. */
export class TypingWatch {
  private timer: Timer = null;

  constructor(
    private readonly model: Model<{ typing: Typing }>,
    private readonly clock: Clock = realClock,
  ) {}

  heard(frame: TypingFrame): void {
    this.replace(withTypist(this.model.state.typing, frame, this.clock.now()));
  }

  arrived(conversation: string, message: MessageShape): void {
    this.replace(afterMessage(this.model.state.typing, conversation, message));
  }

  private replace(typing: Typing): void {
    if (typing !== this.model.state.typing) this.model.update({ typing });
    this.plan();
  }

  private plan(): void {
    const next = Math.min(...this.model.state.typing.map((typist) => typist.until));
    if (this.timer !== null || !Number.isFinite(next)) return;
    this.timer = this.clock.after(Math.max(0, next - this.clock.now()), () => {
      this.timer = null;
      this.replace(stillTyping(this.model.state.typing, this.clock.now()));
    });
  }
}
