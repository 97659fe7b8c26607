/** Tells the agent at once: by a soft sound while they look elsewhere, and by the browser while the tab is hidden. */
import type { ThreadFrame } from "../shared/frames";
import type { Sound } from "../shared/sound";
import type { AgentConversation } from "../shared/types";
import { reasonOf, type Reason } from "./alerting";
import { preview, type NameOf } from "./labels";
import type { Model } from "./model";
import type { InboxState } from "./state";
import type { Say } from "./texts";

/** What the browser says of notifications; "unsupported": it knows none. */
export type Permission = NotificationPermission | "unsupported";

/** A crowd of messages makes one sound. */
const SOUND_EVERY_MS = 2_000;

type Frame = ThreadFrame<AgentConversation>;

export class Alerts {
  private soundedAt = 0;
  /** What the browser shows, by conversation. */
  private notifications = new Map<string, Notification>();

  constructor(
    private readonly model: Model<InboxState>,
    private readonly sound: Sound,
    private readonly say: Say,
    private readonly nameOf: NameOf,
    private readonly go: (conversation: string) => void,
  ) {}

  heard(frame: Frame): void {
    const { me } = this.model.state;
    const reason = me && reasonOf(frame, me);
    if (reason === null) return;
    if (this.isElsewhere(frame.conversation, reason)) this.ring();
    if (document.hidden) this.notify(frame, reason);
  }

  /** Asks the person; only ever called by a click, since a page that asks by itself is refused for good. */
  async allow(): Promise<void> {
    await Notification.requestPermission();
    this.model.update({ notifications: permission() });
  }

  /** Whoever looks at the inbox needs to be told no more. */
  seen(): void {
    this.notifications.forEach((notification) => notification.close());
    this.notifications.clear();
  }

  private isElsewhere(conversation: AgentConversation, reason: Reason): boolean {
    if (document.hidden || !document.hasFocus()) return true;
    return reason !== "message" && this.model.state.opened?.id !== conversation.public_id;
  }

  private ring(): void {
    if (Date.now() - this.soundedAt < SOUND_EVERY_MS) return;
    this.soundedAt = Date.now();
    this.sound.play();
  }

  private notify(frame: Frame, reason: Reason): void {
    if (permission() !== "granted") return;
    const { public_id: id, visitor } = frame.conversation;
    const notification = shown(this.nameOf(visitor), { tag: `livechat ${id}`, body: this.textOf(frame, reason) });
    if (notification === null) return;
    this.notifications.set(id, notification);
    notification.onclick = () => {
      window.focus();
      this.go(id);
      notification.close();
    };
  }

  /** Never the text of a note: others may see the screen. */
  private textOf(frame: Frame, reason: Reason): string {
    if (reason === "message") return preview(frame.conversation, this.model.state.me?.id ?? 0, this.say);
    const name = frame.type === "message.created" ? frame.message.agent?.name : undefined;
    return name === undefined ? this.say(`alert_${reason}`) : this.say(`alert_${reason}_by`, { name });
  }
}

export function permission(): Permission {
  return typeof Notification === "undefined" ? "unsupported" : Notification.permission;
}

/** Some phones have the constructor and refuse it. */
function shown(title: string, options: NotificationOptions): Notification | null {
  try {
    return new Notification(title, options);
  } catch {
    return null;
  }
}
