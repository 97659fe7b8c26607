import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { storeIn } from "../../shared/storage";
import type { VisitPage } from "../handle";
import { Untold } from "../untold";

function aPage(minute: number, title = "Guji"): VisitPage {
  return { url: `/guji/${minute}`, title, at: `2026-03-03T10:${String(minute).padStart(2, "0")}:00.000Z`, referrer: "" };
}

/** A tab; each page of it begins with what the one before has left. */
class Tab {
  readonly items = new Map<string, string>();

  loads(): Untold {
    const storage = {
      getItem: (key: string) => this.items.get(key) ?? null,
      setItem: (key: string, value: string) => void this.items.set(key, value),
      removeItem: (key: string) => void this.items.delete(key),
    } as unknown as Storage;
    return new Untold(storeIn(() => storage));
  }
}

const minutes = (pages: readonly VisitPage[]): number[] => pages.map(({ url }) => Number(url.slice("/guji/".length)));

describe("pages that are not told yet", () => {
  it("are told with the next page, in their order", () => {
    const tab = new Tab();
    tab.loads().note(aPage(1));
    const untold = tab.loads();
    untold.note(aPage(2));
    assert.deepEqual(minutes(untold.take()), [1, 2]);
  });

  it("are told again where it did not work, and never again once it did", () => {
    const tab = new Tab();
    const untold = tab.loads();
    untold.note(aPage(1));
    untold.settle(untold.take(), false);
    untold.note(aPage(2));
    const taken = untold.take();
    assert.deepEqual(minutes(taken), [1, 2]);
    untold.settle(taken, true);
    assert.deepEqual([...tab.items], []);
    assert.deepEqual(tab.loads().take(), []);
  });

  it("are told once at a time; who leaves before the answer cannot know, and tells them again", () => {
    const tab = new Tab();
    const untold = tab.loads();
    untold.note(aPage(1));
    const first = untold.take();
    untold.note(aPage(2));
    const second = untold.take();
    assert.deepEqual([minutes(first), minutes(second)], [[1], [2]]);
    untold.settle(second, true);
    assert.deepEqual(minutes(tab.loads().take()), [1]);
  });

  it("are one page, with its latest title, however often it is noted", () => {
    const untold = new Tab().loads();
    untold.note(aPage(1, "Loading"));
    untold.note(aPage(1, "Guji"));
    assert.deepEqual(untold.take(), [aPage(1, "Guji")]);
  });

  it("are the last ten", () => {
    const untold = new Tab().loads();
    for (let minute = 0; minute < 25; minute += 1) untold.note(aPage(minute));
    assert.deepEqual(minutes(untold.take()), Array.from({ length: 10 }, (_, index) => index + 15));
  });

  it("are those after the page that somebody else told of", () => {
    const untold = new Tab().loads();
    [1, 2, 3].forEach((minute) => untold.note(aPage(minute)));
    untold.toldUntil(aPage(2));
    assert.deepEqual(minutes(untold.take()), [3]);
  });

  it("are none where nobody is to be told of them, or where somebody else's text stands", () => {
    const tab = new Tab();
    tab.loads().note(aPage(1));
    tab.loads().forget();
    assert.deepEqual(tab.loads().take(), []);
    tab.items.set("livechat.untold", "7");
    assert.deepEqual(tab.loads().take(), []);
  });
});
