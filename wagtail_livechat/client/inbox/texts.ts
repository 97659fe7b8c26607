/** The translated texts that the page carries. */
import { fill } from "../shared/format";

export type Texts = Readonly<Record<string, string>>;
export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** A missing key shows itself: a gap in the texts is seen in the first look at the page. */
export function speaker(texts: Texts): Say {
  return (key, values = {}) => fill(texts[key] ?? key, values);
}

/** `<key>_one` or `<key>_many`, with the count filled in. */
export function counted(say: Say, key: string, count: number): string {
  return say(count === 1 ? `${key}_one` : `${key}_many`, { count });
}
