/** What the page said of its visitor, until the server knows it: told once, and again only where it changed. */

import type { Store } from "../shared/storage";
import { SAID, VISITOR } from "./keys";
import { MOST_VARIABLES, type Said, type Value } from "./page_calls";

interface Told {
  /** The visitor whom the server was told of; null: somebody who has not opened the chat. */
  of: string | null;
  said: Said;
}

export interface Telling {
  /** The server knows whom it would be about. */
  isPossible: () => boolean;
  /** False: it did not take it. */
  send: (news: Said) => Promise<boolean>;
  /** These are too many to be kept. */
  refuse: (names: readonly string[]) => void;
}

export class Saying {
  #said: Said = {};
  #isBusy = false;
  #hasRefused = false;

  constructor(
    private readonly lasting: Store,
    private readonly ofTheTab: Store,
    private readonly telling: Telling,
  ) {}

  get said(): Said {
    return this.#said;
  }

  /** Several things that are said in a row are told together. */
  say(more: Said): void {
    this.#said = together(this.#said, more);
    queueMicrotask(() => void this.tell());
  }

  /** What did not go out is tried again with the next word, or on the next page. */
  async tell(): Promise<void> {
    if (this.#isBusy || !this.telling.isPossible()) return;
    const of = this.#visitor;
    const known = this.#known();
    const { news, refused } = fitting(newIn(this.#said, known), known);
    this.#refuse(refused);
    if (Object.keys(news).length === 0) return;
    this.#isBusy = true;
    const isTaken = await this.telling.send(news);
    this.#isBusy = false;
    if (!isTaken) return;
    this.ofTheTab.set(SAID, { of, said: together(known, news) } satisfies Told);
    await this.tell();
  }

  /** A page that says too much says so each time. */
  #refuse(names: readonly string[]): void {
    if (names.length === 0 || this.#hasRefused) return;
    this.#hasRefused = true;
    this.telling.refuse(names);
  }

  get #visitor(): string | null {
    return this.lasting.get<string>(VISITOR);
  }

  /** Of somebody else, nothing is known. */
  #known(): Said {
    const told = this.ofTheTab.get<Told>(SAID);
    return told && told.of === this.#visitor ? told.said : {};
  }
}

/** The later word counts. */
export function together(before: Said, more: Said): Said {
  const variables = { ...before.variables, ...more.variables };
  return { ...before, ...more, ...(Object.keys(variables).length > 0 && { variables }) };
}

/** What was said and is not known. */
export function newIn(said: Said, known: Said): Said {
  const { variables: saidVariables, ...details } = said;
  const { variables: knownVariables, ...knownDetails } = known;
  const variables = different(saidVariables ?? {}, knownVariables ?? {});
  return { ...different(details, knownDetails), ...(Object.keys(variables).length > 0 && { variables }) };
}

function different(said: Record<string, Value>, known: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(said).filter(([name, value]) => known[name] !== value));
}

/**
 * As much of it as the server takes at once and keeps, the first names first; with one name too many it takes nothing.
 * What is neither `news` nor `refused` has its turn afterwards.
 */
export function fitting(said: Said, known: Said): { news: Said; refused: string[] } {
  const kept = new Set(wordsOf(known).flatMap(({ name, value }) => (value === "" ? [] : [name])));
  const refused: string[] = [];
  const words: Word[] = [];
  // What is taken back makes room.
  for (const word of wordsOf(said).sort((one, other) => Number(other.value === "") - Number(one.value === ""))) {
    if (words.length === MOST_VARIABLES) break;
    if (word.value === "") kept.delete(word.name);
    else if (kept.size < MOST_VARIABLES) kept.add(word.name);
    if (word.value === "" || kept.has(word.name)) words.push(word);
    else refused.push(word.name);
  }
  return { news: words.reduce((news, { said: word }) => together(news, word), {} as Said), refused };
}

interface Word {
  name: string;
  value: Value;
  said: Said;
}

/** One by one: details and variables count alike. */
function wordsOf({ variables = {}, ...details }: Said): Word[] {
  const words = (said: Record<string, Value>, one: (name: string, value: Value) => Said): Word[] =>
    Object.entries(said).map(([name, value]) => ({ name, value, said: one(name, value) }));
  return [
    ...words(details, (name, value) => ({ [name]: value })),
    ...words(variables, (name, value) => ({ variables: { [name]: value } })),
  ];
}
