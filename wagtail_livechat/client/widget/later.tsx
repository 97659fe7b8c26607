import type { ComponentChildren, ComponentType, JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { LaterProps } from "./later_parts";
import { usePanel } from "./parts/context";

type Props<Name extends keyof LaterProps> = { name: Name; children?: ComponentChildren } & LaterProps[Name];

/**
 * A part of `more.js`, which is fetched when the first of them is drawn. `children`: what stands there meanwhile; a
 * space: nothing, and a word only if the script does not come.
 */
export function Later<Name extends keyof LaterProps>({ name, children, ...props }: Props<Name>): JSX.Element {
  const { second, text } = usePanel();
  const { parts, hasFailed } = second.state;
  useEffect(() => second.want(), []);
  if (parts) {
    const Part = parts[name] as ComponentType<object>;
    return <Part {...props} />;
  }
  const again = (look: string): JSX.Element => (
    <button type="button" class={look} onClick={() => second.want()}>
      {text("retry")}
    </button>
  );
  if (children) {
    return (
      <>
        {children}
        {hasFailed && again("link")}
      </>
    );
  }
  return (
    <div class="failed-start" role="status" aria-busy={!hasFailed}>
      {hasFailed ? (
        <>
          <p>{text("not_loaded")}</p>
          {again("plain")}
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
