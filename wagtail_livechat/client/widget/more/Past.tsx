import type { JSX, TargetedMouseEvent } from "preact";
import { useState } from "preact/hooks";
import { rowsOf } from "../../shared/rows";
import { applyPage, emptyThread, type Thread } from "../../shared/thread";
import type { VisitorConversation } from "../../shared/types";
import { PanelContext, usePanel } from "../parts/context";
import { Icon } from "../parts/icons";
import { RowView } from "../parts/Messages";
import { isShown } from "../state";
import { useFetched } from "./fetched";
import { Waiting } from "./Waiting";

/** An earlier conversation, to read. */
export function Past({ conversation }: { conversation: string }): JSX.Element {
  const panel = usePanel();
  const { chat, state, text } = panel;
  const { api } = chat.means;
  const [isLoading, setLoading] = useState(false);
  const fetched = useFetched<Thread<VisitorConversation>>(async () =>
    applyPage(emptyThread(), await api.messages(conversation, {}), "latest"),
  );
  const { value: thread, set } = fetched;

  const loadEarlier = async ({ currentTarget }: TargetedMouseEvent<HTMLButtonElement>): Promise<void> => {
    const view = currentTarget.closest<HTMLElement>(".view");
    const oldest = thread?.messages[0];
    if (!thread || !oldest || isLoading) return;
    setLoading(true);
    const page = await api.messages(conversation, { before: oldest.id }).catch(() => null);
    // With the last page the button goes; the focus stays in the view.
    if (page?.more === false) view?.focus({ preventScroll: true });
    if (page) set(applyPage(thread, page, "before"));
    setLoading(false);
  };

  return (
    <>
      <button type="button" class="link to-list" onClick={() => chat.show({ name: "earlier" })}>
        <Icon name="back" />
        {text("earlier")}
      </button>
      {!thread ? (
        <Waiting {...fetched} />
      ) : (
        <PanelContext.Provider value={{ ...panel, state: { ...state, thread } }}>
          <div class="past" aria-busy={isLoading}>
            {thread.more && (
              <button type="button" class="link load" aria-disabled={isLoading} onClick={(event) => void loadEarlier(event)}>
                {text("load_earlier")}
              </button>
            )}
            {rowsOf(thread.messages.filter(isShown), []).map((row) => (
              <RowView row={row} key={row.key} />
            ))}
          </div>
        </PanelContext.Provider>
      )}
    </>
  );
}
