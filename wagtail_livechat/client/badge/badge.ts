/** On every page of the admin but the inbox: one socket, so that the agent is present and sees what is unread. */
import { createApi } from "../shared/api";
import { Connection } from "../shared/connection";
import type { AgentFrame } from "../shared/frames";
import { atMostEvery, nowAndThen } from "../shared/timing";
import { keepBadge } from "./menu";
import { unreadAfter } from "./unread";

const COUNT_EVERY_MS = 2_000;
const POLL_MS = 15_000;
/** Counts that drifted are found this much later; spread, so that a team does not ask at once. */
const CHECK_MS = 4 * 60_000;
const CHECK_SPREAD_MS = 2 * 60_000;

interface Me {
  id: number;
  unread: number;
}

function start({ api: base = "", socket = "", inbox = "" }: DOMStringMap): void {
  const api = createApi({ base });
  const show = keepBadge(inbox);
  let me: Me = { id: 0, unread: 0 };
  const know = (now: Me): void => {
    me = now;
    show(Math.max(0, me.unread));
  };
  const count = async (): Promise<void> => know(await api.get<Me>("me"));
  const countSoon = atMostEvery(COUNT_EVERY_MS, () => void count().catch(() => undefined));
  new Connection<AgentFrame>({
    url: socket,
    onFrame: (frame) => know({ ...me, unread: unreadAfter(me.unread, frame, me.id) }),
    onState: () => undefined,
    onResume: countSoon,
    onPoll: count,
    pollEvery: () => POLL_MS,
  }).start();
  nowAndThen(CHECK_MS, CHECK_SPREAD_MS, countSoon);
}

const script = document.querySelector<HTMLScriptElement>("script[data-livechat-badge]");

function startUnlessInbox(): void {
  if (script !== null && document.getElementById("livechat-inbox") === null) start(script.dataset);
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startUnlessInbox);
else startUnlessInbox();
