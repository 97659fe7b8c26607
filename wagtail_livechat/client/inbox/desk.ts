/** The agent's desk: does what the agent asks for, and keeps everything up to date. */
import { createApi, Problem, type Api } from "../shared/api";
import { Connection, type ConnectionState } from "../shared/connection";
import type { AgentFrame, AgentPresence } from "../shared/frames";
import { createSound, type Sound } from "../shared/sound";
import { isBehind } from "../shared/thread";
import { atMostEvery } from "../shared/timing";
import type { VisitorDetails } from "../shared/types";
import type { AgentsAnswer, ChangeAnswer, Me, Status, VisitorChange } from "./answers";
import { Conversing } from "./conversing";
import { DeskStorage } from "./desk-storage";
import { neighbour, type View } from "./list";
import { Hearing } from "./hearing";
import { Listing } from "./listing";
import { Model } from "./model";
import { readMark } from "./reading";
import { Sending } from "./sending";
import { initialState, type InboxState } from "./state";
import { fromUnsent, onlyFresh, threadOf } from "./threads";

export interface DeskOptions {
  api: string;
  socket: string;
  agent: number;
  csrfToken: () => string;
}

const POLL_MS = 3_000;
const POLL_HIDDEN_MS = 15_000;
const CHECK_MS = 60_000;
/** A burst of messages is read with a few marks: a mark for each would be refused as too many frames. */
const MARK_EVERY_MS = 300;

export class Desk {
  readonly model: Model<InboxState>;
  readonly storage: DeskStorage;
  private readonly api: Api;
  private readonly connection: Connection<AgentFrame>;
  private readonly listing: Listing;
  private readonly conversing: Conversing;
  private readonly sending: Sending;
  private readonly hearing: Hearing;
  private readonly sound: Sound = createSound("livechat-inbox-muted");
  private atEnd = true;
  /** The last read mark that was sent, so that it is sent once. */
  private marked = "";
  private readonly markSoon = atMostEvery(MARK_EVERY_MS, () => this.mark());
  private wasSignedOut = false;

  constructor(private readonly options: DeskOptions) {
    this.storage = new DeskStorage(String(options.agent));
    const threads = fromUnsent(this.storage.unsent());
    this.model = new Model(initialState(this.storage.view(), threads, this.sound.isMuted()));
    this.api = createApi({ base: options.api, csrfToken: options.csrfToken });
    const onProblem = (error: unknown): void => this.noticed(error);
    this.listing = new Listing(this.api, this.model, options.agent, onProblem);
    this.conversing = new Conversing(this.api, this.model, onProblem, () => this.isAttended());
    this.connection = this.newConnection();
    this.sending = this.newSending(onProblem);
    this.hearing = new Hearing(this.model, this.listing, this.conversing, this.sending, this.sound);
  }

  get agent(): number {
    return this.options.agent;
  }

  start(): void {
    this.connection.start();
    void this.refresh().catch(() => undefined);
    this.sending.hurry();
    document.addEventListener("visibilitychange", () => this.visibilityChanged());
    setInterval(() => this.check(), CHECK_MS);
  }

  // --- What the agent asks for -------------------------------------------------------------------------------------

  show(view: View): void {
    this.storage.keepView(view);
    void this.listing.show(view);
  }

  grow(): void {
    void this.listing.grow();
  }

  retryList(): void {
    void this.listing.show(this.model.state.view);
  }

  open(id: string | null): void {
    if (id === null) return this.conversing.close();
    if (id === this.conversing.id && this.model.state.opened?.phase === "ready") return;
    this.marked = "";
    this.atEnd = true;
    this.conversing.open(id).catch(() => undefined);
  }

  older(): void {
    void this.conversing.older();
  }

  send(body: string): void {
    const id = this.conversing.id;
    if (id === null) return;
    this.conversing.change(id, { newFrom: null });
    this.sending.send(id, body);
  }

  sendAgain(clientId: string): void {
    if (this.conversing.id !== null) this.sending.again(this.conversing.id, clientId);
  }

  removeUnsent(clientId: string): void {
    if (this.conversing.id !== null) this.sending.remove(this.conversing.id, clientId);
  }

  /** Returns the conversation that takes the place of the resolved one in the list. */
  resolve(id: string): string | null {
    const next = neighbour(this.model.state.list, id);
    void this.act(`conversations/${id}/resolve`, {});
    return next;
  }

  reopen(id: string): void {
    void this.act(`conversations/${id}/reopen`, {});
  }

  assign(id: string, agent: number | null): void {
    void this.act(`conversations/${id}/assign`, { agent });
  }

  agentsFor(site: number): Promise<AgentPresence[]> {
    return this.api.get<AgentsAnswer>("agents", { site }).then((answer) => answer.agents);
  }

  async setStatus(status: Status): Promise<void> {
    try {
      this.model.update({ me: await this.api.patch<Me>("me", { status }) });
    } catch (error) {
      this.troubled(error);
    }
  }

