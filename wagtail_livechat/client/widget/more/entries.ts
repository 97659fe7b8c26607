/** What the header's menu offers, in its order. */

import type { Surroundings } from "../parts/context";
import type { OtherView } from "../state";
import { present } from "./deeds";
import type { IconName } from "./icons";

export interface Entry {
  icon: IconName;
  label: string;
  choose: () => void;
}

/** Null where it has no place now. */
type Offer = (panel: Surroundings) => Entry | null;

const OFFERS: readonly Offer[] = [earlier, transcript, sounds, ending];

export function entriesFor(panel: Surroundings): Entry[] {
  return OFFERS.map((offer) => offer(panel)).filter((entry) => entry !== null);
}

function sounds({ second, text }: Surroundings): Entry | null {
  const { sound } = second.state;
  if (!sound) return null;
  const isMuted = sound.isMuted();
  return {
    icon: isMuted ? "sound" : "muted",
    label: text(isMuted ? "unmute" : "mute"),
    choose: () => sound.setMuted(!isMuted),
  };
}

/** Offered from the first conversation on: whether there are others is asked when it is opened. */
function earlier(panel: Surroundings): Entry | null {
  return present(panel.state) === null ? null : leadsTo(panel, "earlier");
}

function transcript(panel: Surroundings): Entry | null {
  return present(panel.state) === null || panel.state.isBlocked ? null : leadsTo(panel, "transcript");
}

function ending(panel: Surroundings): Entry | null {
  const { isBlocked, thread } = panel.state;
  return thread.conversation?.status === "open" && !isBlocked ? leadsTo(panel, "ending") : null;
}

/** To a view that has the entry's own name. */
function leadsTo({ chat, text }: Surroundings, name: Exclude<OtherView["name"], "past">): Entry {
  return { icon: name, label: text(name), choose: () => chat.show({ name }) };
}
