/** Whose pages the site may be told of. */

import type { Store } from "../shared/storage";
import type { Settings } from "./handle";
import { CONSENT, OPENED } from "./keys";

/**
 * Whoever opened the chat, or everybody (who agreed, where that is needed); never who asks not to be tracked:
 * https://globalprivacycontrol.github.io/gpc-spec/
 */
export function isRecorded(
  { everybody, consent }: Pick<Settings, "everybody" | "consent">,
  lasting: Store,
  { globalPrivacyControl: asksNotTo } = navigator as { globalPrivacyControl?: boolean },
): boolean {
  const isMeant = everybody !== undefined && (consent === undefined || lasting.get(CONSENT));
  return !asksNotTo && !!(isMeant || lasting.get(OPENED));
}
