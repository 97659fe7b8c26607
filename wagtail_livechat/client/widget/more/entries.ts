/** What the header's menu offers, in its order. */

import type { Surroundings } from "../parts/context";
import type { IconName } from "./icons";

export interface Entry {
  icon: IconName;
  label: string;
  choose: () => void;
}

/** Null where it has no place now. */
type Offer = (panel: Surroundings) => Entry | null;

const OFFERS: readonly Offer[] = [sounds];

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
