/** What the inbox knows at a moment. */
import type { ConnectionState } from "../shared/connection";
import type { AgentPresence } from "../shared/frames";
import type { Colleague, GroupShape, VisitorDetails } from "../shared/types";
import type { Permission } from "./alerts";
import type { Me } from "./answers";
import type { Tags } from "./directory";
import { EMPTY_LIST, type ConversationList, type View } from "./list";
import { NO_PANEL, type PanelState } from "./panel";
import type { Counts } from "./queues";
import type { Done } from "./resolving";
import { NO_SELECTION, type Selection } from "./selecting";
import type { Threads } from "./threads";
import type { Typing } from "./typing";

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

/** A row that is to be seen, and perhaps to get the focus. */
export interface Reveal {
  id: string;
  focus: boolean;
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
  groups: GroupShape[];
  threads: Threads;
  opened: Opened | null;
  /** Everybody who has the open conversation open, oneself included. */
  viewers: Colleague[];
  /** Beside the open conversation. */
  panel: PanelState;
  typing: Typing;
  tags: Tags;
  /** Why the agent's last action did not work. */
  trouble: string;
  muted: boolean;
  notifications: Permission;
  selection: Selection;
  reveal: Reveal | null;
  /** What was done last, while it can be undone. */
  done: Done | null;
  /** What the list has to say: why something was not done. */
  notice: string;
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
    groups: [],
    threads,
    opened: null,
    viewers: [],
    panel: NO_PANEL,
    typing: [],
    tags: {},
    trouble: "",
    muted,
    notifications: "unsupported",
    selection: NO_SELECTION,
    reveal: null,
    done: null,
    notice: "",
  };
}

export function opened(id: string): Opened {
  return { id, phase: "loading", visitor: null, newFrom: null, older: "ready" };
}
