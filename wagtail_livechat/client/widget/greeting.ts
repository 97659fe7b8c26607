/** When an agent speaks first. All of it is pure; what is kept in the browser stands at the end. */

import type { Store } from "../shared/storage";
import type { ProactiveMessage, RuleShape } from "../shared/types";
import type { VisitPage } from "./handle";
import { GREETING, RETURNING, VISIT, VISITOR } from "./keys";

/** What is known of the visit without asking anybody. */
export interface Visit {
  /** Where the visitor came from. */
  referrer: string;
  isReturning: boolean;
}

/** The message that was shown in this visit; none where it was dismissed. */
export interface Greeted {
  rule: ProactiveMessage | null;
}

/** The rules that this page and this visit fit, in their order. */
export function fitting(rules: readonly RuleShape[], path: string, visit: Visit): RuleShape[] {
  return rules.filter(
    (rule) =>
      fitsPath(rule.path, path) &&
      (!rule.returning || visit.isReturning) &&
      visit.referrer.toLowerCase().includes(rule.referrer.toLowerCase()),
  );
}

/** `*` stands for anything, an empty pattern for every page. A path may come as browsers write it or as people do. */
export function fitsPath(pattern: string, path: string): boolean {
  return pattern === "" || matches(pattern, path) || matches(pattern, readable(path));
}

function matches(pattern: string, path: string): boolean {
  const [first = "", ...others] = pattern.split("*");
  const last = others.pop();
  if (last === undefined) return path === pattern;
  if (!path.startsWith(first)) return false;
  let at = first.length;
  for (const part of others) {
    const found = path.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return path.length - last.length >= at && path.endsWith(last);
}

function readable(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** The moments at which rules may speak, in seconds, and which of them then: those with the same stay in their order. */
export function moments(rules: readonly RuleShape[]): [number, RuleShape[]][] {
  const seconds = [...new Set(rules.map((rule) => rule.seconds))].sort((one, other) => one - other);
  return seconds.map((at) => [at, rules.filter((rule) => rule.seconds === at)]);
}

/**
 * The visit as it was when it began. That somebody was here is noted only where a rule asks for it, and counts from the
 * next visit on.
 */
export function visitOf(pages: readonly VisitPage[], asksReturning: boolean, lasting: Store, ofTheTab: Store): Visit {
  const known = ofTheTab.get<Visit>(VISIT);
  const isReturning = lasting.get(RETURNING) !== null || lasting.get(VISITOR) !== null;
  const visit = known ?? { referrer: pages[0]?.referrer ?? "", isReturning };
  if (!known) ofTheTab.set(VISIT, visit);
  if (asksReturning) lasting.set(RETURNING, 1);
  return visit;
}

export function greetedIn(ofTheTab: Store): Greeted | null {
  return ofTheTab.get<Greeted>(GREETING);
}

export function noteGreeted(ofTheTab: Store, rule: ProactiveMessage | null): void {
  ofTheTab.set(GREETING, { rule });
}
