/** What the page said of its visitor, until the server knows it: told once, and again only where it changed. */

import type { Store } from "../shared/storage";
import { SAID, VISITOR } from "./keys";
import type { Said, Value } from "./page_calls";

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
}

export class Saying {
  #said: Said = {};
  #isBusy = false;

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
    const said = this.#said;
    const news = newIn(said, this.#known());
    if (this.#isBusy || !this.telling.isPossible() || Object.keys(news).length === 0) return;
    this.#isBusy = true;
    const isTaken = await this.telling.send(news);
    this.#isBusy = false;
    if (!isTaken) return;
    this.ofTheTab.set(SAID, { of: this.#visitor, said: together(this.#known(), news) } satisfies Told);
    if (said !== this.#said) await this.tell();
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
