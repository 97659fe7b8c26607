import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { settled, TestClock } from "../../shared/tests/making";
import { Pacing } from "../pacing";

class Desk {
  readonly clock = new TestClock();
  readonly began: number[] = [];
  isLookedAt = true;
  /** Ends the fetches that are under way. */
  ends: (() => void)[] = [];
  isSlow = false;
  readonly pacing = new Pacing({
    fetch: () => this.fetch(),
    isLookedAt: () => this.isLookedAt,
    atLeastMs: 3_000,
    atMostMs: 20_000,
    clock: this.clock,
  });

  private fetch(): Promise<void> {
    this.began.push(this.clock.now());
    return this.isSlow ? new Promise((resolve) => this.ends.push(resolve)) : Promise.resolve();
  }
}

describe("what is looked at is fetched", () => {
  it("at once, then every 20 s", async () => {
    const { pacing, clock, began } = new Desk();
    pacing.changed();
    await clock.pass(45_000);
    assert.deepEqual(began, [0, 20_000, 40_000]);
  });

  it("at most once in 3 s, however much changes", async () => {
    const { pacing, clock, began } = new Desk();
    for (let second = 0; second < 10; second += 1) {
      pacing.changed();
      pacing.changed();
      await clock.pass(1_000);
    }
    await clock.pass(5_000);
    assert.deepEqual(began, [0, 3_000, 6_000, 9_000, 12_000]);
  });

  it("by one request at a time; what changes meanwhile is fetched after it", async () => {
    const desk = new Desk();
    desk.isSlow = true;
    desk.pacing.changed();
    await desk.clock.pass(0);
    desk.pacing.changed();
    await desk.clock.pass(10_000);
    assert.deepEqual(desk.began, [0]);

    desk.ends[0]?.();
    await settled();
    await desk.clock.pass(0);
    assert.deepEqual(desk.began, [0, 10_000]);
  });

  it("at once for a new question, and the answer to the old one plans nothing", async () => {
    const desk = new Desk();
    desk.isSlow = true;
    desk.pacing.changed();
    await desk.clock.pass(100);
    desk.pacing.now();
    await desk.clock.pass(0);
    assert.deepEqual(desk.began, [0, 100]);

    desk.ends[0]?.();
    await settled();
    await desk.clock.pass(60_000);
    assert.deepEqual(desk.began, [0, 100]);
  });

  it("again after a failure", async () => {
    const clock = new TestClock();
    let count = 0;
    const fetch = (): Promise<void> => Promise.reject(new Error(`down ${(count += 1)}`));
    const pacing = new Pacing({ fetch, isLookedAt: () => true, atLeastMs: 3_000, atMostMs: 20_000, clock });
    pacing.changed();
    await clock.pass(25_000);
    assert.equal(count, 2);
  });
});

describe("what nobody looks at is not fetched", () => {
  it("until somebody looks again, and then at once", async () => {
    const desk = new Desk();
    desk.pacing.changed();
    await desk.clock.pass(1_000);
    desk.isLookedAt = false;
    desk.pacing.changed();
    await desk.clock.pass(60_000);
    assert.deepEqual(desk.began, [0]);

    desk.isLookedAt = true;
    desk.pacing.changed();
    await desk.clock.pass(0);
    assert.deepEqual(desk.began, [0, 61_000]);
  });

  it("not even where it was planned before", async () => {
    const desk = new Desk();
    desk.pacing.changed();
    await desk.clock.pass(1_000);
    desk.isLookedAt = false;
    await desk.clock.pass(60_000);
    assert.deepEqual(desk.began, [0]);
  });
});
