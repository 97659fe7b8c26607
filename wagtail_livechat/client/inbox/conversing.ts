/** The open conversation: fetched, brought up to date, scrolled back, read. */
import { Problem, type Api } from "../shared/api";
import type { Page } from "../shared/frames";
import { Meanwhile } from "../shared/meanwhile";
import { applyPage, isBehind } from "../shared/thread";
import type { AgentConversation } from "../shared/types";
import type { ConversationAnswer, VisitorNews } from "./answers";
import type { Model } from "./model";
import { withNews, withNewsOf } from "./news";
import { firstNew, lastId } from "./reading";
import { opened, type InboxState, type Opened } from "./state";
import { threadOf, withThread, type AgentThread, type Threads } from "./threads";

const PAGE = 50;
const CATCH_UP_PAGE = 200;

type ThreadPage = Page<AgentConversation>;

export class Conversing {
  private running: Promise<void> | null = null;
  private again = false;
  private readonly meanwhile = new Meanwhile<VisitorNews>();

  constructor(
    private readonly api: Api,
    private readonly model: Model<InboxState>,
    private readonly onProblem: (error: unknown) => void,
    /** Whether the agent looks at the end of the thread. */
    private readonly isAttended: () => boolean,
  ) {}

  get id(): string | null {
    return this.model.state.opened?.id ?? null;
  }

  async open(id: string): Promise<void> {
    this.model.update({ opened: opened(id), trouble: "" });
    this.running = null;
    await this.catchUp();
  }

  close(): void {
    this.model.update({ opened: null, trouble: "" });
  }

  /** Brings the open thread up to date; a call during a run makes it run once more. */
  catchUp(): Promise<void> {
    if (this.running !== null) {
      this.again = true;
      return this.running;
    }
    const run = this.catchUpUntilDone().finally(() => {
      if (this.running === run) this.running = null;
    });
    this.running = run;
    return run;
  }

  async older(): Promise<void> {
    const { opened: current } = this.model.state;
    if (current === null || current.older === "loading") return;
    const thread = this.thread(current.id);
    const first = thread.messages[0];
    if (!thread.more || first === undefined) return;
    this.change(current.id, { older: "loading" });
    try {
      const page = await this.messages(current.id, { before: first.id, limit: PAGE });
      this.apply(current.id, page, "before");
      this.change(current.id, { older: "ready" });
    } catch (error) {
      this.change(current.id, { older: "failed" });
      this.onProblem(error);
    }
  }

  /** A conversation that was out of reach is back. */
  returned(id: string): void {
    const { opened: current } = this.model.state;
    if (current?.id !== id || (current.phase !== "gone" && current.phase !== "missing")) return;
    this.open(id).catch(() => undefined);
  }

  /** The visitor's name is in the thread's conversation, too. */
  introduced(news: VisitorNews): void {
    this.meanwhile.tell(news);
    const { opened: current, threads } = this.model.state;
    if (current === null) return;
    if (current.visitor?.public_id === news.public_id) {
      this.change(current.id, { visitor: withNews(current.visitor, [news]) });
    }
    const thread = threadOf(threads, current.id);
    if (thread.conversation?.visitor.public_id !== news.public_id) return;
    const conversation = withNewsOf(thread.conversation, [news]);
    this.model.update({ threads: withThread(threads, current.id, { ...thread, conversation }) });
  }

  /** Fetches anew who the visitor is. */
  async introduceAgain(): Promise<void> {
    if (this.id !== null) await this.introduce(this.id);
  }

  /** New threads; what came to the open one while nobody looked is marked as new. */
  replace(threads: Threads): void {
    const { opened: current, threads: before } = this.model.state;
    this.model.update({ threads });
    if (current === null || current.phase !== "ready" || current.newFrom !== null || this.isAttended()) return;
    const after = lastId(threadOf(before, current.id).messages);
    this.change(current.id, { newFrom: firstNew(threadOf(threads, current.id).messages, after) });
  }

  change(id: string, change: Partial<Opened>): void {
    const { opened: current } = this.model.state;
    if (current?.id === id) this.model.update({ opened: { ...current, ...change } });
  }

  /** Who the visitor is; the thread's own request says whether the conversation can be reached at all. */
  private async introduce(id: string): Promise<void> {
    const fetch = () => this.api.get<ConversationAnswer>(`conversations/${id}`).catch(() => null);
    const [answer, news] = await this.meanwhile.ask(fetch);
    if (answer !== null) this.change(id, { visitor: withNews(answer.visitor, news) });
  }

  private async catchUpUntilDone(): Promise<void> {
    const id = this.id;
    if (id === null) return;
    do {
      this.again = false;
      try {
        await this.catchUpOnce(id);
      } catch (error) {
        this.failed(id, error);
        throw error;
      }
    } while (this.id === id && (this.again || isBehind(this.thread(id))));
  }

  private async catchUpOnce(id: string): Promise<void> {
    if (this.model.state.opened?.visitor === null) void this.introduce(id);
    const thread = this.thread(id);
    if (thread.conversation === null) {
      this.apply(id, await this.messages(id, { limit: PAGE }), "latest");
    } else {
      await this.fetchChanges(id);
    }
    this.ready(id);
  }

  private async fetchChanges(id: string): Promise<void> {
    let page: ThreadPage;
    do {
      page = await this.messages(id, { after: this.thread(id).revision, limit: CATCH_UP_PAGE });
      this.apply(id, page, "after");
    } while (page.more);
  }

  private ready(id: string): void {
    const { opened: current } = this.model.state;
    if (current?.id !== id || current.phase === "ready") return;
    const { messages, conversation } = this.thread(id);
    this.change(id, { phase: "ready", newFrom: firstNew(messages, conversation?.agent_read_id ?? 0) });
  }

  private failed(id: string, error: unknown): void {
    const { opened: current } = this.model.state;
    const isMissing = error instanceof Problem && error.status === 404;
    if (isMissing) this.change(id, { phase: current?.phase === "ready" ? "gone" : "missing" });
    else if (current?.phase === "loading") this.change(id, { phase: "failed" });
    this.onProblem(error);
  }

  private apply(id: string, page: ThreadPage, way: "after" | "before" | "latest"): void {
    const { threads } = this.model.state;
    this.replace(withThread(threads, id, applyPage(threadOf(threads, id), page, way)));
  }

  private thread(id: string): AgentThread {
    return threadOf(this.model.state.threads, id);
  }

  private async messages(id: string, parameters: Record<string, number>): Promise<ThreadPage> {
    const fetch = () => this.api.get<ThreadPage>(`conversations/${id}/messages`, parameters);
    const [page, news] = await this.meanwhile.ask(fetch);
    return { ...page, conversation: withNewsOf(page.conversation, news) };
  }
}
