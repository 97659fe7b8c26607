import type { JSX } from "preact";
import type { LaterProps } from "../later_parts";
import { usePanel } from "../parts/context";

export function NotSent({ clientId }: LaterProps["NotSent"]): JSX.Element {
  const { chat, text } = usePanel();
  return (
    <>
      <button type="button" class="link" onClick={() => chat.writing.sendAgain(clientId)}>
        {text("send_again")}
      </button>{" "}
      <button type="button" class="link" onClick={() => chat.writing.discard(clientId)}>
        {text("discard")}
      </button>
    </>
  );
}
