/** What the agent looks at is read, and the server is told how far. */
import type { Api } from "../shared/api";
import type { ClientFrame } from "../shared/frames";
import { atMostEvery } from "../shared/timing";
import type { ChangeAnswer } from "./answers";
import type { Model } from "./model";
import { readMark } from "./reading";
import type { InboxState } from "./state";
import { threadOf } from "./threads";

/** A burst of messages is read with a few marks: a mark for each would be refused as too many frames. */
const MARK_EVERY_MS = 300;

export interface AttendingOptions {
  api: Api;
  model: Model<InboxState>;
  agent: number;
  overSocket: (frame: ClientFrame) => boolean;
  answered: (answer: ChangeAnswer) => void;
}

export class Attending {
  private atEnd = true;
  /** The last mark that was sent, so that it is sent once. */
  private marked = "";
  private readonly markSoon = atMostEvery(MARK_EVERY_MS, () => this.mark());

  constructor(private readonly options: AttendingOptions) {}

  /** Whether the agent looks at the end of the open thread. */
  get isAttended(): boolean {
    return this.atEnd && !document.hidden;
  }

  /** The agent looks at the end of the thread, or away from it. */
  attend(atEnd = this.atEnd): void {
    this.atEnd = atEnd;
    this.markSoon();
  }

  /** Another thread is opened: it begins at its end. */
  begin(): void {
    this.marked = "";
    this.atEnd = true;
  }

  /** A mark may have been lost with the former line. */
  forget(): void {
    this.marked = "";
  }

  private mark(): void {
    const { opened, threads } = this.options.model.state;
    if (opened === null || opened.phase !== "ready" || !this.isAttended) return;
    const upTo = readMark(threadOf(threads, opened.id), this.options.agent);
    if (upTo === null || this.marked === `${opened.id} ${upTo}`) return;
    this.marked = `${opened.id} ${upTo}`;
    this.tell(opened.id, upTo);
  }

  private tell(id: string, upTo: number): void {
    const { api, overSocket, answered } = this.options;
    if (overSocket({ type: "read", conversation: id, up_to: upTo })) return;
    api
      .post<ChangeAnswer>(`conversations/${id}/read`, { up_to: upTo })
      .then(answered)
      .catch(() => this.forget());
  }
}
