/** The agent's desk: does what the agent asks for, and keeps everything up to date. */
import { createApi, Problem, type Api } from "../shared/api";
import { Connection, type ConnectionState } from "../shared/connection";
import type { AgentFrame } from "../shared/frames";
import { createSound, type Sound } from "../shared/sound";
import { isBehind } from "../shared/thread";
import { nowAndThen } from "../shared/timing";
import { Acting } from "./acting";
import { Alerts, permission } from "./alerts";
import type { ChangeAnswer, VisitorNews } from "./answers";
import { Attending } from "./attending";
import { Browsing } from "./browsing";
import { Composing } from "./composing";
import { Conversing } from "./conversing";
import { DeskStorage } from "./desk-storage";
import { Directory } from "./directory";
import { Following } from "./following";
import { Hearing } from "./hearing";
import { History } from "./history";
import type { NameOf } from "./labels";
import { Listing } from "./listing";
import { Merging } from "./merging";
import { Model } from "./model";
import { Panel } from "./panel";
import { People } from "./people";
import { Resolving } from "./resolving";
import { Selecting } from "./selecting";
import { Sending } from "./sending";
import { initialState, type InboxState } from "./state";
import type { Say } from "./texts";
import { fromUnsent, onlyFresh, threadOf } from "./threads";
import { TypingWatch } from "./typing";
import { Visiting } from "./visiting";
import { Visitors } from "./visitors";
import { Watching } from "./watching";

export interface DeskOptions {
  api: string;
  socket: string;
  agent: number;
  csrfToken: () => string;
  say: Say;
  nameOf: NameOf;
  /** Opens a conversation as a link would: the address names it. */
  go: (conversation: string) => void;
  /** Whether a thread has its place beside the list. */
  hasRoom: () => boolean;
}

const POLL_MS = 3_000;
const POLL_HIDDEN_MS = 15_000;
/** Counts that drifted and a queue worker that stopped are found this much later; spread, so that a team does not ask at once. */
const CHECK_MS = 4 * 60_000;
const CHECK_SPREAD_MS = 2 * 60_000;

export class Desk {
  readonly model: Model<InboxState>;
  readonly storage: DeskStorage;
  readonly acting: Acting;
  readonly composing: Composing;
  readonly watching: Watching;
  readonly directory: Directory;
  readonly history: History;
  readonly panel: Panel;
  readonly merging: Merging;
  readonly visitors: Visitors;
  readonly people: People;
  readonly visiting: Visiting;
  readonly browsing: Browsing;
  readonly selecting: Selecting;
  readonly resolving: Resolving;
  readonly alerts: Alerts;
  private readonly api: Api;
  private readonly connection: Connection<AgentFrame>;
  private readonly listing: Listing;
  private readonly conversing: Conversing;
  private readonly sending: Sending;
  private readonly hearing: Hearing;
  private readonly attending: Attending;
  private readonly sound: Sound = createSound("livechat-inbox-muted");
  private wasSignedOut = false;

  constructor(private readonly options: DeskOptions) {
    this.storage = new DeskStorage(String(options.agent));
    const threads = fromUnsent(this.storage.unsent());
    this.model = new Model(initialState(this.storage.view(), threads, this.sound.isMuted()));
    this.api = createApi({ base: options.api, csrfToken: options.csrfToken });
    this.directory = new Directory(this.api, this.model);
    this.history = new History(this.api);
    const onProblem = (error: unknown): void => this.noticed(error);
    this.attending = this.newAttending();
    this.people = new People(this.api, this.model, (error) => this.troubled(error));
    this.listing = new Listing(this.api, this.model, options.agent, onProblem);
    this.selecting = new Selecting(this.model);
    this.visiting = this.newVisiting(onProblem);
    this.browsing = new Browsing(this.model, this.listing, this.selecting, this.storage, this.visiting, options.go);
    this.resolving = this.newResolving();
    this.alerts = new Alerts(this.model, this.sound, options.say, options.nameOf, options.go);
    this.conversing = new Conversing(this.api, this.model, onProblem, () => this.attending.isAttended);
    const introduce = (): Promise<void> => this.conversing.introduceAgain();
    this.panel = new Panel({ api: this.api, model: this.model, introduce, onProblem });
    this.connection = this.newConnection();
    this.sending = this.newSending(onProblem);
    this.watching = new Watching(this.model, (frame) => this.connection.send(frame));
    const { api, model, storage, sending, watching, conversing, resolving } = this;
    const { agent } = options;
    this.composing = new Composing({ api, model, storage, sending, watching, conversing, resolving, agent, onProblem });
    const typing = new TypingWatch(this.model);
    const { listing, alerts, people, directory, visiting, panel } = this;
    const heard = { listing, conversing, sending, alerts, people, typing, watching, directory, visiting, panel };
    this.hearing = new Hearing({ model, ...heard });
    const acts = {
      api,
      introduced: (visitor: VisitorNews) => this.hearing.introduced(visitor),
      refresh: () => this.refresh(),
      begun: () => this.forgetTrouble(),
      troubled: (error: unknown) => this.troubled(error),
    };
    this.merging = new Merging(acts);
    this.visitors = new Visitors(acts);
    this.acting = new Acting({
      api: this.api,
      begun: () => this.forgetTrouble(),
      answered: (answer) => this.answered(answer),
      troubled: (error) => this.troubled(error),
    });
  }

