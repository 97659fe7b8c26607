/**
 * Sends pending messages in order, one at a time, each exactly once: the server knows a `client_id` that it has
 * already stored and answers with the first message, so a doubtful attempt is simply made again.
 */

import { Problem } from "./api";
import type { AcceptedFrame, ErrorFrame, Posted } from "./frames";
import type { Pending } from "./thread";
import { backOff, realClock, type Clock, type Timer } from "./timing";

export interface OutboxOptions<C> {
  /** The pending messages in their order; the thread is the only list there is. */
  pending: () => readonly Pending[];
  /** Hands the message to an open socket; false when there is none. */
  overSocket: (message: Pending) => boolean;
  overHttp: (message: Pending) => Promise<Posted<C>>;
  onAccepted: (clientId: string, posted: Posted<C>) => void;
  /** The server will never take it: an empty, too long or forbidden message. */
  onFailed: (clientId: string, problem: Problem) => void;
  /** A passing failure: the message stays pending and is sent again by itself. */
  onDelayed?: (problem: Problem) => void;
  clock?: Clock;
}

const PERMANENT = new Set([
  "empty",
  "too_long",
  "bad_character",
  "invalid",
  "not_found",
  "not_allowed",
  "closed",
  "file_missing",
  "file_not_allowed",
  "file_too_big",
  "bad_email",
  "bad_choice",
  "old_consent",
  "automated",
]);
const ANSWER_WITHIN_MS = 10_000;
const LONGEST_WAIT_MS = 6_000;

interface Attempt {
  clientId: string;
  way: "socket" | "http";
  timeout: Timer;
}

export class Outbox<C> {
  #attempt: Attempt | null = null;
  #retry: Timer = null;
  #failures = 0;
  #heldUntil = 0;
  #stopped = false;
  readonly #clock: Clock;

  constructor(private readonly options: OutboxOptions<C>) {
    this.#clock = options.clock ?? realClock;
  }

  /** Sends what is due. Call it whenever a message was added or settled. */
  kick(): void {
    this.#forgetSettledAttempt();
    if (this.#stopped || this.#attempt || this.#retry !== null) return;
    const next = this.#sending()[0];
    if (next) this.#send(next);
  }

  /** The way is free again (the socket opened, the network is back): do not wait for the next attempt, unless the server asked to. */
  hurry(): void {
    this.#failures = 0;
    if (this.#clock.now() >= this.#heldUntil) this.#cancelRetry();
    if (this.#attempt?.way === "socket") this.#endAttempt();
    this.kick();
  }

  /** The socket closed: its answer will not come any more. */
  socketClosed(): void {
    if (this.#attempt?.way !== "socket") return;
    this.#endAttempt();
    this.kick();
  }

  accept(frame: AcceptedFrame<C>): void {
    this.#settled(frame.client_id, { message: frame.message, conversation: frame.conversation });
  }

  /** An `error` frame; one without a `client_id` is not about a message. */
  reject(frame: ErrorFrame): void {
    if (frame.client_id === undefined) return;
    this.#refused(frame.client_id, new Problem(frame.code, 0, frame.detail, frame.retry_after ?? null));
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelRetry();
    this.#endAttempt();
  }

  #sending(): Pending[] {
    return this.options.pending().filter((message) => message.state === "sending");
  }

  #send(message: Pending): void {
    const overSocket = this.options.overSocket(message);
    this.#attempt = {
      clientId: message.client_id,
      way: overSocket ? "socket" : "http",
      timeout: overSocket ? this.#clock.after(ANSWER_WITHIN_MS, () => this.#unanswered(message.client_id)) : null,
    };
    if (!overSocket) void this.#sendOverHttp(message);
  }

  async #sendOverHttp(message: Pending): Promise<void> {
    try {
      this.#settled(message.client_id, await this.options.overHttp(message));
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem("network", 0, "");
      this.#refused(message.client_id, problem);
    }
  }

  #unanswered(clientId: string): void {
    this.#refused(clientId, new Problem("timeout", 0, ""));
  }

  #settled(clientId: string, posted: Posted<C>): void {
    if (this.#stopped) return;
    this.#failures = 0;
    this.#endAttempt(clientId);
    this.options.onAccepted(clientId, posted);
    this.kick();
  }

  #refused(clientId: string, problem: Problem): void {
    if (this.#stopped || this.#attempt?.clientId !== clientId) return;
    this.#endAttempt();
    if (PERMANENT.has(problem.code)) {
      this.options.onFailed(clientId, problem);
      this.kick();
    } else {
      this.#later(problem);
    }
  }

  #later(problem: Problem): void {
    const asked = (problem.retryAfter ?? 0) * 1_000;
    const wait = backOff(this.#failures, this.#clock.random(), 1_000, LONGEST_WAIT_MS);
    this.#failures += 1;
    this.#heldUntil = this.#clock.now() + asked;
    this.#cancelRetry();
    this.#retry = this.#clock.after(Math.max(wait, asked), () => {
      this.#retry = null;
      this.kick();
    });
    this.options.onDelayed?.(problem);
  }

  /** A message that arrived as a frame before its answer did leaves the list of pending ones by itself. */
  #forgetSettledAttempt(): void {
    if (this.#attempt && !this.#sending().some((message) => message.client_id === this.#attempt?.clientId)) this.#endAttempt();
  }

  #endAttempt(clientId?: string): void {
    if (!this.#attempt || (clientId !== undefined && this.#attempt.clientId !== clientId)) return;
    this.#clock.cancel(this.#attempt.timeout);
    this.#attempt = null;
  }

  #cancelRetry(): void {
    this.#clock.cancel(this.#retry);
    this.#retry = null;
  }
}
