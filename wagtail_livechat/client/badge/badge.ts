/** On every page of the admin but the inbox: one socket, so that the agent is present and sees what is unread. */
import { createApi } from "../shared/api";
import { Connection } from "../shared/connection";
import type { AgentFrame } from "../shared/frames";
import { atMostEvery } from "../shared/timing";
import { keepBadge } from "./menu";

const COUNT_EVERY_MS = 2_000;
const POLL_MS = 15_000;
const COUNTED = new Set(["message.created", "message.updated", "conversation.changed", "conversation.gone"]);

function start({ api: base = "", socket = "", inbox = "" }: DOMStringMap): void {
  const api = createApi({ base });
  const show = keepBadge(inbox);
  const count = async (): Promise<void> => show((await api.get<{ unread: number }>("me")).unread);
  const countSoon = atMostEvery(COUNT_EVERY_MS, () => void count().catch(() => undefined));
  new Connection<AgentFrame>({
    url: socket,
    onFrame: (frame) => COUNTED.has(frame.type) && countSoon(),
    onState: () => undefined,
    onResume: countSoon,
    onPoll: count,
    pollEvery: () => POLL_MS,
  }).start();
}

const script = document.querySelector<HTMLScriptElement>("script[data-livechat-badge]");

function startUnlessInbox(): void {
  if (script !== null && document.getElementById("livechat-inbox") === null) start(script.dataset);
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startUnlessInbox);
else startUnlessInbox();
