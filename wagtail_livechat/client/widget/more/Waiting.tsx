import type { JSX } from "preact";
import { usePanel } from "../parts/context";
import type { Fetched } from "./fetched";

/** In the place of what is being fetched. */
export function Waiting({ hasFailed, again }: Pick<Fetched<unknown>, "hasFailed" | "again">): JSX.Element {
  const { text } = usePanel();
  return (
    <div role="status" aria-busy={!hasFailed} class={hasFailed ? "failed-start" : undefined}>
      {hasFailed ? (
        <>
          <p>{text("not_loaded")}</p>
          <button type="button" class="plain" onClick={again}>
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
