/** The visitor's routes, by what they are for; what only `more.js` needs, it asks for by itself. */

import type { PlainApi } from "../shared/api";
import type { Posted } from "../shared/frames";
import type { Pending } from "../shared/thread";
import type { VisitorConversation } from "../shared/types";
import type { Config, OwnConversations, OwnPage, Session } from "./answers";
import type { Arrival } from "./handle";
import { sendBody } from "./sending";

export class VisitorApi {
  constructor(
    readonly plain: PlainApi,
    private readonly arrival: () => Arrival,
  ) {}

  config(): Promise<Config> {
    return this.plain.get("config");
  }

  /** Begins or finds again; sets the cookie. */
  session(): Promise<Session> {
    return this.plain.post("session", this.arrival());
  }

  /** Newest first. */
  conversations(): Promise<OwnConversations> {
    return this.plain.get("conversations");
  }

  messages(conversation: string, range: { after?: number; before?: number }): Promise<OwnPage> {
    return this.plain.get("messages", { conversation, ...range });
  }

  send(message: Pending): Promise<Posted<VisitorConversation>> {
    return this.plain.post("messages", sendBody(message));
  }

  typing(text: string): Promise<unknown> {
    return this.plain.post("typing", { text });
  }

  read(conversation: string, upTo: number): Promise<unknown> {
    return this.plain.post("read", { conversation, up_to: upTo });
  }
}
