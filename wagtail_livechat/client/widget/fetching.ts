const ATTEMPTS = 3;

/** Fetches a script; a failure is tried again, then told. */
export function fetchScript(source: string, onFailed?: () => void, attempt = 1): void {
  const script = document.createElement("script");
  script.src = source;
  script.onerror = () => {
    script.remove();
    if (attempt < ATTEMPTS) setTimeout(fetchScript, 1_000 * attempt, source, onFailed, attempt + 1);
    else onFailed?.();
  };
  document.head.append(script);
}
