import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { standing } from "../expectation";
import { wording } from "../wording";
import { aConfig, aState } from "./making";

/** A Tuesday morning of the visitor's own clock. */
const NOW = new Date(2026, 2, 3, 10, 30);

function online(seconds: number | null): string {
  const config = aConfig({}, { expected_reply_s: seconds });
  return standing(aState({ config }), wording(config), { now: NOW.getTime(), language: "en-GB" });
}

function away(back: Date | null, language = "en-GB"): string {
  const config = aConfig({}, { expected_reply_s: 60, reopens_at: back?.toISOString() ?? null });
  return standing(aState({ config, online: false }), wording(config), { now: NOW.getTime(), language });
}

describe("while somebody is there, the header says", () => {
  it("how soon replies come, rounded up", () => {
    assert.deepEqual([20, 60, 61, 5_400].map(online), [
      "Online, replies in about 1 min",
      "Online, replies in about 1 min",
      "Online, replies in about 2 min",
      "Online, replies in about 90 min",
    ]);
    assert.equal(online(5_401), "Online, replies in about 2 hours");
  });

  it("no more than that where too little is known", () => {
    assert.equal(online(null), "Online");
  });
});

describe("while nobody is there, the header says", () => {
  it("when somebody will be back, as people say it", () => {
    assert.equal(away(new Date(2026, 2, 3, 14, 0)), "Back at 14:00");
    assert.equal(away(new Date(2026, 2, 4, 9, 0)), "Back tomorrow at 9:00");
    assert.equal(away(new Date(2026, 2, 9, 9, 0)), "Back on Monday at 9:00");
    assert.equal(away(new Date(2026, 2, 10, 9, 0)), "Back on 10 March at 9:00");
  });

  it("it by the visitor's own day, however few hours away", () => {
    assert.equal(away(new Date(2026, 2, 4, 0, 5)), "Back tomorrow at 0:05");
    assert.equal(away(new Date(2026, 2, 3, 23, 55)), "Back at 23:55");
  });

  it("it over a change of the clocks", () => {
    assert.equal(away(new Date(2026, 2, 5, 9, 0)), "Back on Thursday at 9:00");
    const [march, october] = [new Date(2026, 2, 28, 23, 0), new Date(2026, 9, 24, 23, 0)];
    for (const night of [march, october]) {
      const config = aConfig({}, { reopens_at: new Date(night.getFullYear(), night.getMonth(), night.getDate() + 1, 9).toISOString() });
      const said = standing(aState({ config, online: false }), wording(config), { now: night.getTime(), language: "en-GB" });
      assert.equal(said, "Back tomorrow at 9:00");
    }
  });

  it("it in the page's language", () => {
    assert.match(away(new Date(2026, 2, 4, 9, 0), "en-US"), /^Back tomorrow at 9:00\sAM$/);
  });

  it("nothing of a time that nobody knows, or that has passed", () => {
    assert.equal(away(null), "Away right now");
    assert.equal(away(new Date(2026, 2, 3, 10, 0)), "Away right now");
  });

  it("no more to who is blocked than that it is closed", () => {
    const config = aConfig({}, { reopens_at: new Date(2026, 2, 4, 9, 0).toISOString() });
    const state = aState({ config, isBlocked: true });
    assert.equal(standing(state, wording(config), { now: NOW.getTime(), language: "en" }), "The chat is closed.");
  });
});