  get agent(): number {
    return this.options.agent;
  }

  start(): void {
    this.connection.start();
    void this.refresh().catch(() => undefined);
    this.sending.hurry();
    document.addEventListener("visibilitychange", () => this.visibilityChanged());
    nowAndThen(CHECK_MS, CHECK_SPREAD_MS, () => this.check());
    this.visiting.start();
    this.model.update({ notifications: permission() });
  }

  // --- What the agent asks for -------------------------------------------------------------------------------------

  open(id: string | null): void {
    if (id === null) return this.conversing.close();
    // A click on a link is told twice, as a new address and as a new entry of the history.
    const isUnderWay = ["loading", "ready"].includes(this.model.state.opened?.phase ?? "");
    if (id === this.conversing.id && isUnderWay) return;
    this.attending.begin();
    this.conversing.open(id).catch(() => undefined);
  }

  older(): void {
    void this.conversing.older();
  }

  sendAgain(clientId: string): void {
    if (this.conversing.id !== null) this.sending.again(this.conversing.id, clientId);
  }

  removeUnsent(clientId: string): void {
    if (this.conversing.id !== null) this.sending.remove(this.conversing.id, clientId);
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
    this.attending.attend(atEnd);
  }

  // --- Keeping up --------------------------------------------------------------------------------------------------

  private answered(answer: ChangeAnswer): void {
    this.hearing.answered(answer);
  }

  /** Everything that may have changed while nobody told us. */
  private async refresh(): Promise<void> {
    this.conversing.replace(onlyFresh(this.model.state.threads, this.conversing.id));
    this.directory.tagsChanged();
    this.panel.refresh();
    this.visiting.refresh();
    await Promise.all([this.listing.refresh(), this.conversing.catchUp(), this.people.refresh()]);
    this.browsing.leaveUnknownGroup();
  }

  private async poll(): Promise<void> {
    this.panel.poll();
    this.visiting.refresh();
    await Promise.all([this.listing.refresh(), this.conversing.catchUp()]);
  }

  private check(): void {
    if (document.hidden || this.model.state.line !== "open") return;
    Promise.all([this.listing.recount(), this.people.refresh()]).catch((error: unknown) => this.noticed(error));
  }

  private lineChanged(line: ConnectionState): void {
    const isBack = line === "open" || line === "polling";
    // A new login has a new CSRF token, and may be somebody else: begin anew. Drafts and unsent messages are kept.
    if (isBack && this.wasSignedOut) return window.location.reload();
    this.wasSignedOut ||= line === "signed_out";
    if (isBack) this.attending.forget();
    this.model.update({ line });
    if (isBack) this.sending.hurry();
    else this.sending.socketClosed();
  }

  private visibilityChanged(): void {
    if (document.hidden) return;
    if (this.model.state.line === "signed_out") this.connection.hurry();
    this.alerts.seen();
    this.visiting.refresh();
    this.attending.attend();
  }

  private troubled(error: unknown): void {
    this.noticed(error);
    this.model.update({ trouble: (error instanceof Problem && error.detail) || "trouble" });
  }

  private newAttending(): Attending {
    const { api, model } = this;
    return new Attending({
      api,
      model,
      agent: this.agent,
      overSocket: (frame) => this.connection.send(frame),
      answered: (answer) => this.answered(answer),
    });
  }

  private newVisiting(onProblem: (error: unknown) => void): Visiting {
    const { api, model } = this;
    const { go } = this.options;
    const answered = (answer: ChangeAnswer): void => this.answered(answer);
    const miscounted = (): void => void this.people.recount().catch(onProblem);
    return new Visiting({ api, model, go, answered, miscounted, onProblem }, this.storage.showsVisitors());
  }

  private newResolving(): Resolving {
    const { api, model, selecting } = this;
    const { say, nameOf, go, agent, hasRoom } = this.options;
    return new Resolving({
      api,
      model,
      selecting,
      say,
      nameOf,
      go,
      following: new Following({ api, model, agent, go, hasRoom }),
      answered: (answer) => this.answered(answer),
      onProblem: (error) => this.noticed(error),
    });
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
