import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { ThreadFormatter } from "../../shared/format";
import type { Chat } from "../chat";
import type { Memory } from "../memory";
import type { SecondScript } from "../second_script";
import type { ChatState } from "../state";
import type { Wording } from "../wording";

/** What every part of the panel may need. */
export interface Surroundings {
  chat: Chat;
  state: ChatState;
  text: Wording;
  format: ThreadFormatter;
  /** Undefined: the browser's own. */
  language: string | undefined;
  memory: Memory;
  second: SecondScript;
  close: () => void;
}

export const PanelContext = createContext<Surroundings | null>(null);

export function usePanel(): Surroundings {
  const surroundings = useContext(PanelContext);
  if (!surroundings) throw new Error("This part belongs into the panel.");
  return surroundings;
}
