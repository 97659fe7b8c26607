import assert from "node:assert/strict";
import { File as FileOfNode } from "node:buffer";
import { describe, it } from "node:test";
import { refusedFile } from "../../shared/attaching";
import { Model } from "../../shared/model";
import { storeIn } from "../../shared/storage";
import { TestClock } from "../../shared/tests/making";
import { Arriving } from "../arriving";
import { OPENED } from "../keys";
import type { Means } from "../means";
import { Memory } from "../memory";
import { initialState, type ChatState } from "../state";
import { aConfig, aVisitor } from "./making";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** A visitor's page; it begins at the moment 0 of its own clock. */
class Page {
  readonly clock = new TestClock();
  /** What stays in the browser. */
  readonly items = new Map<string, string>();
  readonly model = new Model<ChatState>(initialState());
  visitor = "v1";
  /** When the site opens, as the server says; null: it says nothing of it. */
  reopensAt: number | null = null;
  timesAsked = 0;
  readonly #arriving: Arriving;

  constructor() {
    const { items } = this;
    const store = storeIn(() => ({
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, value: string) => void items.set(key, value),
      removeItem: (key: string) => void items.delete(key),
    }) as unknown as Storage);
    const api = {
      session: () => Promise.resolve({ visitor: aVisitor({ public_id: this.visitor }), conversation: null, messages: [], more: false }),
      config: () => {
        this.timesAsked += 1;
        return Promise.resolve(aConfig({}, { reopens_at: this.reopensAt === null ? null : new Date(this.reopensAt).toISOString() }));
      },
    };
    const means = { model: this.model, memory: new Memory(store, store), api } as unknown as Means;
    this.#arriving = new Arriving(means, () => undefined, this.clock);
  }

  begins(): Promise<void> {
    return this.#arriving.begin();
  }
}

describe("what the site says of itself", () => {
  it("is asked for again when the site opens", async () => {
    const page = new Page();
    page.reopensAt = 5 * MINUTE_MS;
    await page.begins();
    await page.clock.pass(5 * MINUTE_MS);
    assert.equal(page.timesAsked, 1);
    page.reopensAt = null;
    await page.clock.pass(SECOND_MS);
    assert.equal(page.timesAsked, 2);
    await page.clock.pass(60 * MINUTE_MS);
    assert.equal(page.timesAsked, 2);
  });

  it("is asked for once a minute where the browser's clock is ahead of the server's", async () => {
    const page = new Page();
    page.reopensAt = -10 * MINUTE_MS;
    await page.begins();
    await page.clock.pass(10 * MINUTE_MS);
    assert.equal(page.timesAsked, 11);
  });
});

/** Node 18 knows files, but not by their global name. */
function aFile(name: string): File {
  return new FileOfNode([""], name) as unknown as File;
}

describe("another visitor", () => {
  const carried = [refusedFile(aFile("passport.txt"), "Too big")];

  it("finds no files of the one before", async () => {
    const page = new Page();
    await page.begins();
    page.model.update({ added: [aFile("more.txt")], carried, held: "Here", view: { name: "transcript" } });
    page.visitor = "v2";
    await page.begins();
    const { added, held, view, carried: left } = page.model.state;
    assert.deepEqual([added, left, held, view.name], [[], [], null, "conversation"]);
  });

  it("finds no words of the one before in the box", async () => {
    const page = new Page();
    await page.begins();
    await page.begins();
    assert.equal(page.model.state.departures, 0);
    page.visitor = "v2";
    await page.begins();
    assert.equal(page.model.state.departures, 1);
  });

  it("did not open the chat, unless it is open now", async () => {
    const page = new Page();
    page.items.set(OPENED, "1");
    await page.begins();
    assert.ok(page.items.has(OPENED));
    page.visitor = "v2";
    page.model.update({ isOpen: true });
    await page.begins();
    assert.ok(page.items.has(OPENED));
    page.visitor = "v3";
    page.model.update({ isOpen: false });
    await page.begins();
    assert.ok(!page.items.has(OPENED));
  });

  it("is nobody who was here already", async () => {
    const page = new Page();
    await page.begins();
    page.model.update({ carried });
    await page.begins();
    assert.equal(page.model.state.carried, carried);
  });
});
