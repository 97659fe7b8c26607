/** A text with its links, and the cards of what they lead to: the same on both sides. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { parsed, type Piece } from "./links";
import type { Card } from "./types";

/** How links behave where they are shown. */
export interface LinkManners {
  /** Says that a link opens in another tab. */
  hint: string;
  /** Links to this origin open in the same tab; empty: none do. */
  own: string;
}

interface LinkedProps {
  pieces: readonly Piece[];
  manners: LinkManners;
}

export function Linked({ pieces, manners }: LinkedProps): JSX.Element {
  return (
    <>
      {pieces.map(({ text, href }, index) =>
        href === undefined ? (
          text
        ) : (
          // An address reads from left to right in every language.
          <a key={index} href={href} dir="ltr" {...attributesOf(href, manners)}>
            {text}
          </a>
        ),
      )}
    </>
  );
}

interface LinkAttributes {
  target?: "_blank";
  rel: string;
  title?: string;
}

function attributesOf(href: string, { hint, own }: LinkManners): LinkAttributes {
  const rel = "noopener noreferrer nofollow ugc";
  const opensHere = href.startsWith("mailto:") || (own !== "" && parsed(href)?.origin === own);
  return opensHere ? { rel } : { target: "_blank", rel, title: hint };
}

interface CardsProps {
  cards: readonly Card[];
  manners: LinkManners;
}

export function Cards({ cards, manners }: CardsProps): JSX.Element {
  return (
    <>
      {cards.map((card) => (
        <CardLink key={card.url} card={card} manners={manners} />
      ))}
    </>
  );
}

function CardLink({ card, manners }: { card: Card; manners: LinkManners }): JSX.Element | null {
  const [isBroken, setBroken] = useState(false);
  const href = parsed(card.url)?.href;
  if (href === undefined) return null;
  return (
    <a class="card" href={href} {...attributesOf(href, manners)}>
      {card.image !== null && !isBroken && <img src={card.image} alt="" width={56} height={56} onError={() => setBroken(true)} />}
      <span class="card-words" dir="auto">
        <b>{card.title}</b>
        {card.description !== "" && <span class="card-description">{card.description}</span>}
        <span class="card-detail">
          {card.detail !== "" && `${card.detail} · `}
          {card.site}
        </span>
      </span>
    </a>
  );
}
