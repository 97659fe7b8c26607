/** The visitor's chat: it holds the state, moves it by what the server says, and does what the panel asks for. */

import type { Problem } from "../shared/api";
import { Connection, type ConnectionState } from "../shared/connection";
import type { Posted, ThreadFrame, VisitorFrame } from "../shared/frames";
import { Outbox } from "../shared/outbox";
import {
  addPending,
  applyFrame,
  applyPage,
  failPending,
  isBehind,
  removePending,
  retryPending,
  settle,
  type Thread,
} from "../shared/thread";
import { backOff, realClock, type Timer } from "../shared/timing";
import type { PageLink, VisitorConversation } from "../shared/types";
import type { Session } from "./answers";
import { beginWith } from "./beginning";
import { CatchingUp } from "./catching_up";
import type { Settings } from "./handle";
import type { Memory } from "./memory";
import { storable } from "./pages";
import { newMessage, sendFrame } from "./sending";
import { chosenGroup, initialState, isLookedAt, toTellRead, type ChatState } from "./state";
import { Trouble } from "./trouble";
import { Typing } from "./typing";
import type { VisitorApi } from "./visitor_api";

export interface ChatOptions {
  settings: Settings;
  api: VisitorApi;
  memory: Memory;
  /** Where the visitor is now. */
  page: () => PageLink;
}

const POLL_LOOKED_AT_MS = 3_000;
const POLL_OTHERWISE_MS = 15_000;
const CONFIG_KEPT_MS = 60_000;
const SIGN_OUTS_BEFORE_GIVING_UP = 4;

export class Chat {
  state: ChatState = initialState();

  private readonly listeners = new Set<() => void>();
  private readonly connection: Connection<VisitorFrame>;
  private readonly outbox: Outbox<VisitorConversation>;
  private readonly missed: CatchingUp;
  private readonly trouble = new Trouble((words) => this.change(words));
  private readonly typing = new Typing(() => this.connection.send({ type: "typing", text: "" }));
  private beginning: Promise<void> | null = null;
  private failures = 0;
  private signOuts = 0;
  private configAt = 0;
  private retry: Timer = null;

  constructor(private readonly options: ChatOptions) {
    this.connection = new Connection<VisitorFrame>({
      url: options.settings.socket,
      onFrame: (frame) => this.receive(frame),
      onState: (state) => this.connectionChanged(state),
      onResume: () => void this.missed.untilDone(),
      onPoll: () => this.poll(),
      pollEvery: () => (isLookedAt(this.state) ? POLL_LOOKED_AT_MS : POLL_OTHERWISE_MS),
    });
    this.outbox = new Outbox<VisitorConversation>({
      pending: () => (this.state.phase === "ready" ? this.state.thread.pending : []),
      overSocket: (message) => this.connection.send(sendFrame(message)),
      overHttp: (message) => options.api.send(message),
      onAccepted: (clientId, posted) => this.accepted(clientId, posted),
      onFailed: (clientId, problem) => this.failed(clientId, problem),
      onDelayed: (problem) => this.delayed(problem),
    });
    this.missed = new CatchingUp({
      thread: () => this.state.thread,
      fetchAfter: (conversation, after) => options.api.messages(conversation, { after }),
      apply: (page) => this.setThread(applyPage(this.state.thread, page, "after")),
      look: () => this.findConversation(),
      onLost: () => this.begin(),
    });
  }

  // --- For the panel -----------------------------------------------------------------------------------------------

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Finds the visitor and the conversation, then stays connected. Tried again until it works. */
  begin(): Promise<void> {
    this.beginning ??= this.beginOnce().finally(() => (this.beginning = null));
    return this.beginning;
  }

  setOpen(isOpen: boolean): void {
    this.change({ isOpen });
    if (!isOpen) return;
    if (this.state.phase === "ready") this.connection.wake();
    else void this.begin();
  }

  setTabVisible(isTabVisible: boolean): void {
    this.change({ isTabVisible });
  }

  setAtEnd(isAtEnd: boolean): void {
    if (isAtEnd !== this.state.isAtEnd) this.change({ isAtEnd });
  }

  write(text: string): void {
    const body = storable(text).trim();
    if (!body) return;
    const own = newMessage(body, this.options.page(), chosenGroup(this.state));
    this.options.memory.kept.keep(own);
    this.setThread(addPending(this.state.thread, own));
    this.outbox.kick();
  }

  /** The visitor writes, and somebody may be waiting for it. */
  noteTyping(): void {
    if (this.state.thread.conversation) this.typing.note();
  }

  /** Null: whoever has time. */
  chooseGroup(group: number | null): void {
    this.options.memory.group = group;
    this.change({ group });
  }

  sendAgain(clientId: string): void {
    this.setThread(retryPending(this.state.thread, clientId));
    this.keep(clientId);
    this.outbox.kick();
  }

  discard(clientId: string): void {
    this.setThread(removePending(this.state.thread, clientId));
  }

  async loadOlder(): Promise<void> {
    const { conversation, messages, more } = this.state.thread;
    const oldest = messages[0];
    if (!conversation || !oldest || !more || this.state.isLoadingOlder) return;
    this.change({ isLoadingOlder: true });
    const page = await this.options.api.messages(conversation.public_id, { before: oldest.id }).catch(() => null);
    if (page) this.setThread(applyPage(this.state.thread, page, "before"));
    this.change({ isLoadingOlder: false });
  }

  // --- Beginning ---------------------------------------------------------------------------------------------------

