/** Sends the agent's messages: one outbox for each conversation that has something to send. */
import type { Api, Problem } from "../shared/api";
import type { AcceptedFrame, ClientFrame, ErrorFrame, Posted, SendFrame } from "../shared/frames";
import { newClientId } from "../shared/identity";
import { Outbox } from "../shared/outbox";
import { addPending, failPending, removePending, retryPending, type Pending } from "../shared/thread";
import type { AgentConversation, AttachmentShape } from "../shared/types";
import type { DeskStorage } from "./desk-storage";
import { accepted, threadOf, withThread, type AgentThread, type Threads } from "./threads";

export interface SendingOptions {
  api: Api;
  storage: DeskStorage;
  threads: () => Threads;
  replace: (threads: Threads) => void;
  overSocket: (frame: ClientFrame) => boolean;
  /** A message is stored; the conversation may have changed with it. */
  onPosted: (posted: Posted<AgentConversation>) => void;
  onProblem: (error: unknown) => void;
}

/** What an agent sends. */
export interface Letter {
  body: string;
  /** For agents only. */
  note: boolean;
  attachments: AttachmentShape[];
}

export class Sending {
  private outboxes = new Map<string, Outbox<AgentConversation>>();
  /** What is to follow when a message is stored, by its client_id. */
  private readonly sequels = new Map<string, () => void>();

  constructor(private readonly options: SendingOptions) {}

  send(conversation: string, letter: Letter, sequel?: () => void): void {
    const message = pendingOf(letter);
    if (sequel !== undefined) this.sequels.set(message.client_id, sequel);
    this.options.storage.keepUnsent(conversation, message);
    this.change(conversation, (thread) => addPending(thread, message));
    this.outbox(conversation).kick();
  }

  again(conversation: string, clientId: string): void {
    this.change(conversation, (thread) => retryPending(thread, clientId));
    this.keep(conversation, clientId);
    this.outbox(conversation).kick();
  }

  remove(conversation: string, clientId: string): void {
    this.sequels.delete(clientId);
    this.options.storage.forgetUnsent(clientId);
    this.change(conversation, (thread) => removePending(thread, clientId));
  }

  /** The way is free: everything that waits goes out. */
  hurry(): void {
    const waiting = Object.entries(this.options.threads()).filter(([, thread]) => thread.pending.length > 0);
    waiting.forEach(([conversation]) => this.outbox(conversation).hurry());
  }

  socketClosed(): void {
    this.outboxes.forEach((outbox) => outbox.socketClosed());
  }

  accepted(frame: AcceptedFrame<AgentConversation>): void {
    this.outbox(frame.conversation.public_id).accept(frame);
  }

  /** An error names the message, not the conversation: the outbox that sent it knows. */
  rejected(frame: ErrorFrame): void {
    this.outboxes.forEach((outbox) => outbox.reject(frame));
  }

  /** What arrived by any way need not be kept. */
  arrived(clientId: string, conversation: string): void {
    this.options.storage.forgetUnsent(clientId);
    this.outboxes.get(conversation)?.kick();
    this.follow(clientId);
  }

  private outbox(conversation: string): Outbox<AgentConversation> {
    const known = this.outboxes.get(conversation);
    if (known !== undefined) return known;
    const outbox = this.newOutbox(conversation);
    this.outboxes.set(conversation, outbox);
    return outbox;
  }

  private newOutbox(conversation: string): Outbox<AgentConversation> {
    const { api, threads, overSocket, onProblem } = this.options;
    return new Outbox<AgentConversation>({
      pending: () => threadOf(threads(), conversation).pending,
      overSocket: (message) => overSocket({ type: "message.send", conversation, ...contentOf(message) }),
      overHttp: (message) => api.post(`conversations/${conversation}/messages`, contentOf(message)),
      onAccepted: (clientId, posted) => this.settled(clientId, posted),
      onFailed: (clientId, problem) => this.failed(conversation, clientId, problem),
      onDelayed: onProblem,
    });
  }

  private settled(clientId: string, posted: Posted<AgentConversation>): void {
    const { storage, replace, threads, onPosted } = this.options;
    storage.forgetUnsent(clientId);
    replace(accepted(threads(), clientId, posted.message, posted.conversation));
    onPosted(posted);
    this.follow(clientId);
  }

  private follow(clientId: string): void {
    const sequel = this.sequels.get(clientId);
    this.sequels.delete(clientId);
    sequel?.();
  }

  private failed(conversation: string, clientId: string, problem: Problem): void {
    this.change(conversation, (thread) => failPending(thread, clientId, problem.detail));
    this.keep(conversation, clientId);
  }

  private keep(conversation: string, clientId: string): void {
    const { pending } = threadOf(this.options.threads(), conversation);
    const message = pending.find((own) => own.client_id === clientId);
    if (message !== undefined) this.options.storage.keepUnsent(conversation, message);
  }

  private change(conversation: string, change: (thread: AgentThread) => AgentThread): void {
    const threads = this.options.threads();
    this.options.replace(withThread(threads, conversation, change(threadOf(threads, conversation))));
  }
}

function pendingOf({ body, note, attachments }: Letter): Pending {
  return {
    client_id: newClientId(),
    author: "agent",
    body,
    created_at: new Date().toISOString(),
    state: "sending",
    detail: "",
    ...(note ? { note } : {}),
    ...(attachments.length > 0 ? { attachments } : {}),
  };
}

/** A message as the server takes it: its files by their ids. */
function contentOf({ client_id, body, note, attachments }: Pending): Omit<SendFrame, "type"> {
  const files = attachments?.map((file) => file.public_id) ?? [];
  return { client_id, body, ...(note ? { note } : {}), ...(files.length > 0 ? { attachment_ids: files } : {}) };
}
