/** One action on several conversations. */
import type { Api } from "../shared/api";
import type { AgentConversation } from "../shared/types";
import type { BulkAnswer, BulkResult } from "./answers";

export type BulkAction =
  | { action: "resolve" | "reopen" | "read" }
  | { action: "assign"; agent: number }
  | { action: "tag"; tags: string[] };

/** As many as the server takes at once. */
const MOST = 100;

export interface Failure {
  /** Why, in words. */
  detail: string;
  ids: string[];
}

/** What became of a bulk action: what was done, and what was not, by reason. */
export interface Outcome {
  done: AgentConversation[];
  failures: Failure[];
}

export function inPortions(ids: readonly string[]): string[][] {
  const count = Math.ceil(ids.length / MOST);
  return Array.from({ length: count }, (_, index) => ids.slice(index * MOST, (index + 1) * MOST));
}

export function outcomeOf(results: readonly BulkResult[]): Outcome {
  const failures = new Map<string, string[]>();
  for (const { id, error } of results) {
    if (error !== null) failures.set(error.detail, [...(failures.get(error.detail) ?? []), id]);
  }
  return {
    done: results.flatMap(({ conversation }) => (conversation === null ? [] : [conversation])),
    failures: [...failures].map(([detail, ids]) => ({ detail, ids })),
  };
}

/** Sends them in portions. A portion that cannot be sent ends it; `explain` says why it could not. */
export async function act(
  api: Api,
  ids: readonly string[],
  action: BulkAction,
  explain: (error: unknown) => string,
): Promise<Outcome> {
  const results: BulkResult[] = [];
  try {
    for (const portion of inPortions(ids)) {
      const answer = await api.post<BulkAnswer>("conversations/bulk", { ids: portion, ...action });
      results.push(...answer.results);
    }
    return outcomeOf(results);
  } catch (error) {
    const { done, failures } = outcomeOf(results);
    return { done, failures: [...failures, { detail: explain(error), ids: ids.slice(results.length) }] };
  }
}
