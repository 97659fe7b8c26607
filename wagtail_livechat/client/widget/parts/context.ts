import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Formatter } from "../../shared/format";
import type { Sound } from "../../shared/sound";
import type { Chat } from "../chat";
import type { Memory } from "../memory";
import type { ChatState } from "../state";
import type { Wording } from "../wording";

/** What every part of the panel may need. */
export interface Surroundings {
  chat: Chat;
  state: ChatState;
  text: Wording;
  format: Formatter;
  memory: Memory;
  sound: Sound;
  close: () => void;
}

export const PanelContext = createContext<Surroundings | null>(null);

export function usePanel(): Surroundings {
  const surroundings = useContext(PanelContext);
  if (!surroundings) throw new Error("This part belongs into the panel.");
  return surroundings;
}
