import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createApi, Problem, query } from "../api";

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
