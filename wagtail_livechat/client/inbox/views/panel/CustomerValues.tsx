import type { ComponentChildren, JSX } from "preact";
import type { CustomerValue, Tone } from "../../../shared/types";
import { address, nameOf, tileWords, valueWords } from "../../customers";
import { keyed } from "../../keyed";
import { useInbox } from "../context";

/** The first figures of a section, large. */
export function Tiles({ values }: { values: readonly CustomerValue[] }): JSX.Element | null {
  const { format } = useInbox();
  if (values.length === 0) return null;
  return (
    <ul class="chat-tiles">
      {keyed(values, nameOf).map(({ key, item: value }) => (
        <li key={key} class="chat-tile" title={`${value.label}: ${valueWords(value, format)}`}>
          <Linked class="chat-tile__value" url={value.url}>
            {tileWords(value, format)}
          </Linked>{" "}
          <span class="chat-tile__label">{value.label}</span>
        </li>
      ))}
    </ul>
  );
}

/** With a picture or a second line it is an item, such as an order; else a name and what is said of it. */
export function ValueRow({ value }: { value: CustomerValue }): JSX.Element {
  return value.image !== "" || value.detail !== "" ? <Item value={value} /> : <Line value={value} />;
}

function Line({ value }: { value: CustomerValue }): JSX.Element {
  const { kind, label, url } = value;
  const shape = label === "" ? " chat-value--alone" : kind === "money" || kind === "number" ? " chat-value--sum" : "";
  return (
    <li class={`chat-value${shape}`}>
      {label !== "" && (
        <span class="chat-value__label">
          <bdi>{label}</bdi>
        </span>
      )}{" "}
      <span class="chat-value__said">
        <Linked url={url}>
          <Words value={value} />
        </Linked>
      </span>
    </li>
  );
}

function Item({ value }: { value: CustomerValue }): JSX.Element {
  const { kind, label, url, detail } = value;
  // A picture's words describe it; words that lead somewhere are what they lead to.
  const title = label || value.value;
  const isWordy = kind === "status" || kind === "link" || kind === "text";
  return (
    <li class="chat-value chat-value--item">
      <Picture value={value} />
      <span class="chat-value__about">
        <span class="chat-value__title">
          {kind !== "status" && <ToneDot tone={value.tone} />}
          <Linked url={url}>
            <bdi>{title}</bdi>
          </Linked>
          {isWordy && title !== value.value && (
            <>
              {" · "}
              <Words value={value} />
            </>
          )}
        </span>
        {detail !== "" && (
          <span class="chat-value__detail">
            <bdi>{detail}</bdi>
          </span>
        )}
      </span>{" "}
      {!isWordy && kind !== "image" && (
        <span class="chat-value__amount">
          <Words value={value} />
        </span>
      )}
    </li>
  );
}

/** A status has its colour beside its words. */
function Words({ value }: { value: CustomerValue }): JSX.Element {
  const { format } = useInbox();
  const words = <bdi>{valueWords(value, format)}</bdi>;
  if (value.kind !== "status") return words;
  return (
    <strong>
      <ToneDot tone={value.tone} />
      {words}
    </strong>
  );
}

function ToneDot({ tone }: { tone: Tone }): JSX.Element | null {
  return tone === "" ? null : <span class={`chat-tone chat-tone--${tone}`} aria-hidden="true" />;
}

function Picture({ value: { kind, value, image } }: { value: CustomerValue }): JSX.Element | null {
  const source = address(image);
  if (source === null) return null;
  return (
    <img
      class="chat-value__picture"
      src={source}
      alt={kind === "image" ? value : ""}
      width={32}
      height={32}
      loading="lazy"
    />
  );
}

interface LinkedProps {
  url: string;
  class?: string;
  children: ComponentChildren;
}

function Linked({ url, class: className, children }: LinkedProps): JSX.Element {
  const href = address(url);
  if (href === null) return className === undefined ? <>{children}</> : <span class={className}>{children}</span>;
  return (
    <a class={className} href={href} target="_blank" rel="noopener">
      {children}
    </a>
  );
}
