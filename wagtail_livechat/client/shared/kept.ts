/** Pending messages that outlive a reload. Each change reads the stored list anew, so that two tabs do not overwrite each other. */

import type { Store } from "./storage";
import type { Pending } from "./thread";

export interface KeptMessages {
  all(): Pending[];
  keep(message: Pending): void;
  forget(clientIds: readonly string[]): void;
  forgetAll(): void;
}

export function keptIn(store: Store, key: string): KeptMessages {
  const all = (): Pending[] => {
    const found = store.get<unknown>(key);
    return Array.isArray(found) ? found.filter(isPending) : [];
  };
  const without = (clientIds: readonly string[]): Pending[] => all().filter((own) => !clientIds.includes(own.client_id));
  const write = (messages: Pending[]): void => (messages.length ? store.set(key, messages) : store.remove(key));
  return {
    all,
    keep: (message) => write([...without([message.client_id]), message]),
    forget: (clientIds) => {
      if (clientIds.length) write(without(clientIds));
    },
    forgetAll: () => store.remove(key),
  };
}

function isPending(value: unknown): value is Pending {
  const own = value as Partial<Pending> | null;
  return [own?.client_id, own?.body, own?.created_at, own?.author, own?.state].every((field) => typeof field === "string");
}
