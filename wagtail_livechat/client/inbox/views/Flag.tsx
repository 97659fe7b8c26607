import type { JSX } from "preact";
import { flag } from "../whereabouts";

/** Before the name of a country, which says the same to those who do not see it. */
export function Flag({ code }: { code: string }): JSX.Element | null {
  const sign = flag(code);
  return sign === "" ? null : <span aria-hidden="true">{sign} </span>;
}
