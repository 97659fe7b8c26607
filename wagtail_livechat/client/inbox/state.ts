/** What the inbox knows at a moment. */
import type { ConnectionState } from "../shared/connection";
import type { AgentPresence } from "../shared/frames";
import type { VisitorDetails } from "../shared/types";
import type { Me } from "./answers";
import { EMPTY_LIST, type ConversationList, type View } from "./list";
import type { Counts } from "./queues";
import type { Threads } from "./threads";

export type Loading = "loading" | "ready" | "failed";

export interface Opened {
  id: string;
  /** "missing": never was in reach; "gone": left it while it was open. */
  phase: Loading | "missing" | "gone";
  visitor: VisitorDetails | null;
  /** The first message that came while nobody looked; a line is drawn above it. */
  newFrom: number | null;
  older: Loading;
}

export interface InboxState {
  me: Me | null;
  line: ConnectionState;
  view: View;
  list: ConversationList;
  listing: Loading;
  /** The next page of the list. */
  growing: Loading;
  counts: Counts | null;
  agents: AgentPresence[];
  threads: Threads;
  opened: Opened | null;
  /** Why the agent's last action did not work. */
  trouble: string;
  muted: boolean;
}

export function initialState(view: View, threads: Threads, muted: boolean): InboxState {
  return {
    me: null,
    line: "connecting",
    view,
    list: EMPTY_LIST,
    listing: "loading",
    growing: "ready",
    counts: null,
    agents: [],
    threads,
    opened: null,
    trouble: "",
    muted,
  };
}

export function opened(id: string): Opened {
  return { id, phase: "loading", visitor: null, newFrom: null, older: "ready" };
}
