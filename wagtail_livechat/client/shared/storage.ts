/** Web storage that survives being blocked, full or filled with somebody else's text: then it forgets, and nothing fails. */

export interface Store {
  get<T>(key: string): T | null;
  set(key: string, value: unknown): void;
  remove(key: string): void;
}

export function storeIn(find: () => Storage): Store {
  const attempt = <T>(work: (storage: Storage) => T): T | null => {
    try {
      return work(find());
    } catch {
      return null;
    }
  };
  return {
    get: <T>(key: string) =>
      attempt((storage) => {
        const text = storage.getItem(key);
        return text === null ? null : (JSON.parse(text) as T);
      }),
    set: (key, value) => void attempt((storage) => storage.setItem(key, JSON.stringify(value))),
    remove: (key) => void attempt((storage) => storage.removeItem(key)),
  };
}

/** What lasts beyond the visit. The getters are asked late: reading the property itself may throw. */
export const lasting: Store = storeIn(() => window.localStorage);

/** What lasts as long as the tab. */
export const ofTheTab: Store = storeIn(() => window.sessionStorage);
