import type { JSX } from "preact";
import { Problem } from "../../shared/answering";
import type { Wording } from "../wording";
import { Complaint } from "./fields";

/** Why the server did not take something, in words. */
export function refusalOf(error: unknown, text: Wording): string {
  return (error instanceof Problem && error.detail) || text("form_failed");
}

/** There before anything is refused, so that it is announced. */
export function Refusal({ words, id }: { words: string | null; id?: string }): JSX.Element {
  return <div role="alert">{words !== null && <Complaint id={id}>{words}</Complaint>}</div>;
}
