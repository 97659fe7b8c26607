/** What may go along with a message, as far as the browser can tell. All of it is pure. */

import type { DraftFile } from "../../shared/attaching";
import { fill } from "../../shared/format";
import type { Config } from "../answers";
import type { Wording } from "../wording";

export type Refusal = "file_too_big" | "file_not_allowed" | "too_many_files";

/** Why a file is not even tried; null: it is. */
export function refusal(file: Pick<File, "name" | "size">, before: number, limits: Config["limits"] | undefined): Refusal | null {
  if (!limits) return null;
  if (before >= limits.files) return "too_many_files";
  const name = file.name.toLowerCase();
  if (!limits.file_types.some((end) => name.endsWith(end))) return "file_not_allowed";
  return file.size > limits.file_bytes ? "file_too_big" : null;
}

/** What a screen reader says while files are on their way; failures speak for themselves. */
export function spoken(files: readonly DraftFile[], text: Wording): string {
  const underWay = files.find(({ state }) => state === "uploading");
  if (underWay) return fill(text("uploading"), { name: underWay.name });
  const ready = files.filter(({ state }) => state === "ready");
  const last = ready[ready.length - 1];
  return last ? fill(text("attached"), { name: last.name }) : "";
}
