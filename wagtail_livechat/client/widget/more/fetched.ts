import { useCallback, useEffect, useState } from "preact/hooks";

export interface Fetched<T> {
  /** Null while it is not there. */
  value: T | null;
  set: (value: T) => void;
  hasFailed: boolean;
  again: () => void;
}

/** What is fetched when a part is first drawn, and again when somebody asks for it. */
export function useFetched<T>(fetch: () => Promise<T>): Fetched<T> {
  const [value, set] = useState<T | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const again = useCallback(() => {
    setFailed(false);
    fetch().then(set, () => setFailed(true));
  }, []);
  useEffect(again, []);
  return { value, set, hasFailed, again };
}
