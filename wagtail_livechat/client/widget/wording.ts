/** The texts, translated by Django. Only what has to be said before they arrive stands here, in English. */

import type { Config } from "./answers";

const BEFORE_CONFIG: Record<string, string> = {
  dialog: "Chat",
  close: "Close chat",
  failed: "The chat could not be loaded. Trying again…",
  retry: "Try again",
};

export type Wording = (key: string) => string;

export function wording(config: Config | null): Wording {
  return (key) => config?.texts[key] ?? BEFORE_CONFIG[key] ?? "";
}
