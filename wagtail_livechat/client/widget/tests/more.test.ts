import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Sound } from "../../shared/sound";
import type { LaterParts } from "../later_parts";
import { entriesFor } from "../more/entries";
import { movedTo } from "../more/moving";
import type { Surroundings } from "../parts/context";
import { SecondScript } from "../second_script";
import type { ChatState, View } from "../state";
import { aState, aThread } from "./making";

describe("the second script", () => {
  it("is fetched once, however many parts want it", () => {
    let fetched = 0;
    const second = new SecondScript(() => (fetched += 1));
    second.want();
    second.want();
    second.provided({} as LaterParts, {} as Sound);
    second.want();
    assert.equal(fetched, 1);
  });

  it("says that it failed, and is fetched again when somebody asks for it", () => {
    const failures: (() => void)[] = [];
    const said: boolean[] = [];
    const second = new SecondScript((onFailed) => failures.push(onFailed));
    second.watch(() => said.push(second.state.hasFailed));
    second.want();
    failures[0]?.();
    second.want();
    assert.deepEqual([said, failures.length], [[false, true, false], 2]);
  });
});

describe("the sound", () => {
  const rings = (): [Sound, () => number] => {
    let count = 0;
    return [{ play: () => void (count += 1) } as unknown as Sound, () => count];
  };

  it("is heard as soon as the second script is there, and at once from then on", () => {
    const [sound, count] = rings();
    const second = new SecondScript(() => undefined);
    second.ring();
    second.provided({} as LaterParts, sound);
    assert.equal(count(), 1);
    second.ring();
    assert.equal(count(), 2);
  });

  it("that could not be fetched is not made up for", () => {
    const [sound, count] = rings();
    const failures: (() => void)[] = [];
    const second = new SecondScript((onFailed) => failures.push(onFailed));
    second.ring();
    failures[0]?.();
    second.want();
    second.provided({} as LaterParts, sound);
    assert.equal(count(), 0);
  });
});

describe("the menu", () => {
  it("is walked with the arrow keys, round its ends", () => {
    const moves = [["ArrowDown", 0], ["ArrowDown", 2], ["ArrowUp", 0], ["ArrowUp", 2], ["ArrowUp", -1], ["Home", 2], ["End", 0], ["a", 0]] as const;
    assert.deepEqual(moves.map(([key, at]) => movedTo(key, at, 3)), [1, 0, 2, 1, 2, 0, 2, null]);
  });

  it("mutes the sounds, and turns them on again", () => {
    let muted = false;
    const sound = { isMuted: () => muted, setMuted: (value: boolean) => void (muted = value), play: () => undefined };
    const panel = { second: { state: { sound } }, state: aState(), text: (key: string) => key } as unknown as Surroundings;
    const entry = (): ReturnType<typeof entriesFor>[number] | undefined => entriesFor(panel).find(({ label }) => /mute/.test(label));
    assert.equal(entry()?.label, "mute");
    entry()?.choose();
    assert.equal(entry()?.label, "unmute");
    entry()?.choose();
    assert.equal(muted, false);
  });

  const offered = (state: ChatState): string[] =>
    entriesFor({ second: { state: {} }, state, text: (key: string) => key } as unknown as Surroundings).map(({ label }) => label);

  it("offers what can be done with a conversation once there is one", () => {
    assert.deepEqual(offered(aState()), []);
    assert.deepEqual(offered(aState({ thread: aThread() })), ["earlier", "transcript", "ending"]);
    assert.deepEqual(offered(aState({ thread: aThread("resolved") })), ["earlier", "transcript"]);
    assert.deepEqual(offered(aState({ left: "c1" })), ["earlier", "transcript"]);
    assert.deepEqual(offered(aState({ thread: aThread(), isBlocked: true })), ["earlier"]);
  });

  it("leads to a view of its own name", () => {
    const shown: View[] = [];
    const chat = { show: (view: View) => void shown.push(view) };
    const panel = { chat, second: { state: {} }, state: aState({ thread: aThread() }), text: (key: string) => key };
    entriesFor(panel as unknown as Surroundings).forEach((entry) => entry.choose());
    assert.deepEqual(shown, [{ name: "earlier" }, { name: "transcript" }, { name: "ending" }]);
  });
});
