/** What every part of the chat works with. */

import type { ClientFrame, VisitorFrame } from "../shared/frames";
import type { Model } from "../shared/model";
import type { PageLink } from "../shared/types";
import type { Memory } from "./memory";
import type { ChatState } from "./state";
import type { VisitorApi } from "./visitor_api";

export interface Means {
  model: Model<ChatState>;
  api: VisitorApi;
  memory: Memory;
  /** Where the visitor is now. */
  page: () => PageLink;
  /** Over the socket; false when none is open. */
  send: (frame: ClientFrame) => boolean;
  /** Takes what the server says, by whichever way. */
  hear: (frame: VisitorFrame) => void;
  /** Finds the visitor and the conversation anew: we may be somebody else by now. */
  begin: () => Promise<void>;
  /** Fetches what the thread missed. */
  catchUp: () => void;
  /** Asks whether there is still somebody at the other end. */
  wake: () => void;
}
