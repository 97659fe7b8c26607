/** What visitors say of themselves: beside a message that begins a conversation, or after it. */

import { Problem } from "../../shared/answering";
import type { FormAnswers } from "../../shared/frames";
import type { Pending } from "../../shared/thread";
import type { ConsentText, OwnDetails } from "../../shared/types";
import type { Config } from "../answers";
import type { Occasion } from "../asking";
import type { Chat } from "../chat";
import type { ChatState } from "../state";
import { answersOf, formOf, visitorWith, type Answers, type Question } from "./questions";

export class Introducing {
  /** Why the server did not take what was filled in; null: it has nothing to say. */
  refusal: string | null = null;

  constructor(private readonly chat: Chat) {}

  get answers(): Answers {
    const { memory, model } = this.chat.means;
    return memory.answers ?? answersOf(model.state.visitor);
  }

  /** The answers go with the message, which is kept as a draft until the server has taken both. */
  write(message: string, on: Occasion, asked: readonly Question[], consent: ConsentText | null): void {
    const { memory, model } = this.chat.means;
    const form = formOf(asked, this.answers, consent);
    const own = this.chat.writing.write(message, { form });
    if (!own) return;
    memory.draft = "";
    memory.isIntroduced = true;
    const stop = model.watch(() => {
      const pending = model.state.thread.pending.find(({ client_id }) => client_id === own.client_id);
      if (pending?.state === "sending") return;
      stop();
      if (!pending) this.#introduced({ visitor: model.state.visitor && visitorWith(model.state.visitor, form) });
      else if (!model.state.thread.conversation) this.#giveBack(pending, on, form);
    });
  }

  /** Without a message. Rejects with the server's Problem. */
  async save(asked: readonly Question[], consent: ConsentText | null): Promise<void> {
    const form = formOf(asked, this.answers, consent);
    try {
      this.#introduced({ visitor: await this.chat.means.api.plain.patch<OwnDetails>("me", form) });
    } catch (error) {
      if (error instanceof Problem && form.consent !== undefined) this.#readAgain();
      throw error;
    }
  }

  /** Not asked again in this tab, unless an answer is required. */
  skip(): void {
    this.#introduced({});
  }

  #introduced(change: Pick<Partial<ChatState>, "visitor">): void {
    const { memory, model } = this.chat.means;
    memory.answers = null;
    memory.isIntroduced = true;
    model.update({ ...change, isIntroduced: true });
  }

  /** The form is there again, with everything that stood in it. */
  #giveBack({ body, client_id, detail }: Pending, on: Occasion, form: FormAnswers): void {
    const { memory, model } = this.chat.means;
    memory.draft = [body, memory.draft].filter(Boolean).join("\n");
    memory.isIntroduced = false;
    this.refusal = detail;
    this.chat.writing.discard(client_id);
    model.update({ begun: on });
    if (form.consent !== undefined) this.#readAgain();
  }

  /** The text may be another by now; what caches keep is older. */
  #readAgain(): void {
    const { api, model } = this.chat.means;
    api.plain.get<Config>("config", { at: Date.now() }).then(
      (config) => model.update({ config }),
      () => undefined,
    );
  }
}
