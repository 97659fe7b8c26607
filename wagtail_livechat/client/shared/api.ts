/** JSON over HTTP, with every failure as a `Problem`. */

import { answerIn, asProblem, headers, type ApiOptions } from "./answering";
import { upload, type UploadWatching } from "./uploading";

export { Problem } from "./answering";
export type { ApiOptions } from "./answering";
export type { UploadWatching } from "./uploading";

/** Without files: what the widget's panel needs. */
export interface PlainApi {
  get<T>(path: string, parameters?: Parameters): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  patch<T>(path: string, body: unknown): Promise<T>;
  delete<T>(path: string): Promise<T>;
}

export interface Api extends PlainApi {
  upload<T>(path: string, form: FormData, watching?: UploadWatching): Promise<T>;
}

export type Parameters = Record<string, string | number | null | undefined>;

export function createPlainApi(options: ApiOptions): PlainApi {
  return {
    get: (path, parameters) => request(options, "GET", path + query(parameters)),
    post: (path, body) => request(options, "POST", path, body),
    patch: (path, body) => request(options, "PATCH", path, body),
    delete: (path) => request(options, "DELETE", path),
  };
}

export function createApi(options: ApiOptions): Api {
  return {
    ...createPlainApi(options),
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
