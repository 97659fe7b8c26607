import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { aMessage } from "../../shared/tests/making";
import type { MessageShape, VisitorConversation } from "../../shared/types";
import { SCORES, ratingStage, type RatingStage } from "../more/stages";
import { hasAfterwards, type ChatState } from "../state";
import { aConfig, aState } from "./making";

const RATED_AT = "2026-03-03T10:00:00Z";
const HOUR_MS = 60 * 60_000;

function event(id: number, name: string): MessageShape {
  return aMessage(id, id, { kind: "event", event: name, author: "system", agent: null });
}

function about(conversation: Partial<VisitorConversation>, events: string[] = [], isAsking = true): ChatState {
  const messages = [aMessage(1, 1), ...events.map((name, index) => (name === "text" ? aMessage(index + 2, index + 2) : event(index + 2, name)))];
  const whole = { public_id: "c1", status: "open", rating: null, rated_at: null, ...conversation } as VisitorConversation;
  const thread = { conversation: whole, revision: 9, messages, pending: [], more: false };
  return aState({ thread, config: { ...aConfig(), asks_rating: isAsking } });
}

function stage(state: ChatState, hoursLater = 1): RatingStage {
  return ratingStage(state, Date.parse(RATED_AT) + hoursLater * HOUR_MS);
}

describe("a rating", () => {
  it("is asked for when the conversation was resolved, where the site asks", () => {
    assert.equal(stage(about({ status: "resolved" })), "ask");
    assert.equal(stage(about({ status: "resolved" }, [], false)), null);
    assert.equal(stage(about({})), null);
    assert.equal(stage(aState()), null);
  });

  it("is asked for when an agent wants it, until the conversation is opened again", () => {
    assert.equal(stage(about({}, ["rating_asked"], false)), "ask");
    assert.equal(stage(about({}, ["rating_asked", "text"], false)), "ask");
    assert.equal(stage(about({}, ["rating_asked", "resolved", "reopened"], false)), null);
    assert.equal(stage(about({ status: "resolved" }, ["rating_asked", "resolved"], false)), "ask");
  });

  it("is thanked for, and can be changed, for a day", () => {
    const rated = { status: "resolved", rating: 4, rated_at: RATED_AT } as const;
    assert.deepEqual([stage(about(rated, ["rated"]), 23), stage(about(rated, ["rated"]), 24)], ["thank", null]);
  });

  it("is out of the way when the conversation goes on", () => {
    const rated = { rating: 4, rated_at: RATED_AT };
    assert.equal(stage(about(rated, ["rating_asked", "rated"])), "thank");
    assert.equal(stage(about(rated, ["rating_asked", "rated", "text"])), null);
    assert.equal(stage(about({ ...rated, rated_at: null }, ["rating_asked", "rated"])), null);
  });

  it("has five steps", () => assert.deepEqual(SCORES, [1, 2, 3, 4, 5]));
});

it("there is something below the last message when it was resolved or a rating was asked for, but not for who is blocked", () => {
  const resolved = about({ status: "resolved" });
  assert.deepEqual([resolved, about({}, ["rating_asked"]), about({}), aState()].map(hasAfterwards), [true, true, false, false]);
  assert.equal(hasAfterwards({ ...resolved, isBlocked: true }), false);
});
