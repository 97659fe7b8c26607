/** Routes what the server says to what it concerns. */
import type { AgentFrame, ThreadFrame } from "../shared/frames";
import type { AgentConversation, Standing } from "../shared/types";
import type { Alerts } from "./alerts";
import type { ChangeAnswer, VisitorNews } from "./answers";
import type { Conversing } from "./conversing";
import type { Directory } from "./directory";
import type { Listing } from "./listing";
import type { Model } from "./model";
import type { Panel } from "./panel";
import type { People } from "./people";
import type { Sending } from "./sending";
import type { InboxState } from "./state";
import { forgotten, heard } from "./threads";
import type { TypingWatch } from "./typing";
import type { Visiting } from "./visiting";
import type { Watching } from "./watching";

/** Who is told of what. */
export interface HearingOptions {
  model: Model<InboxState>;
  listing: Listing;
  conversing: Conversing;
  sending: Sending;
  alerts: Alerts;
  people: People;
  typing: TypingWatch;
  watching: Watching;
  directory: Directory;
  visiting: Visiting;
  panel: Panel;
}

export class Hearing {
  constructor(private readonly options: HearingOptions) {}

  received(frame: AgentFrame): void {
    this.options.visiting.heard(frame);
    this.options.panel.heard(frame);
    switch (frame.type) {
      case "message.created":
      case "message.updated":
      case "conversation.changed":
        return this.conversationHeard(frame);
      case "message.accepted":
        return this.options.sending.accepted(frame);
      case "error":
        return this.options.sending.rejected(frame);
      case "conversation.gone":
        return this.gone(frame.conversation, frame.was);
      case "presence":
        return "agent" in frame ? this.options.people.heard(frame.agent) : this.introduced(frame.visitor);
      case "typing":
        return this.options.typing.heard(frame);
      case "viewing":
        return this.options.watching.heard(frame);
      case "groups.changed":
        this.options.people.groupsChanged();
        return this.options.directory.tagsChanged();
      case "visitor.changed":
        return this.introduced(frame.visitor);
      default:
        return undefined;
    }
  }

  /** The answer to an action; the frame that also tells of it is what counts in the queues. */
  answered({ conversation, message }: ChangeAnswer): void {
    this.options.listing.put(conversation);
    if (message) this.apply({ type: "message.created", conversation, message });
    else this.apply({ type: "conversation.changed", conversation });
  }

  introduced(visitor: VisitorNews): void {
    this.options.listing.introduced(visitor);
    this.options.conversing.introduced(visitor);
  }

  private conversationHeard(frame: ThreadFrame<AgentConversation>): void {
    this.options.listing.heard(frame.conversation, frame.was);
    this.apply(frame);
    this.options.conversing.returned(frame.conversation.public_id);
    this.options.alerts.heard(frame);
  }

  private apply(frame: ThreadFrame<AgentConversation>): void {
    const { threads, behind } = heard(this.options.model.state.threads, frame, this.options.conversing.id);
    this.options.conversing.replace(threads);
    if (behind) void this.options.conversing.catchUp().catch(() => undefined);
    if (frame.type === "conversation.changed") return;
    if (frame.type === "message.created") this.options.typing.arrived(frame.conversation.public_id, frame.message);
    if (frame.message.author !== "agent") return;
    this.options.sending.arrived(frame.message.client_id, frame.conversation.public_id);
  }

  private gone(id: string, was: Standing | null): void {
    this.options.listing.gone(id, was);
    this.options.conversing.replace(forgotten(this.options.model.state.threads, id));
    this.options.conversing.change(id, { phase: "gone" });
  }
}
