/** Fetches older messages when the visitor scrolls back. */

import { applyPage } from "../shared/thread";
import type { Means } from "./means";

export class LookingBack {
  constructor(private readonly means: Means) {}

  async loadOlder(): Promise<void> {
    const { api, model } = this.means;
    const { conversation, messages, more } = model.state.thread;
    const oldest = messages[0];
    if (!conversation || !oldest || !more || model.state.isLoadingOlder) return;
    model.update({ isLoadingOlder: true });
    const page = await api.messages(conversation.public_id, { before: oldest.id }).catch(() => null);
    // The visitor may have left it meanwhile.
    if (page && model.state.thread.conversation) model.update({ thread: applyPage(model.state.thread, page, "before") });
    model.update({ isLoadingOlder: false });
  }
}
