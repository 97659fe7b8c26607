/** The visitor's routes, by what they are for. */

import type { PlainApi } from "../shared/api";
import type { FormAnswers, Page, Posted } from "../shared/frames";
import type { Pending } from "../shared/thread";
import type { OwnDetails, VisitorConversation } from "../shared/types";
import type { Config, Session } from "./answers";
import type { VisitPage } from "./handle";
import { sendBody } from "./sending";

export class VisitorApi {
  constructor(
    private readonly api: PlainApi,
    private readonly language: string,
    /** Of the visit so far, the present one last. */
    private readonly pages: readonly VisitPage[],
  ) {}

  /** It may come from a cache; `isFresh`: past all of them. */
  config(isFresh = false): Promise<Config> {
    return this.api.get("config", isFresh ? { at: Date.now() } : {});
  }

  /** Begins or finds again; sets the cookie. */
  session(): Promise<Session> {
    const here = this.pages[this.pages.length - 1];
    const page = here && { url: here.url, title: here.title, referrer: here.referrer };
    return this.api.post("session", { page, pages: this.pages, language: this.language });
  }

  async hasConversation(): Promise<boolean> {
    const { conversations } = await this.api.get<{ conversations: VisitorConversation[] }>("conversations");
    return conversations.some((conversation) => conversation.platform === "website");
  }

  messages(conversation: string, range: { after?: number; before?: number }): Promise<Page<VisitorConversation>> {
    return this.api.get("messages", { conversation, ...range });
  }

  send(message: Pending): Promise<Posted<VisitorConversation>> {
    return this.api.post("messages", sendBody(message));
  }

  /** What the visitor says of themselves. */
  introduce(answers: FormAnswers): Promise<OwnDetails> {
    return this.api.patch("me", answers);
  }

  typing(text: string): Promise<unknown> {
    return this.api.post("typing", { text });
  }

  read(conversation: string, upTo: number): Promise<unknown> {
    return this.api.post("read", { conversation, up_to: upTo });
  }
}
