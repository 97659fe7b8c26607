/** What the header says to expect: a reply in some minutes, or when somebody will be back. */

import { daysBetween, fill } from "../shared/format";
import { isAway } from "./asking";
import type { ChatState } from "./state";
import type { Wording } from "./wording";

export interface Clock {
  now: number;
  /** Undefined: the browser's own. */
  language: string | undefined;
}

export function standing(state: ChatState, text: Wording, clock: Clock): string {
  if (state.isBlocked) return text("closed");
  if (!isAway(state)) return expected(state.config?.expected_reply_s ?? null, text);
  const back = new Date(state.config?.reopens_at ?? 0);
  return back.getTime() > clock.now ? backAt(back, text, clock) : text("away");
}

function expected(seconds: number | null, text: Wording): string {
  if (seconds === null) return text("online");
  const minutes = Math.ceil(seconds / 60);
  const isLong = minutes > 90;
  return fill(text(isLong ? "online_hours" : "online_minutes"), { count: isLong ? Math.ceil(minutes / 60) : minutes });
}

/** "Back at 14:00", "Back tomorrow at 9:00", "Back on Monday at 9:00", "Back on 3 March at 9:00" */
function backAt(at: Date, text: Wording, { now, language }: Clock): string {
  const time = at.toLocaleTimeString(language, { hour: "numeric", minute: "2-digit" });
  const days = daysBetween(new Date(now), at);
  if (days <= 1) return fill(text(days === 1 ? "back_tomorrow" : "back_today"), { time });
  const form = days < 7 ? ({ weekday: "long" } as const) : ({ day: "numeric", month: "long" } as const);
  return fill(text("back_on"), { day: at.toLocaleDateString(language, form), time });
}
