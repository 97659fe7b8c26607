/** What the visitor writes, until the server has it. */

import type { Problem } from "../shared/api";
import type { AcceptedFrame, ErrorFrame, FormAnswers, Posted } from "../shared/frames";
import { dotted } from "../shared/masking";
import { Outbox } from "../shared/outbox";
import { addPending, failPending, isBehind, removePending, retryPending, settle, type Pending } from "../shared/thread";
import type { AttachmentShape, VisitorConversation } from "../shared/types";
import { Typing } from "../shared/typing";
import type { Means } from "./means";
import { storable } from "./pages";
import { newMessage, sendFrame } from "./sending";
import { chosenGroup, greeted } from "./state";
import type { Trouble } from "./trouble";

/** Characters of what is written that agents are shown. */
const PREVIEW_LENGTH = 2_000;

/** What goes along with a text. */
export interface Extras {
  form?: FormAnswers;
  attachments?: AttachmentShape[];
}

export class Writing {
  readonly #outbox: Outbox<VisitorConversation>;
  readonly #typing: Typing;
  #pending: readonly Pending[] = [];

  constructor(
    private readonly means: Means,
    private readonly trouble: Trouble,
  ) {
    const { api, model, send } = means;
    this.#typing = new Typing((text) => this.#tellTyping(text));
    this.#outbox = new Outbox<VisitorConversation>({
      pending: () => (model.state.phase === "ready" ? model.state.thread.pending : []),
      overSocket: (message) => send(sendFrame(message)),
      overHttp: (message) => api.send(message),
      onAccepted: (clientId, posted) => this.#accepted(clientId, posted),
      onFailed: (clientId, problem) => this.#failed(clientId, problem),
      onDelayed: (problem) => this.#delayed(problem),
    });
    model.watch(() => this.#followPending());
  }

  // --- For the panel -----------------------------------------------------------------------------------------------

  write(text: string, { form, attachments }: Extras = {}): Pending | null {
    const { model, memory, page } = this.means;
    const body = storable(text).trim();
    if (!body && !attachments) return null;
    this.#typing.forget();
    const group = chosenGroup(model.state);
    const answers = { ...form, ...(group !== null && { group }) };
    const own: Pending = {
      ...newMessage(body, page(), answers, greeted(model.state)?.id, attachments),
      ...(model.state.left !== null && { conversation: "new" }),
    };
    memory.kept.keep(own);
    model.update({ thread: addPending(model.state.thread, own), begun: null });
    this.#outbox.kick();
    return own;
  }

  /** The visitor has written so much, and somebody may be waiting for it. Runs of digits stay here. */
  noteTyping(text: string): void {
    const { config, thread } = this.means.model.state;
    const isShown = config?.previews_typing;
    if (!thread.conversation) return;
    if (isShown || text) this.#typing.note(isShown ? storable(dotted(text).slice(0, PREVIEW_LENGTH)) : "");
    else this.#typing.forget();
  }

  /** Null: whoever has time. */
  chooseGroup(group: number | null): void {
    this.means.memory.group = group;
    this.means.model.update({ group });
  }

  sendAgain(clientId: string): void {
    const { model } = this.means;
    model.update({ thread: retryPending(model.state.thread, clientId) });
    this.#keep(clientId);
    this.#outbox.kick();
  }

  discard(clientId: string): void {
    const { model } = this.means;
    model.update({ thread: removePending(model.state.thread, clientId) });
  }

  #tellTyping(text: string): void {
    const { api, model, send } = this.means;
    const isTold = send({ type: "typing", text }) || model.state.connection !== "polling";
    if (!isTold) api.typing(text).catch(() => undefined);
  }

  // --- What becomes of it ------------------------------------------------------------------------------------------

  answered(frame: AcceptedFrame<VisitorConversation> | ErrorFrame): void {
    if (frame.type === "error") this.#outbox.reject(frame);
    else this.#outbox.accept(frame);
  }

  hurry(): void {
    this.#outbox.hurry();
  }

  socketClosed(): void {
    this.#outbox.socketClosed();
  }

  #accepted(clientId: string, { message, conversation }: Posted<VisitorConversation>): void {
    const { begin, catchUp, memory, model } = this.means;
    const before = model.state.thread.conversation;
    this.trouble.over();
    memory.isUnderWay = true;
    memory.forgetGreeting();
    memory.left = null;
    model.update({ thread: settle(model.state.thread, clientId, message, conversation), left: null });
    // The cookie was lost on the way: the server took the message from a new visitor.
    if (before && before.public_id !== conversation.public_id) void begin();
    else if (isBehind(model.state.thread)) catchUp();
  }

  #failed(clientId: string, problem: Problem): void {
    const { model } = this.means;
    model.update({ thread: failPending(model.state.thread, clientId, problem.detail) });
    this.#keep(clientId);
    if (problem.code === "closed") void this.means.begin();
  }

  #delayed(problem: Problem): void {
    if (problem.code === "no_visitor") void this.means.begin();
    // A message that nobody answers over an open socket: is there still somebody?
    if (problem.code === "timeout") this.means.wake();
    this.trouble.delayed(problem);
  }

  #keep(clientId: string): void {
    const own = this.means.model.state.thread.pending.find((known) => known.client_id === clientId);
    if (own) this.means.memory.kept.keep(own);
  }

  /** What left the list, by whichever way, need not outlive a reload; the next one may go. */
  #followPending(): void {
    const { memory, model } = this.means;
    const { pending } = model.state.thread;
    if (pending === this.#pending) return;
    const left = new Set(pending.map((own) => own.client_id));
    const gone = this.#pending.filter((own) => !left.has(own.client_id));
    this.#pending = pending;
    memory.kept.forget(gone.map((own) => own.client_id));
    if (gone.length) this.#outbox.kick();
  }
}
