import type { ComponentChildren, JSX } from "preact";
import { safeLink } from "../../log";

/** One line of a list of facts. */
export function Fact({ term, children }: { term: string; children: ComponentChildren }): JSX.Element {
  return (
    <div class="chat-facts__row">
      <dt dir="auto">{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A page by its name; a link, where its address is one of the web's. */
export function PageName({ url, name, class: className }: { url: string; name: string; class?: string }): JSX.Element {
  const href = safeLink(url);
  if (href === null) {
    return (
      <span class={className} dir="auto" title={name}>
        {name}
      </span>
    );
  }
  return (
    <a class={className} dir="auto" href={href} title={`${name}\n${url}`} target="_blank" rel="noopener noreferrer">
      {name}
    </a>
  );
}
