/** The visitor's chat: it holds the state and the parts that move it, and keeps the line to the server. */

import { Connection, type ConnectionState } from "../shared/connection";
import type { VisitorFrame } from "../shared/frames";
import { Model } from "../shared/model";
import { applyPage } from "../shared/thread";
import type { PageLink } from "../shared/types";
import { Arriving } from "./arriving";
import type { Begun } from "./asking";
import { Carrying } from "./carrying";
import { CatchingUp } from "./catching_up";
import type { Settings } from "./handle";
import { Hearing } from "./hearing";
import { LookingBack } from "./looking_back";
import type { Means } from "./means";
import type { Memory } from "./memory";
import { Reading } from "./reading";
import { initialState, isLeft, isLookedAt, type ChatState, type View } from "./state";
import { Trouble } from "./trouble";
import type { VisitorApi } from "./visitor_api";
import { Writing } from "./writing";

export interface ChatOptions {
  settings: Settings;
  api: VisitorApi;
  memory: Memory;
  page: () => PageLink;
}

const POLL_LOOKED_AT_MS = 3_000;
const POLL_OTHERWISE_MS = 15_000;

export class Chat {
  /** For the parts that come with `more.js`. */
  readonly means: Means;
  readonly reading: Reading;
  readonly writing: Writing;
  readonly carrying: Carrying;
  readonly lookingBack: LookingBack;
  readonly #model = new Model(initialState());
  readonly #arriving: Arriving;
  readonly #hearing: Hearing;
  readonly #missed: CatchingUp;
  readonly #connection: Connection<VisitorFrame>;
  readonly #trouble = new Trouble((words) => this.#model.update(words));

  constructor({ settings, ...options }: ChatOptions) {
    const means = this.#newMeans(options);
    this.means = means;
    this.#connection = this.#newConnection(settings.socket);
    this.#missed = this.#newCatchingUp(options.api);
    this.reading = new Reading(means);
    this.writing = new Writing(means, this.#trouble);
    this.carrying = new Carrying(means);
    this.lookingBack = new LookingBack(means);
    this.#hearing = new Hearing(means, this.writing);
    this.#arriving = new Arriving(means, (isAnother) => this.#arrived(isAnother));
  }

  get state(): ChatState {
    return this.#model.state;
  }

  subscribe(listener: () => void): () => void {
    return this.#model.watch(listener);
  }

  /** Finds the visitor and the conversation, then stays connected. Tried again until it works. */
  begin(): Promise<void> {
    return this.#arriving.begin();
  }

  setOpen(isOpen: boolean): void {
    this.#model.update({ isOpen, begun: null });
    if (!isOpen) return;
    if (this.state.phase === "ready" && !this.state.isBlocked) this.#connection.wake();
    else void this.begin();
  }

  setTabVisible(isTabVisible: boolean): void {
    this.#model.update({ isTabVisible });
  }

  /** Draws it in the place of the conversation, or the conversation again. */
  show(view: View): void {
    this.#model.update({ view });
  }

  /** What is begun stays where it is until it is sent or the chat is closed. */
  setBegun(begun: Begun | null): void {
    if (begun !== this.state.begun) this.#model.update({ begun });
  }

  // --- The line to the server --------------------------------------------------------------------------------------

  #arrived(isAnother: boolean): void {
    // A socket that is open belongs to whom it was opened for.
    const { isBlocked } = this.state;
    if (isAnother || isBlocked) this.#connection.stop();
    // Asked again when the chat is opened again.
    if (isBlocked) return;
    if (!isAnother && this.#connection.state === "open") void this.#missed.untilDone();
    this.#connection.hurry();
    this.writing.hurry();
  }

  #connectionChanged(connection: ConnectionState): void {
    this.#model.update({ connection });
    if (connection === "signed_out") return this.#arriving.signedOut();
    if (connection === "open") {
      this.#arriving.signedIn();
      this.#model.update({ readUpTo: 0 });
    } else {
      this.writing.socketClosed();
    }
    if (connection === "open" || connection === "polling") this.writing.hurry();
    this.#trouble.connection(connection === "connecting" || connection === "offline");
  }

  async #poll(): Promise<void> {
    await this.#arriving.renewConfig();
    await this.#missed.once();
  }

  // --- Its parts ---------------------------------------------------------------------------------------------------

  #newMeans(options: Pick<Means, "api" | "memory" | "page">): Means {
    return {
      ...options,
      model: this.#model,
      send: (frame) => this.#connection.send(frame),
      hear: (frame) => this.#hearing.received(frame),
      begin: () => this.begin(),
      catchUp: () => void this.#missed.untilDone(),
      wake: () => this.#connection.wake(),
    };
  }

  #newConnection(url: string): Connection<VisitorFrame> {
    return new Connection<VisitorFrame>({
      url,
      onFrame: this.means.hear,
      onState: (state) => this.#connectionChanged(state),
      onResume: () => void this.#missed.untilDone(),
      onPoll: () => this.#poll(),
      pollEvery: () => (isLookedAt(this.state) ? POLL_LOOKED_AT_MS : POLL_OTHERWISE_MS),
    });
  }

  #newCatchingUp(api: VisitorApi): CatchingUp {
    return new CatchingUp({
      thread: () => this.state.thread,
      fetchAfter: (conversation, after) => api.messages(conversation, { after }),
      apply: (page) => this.#model.update({ thread: applyPage(this.state.thread, page, "after") }),
      // Another tab, or another device of a logged-in visitor, may have begun one.
      look: async () => {
        const { conversations, blocked } = await api.conversations();
        const latest = conversations.find(({ platform }) => platform === "website");
        if (blocked || (latest && !isLeft(this.state.left, latest))) await this.begin();
      },
      onLost: () => this.begin(),
    });
  }
}
