/** What every request has in common: its options, its headers, and its failures as a `Problem`. */

/** A request that failed: the server's RFC 9457 problem, or `network`, `timeout` and `unavailable` of our own. */
export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly detail: string,
    /** Seconds to wait before the next attempt, where the server says so. */
    readonly retryAfter: number | null = null,
  ) {
    super(`${code} (${status})`);
  }
}

export interface ApiOptions {
  /** Where the paths begin, with a slash at the end. */
  base: string;
  /** Gives the CSRF token where the API asks for one. */
  csrfToken?: () => string;
  timeoutMs?: number;
  fetch?: typeof fetch;
  /** A request that tells how much of it has gone out, which `fetch` does not. */
  newRequest?: () => XMLHttpRequest;
}

export async function answerIn<T>(response: Response): Promise<T> {
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as T;
}

export function headers(options: ApiOptions, hasBody: boolean): Record<string, string> {
  return {
    Accept: "application/json",
    ...(hasBody ? { "Content-Type": "application/json" } : {}),
    ...(options.csrfToken ? { "X-CSRFToken": options.csrfToken() } : {}),
  };
}

async function problemOf(response: Response): Promise<Problem> {
  const said = (await response.json().catch(() => null)) as { code?: unknown; detail?: unknown } | null;
  const code = typeof said?.code === "string" ? said.code : "unavailable";
  const detail = typeof said?.detail === "string" ? said.detail : "";
  return new Problem(code, response.status, detail, secondsIn(response.headers.get("Retry-After")));
}

function secondsIn(header: string | null): number | null {
  const seconds = Number.parseInt(header ?? "", 10);
  return Number.isFinite(seconds) ? seconds : null;
}

/** A proxy's HTML page in place of JSON, a cut line, a name that does not resolve: all of them are worth another try. */
export function asProblem(error: unknown, timedOut: boolean): Problem {
  if (error instanceof Problem) return error;
  if (timedOut) return new Problem("timeout", 0, "");
  return error instanceof SyntaxError ? new Problem("unavailable", 0, "") : new Problem("network", 0, "");
}
