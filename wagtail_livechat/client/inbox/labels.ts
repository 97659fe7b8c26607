/** How visitors are called and drawn. */
import { initials as initialsOf, knownLocale, type Formatter } from "../shared/format";
import type { AgentConversation, VisitorSummary } from "../shared/types";
import type { Say } from "./texts";

const COLOURS = 8;
const PLATFORM_ICONS: Readonly<Record<string, string>> = { email: "mail", messenger: "comment" };

/** `visitorName`, in the language of the page. */
export type NameOf = (visitor: VisitorSummary) => string;

/** The name, else the address, else where they are, else a label that stays the same for this visitor. */
export function visitorName(visitor: VisitorSummary, say: Say, country: Formatter["country"]): string {
  if (isKnown(visitor)) return visitor.name || visitor.email;
  const place = visitor.city || country(visitor.country_code);
  return place === "" ? say("visitor_label", { code: shortId(visitor) }) : say("visitor_from", { place });
}

/** Where a mistake would be grave: "Visitor from Lyon (3F2A)" is not another one from there. */
export function exactName(visitor: VisitorSummary, nameOf: NameOf): string {
  const name = nameOf(visitor);
  return isKnown(visitor) || name.includes(shortId(visitor)) ? name : `${name} (${shortId(visitor)})`;
}

/** The first letters of the id, "3F2A". */
function shortId({ public_id: id }: VisitorSummary): string {
  return id.slice(0, 4).toUpperCase();
}

function isKnown({ name, email }: VisitorSummary): boolean {
  return name !== "" || email !== "";
}

export function initials(visitor: VisitorSummary, say: Say): string {
  if (visitor.name !== "") return initialsOf(visitor.name);
  return initialsOf((visitor.email || say("visitor_label", { code: "" })).charAt(0));
}

/** One of a few colours, the same on every screen. */
export function colourOf(publicId: string): number {
  return parseInt(publicId.slice(0, 6), 16) % COLOURS || 0;
}

export function preview(conversation: AgentConversation, agent: number, say: Say): string {
  const { last_message_preview: text, last_message_author: author } = conversation;
  if (author !== "agent") return text;
  return say(conversation.assignee?.id === agent ? "preview_own" : "preview_team", { text });
}

/** "3rd visit": the texts are in one language, and its rules say which of them is for which number. */
export function visitNumber(count: number, say: Say): string {
  const rules = new Intl.PluralRules(knownLocale(say("ordinals")), { type: "ordinal" });
  return say(`visit_${rules.select(count)}`, { count });
}

/** What a visitor answered to one of the site's own fields; a box is ticked or not. */
export function answerWords(answer: unknown, say: Say): string {
  return typeof answer === "boolean" ? say(answer ? "yes" : "no") : String(answer);
}

/** Wagtail's icon of where a conversation comes from; the website, where most do, has none. */
export function platformIcon(platform: string): string | null {
  return PLATFORM_ICONS[platform] ?? null;
}
