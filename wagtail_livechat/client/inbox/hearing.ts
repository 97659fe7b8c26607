/** Routes what the server says to what it concerns. */
import type { AgentFrame, AgentPresence, ThreadFrame } from "../shared/frames";
import type { Sound } from "../shared/sound";
import type { AgentConversation, Standing, VisitorDetails } from "../shared/types";
import type { ChangeAnswer } from "./answers";
import type { Conversing } from "./conversing";
import type { Listing } from "./listing";
import type { Model } from "./model";
import { isConcerned } from "./reading";
import type { Sending } from "./sending";
import type { InboxState } from "./state";
import { forgotten, heard } from "./threads";

export class Hearing {
  constructor(
    private readonly model: Model<InboxState>,
    private readonly listing: Listing,
    private readonly conversing: Conversing,
    private readonly sending: Sending,
    private readonly sound: Sound,
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
        return this.presenceHeard(frame.agent);
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

  introduced(visitor: VisitorDetails): void {
    this.listing.renamed(visitor);
    this.conversing.introduced(visitor);
  }

  private conversationHeard(frame: ThreadFrame<AgentConversation>): void {
    this.listing.heard(frame.conversation, frame.was);
    this.apply(frame);
    this.conversing.returned(frame.conversation.public_id);
    if (document.hidden && this.isWorthASound(frame)) this.sound.play();
  }

  private isWorthASound(frame: ThreadFrame<AgentConversation>): boolean {
    const { me } = this.model.state;
    const isNews = frame.type === "message.created" && frame.message.author === "visitor";
    return isNews && me !== null && isConcerned(frame.conversation, me.id);
  }

  private apply(frame: ThreadFrame<AgentConversation>): void {
    const { threads, behind } = heard(this.model.state.threads, frame, this.conversing.id);
    this.conversing.replace(threads);
    if (behind) void this.conversing.catchUp().catch(() => undefined);
    if (frame.type === "conversation.changed" || frame.message.author !== "agent") return;
    this.sending.arrived(frame.message.client_id, frame.conversation.public_id);
  }

  private gone(id: string, was: Standing | null): void {
    this.listing.gone(id, was);
    this.conversing.replace(forgotten(this.model.state.threads, id));
    this.conversing.change(id, { phase: "gone" });
  }

  private presenceHeard(presence: AgentPresence): void {
    const { agents, me } = this.model.state;
    const { id, status, online } = presence;
    const others = agents.filter((agent) => agent.id !== id);
    this.model.update({ agents: [...others, presence], me: me?.id === id ? { ...me, status, online } : me });
  }
}
