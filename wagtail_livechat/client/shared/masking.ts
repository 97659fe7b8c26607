/**
 * Card numbers out of any text: the twin of `wagtail_livechat/masking.py`, which says what a card is. The same cases,
 * `tests/data/masking.json`, drive both.
 *
 * `masked` is what a text becomes that is sent, `dotted` what a preview of unfinished text may show. A bundle holds only
 * what it uses of the two.
 */

const SEPARATOR = "[\\s\\p{Pd}\\p{Cf}\\x1c-\\x1f\\x85\\u2212.\\xb7\\u2024\\u2027\\uff0e\\ufe0f\\u20e3]";

/** The text with a dot for each digit of a run of seven or more. */
export function dotted(text: string): string {
  const run = new RegExp(`\\p{Nd}(?:(?:${SEPARATOR}{1,4}|\\+|%20)?\\p{Nd}){6,}`, "gu");
  return text.replace(run, (found) => found.replace(/\p{Nd}/gu, "•"));
}

/** Where some characters stand: from `start` to before `end`. */
interface Span {
  start: number;
  end: number;
}

interface Card extends Span {
  last: string;
}

const HIDDEN = "•••• •••• •••• ";
const IBAN_LENGTHS =
    "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18" +
    "FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21" +
    "LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24" +
    "SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";

const LONG = [16, 19, 18, 17];
const DINERS = [14, 16, 19, 18, 17, 15];
const BRANDS: readonly [number, number, number[]][] = [
  [4000, 4999, [16, 19, 13]], // Visa
  [5100, 5599, [16]], // Mastercard
  [2221, 2720, [16]], // Mastercard
  [3400, 3499, [15]], // American Express
  [3700, 3799, [15]], // American Express
  [6011, 6011, LONG], // Discover
  [6440, 6599, LONG], // Discover; RuPay, Troy, Elo and Verve begin with 65 too
  [3000, 3059, DINERS], // Diners Club
  [3095, 3095, DINERS], // Diners Club
  [3600, 3699, DINERS], // Diners Club
  [3800, 3999, DINERS], // Diners Club
  [3528, 3589, LONG], // JCB
  [6200, 6299, LONG], // UnionPay
  [8100, 8299, LONG], // UnionPay, RuPay
  [6000, 6010, [16]], // RuPay
  [6012, 6099, [16]], // RuPay
  [9792, 9792, [16]], // Troy
  [2200, 2204, LONG], // Mir
  [5000, 5099, LONG], // Maestro; Elo, RuPay and Verve begin with 50 too
  [5600, 5999, LONG], // Maestro
  [6300, 6399, LONG], // Maestro; Elo and InstaPayment begin with 63 too
  [6700, 6799, LONG], // Maestro
];
/** With the widest gaps between its digits and around it; a character may count twice here. */
const LONGEST_CARD = 2 * (19 + 20 * 4);

// Made in a function: a bundle that only dots is to have none of them.
function expressions() {
  const gap = `(?:${SEPARATOR}{1,4}|\\+)`;
  return {
    noDigits: new RegExp(`%[0-9A-Fa-f]{2}|${HIDDEN}\\p{Nd}{4}(?!\\p{Nd})`, "gu"),
    group: /\p{Nd}+/gu,
    run: new RegExp(`\\p{Nd}+(?:${gap}\\p{Nd}+)*`, "gu"),
    tidy: new RegExp(`\\p{Nd}{4,}(?:${gap}\\p{Nd}{4,})*(?:${gap}\\p{Nd}{1,3}(?!\\p{Nd}))?`, "gu"),
    iban: new RegExp(`(^|[^\\p{L}\\p{N}])(?=([A-Za-z]{2}\\p{Nd}{2}(?:${SEPARATOR}?[A-Za-z\\p{Nd}]){11,30}))`, "gu"),
    uuid: /\b[\p{Nd}a-f]{8}(?:-[\p{Nd}a-f]{4}){3}-[\p{Nd}a-f]{12}/giu,
    // Of a text whose digits are all 0 to 9.
    date: /(?<!\d)(?:[0-3]?\d([.-])[01]?\d\1(?:19|20)\d\d|(?:19|20)\d\d([.-])[01]\d\2[0-3]\d)(?!\d)/,
  };
}

let kept: ReturnType<typeof expressions> | undefined;
const known = () => (kept ??= expressions());

/** The text with "•••• •••• •••• 4242" for each card number. */
export function masked(text: string): string {
  // As long as the text, so that both have their digits at the same places.
  const plain = text.replace(known().noDigits, (found) => (found === "%20" ? " " : "%").repeat(found.length));
  let shown = "";
  let at = 0;
  for (const run of spans(plain, known().run, 0, plain.length)) {
    for (const card of cardsOf(plain, run)) {
      shown += text.slice(at, card.start) + HIDDEN + card.last;
      at = card.end;
    }
  }
  return shown + text.slice(at);
}

function spans(text: string, expression: RegExp, start: number, end: number): Span[] {
  return [...text.slice(start, end).matchAll(expression)].map((found) => ({
    start: start + found.index!,
    end: start + found.index! + found[0].length,
  }));
}

