/** What the agent does to a conversation. The answer is applied like a frame; a dialog shows what went wrong itself. */
import type { Api } from "../shared/api";
import type { ChangeAnswer } from "./answers";

/** Who a conversation is handed to. */
export type Receiver = { agent: number } | { group: number };

export type Transfer = Receiver & { note?: string };

export interface ActingOptions {
  api: Api;
  /** What went wrong with the action before is forgotten. */
  begun: () => void;
  answered: (answer: ChangeAnswer) => void;
  troubled: (error: unknown) => void;
}

export class Acting {
  constructor(private readonly options: ActingOptions) {}

  reopen(id: string): void {
    void this.attempt(this.post(id, "reopen", {}));
  }

  /** Puts an agent, or nobody, in charge. */
  assign(id: string, agent: number | null): void {
    void this.attempt(this.post(id, "assign", { agent }));
  }

  /** Puts the conversation into a group's queue. */
  handToGroup(id: string, group: number): void {
    void this.attempt(this.post(id, "transfer", { group }));
  }

  /** Hands the conversation over, with a note to the receiver. Rejects with the server's problem. */
  transfer(id: string, transfer: Transfer): Promise<void> {
    return this.post(id, "transfer", transfer);
  }

  /** Gives the conversation back to whoever takes it next. */
  leave(id: string): void {
    void this.attempt(this.post(id, "leave", {}));
  }

  /** The whole set of tags; new names are made. Rejects with the server's problem. */
  setTags(id: string, tags: readonly string[]): Promise<void> {
    return this.post(id, "tags", { tags });
  }

  /** Asks the visitor for a rating. */
  askForRating(id: string): void {
    void this.attempt(this.post(id, "ask-rating", {}));
  }

  /** Has what the visitor may read sent by e-mail. Rejects with the server's problem. */
  sendTranscript(id: string, email: string): Promise<void> {
    return this.post(id, "transcript", { email });
  }

  deleteMessage(id: string, message: number): void {
    void this.attempt(this.options.api.delete<ChangeAnswer>(`conversations/${id}/messages/${message}`).then(this.done));
  }

  private post(id: string, verb: string, body: object): Promise<void> {
    this.options.begun();
    return this.options.api.post<ChangeAnswer>(`conversations/${id}/${verb}`, body).then(this.done);
  }

  private readonly done = (answer: ChangeAnswer): void => this.options.answered(answer);

  private async attempt(action: Promise<void>): Promise<void> {
    try {
      await action;
    } catch (error) {
      this.options.troubled(error);
    }
  }
}
