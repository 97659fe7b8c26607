/** On every page of the admin but the inbox: one socket, so that the agent is present and sees what is unread. */
import { createApi } from "../shared/api";
import { Connection } from "../shared/connection";
import type { AgentFrame } from "../shared/frames";
import { atMostEvery, nowAndThen } from "../shared/timing";
import { Counting, type Counted } from "./counting";
import { keepBadge } from "./menu";

const COUNT_EVERY_MS = 2_000;
const POLL_MS = 15_000;
/** Counts that drifted are found this much later; spread, so that a team does not ask at once. */
const CHECK_MS = 4 * 60_000;
const CHECK_SPREAD_MS = 2 * 60_000;

function start({ api: base = "", socket = "", inbox = "" }: DOMStringMap): void {
  const api = createApi({ base });
  const counting: Counting = new Counting({
    fetch: () => api.get<Counted>("me"),
    show: keepBadge(inbox),
    again: () => countSoon(),
  });
  const countSoon = atMostEvery(COUNT_EVERY_MS, () => void counting.count().catch(() => undefined));
  new Connection<AgentFrame>({
    url: socket,
    onFrame: (frame) => counting.heard(frame),
    onState: () => undefined,
    onResume: countSoon,
    onPoll: () => counting.count(),
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
