import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createApi, Problem, query, type UploadWatching } from "../api";

interface Seen {
  url: string;
  init: RequestInit;
}

function answering(response: () => Promise<Response>): { seen: Seen[]; fetch: typeof fetch } {
  const seen: Seen[] = [];
  const answer = async (url: unknown, init?: RequestInit): Promise<Response> => {
    seen.push({ url: String(url), init: init ?? {} });
    return response();
  };
  return { seen, fetch: answer as typeof fetch };
}

async function problemFrom(response: () => Promise<Response>): Promise<Problem> {
  const api = createApi({ base: "/api/", fetch: answering(response).fetch });
  const problem = await api.get("config").catch((error: unknown) => error);
  assert.ok(problem instanceof Problem);
  return problem;
}

describe("a request", () => {
  it("carries JSON, the cookie and the CSRF token", async () => {
    const { seen, fetch } = answering(async () => new Response('{"fine": true}'));
    const api = createApi({ base: "/api/", fetch, csrfToken: () => "token" });
    assert.deepEqual(await api.post("messages", { body: "Hello" }), { fine: true });
    const { url, init } = seen[0] as Seen;
    const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": "token" };
    assert.deepEqual([url, init.method, init.body, init.credentials, init.headers], ["/api/messages", "POST", '{"body":"Hello"}', "same-origin", headers]);
  });

  it("leaves out parameters without a value", () => {
    assert.equal(query({ after: 0, before: null, status: undefined, cursor: "", q: "a b" }), "?after=0&q=a+b");
    assert.equal(query(), "");
  });
});

describe("a failure", () => {
  it("is the server's problem where it gives one", async () => {
    const body = JSON.stringify({ code: "too_many", detail: "Wait a moment.", status: 429 });
    const problem = await problemFrom(async () => new Response(body, { status: 429, headers: { "Retry-After": "7" } }));
    assert.deepEqual([problem.code, problem.status, problem.detail, problem.retryAfter], ["too_many", 429, "Wait a moment.", 7]);
  });

  it("of a proxy is unavailable", async () => {
    assert.equal((await problemFrom(async () => new Response("<html>", { status: 502 }))).code, "unavailable");
    assert.equal((await problemFrom(async () => new Response("<html>", { status: 200 }))).code, "unavailable");
  });

  it("of the line is network", async () => {
    assert.equal((await problemFrom(async () => Promise.reject(new TypeError("failed")))).code, "network");
  });

  it("to answer in time is a timeout", async () => {
    const hanging = (async (_url: unknown, init?: RequestInit) =>
      new Promise((_resolve, reject) => init?.signal?.addEventListener("abort", () => reject(new Error("aborted"))))) as typeof fetch;
    const api = createApi({ base: "/api/", fetch: hanging, timeoutMs: 1 });
    const problem = (await api.get("config").catch((error: unknown) => error)) as Problem;
    assert.equal(problem.code, "timeout");
  });
});

class TestRequest {
  readonly upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {};
  readonly headers: Record<string, string> = {};
  sent: unknown = null;
  opened: string[] = [];
  status = 0;
  responseText = "";
  onload?: () => void;
  onerror?: () => void;
  onabort?: () => void;

  open(...how: string[]): void {
    this.opened = how;
  }

  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }

  getResponseHeader(): string | null {
    return null;
  }

  send(form: unknown): void {
    this.sent = form;
  }

  abort(): void {
    this.onabort?.();
  }

  answers(status: number, text: string): void {
    this.status = status;
    this.responseText = text;
    this.onload?.();
  }
}

describe("an upload", () => {
  function begin(watching: UploadWatching = {}): { request: TestRequest; form: FormData; answer: Promise<unknown> } {
    const request = new TestRequest();
    const form = new FormData();
    const newRequest = (): XMLHttpRequest => request as unknown as XMLHttpRequest;
    const api = createApi({ base: "/api/", csrfToken: () => "token", newRequest });
    return { request, form, answer: api.upload("attachments", form, watching).catch((error: unknown) => error) };
  }

  it("carries the form and the CSRF token, and tells how far it is", async () => {
    const shares: number[] = [];
    const { request, form, answer } = begin({ onProgress: (share) => shares.push(share) });
    request.upload.onprogress?.({ loaded: 1, total: 4 });
    request.upload.onprogress?.({ loaded: 1, total: 0 });
    request.answers(201, '{"name": "a.txt"}');
    assert.deepEqual(await answer, { name: "a.txt" });
    assert.deepEqual([request.opened, request.sent, shares], [["POST", "/api/attachments"], form, [0.25, 0]]);
    assert.deepEqual(request.headers, { Accept: "application/json", "X-CSRFToken": "token", "X-Livechat": "1" });
  });

  it("that is refused ends with the server's problem", async () => {
    const { request, answer } = begin();
    request.answers(413, '{"code": "file_too_big", "detail": "Too big."}');
    const problem = (await answer) as Problem;
    assert.deepEqual([problem.code, problem.status, problem.detail], ["file_too_big", 413, "Too big."]);
  });

  it("that a proxy refuses is unavailable, and a cut line is network", async () => {
    const [proxy, line] = [begin(), begin()];
    proxy.request.answers(502, "<html>");
    line.request.onerror?.();
    assert.deepEqual([((await proxy.answer) as Problem).code, ((await line.answer) as Problem).code], ["unavailable", "network"]);
  });

  it("can be taken back, also before it began", async () => {
    const abort = new AbortController();
    const { answer } = begin({ signal: abort.signal });
    abort.abort();
    assert.equal(((await answer) as Problem).code, "aborted");
    assert.equal(((await begin({ signal: abort.signal }).answer) as Problem).code, "aborted");
  });
});