  async saveVisitor(publicId: string, change: VisitorChange): Promise<void> {
    this.hearing.introduced(await this.api.patch<VisitorDetails>(`visitors/${publicId}`, change));
  }

  setMuted(muted: boolean): void {
    this.sound.setMuted(muted);
    this.model.update({ muted });
  }

  forgetTrouble(): void {
    this.model.update({ trouble: "" });
  }

  /** Whether the agent looks at the end of the thread; then what came there is read. */
  attend(atEnd: boolean): void {
    this.atEnd = atEnd;
    this.markSoon();
  }

  // --- Keeping up --------------------------------------------------------------------------------------------------

  private answered(answer: ChangeAnswer): void {
    this.hearing.answered(answer);
    if (this.model.state.line !== "open") this.listing.countAgain();
  }

  /** Everything that may have changed while nobody told us. */
  private async refresh(): Promise<void> {
    this.conversing.replace(onlyFresh(this.model.state.threads, this.conversing.id));
    await Promise.all([this.listing.refresh(), this.conversing.catchUp(), this.fetchPeople()]);
  }

  private async poll(): Promise<void> {
    await Promise.all([this.listing.refresh(), this.conversing.catchUp()]);
  }

  private async fetchPeople(): Promise<void> {
    const [me, { agents }] = await Promise.all([this.api.get<Me>("me"), this.api.get<AgentsAnswer>("agents")]);
    this.model.update({ me, agents });
  }

  /** Counts that drifted and a queue worker that stopped are found a minute later. */
  private check(): void {
    if (document.hidden || this.model.state.line !== "open") return;
    this.listing.countAgain();
    this.fetchPeople().catch((error: unknown) => this.noticed(error));
  }

  private lineChanged(line: ConnectionState): void {
    const isBack = line === "open" || line === "polling";
    // A new login has a new CSRF token, and may be somebody else: begin anew. Drafts and unsent messages are kept.
    if (isBack && this.wasSignedOut) return window.location.reload();
    this.wasSignedOut ||= line === "signed_out";
    // A mark may have been lost with the former line.
    if (isBack) this.marked = "";
    this.model.update({ line });
    if (isBack) this.sending.hurry();
    else this.sending.socketClosed();
  }

  private visibilityChanged(): void {
    if (document.hidden) return;
    if (this.model.state.line === "signed_out") this.connection.hurry();
    this.attend(this.atEnd);
  }

  private isAttended(): boolean {
    return this.atEnd && !document.hidden;
  }

  private mark(): void {
    const { opened, threads } = this.model.state;
    if (opened === null || opened.phase !== "ready" || !this.isAttended()) return;
    const upTo = readMark(threadOf(threads, opened.id), this.agent);
    if (upTo === null || this.marked === `${opened.id} ${upTo}`) return;
    this.marked = `${opened.id} ${upTo}`;
    this.markRead(opened.id, upTo);
  }

  private markRead(id: string, upTo: number): void {
    if (this.connection.send({ type: "read", conversation: id, up_to: upTo })) return;
    this.api
      .post<ChangeAnswer>(`conversations/${id}/read`, { up_to: upTo })
      .then((answer) => this.answered(answer))
      .catch(() => {
        this.marked = "";
      });
  }

  private async act(path: string, body: object): Promise<void> {
    this.forgetTrouble();
    try {
      this.answered(await this.api.post<ChangeAnswer>(path, body));
    } catch (error) {
      this.troubled(error);
    }
  }

  private troubled(error: unknown): void {
    this.noticed(error);
    this.model.update({ trouble: (error instanceof Problem && error.detail) || "trouble" });
  }

  /** A session that ended is found by whichever request meets it first. */
  private noticed(error: unknown): void {
    const isSignedOut = error instanceof Problem && error.code === "not_signed_in";
    if (!isSignedOut || this.model.state.line === "signed_out") return;
    this.connection.stop();
    this.connection.state = "signed_out";
    this.lineChanged("signed_out");
  }

  private newConnection(): Connection<AgentFrame> {
    return new Connection<AgentFrame>({
      url: this.options.socket,
      onFrame: (frame) => this.hearing.received(frame),
      onState: (state) => this.lineChanged(state),
      onResume: () => void this.refresh().catch(() => undefined),
      onPoll: () => this.poll(),
      pollEvery: () => (document.hidden ? POLL_HIDDEN_MS : POLL_MS),
    });
  }

  private newSending(onProblem: (error: unknown) => void): Sending {
    return new Sending({
      api: this.api,
      storage: this.storage,
      threads: () => this.model.state.threads,
      replace: (threads) => this.conversing.replace(threads),
      overSocket: (frame) => this.connection.send(frame),
      onPosted: ({ conversation }) => {
        this.listing.put(conversation);
        const { opened, threads } = this.model.state;
        const missesSome = opened !== null && isBehind(threadOf(threads, opened.id));
        if (missesSome) void this.conversing.catchUp().catch(() => undefined);
      },
      onProblem,
    });
  }
}