  private async beginOnce(): Promise<void> {
    realClock.cancel(this.retry);
    try {
      const [session] = await Promise.all([this.options.api.session(), this.state.config ? null : this.loadConfig()]);
      this.failures = 0;
      this.welcome(session);
    } catch {
      if (this.state.phase !== "ready") this.change({ phase: "failed" });
      this.retry = realClock.after(backOff(this.failures++, Math.random(), 1_000), () => void this.begin());
    }
  }

  private async loadConfig(): Promise<void> {
    const config = await this.options.api.config();
    this.configAt = Date.now();
    this.change({ config, online: config.online, agents: config.agents });
  }

  private welcome(session: Session): void {
    const { memory } = this.options;
    const isAnother = memory.meet(session.visitor.public_id);
    const thread = beginWith(this.state.thread, session, memory.kept.all(), isAnother);
    memory.isUnderWay = session.conversation !== null;
    this.change({ phase: "ready", online: session.online, readUpTo: 0, group: memory.group });
    this.setThread(thread);
    // A socket that is open belongs to whom it was opened for.
    if (isAnother) this.connection.stop();
    if (!isAnother && this.connection.state === "open") void this.missed.untilDone();
    else this.connection.hurry();
    this.outbox.hurry();
  }

  // --- What the server says ----------------------------------------------------------------------------------------

  private receive(frame: VisitorFrame): void {
    if (frame.type === "message.accepted") this.outbox.accept(frame);
    else if (frame.type === "error") this.outbox.reject(frame);
    else if (frame.type === "presence") this.change({ online: frame.online, agents: frame.agents });
    else if ("conversation" in frame) this.applied(frame);
  }

  private applied(frame: ThreadFrame<VisitorConversation>): void {
    const { thread } = this.state;
    if (thread.conversation && thread.conversation.public_id !== frame.conversation.public_id) return void this.begin();
    const next = applyFrame(thread, frame);
    if (next === "resume") void this.missed.untilDone();
    else this.setThread(next);
  }

  private accepted(clientId: string, posted: Posted<VisitorConversation>): void {
    const { conversation } = this.state.thread;
    this.trouble.over();
    this.options.memory.isUnderWay = true;
    this.setThread(settle(this.state.thread, clientId, posted.message, posted.conversation));
    // The cookie was lost on the way: the server took the message from a new visitor.
    if (conversation && conversation.public_id !== posted.conversation.public_id) void this.begin();
    else if (isBehind(this.state.thread)) void this.missed.untilDone();
  }

  private failed(clientId: string, problem: Problem): void {
    this.setThread(failPending(this.state.thread, clientId, problem.detail));
    this.keep(clientId);
  }

  private delayed(problem: Problem): void {
    if (problem.code === "no_visitor") void this.begin();
    // A message that nobody answers over an open socket: is there still somebody?
    if (problem.code === "timeout") this.connection.wake();
    this.trouble.delayed(problem);
  }

  private connectionChanged(connection: ConnectionState): void {
    this.change({ connection });
    if (connection === "signed_out") return this.signedOut();
    if (connection === "open") {
      this.signOuts = 0;
      this.change({ readUpTo: 0 });
    } else {
      this.outbox.socketClosed();
    }
    if (connection === "open" || connection === "polling") this.outbox.hurry();
    this.trouble.connection(connection === "connecting" || connection === "offline");
  }

  /** Logged in or out, or the cookie is gone: ask who we are now. Without cookies at all there is no use in asking on. */
  private signedOut(): void {
    this.signOuts += 1;
    if (this.signOuts >= SIGN_OUTS_BEFORE_GIVING_UP) return this.change({ connection: "refused" });
    const wait = this.signOuts === 1 ? 0 : backOff(this.signOuts, Math.random());
    this.retry = realClock.after(wait, () => void this.begin());
  }

  private async poll(): Promise<void> {
    if (!this.state.isOpen && !this.state.thread.conversation) return;
    if (Date.now() - this.configAt > CONFIG_KEPT_MS) await this.loadConfig();
    await this.missed.once();
  }

  /** Another tab, or another device of a logged-in visitor, may have begun one. */
  private async findConversation(): Promise<void> {
    if (await this.options.api.hasConversation()) await this.begin();
  }

  // --- State -------------------------------------------------------------------------------------------------------

  private setThread(thread: Thread<VisitorConversation>): void {
    const left = new Set(thread.pending.map((own) => own.client_id));
    const gone = this.state.thread.pending.filter((own) => !left.has(own.client_id));
    this.options.memory.kept.forget(gone.map((own) => own.client_id));
    this.change({ thread });
    if (gone.length) this.outbox.kick();
  }

  private keep(clientId: string): void {
    const own = this.state.thread.pending.find((known) => known.client_id === clientId);
    if (own) this.options.memory.kept.keep(own);
  }

  private change(changes: Partial<ChatState>): void {
    this.state = { ...this.state, ...changes };
    this.tellRead();
    this.listeners.forEach((listener) => listener());
  }

  private tellRead(): void {
    const upTo = toTellRead(this.state);
    const { conversation } = this.state.thread;
    if (upTo === null || !conversation) return;
    this.state = { ...this.state, readUpTo: upTo };
    const { public_id } = conversation;
    if (this.connection.send({ type: "read", conversation: public_id, up_to: upTo })) return;
    // A mark that got lost is told again with the next message or the next connection.
    this.options.api.read(public_id, upTo).catch(() => (this.state = { ...this.state, readUpTo: 0 }));
  }
}
