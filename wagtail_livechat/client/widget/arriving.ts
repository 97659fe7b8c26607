/** Finds the visitor and the conversation, and finds them again when they may be others by now. */

import { backOff, realClock, type Clock, type Timer } from "../shared/timing";
import type { Session } from "./answers";
import { beginWith } from "./beginning";
import type { Means } from "./means";
import { CONVERSATION, isLeft } from "./state";

const CONFIG_KEPT_MS = 60_000;
/** Browsers count the milliseconds of a timer in 32 bits. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const BOUNDARY_MARGIN_MS = 1_000;
const SIGN_OUTS_BEFORE_GIVING_UP = 4;
/** Files belong to the visitor who brought them: nobody else sees or sends them. */
const NOTHING_BEGUN = { view: CONVERSATION, added: [], carried: [], held: null };

export class Arriving {
  #beginning: Promise<void> | null = null;
  #failures = 0;
  #signOuts = 0;
  #configAt = 0;
  #retry: Timer = null;
  #renewal: Timer = null;

  constructor(
    private readonly means: Means,
    /** The thread is there; tells whether it is another visitor's than before. */
    private readonly onArrived: (isAnother: boolean) => void,
    private readonly clock: Clock = realClock,
  ) {}

  /** Tried again until it works. */
  begin(): Promise<void> {
    this.#beginning ??= this.#beginOnce().finally(() => (this.#beginning = null));
    return this.#beginning;
  }

  /** The socket took us for who we are. */
  signedIn(): void {
    this.#signOuts = 0;
  }

  /** Logged in or out, or the cookie is gone: ask who we are now. Without cookies at all there is no use in asking on. */
  signedOut(): void {
    this.#signOuts += 1;
    if (this.#signOuts >= SIGN_OUTS_BEFORE_GIVING_UP) return this.means.model.update({ connection: "refused" });
    const wait = this.#signOuts === 1 ? 0 : backOff(this.#signOuts, this.clock.random());
    this.#retry = this.clock.after(wait, () => void this.begin());
  }

  async renewConfig(): Promise<void> {
    if (this.clock.now() - this.#configAt > CONFIG_KEPT_MS) await this.#loadConfig();
  }

  async #beginOnce(): Promise<void> {
    const { api, memory, model } = this.means;
    const { left } = memory;
    this.clock.cancel(this.#retry);
    try {
      const [session] = await Promise.all([api.session(), model.state.config ? null : this.#loadConfig()]);
      this.#failures = 0;
      // What was asked for is older than the conversation that has begun meanwhile.
      if (memory.left !== left) return await this.#beginOnce();
      this.#welcome(session);
    } catch {
      if (model.state.phase !== "ready") model.update({ phase: "failed" });
      this.#retry = this.clock.after(backOff(this.#failures++, this.clock.random(), 1_000), () => void this.begin());
    }
  }

  async #loadConfig(): Promise<void> {
    const config = await this.means.api.config();
    this.#configAt = this.clock.now();
    this.means.model.update({ config, online: config.online, agents: config.agents });
    this.#renewAt(config.reopens_at ?? config.closes_at);
  }

  /** When the site opens or closes, another answer is true. */
  #renewAt(boundary: string | null): void {
    this.clock.cancel(this.#renewal);
    const wait = boundary === null ? Infinity : Date.parse(boundary) - this.clock.now();
    if (wait > LONGEST_TIMER_MS) return;
    // The server has not come to a boundary that is over here: one of the clocks is wrong, or a cache answered.
    const delay = wait > 0 ? wait + BOUNDARY_MARGIN_MS : CONFIG_KEPT_MS;
    this.#renewal = this.clock.after(delay, () => void this.#loadConfig().catch(() => undefined));
  }

  #welcome(session: Session): void {
    const { memory, model } = this.means;
    const isAnother = memory.meet(session.visitor.public_id);
    if (isAnother && !model.state.isOpen) memory.forgetOpening();
    const { visitor, conversation, online, blocked: isBlocked } = session;
    const left = isLeft(memory.left, conversation) ? memory.left : null;
    const shown = left ? { ...session, conversation: null } : session;
    const thread = beginWith(model.state.thread, shown, memory.kept.all(), isAnother);
    memory.isUnderWay = conversation !== null;
    memory.left = left;
    const { group, greeting, isIntroduced } = memory;
    model.update({ phase: "ready", online, visitor, isBlocked, isIntroduced, readUpTo: 0, group, greeting });
    // What stands in the box is not theirs: it goes as words do that went out.
    model.update({ thread, left, ...(isAnother && { ...NOTHING_BEGUN, departures: model.state.departures + 1 }) });
    this.onArrived(isAnother);
  }
}
