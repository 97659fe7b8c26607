/** What a page may say with `livechat(…)`, and what is wrong with what it said. All of it is pure. */

import type { PageCall } from "./handle";
import { storable } from "./pages";

export type Value = string | number | boolean;

/** What the page says of its visitor. Nobody has verified it; an empty text takes something back. */
export interface Said {
  name?: string;
  email?: string;
  phone?: string;
  language?: string;
  /** A group's id or name. */
  group?: Value;
  variables?: Record<string, Value>;
}

export const EVENTS = ["ready", "open", "close", "message", "unread"] as const;
export type PageEvent = (typeof EVENTS)[number];
export type Callback = (news?: unknown) => void;

/** Who does what the page asks for. */
export interface Servant {
  open(): void;
  close(): void;
  toggle(): void;
  hide(): void;
  show(): void;
  prefill(text: string): void;
  say(said: Said): void;
  consent(isGiven: boolean): void;
  on(event: PageEvent, callback: Callback): void;
  /** Without a callback: all of them. */
  off(event: PageEvent, callback?: Callback): void;
}

type Obeying = (servant: Servant, first: unknown, second: unknown) => string | void;

/** Names that the server keeps of one visitor, whoever said them. */
export const MOST_VARIABLES = 50;
const LONGEST_NAME = 60;
const LONGEST_TEXT = 500;
/** What the server keeps as a whole number. */
const LARGEST = 2 ** 63;
const LONGEST_DETAIL = { name: 200, email: 254, phone: 60, language: 20, group: 200 } as const;

type Detail = keyof typeof LONGEST_DETAIL;

const CALLS: Record<string, Obeying> = {
  open: (servant) => servant.open(),
  close: (servant) => servant.close(),
  toggle: (servant) => servant.toggle(),
  hide: (servant) => servant.hide(),
  show: (servant) => servant.show(),
  prefill: (servant, text) => (typeof text === "string" ? servant.prefill(storable(text)) : "takes a text"),
  name: detail("name"),
  email: detail("email"),
  phone: detail("phone"),
  language: detail("language"),
  group: detail("group"),
  variables: sayVariables,
  consent: (servant, isGiven) => (typeof isGiven === "boolean" ? servant.consent(isGiven) : "takes true or false"),
  on: (servant, event, callback) =>
    isEvent(event) && isCallback(callback) ? servant.on(event, callback) : `takes ${EVENTS.join(", ")} and a function`,
  off: (servant, event, callback) =>
    isEvent(event) && (callback === undefined || isCallback(callback))
      ? servant.off(event, callback)
      : `takes ${EVENTS.join(", ")} and perhaps a function`,
};

/** Does what the page asks for. Returns what is wrong with it, for whoever writes the page; null: nothing. */
export function obey(servant: Servant, call: PageCall): string | null {
  const [name, first, second] = Array.from(call);
  const obeying = typeof name === "string" && Object.hasOwn(CALLS, name) ? CALLS[name] : undefined;
  if (!obeying) return `there is no livechat('${String(name)}'); there are ${Object.keys(CALLS).join(", ")}`;
  const complaint = obeying(servant, first, second);
  return complaint ? `livechat('${String(name)}') ${complaint}` : null;
}

function isEvent(name: unknown): name is PageEvent {
  return (EVENTS as readonly unknown[]).includes(name);
}

function isCallback(value: unknown): value is Callback {
  return typeof value === "function";
}

function detail(name: Detail): Obeying {
  return (servant, value) => {
    const said = value === null || value === undefined ? "" : valueOf(value, LONGEST_DETAIL[name]);
    const isNumber = name === "group" && typeof said === "number" && Number.isInteger(said) && said >= 0;
    if (typeof said !== "string" && !isNumber) return "takes a text";
    servant.say({ [name]: said });
    return undefined;
  };
}

function sayVariables(servant: Servant, given: unknown): string | void {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return "takes an object";
  const { variables, refused } = cleaned(given);
  servant.say({ variables });
  return refused.length ? `cannot keep ${refused.join(", ")}: texts, finite numbers, true and false only, ${MOST_VARIABLES} at most` : undefined;
}

/** Texts are cut, never refused; null takes a variable back. */
function cleaned(given: object): { variables: Record<string, Value>; refused: string[] } {
  const variables: Record<string, Value> = {};
  const refused: string[] = [];
  for (const [key, value] of Object.entries(given)) {
    const name = cut(key, LONGEST_NAME);
    const kept = value === null || value === undefined ? "" : valueOf(value, LONGEST_TEXT);
    if (kept === undefined || name === "" || Object.keys(variables).length >= MOST_VARIABLES) refused.push(key);
    else variables[name] = kept;
  }
  return { variables, refused };
}

function valueOf(value: unknown, longest: number): Value | undefined {
  if (typeof value === "string") return cut(value, longest);
  if (typeof value === "boolean") return value;
  return typeof value === "number" && Math.abs(value) < LARGEST ? value : undefined;
}

function cut(text: string, longest: number): string {
  return [...storable(text).trim()].slice(0, longest).join("").trim();
}
