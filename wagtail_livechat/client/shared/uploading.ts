/** Files over HTTP. Apart from the rest of the API, because the widget needs it rarely. */

import { answerIn, asProblem, headers, Problem, type ApiOptions } from "./answering";

export interface UploadWatching {
  /** How much of it has gone out, between 0 and 1. */
  onProgress?: (share: number) => void;
  /** Aborted, the upload ends with the problem `aborted`. */
  signal?: AbortSignal;
}

/** There is no time limit: a large file over a slow line takes what it takes. */
export async function upload<T>(options: ApiOptions, path: string, form: FormData, watching: UploadWatching = {}): Promise<T> {
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
    // Not a form's: of those, another site could send one.
    request.setRequestHeader("X-Livechat", "1");
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
