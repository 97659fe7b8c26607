import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { usePanel } from "../parts/context";
import { CONVERSATION } from "../state";
import { end } from "./deeds";
import { Refusal, refusalOf } from "./Refusal";

/** Asks once more before a conversation is ended. */
export function Ending(): JSX.Element {
  const { chat, text } = usePanel();
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const confirm = async (): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setRefusal(null);
    try {
      await end(chat.means);
      chat.show(CONVERSATION);
    } catch (error) {
      setRefusal(refusalOf(error, text));
      setBusy(false);
    }
  };
  return (
    <div class="asking-view">
      <p>{text("ending_question")}</p>
      <Refusal words={refusal} />
      <button type="button" class="plain wide" aria-disabled={isBusy} onClick={() => void confirm()}>
        {text("ending")}
      </button>
      <button type="button" class="second wide" onClick={() => chat.show(CONVERSATION)}>
        {text("ending_not")}
      </button>
    </div>
  );
}