function* cardsOf(text: string, { start, end }: Span): Generator<Card> {
  let left = start;
  for (const stretch of spans(text, known().tidy, start, end)) {
    for (const card of tidyCards(text, spans(text, known().group, stretch.start, stretch.end))) {
      yield* onlyCard(text, left, card.start);
      yield card;
      left = card.end;
    }
  }
  yield* onlyCard(text, left, end);
}

/** From left to right, the cards that whole groups make. */
function* tidyCards(text: string, groups: Span[]): Generator<Card> {
  const values = groups.map((group) => valuesOf(text, [group]));
  for (let first = 0; first < groups.length; first++) {
    const card = lengthsOf(values.slice(first, first + 4).flat())
      .map((length) => cardOfLength(text, groups, values, first, length))
      .find((found) => found);
    if (!card) continue;
    yield card.card;
    first = card.stop - 1;
  }
}

function cardOfLength(text: string, groups: Span[], values: number[][], first: number, length: number) {
  let stop = first;
  let count = 0;
  while (stop < groups.length && count < length) count += values[stop++]!.length;
  const card = count === length && cardFrom(text, groups.slice(first, stop), values.slice(first, stop).flat());
  return card ? { card, stop } : null;
}

/** What is left of a run, where all of it is one card. */
function* onlyCard(text: string, start: number, end: number): Generator<Card> {
  if (end - start > LONGEST_CARD) return;
  const groups = spans(text, known().group, start, end);
  const last = groups.at(-1);
  // The month of "12/27" is no part of the card before it.
  if (last && valuesOf(text, [last]).length <= 2 && text[last.end] === "/") groups.pop();
  const values = valuesOf(text, groups);
  const card = lengthsOf(values).includes(values.length) && cardFrom(text, groups, values);
  if (card) yield card;
}

function valuesOf(text: string, groups: Span[]): number[] {
  return groups.flatMap(({ start, end }) => [...text.slice(start, end)].map(valueOf));
}

/** Decimal digits stand in tens, from zero to nine. */
function valueOf(digit: string): number {
  const code = digit.codePointAt(0)!;
  let below = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - below - 1))) below++;
  return below % 10;
}

function plainDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => String(valueOf(digit)));
}

function lengthsOf(values: number[]): number[] {
  const first = values.slice(0, 4).reduce((number, value) => number * 10 + value, 0);
  return BRANDS.find(([low, high]) => values.length >= 4 && low <= first && first <= high)?.[2] ?? [];
}

function cardFrom(text: string, groups: Span[], values: number[]): Card | null {
  const doubled = values.map((value, place) => ((values.length - place) % 2 ? value : value * 2 - (value > 4 ? 9 : 0)));
  if (doubled.reduce((sum, value) => sum + value, 0) % 10) return null;
  const { start } = groups[0]!;
  const { end } = groups.at(-1)!;
  const isDate = known().date.test(plainDigits(text.slice(start, end)));
  if (isDate || isPhone(text, start, values.length) || isCode(text, start, end)) return null;
  return { start, end, last: values.slice(-4).join("") };
}

/** Whether a "+" makes it an international number; after a word it is a URL's space. */
function isPhone(text: string, start: number, length: number): boolean {
  return length <= 15 && /(?:^|[^\p{L}\p{N}])[+＋]$/u.test(text.slice(Math.max(0, start - 3), start));
}

/** Whether some of it belongs to a UUID or an IBAN. */
function isCode(text: string, start: number, end: number): boolean {
  const uuids = spans(text, known().uuid, Math.max(0, start - 36), end + 36);
  if (uuids.some((uuid) => uuid.start < end && start < uuid.end && /[a-f]/i.test(text.slice(uuid.start, uuid.end)))) {
    return true;
  }
  const from = Math.max(0, start - 67);
  return [...text.slice(from, end + 66).matchAll(known().iban)].some((found) => {
    const head = from + found.index! + found[1]!.length;
    return head < end && start < endOfIban(text, head, found[2]!);
  });
}

/** Where the IBAN that begins there ends; 0 if it is none (ISO 13616-1: its remainder by 97 is 1). */
function endOfIban(text: string, start: number, candidate: string): number {
  const place = [...IBAN_LENGTHS.matchAll(/(..)(..)/g)].find((entry) => entry[1] === candidate.slice(0, 2).toUpperCase());
  const length = Number(place?.[2] ?? 0);
  const characters = [...candidate.matchAll(/[A-Za-z\p{Nd}]/gu)].slice(0, length);
  if (!length || characters.length < length) return 0;
  const last = characters.at(-1)!;
  const end = start + last.index! + last[0].length;
  if (/^[\p{L}\p{N}]/u.test(text.slice(end, end + 2))) return 0;
  const code = plainDigits(characters.join(""));
  const number = [...(code.slice(4) + code.slice(0, 4))].map((character) => parseInt(character, 36)).join("");
  return BigInt(number) % 97n === 1n ? end : 0;
}
