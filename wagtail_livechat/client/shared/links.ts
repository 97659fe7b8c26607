/** The links in a text. Only the web's own addresses and e-mail become links, and each is shown as it was typed. */

import { LINK_SIGN } from "./link_sign";

/** A part of a text: plain, or a link. */
export interface Piece {
  text: string;
  href?: string;
}

/** What ends an address: spaces, what cannot be seen or turns the direction of reading, quotes and full stops of any script. */
const ENDS = String.raw`\s\p{C}<>"\p{Pi}\p{Pf}\u201e\u2026\u3000-\u303f\uff00-\uff1f`;
/** Two addresses with nothing but a comma between them are two. */
const ADDRESS = String.raw`(?<!\w)(?:https?:\/\/|www\.)(?:(?![,;]https?:\/\/)[^${ENDS}])+`;
const LATIN = String.raw`\p{sc=Latn}\p{N}_`;
/** A local part has at most 64 characters, which also bounds the search for its beginning. */
const MAIL = String.raw`(?<![${LATIN}])[${LATIN}][${LATIN}.+%'-]{0,63}@(?:[\p{L}\p{N}-]{1,63}\.)+(?:xn--[a-z0-9-]{1,59}|\p{sc=Latn}{2,63})(?![${LATIN}-])`;
const CANDIDATE = new RegExp(`(${ADDRESS})|${MAIL}`, "giu");

/** The text in pieces, in its order: put together they are the text. Linear in its length. */
export function pieces(text: string): Piece[] {
  if (!LINK_SIGN.test(text)) return text === "" ? [] : [{ text }];
  const found: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    const link = match[1] === undefined ? mailLink(match[0]) : webLink(match[0]);
    if (link === null) continue;
    if (match.index > end) found.push({ text: text.slice(end, match.index) });
    found.push(link);
    end = match.index + link.text.length;
  }
  return end < text.length ? [...found, { text: text.slice(end) }] : found;
}

function mailLink(text: string): Piece {
  return { text, href: `mailto:${encodeURI(text)}` };
}

/** Null where this is no address, where part of it was masked, or where it claims to be somebody else's. */
function webLink(candidate: string): Piece | null {
  const text = withoutPunctuation(candidate);
  const isWebHost = /^www\./i.test(text);
  const url = text.includes("•") ? null : parsed(isWebHost ? `https://${text}` : text);
  // "http://bank.example@evil.example" leads to the second of the two.
  if (url === null || url.username !== "" || url.password !== "") return null;
  const isName = isWebHost ? /^www\.[\w-]+\.[\w.-]*\w$/i : /^(?:[\w.-]*\w\.?|\[.+\])$/;
  return isName.test(url.hostname) ? { text, href: url.href } : null;
}

/** What the browser makes of an address; null for what is none, or none of the web's. */
export function parsed(address: string): URL | null {
  try {
    const url = new URL(address);
    return url.protocol === "http:" || url.protocol === "https:" ? url : null;
  } catch {
    return null;
  }
}

/** An address without the sentence's punctuation, and without brackets that were opened before it or are left open. */
function withoutPunctuation(address: string): string {
  const count = (signs: RegExp): number => address.match(signs)?.length ?? 0;
  let unopened = count(/[)\]}]/g) - count(/[([{]/g);
  for (let end = address.length; end > 0; end -= 1) {
    const last = address.charAt(end - 1);
    if (")]}".includes(last) && unopened > 0) unopened -= 1;
    else if ("([{".includes(last)) unopened += 1;
    else if (!".,:;!?'*~".includes(last)) return address.slice(0, end);
  }
  return "";
}

/** Without the links at the end that have a card of their own: the card is the link. */
export function withoutCards(found: readonly Piece[], urls: readonly string[]): Piece[] {
  const carded = new Set(urls.map((url) => parsed(url)?.href));
  let end = found.length;
  for (; end > 0; end -= 1) {
    const { text, href } = found[end - 1] as Piece;
    if (href === undefined ? text.trim() !== "" : !carded.has(href)) break;
  }
  const kept = found.slice(0, end);
  const last = kept[kept.length - 1];
  // The space before what was left out goes along.
  if (last !== undefined && end < found.length) kept[kept.length - 1] = { ...last, text: last.text.trimEnd() };
  return kept;
}
