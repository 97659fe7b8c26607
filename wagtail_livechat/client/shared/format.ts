/** Times and counts in words, in the language of the page. */

const MINUTE_MS = 60_000;

/** What a thread of messages needs. */
export interface ThreadFormatter {
  /** "10:41" */
  time(iso: string): string;
  /** "Today", "Yesterday", "Tuesday 3 March" */
  day(iso: string, now: number): string;
  /** "Tuesday 3 March 2026, 10:41" */
  full(iso: string): string;
}

export interface Formatter extends ThreadFormatter {
  /** "now", "4 min", "2 hr", "3 days" */
  ago(iso: string, now: number): string;
  /** The same, in seconds below a minute: "23 sec", "4 min" */
  waited(iso: string, now: number): string;
  /** "12 kB", "1.4 MB" */
  size(bytes: number): string;
  /** "3 Mar 2026" */
  date(iso: string): string;
  /** "Tom, Nora and Ann" */
  list(names: readonly string[]): string;
  /** "France", by its two letters; empty: unknown. */
  country(code: string): string;
  /** "€48.00", from a decimal number and a currency's three letters. */
  money(amount: string, currency: string): string;
  /** "French (France)", by a language's code; empty: unknown. */
  language(code: string): string;
  /** "1,204"; what is no number stays as it is. */
  number(value: string): string;
  /** "12 Oct", with the year where it is another one. */
  shortDate(iso: string, now: number): string;
  /** A day ("2024-03-12") is nobody's midnight: "12 Mar 2024" everywhere. A moment has its time: "12 Mar 2024, 10:41". */
  calendar(iso: string): string;
  /** "Mar 2024" */
  month(iso: string): string;
  /** "10:52" in another time zone, "Tue 10:52" where it is another day there; empty: unknown. */
  clock(timeZone: string, now: number): string;
}

export function createThreadFormatter(language: string): ThreadFormatter {
  const locale = knownLocale(language);
  const time = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" });
  const full = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short" });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  return {
    time: (iso) => time.format(new Date(iso)),
    full: (iso) => full.format(new Date(iso)),
    day: (iso, now) => dayName(new Date(iso), new Date(now), locale, relative),
  };
}

export function createFormatter(language: string): Formatter {
  const locale = knownLocale(language);
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const regions = new Intl.DisplayNames(locale, { type: "region" });
  return {
    ...createThreadFormatter(language),
    date: (iso) => new Date(iso).toLocaleDateString(locale, { dateStyle: "medium" }),
    ago: (iso, now) => agoIn(locale, relative, Math.max(0, now - Date.parse(iso))),
    waited: (iso, now) => waitedIn(locale, Math.max(0, now - Date.parse(iso))),
    size: (bytes) => sizeIn(locale, bytes),
    list: (names) => new Intl.ListFormat(locale).format(names),
    country: (code) => countryIn(regions, code),
    money: (amount, currency) => moneyIn(locale, amount, currency),
    language: (code) => languageIn(locale, code),
    number: (value) => numberIn(locale, value),
    shortDate: (iso, now) => shortDateIn(locale, new Date(iso), new Date(now)),
    calendar: (iso) => calendarIn(locale, iso),
    month: (iso) => monthIn(locale, iso),
    clock: (timeZone, now) => clockIn(locale, timeZone, new Date(now)),
  };
}

/** A day of the reader's calendar, to compare two times by. */
export function dayKey(iso: string): string {
  return new Date(iso).toDateString();
}

/** "(2) Ethiopia Guji" from "Ethiopia Guji". */
export function titleWith(title: string, count: number): string {
  const bare = title.replace(/^\(\d+\+?\) /, "");
  return count > 0 ? `(${badge(count)}) ${bare}` : bare;
}

/** A count that fits into a badge. */
export function badge(count: number): string {
  return count > 99 ? "99+" : String(count);
}

/** Fills `{name}` in a translated text. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** "MN" for "Martin Novak", "M" for "Martin". */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return ends.map((word) => [...(word ?? "")][0] ?? "").join("").toUpperCase();
}

/** The language, where the browser understands its name. */
export function knownLocale(language: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(language)[0];
  } catch {
    return undefined;
  }
}

