/** Routes what the server says to what it concerns. */
import type { AgentFrame, ThreadFrame } from "../shared/frames";
import type { AgentConversation, Standing } from "../shared/types";
import type { Alerts } from "./alerts";
import type { ChangeAnswer, VisitorNews } from "./answers";
import type { Conversing } from "./conversing";
import type { Directory } from "./directory";
import type { Listing } from "./listing";
import type { Model } from "./model";
import type { People } from "./people";
import type { Sending } from "./sending";
import type { InboxState } from "./state";
import { forgotten, heard } from "./threads";
import type { TypingWatch } from "./typing";
import type { Watching } from "./watching";

export class Hearing {
  constructor(
    private readonly model: Model<InboxState>,
    private readonly listing: Listing,
    private readonly conversing: Conversing,
    private readonly sending: Sending,
    private readonly alerts: Alerts,
    private readonly people: People,
    private readonly typing: TypingWatch,
    private readonly watching: Watching,
    private readonly directory: Directory,
  ) {}

  received(frame: AgentFrame): void {
    switch (frame.type) {
      case "message.created":
      case "message.updated":
      case "conversation.changed":
        return this.conversationHeard(frame);
      case "message.accepted":
        return this.sending.accepted(frame);
      case "error":
        return this.sending.rejected(frame);
      case "conversation.gone":
        return this.gone(frame.conversation, frame.was);
      case "presence":
        return "agent" in frame ? this.people.heard(frame.agent) : this.introduced(frame.visitor);
      case "typing":
        return this.typing.heard(frame);
      case "viewing":
        return this.watching.heard(frame);
      case "groups.changed":
        this.people.groupsChanged();
        return this.directory.tagsChanged();
      case "visitor.changed":
        return this.introduced(frame.visitor);
      default:
        return undefined;
    }
  }

  /** The answer to an action; the frame that also tells of it is what counts in the queues. */
  answered({ conversation, message }: ChangeAnswer): void {
    this.listing.put(conversation);
    if (message) this.apply({ type: "message.created", conversation, message });
    else this.apply({ type: "conversation.changed", conversation });
  }

  introduced(visitor: VisitorNews): void {
    this.listing.introduced(visitor);
    this.conversing.introduced(visitor);
  }

  private conversationHeard(frame: ThreadFrame<AgentConversation>): void {
    this.listing.heard(frame.conversation, frame.was);
    this.apply(frame);
    this.conversing.returned(frame.conversation.public_id);
    this.alerts.heard(frame);
  }

  private apply(frame: ThreadFrame<AgentConversation>): void {
    const { threads, behind } = heard(this.model.state.threads, frame, this.conversing.id);
    this.conversing.replace(threads);
    if (behind) void this.conversing.catchUp().catch(() => undefined);
    if (frame.type === "conversation.changed") return;
    if (frame.type === "message.created") this.typing.arrived(frame.conversation.public_id, frame.message);
    if (frame.message.author !== "agent") return;
    this.sending.arrived(frame.message.client_id, frame.conversation.public_id);
  }

  private gone(id: string, was: Standing | null): void {
    this.listing.gone(id, was);
    this.conversing.replace(forgotten(this.model.state.threads, id));
    this.conversing.change(id, { phase: "gone" });
  }
}
