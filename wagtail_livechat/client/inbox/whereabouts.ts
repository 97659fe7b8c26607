/** Where a visitor is, and with what. */
import type { VisitShape } from "../shared/types";

const FLAG_OF_A = 0x1f1e6;

/** The flag of a country's two letters; empty for what is no country's. */
export function flag(code: string): string {
  if (!/^[A-Z]{2}$/i.test(code)) return "";
  const letters = [...code.toUpperCase()].map((letter) => FLAG_OF_A + letter.charCodeAt(0) - "A".charCodeAt(0));
  return String.fromCodePoint(...letters);
}

/** "Lyon, Auvergne-Rhône-Alpes, France"; a city that is called like its region is named once. */
export function place(visit: VisitShape | null, country: string): string {
  if (visit === null) return "";
  return [...new Set([visit.city, visit.region, country])].filter((name) => name !== "").join(", ");
}

/** "Firefox 140 · macOS 15.2"; empty: nobody knows. */
export function software(visit: VisitShape | null): string {
  if (visit === null) return "";
  const { browser, browser_version, os, os_version } = visit;
  return [named(browser, browser_version), named(os, os_version)].filter((part) => part !== "").join(" · ");
}

/** Zeros at the end of a version say nothing: "140.0" is 140. */
function named(name: string, version: string): string {
  return name === "" ? "" : `${name} ${version.replace(/(\.0)+$/, "")}`.trim();
}
