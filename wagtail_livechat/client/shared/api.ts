/** JSON over HTTP, with every failure as a `Problem`. */

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

export interface Api {
  get<T>(path: string, parameters?: Parameters): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  patch<T>(path: string, body: unknown): Promise<T>;
  delete<T>(path: string): Promise<T>;
  /** Sends files. There is no time limit: a large file over a slow line takes what it takes. */
  upload<T>(path: string, form: FormData, watching?: UploadWatching): Promise<T>;
}

export interface UploadWatching {
  /** How much of it has gone out, between 0 and 1. */
  onProgress?: (share: number) => void;
  /** Aborted, the upload ends with the problem `aborted`. */
  signal?: AbortSignal;
}

export type Parameters = Record<string, string | number | null | undefined>;

export function createApi(options: ApiOptions): Api {
  return {
    get: (path, parameters) => request(options, "GET", path + query(parameters)),
    post: (path, body) => request(options, "POST", path, body),
    patch: (path, body) => request(options, "PATCH", path, body),
    delete: (path) => request(options, "DELETE", path),
    upload: (path, form, watching) => upload(options, path, form, watching),
  };
}

export function query(parameters: Parameters = {}): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const text = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return text && `?${text}`;
}

async function request<T>(options: ApiOptions, method: string, path: string, body?: unknown): Promise<T> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), options.timeoutMs ?? 15_000);
  try {
    const response = await (options.fetch ?? fetch)(options.base + path, {
      method,
      credentials: "same-origin",
      headers: headers(options, body !== undefined),
      signal: abort.signal,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return await answerIn<T>(response);
  } catch (error) {
    throw asProblem(error, abort.signal.aborted);
  } finally {
    clearTimeout(timer);
  }
}

async function upload<T>(options: ApiOptions, path: string, form: FormData, watching: UploadWatching = {}): Promise<T> {
  try {
    return await answerIn<T>(await sent(options, path, form, watching));
  } catch (error) {
    throw asProblem(error, false);
  }
}

function sent(options: ApiOptions, path: string, form: FormData, watching: UploadWatching): Promise<Response> {
  const request = options.newRequest?.() ?? new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    const aborted = (): void => reject(new Problem("aborted", 0, ""));
    if (watching.signal?.aborted) return aborted();
    request.open("POST", options.base + path);
    Object.entries(headers(options, false)).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.upload.onprogress = ({ loaded, total }) => watching.onProgress?.(total > 0 ? loaded / total : 0);
    request.onload = () => resolve(responseOf(request));
    request.onerror = () => reject(new Problem("network", 0, ""));
    request.onabort = aborted;
    watching.signal?.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}

function responseOf(request: XMLHttpRequest): Response {
  const retryAfter = request.getResponseHeader("Retry-After");
  const headers = retryAfter === null ? undefined : { "Retry-After": retryAfter };
  return new Response(request.responseText, { status: request.status, headers });
}

async function answerIn<T>(response: Response): Promise<T> {
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as T;
}

function headers(options: ApiOptions, hasBody: boolean): Record<string, string> {
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
function asProblem(error: unknown, timedOut: boolean): Problem {
  if (error instanceof Problem) return error;
  if (timedOut) return new Problem("timeout", 0, "");
  return error instanceof SyntaxError ? new Problem("unavailable", 0, "") : new Problem("network", 0, "");
}
