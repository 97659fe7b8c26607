import type { JSX, TargetedMouseEvent } from "preact";
import { usePanel } from "../parts/context";
import type { Fetched } from "./fetched";

/** In the place of what is being fetched. */
export function Waiting({ hasFailed, again }: Pick<Fetched<unknown>, "hasFailed" | "again">): JSX.Element {
  const { text } = usePanel();
  // The button goes; the focus stays in the view.
  const retry = (event: TargetedMouseEvent<HTMLButtonElement>): void => {
    event.currentTarget.closest<HTMLElement>(".view")?.focus();
    again();
  };
  return (
    <div role="status" aria-busy={!hasFailed} class={hasFailed ? "failed-start" : undefined}>
      {hasFailed ? (
        <>
          <p>{text("not_loaded")}</p>
          <button type="button" class="plain" onClick={retry}>
            {text("retry")}
          </button>
        </>
      ) : (
        <>
          <span class="unseen">{text("loading_more")}</span>
          <div class="bone long" />
          <div class="bone middle" />
        </>
      )}
    </div>
  );
}
