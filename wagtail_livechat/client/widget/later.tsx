import type { ComponentType, JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { LaterProps } from "./later_parts";
import { usePanel } from "./parts/context";

type Props<Name extends keyof LaterProps> = { name: Name } & LaterProps[Name];

/** A part of `more.js`, which is fetched when the first of them is drawn. */
export function Later<Name extends keyof LaterProps>({ name, ...props }: Props<Name>): JSX.Element {
  const { second, text } = usePanel();
  const { parts, hasFailed } = second.state;
  useEffect(() => second.want(), []);
  if (parts) {
    const Part = parts[name] as ComponentType<object>;
    return <Part {...props} />;
  }
  return (
    <div class="failed-start" role="status" aria-busy={!hasFailed}>
      {hasFailed ? (
        <>
          <p>{text("not_loaded")}</p>
          <button type="button" class="plain" onClick={() => second.want()}>
            {text("retry")}
          </button>
        </>
      ) : (
        <>
          <span class="unseen">{text("loading_more")}</span>
          <div class="bone middle" />
        </>
      )}
    </div>
  );
}