function dayName(day: Date, now: Date, locale: string | undefined, relative: Intl.RelativeTimeFormat): string {
  const age = daysBetween(day, now);
  if (age === 0 || age === 1) return capitalised(relative.format(-age, "day"), locale);
  const sameYear = day.getFullYear() === now.getFullYear();
  const year = sameYear ? {} : ({ year: "numeric" } as const);
  return capitalised(day.toLocaleDateString(locale, { weekday: "long", day: "numeric", month: "long", ...year }), locale);
}

/** Midnights of the reader's calendar between two times. */
export function daysBetween(day: Date, now: Date): number {
  const midnight = (at: Date): number => Date.UTC(at.getFullYear(), at.getMonth(), at.getDate());
  return (midnight(now) - midnight(day)) / (24 * 60 * MINUTE_MS);
}

function capitalised(text: string, locale: string | undefined): string {
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
}

function agoIn(locale: string | undefined, relative: Intl.RelativeTimeFormat, ms: number): string {
  const minutes = Math.floor(ms / MINUTE_MS);
  return minutes < 1 ? relative.format(0, "second") : waitedIn(locale, ms);
}

function waitedIn(locale: string | undefined, ms: number): string {
  const minutes = Math.floor(ms / MINUTE_MS);
  if (minutes < 1) return amount(locale, Math.floor(ms / 1_000), "second");
  if (minutes < 60) return amount(locale, minutes, "minute");
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? amount(locale, hours, "hour") : amount(locale, Math.floor(hours / 24), "day");
}

/** In units of a thousand, as file managers count. A file of a few bytes is small rather than nothing. */
export function sizeIn(locale: string | undefined, bytes: number): string {
  const value = Math.max(0.1, bytes < 1e6 ? bytes / 1e3 : bytes / 1e6);
  return amount(locale, Number(value.toFixed(value < 10 ? 1 : 0)), bytes < 1e6 ? "kilobyte" : "megabyte");
}

function countryIn(regions: Intl.DisplayNames, code: string): string {
  if (!/^[A-Z]{2}$/i.test(code)) return "";
  return regions.of(code.toUpperCase()) ?? "";
}

/** Shops may count in points: what is no currency stands behind the number. */
export function moneyIn(locale: string | undefined, amount: string, currency: string): string {
  try {
    return new Intl.NumberFormat(locale, { style: "currency", currency }).format(Number(amount));
  } catch {
    return `${amount} ${currency}`.trim();
  }
}

function languageIn(locale: string | undefined, code: string): string {
  const known = code === "" ? undefined : knownLocale(code);
  if (known === undefined) return "";
  const name = new Intl.DisplayNames(locale, { type: "language" }).of(known) ?? "";
  return capitalised(name, locale);
}

function numberIn(locale: string | undefined, value: string): string {
  const number = value.trim() === "" ? NaN : Number(value);
  return Number.isFinite(number) ? new Intl.NumberFormat(locale, { maximumFractionDigits: 20 }).format(number) : value;
}

function shortDateIn(locale: string | undefined, at: Date, now: Date): string {
  const year = at.getFullYear() === now.getFullYear() ? {} : ({ year: "numeric" } as const);
  return at.toLocaleDateString(locale, { day: "numeric", month: "short", ...year });
}

function calendarIn(locale: string | undefined, iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const shape = isDay(iso) ? ({ timeZone: "UTC" } as const) : ({ timeStyle: "short" } as const);
  return at.toLocaleString(locale, { dateStyle: "medium", ...shape });
}

function monthIn(locale: string | undefined, iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const zone = isDay(iso) ? ({ timeZone: "UTC" } as const) : {};
  return at.toLocaleDateString(locale, { month: "short", year: "numeric", ...zone });
}

function isDay(iso: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(iso);
}

function clockIn(locale: string | undefined, timeZone: string, now: Date): string {
  if (timeZone === "") return "";
  try {
    const day = (zone?: string): string => now.toLocaleDateString("en", { timeZone: zone });
    const weekday = day(timeZone) === day() ? {} : ({ weekday: "short" } as const);
    return now.toLocaleTimeString(locale, { timeZone, hour: "numeric", minute: "2-digit", ...weekday });
  } catch {
    return "";
  }
}

function amount(locale: string | undefined, value: number, unit: string): string {
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short" }).format(value);
}
