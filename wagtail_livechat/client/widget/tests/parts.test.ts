import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Problem } from "../../shared/api";
import { contrast, textOn } from "../../shared/contrast";
import { storeIn } from "../../shared/storage";
import { aPending, TestClock } from "../../shared/tests/making";
import { canSend, isSendKey, lengthOf, roomLeft } from "../composing";
import { Memory } from "../memory";
import { pageLink, storable, visitPage, withPage } from "../pages";
import { newMessage, sendBody, sendFrame } from "../sending";
import { Trouble } from "../trouble";
import { sharesCornerWithUserbar } from "../userbar";
import { wording } from "../wording";

describe("the composer", () => {
  const press = { key: "Enter", shiftKey: false, isComposing: false, keyCode: 13 };

  it("sends with Enter, makes a line with Shift, and leaves input methods alone", () => {
    assert.equal(isSendKey(press), true);
    assert.equal(isSendKey({ ...press, shiftKey: true }), false);
    assert.equal(isSendKey({ ...press, isComposing: true }), false);
    assert.equal(isSendKey({ ...press, keyCode: 229 }), false);
    assert.equal(isSendKey({ ...press, key: "a" }), false);
  });

  it("sends words, not spaces, up to the limit", () => {
    assert.deepEqual(["", " \n ", "Hi", "12345", "123456"].map((text) => canSend(text, 5)), [false, false, true, true, false]);
  });

  it("counts as the server does: code points, without the space around", () => {
    assert.equal(lengthOf(" 👍🏽 "), 2);
    assert.equal(canSend("👍".repeat(5), 5), true);
  });

  it("tells how much room is left when it gets scarce", () => {
    assert.equal(roomLeft("x".repeat(700), 1_000), null);
    assert.equal(roomLeft("x".repeat(900), 1_000), 100);
    assert.equal(roomLeft("x".repeat(1_003), 1_000), -3);
    assert.equal(roomLeft("👍".repeat(500), 1_000), null);
  });
});

describe("the visit's pages", () => {
  const at = new Date("2026-03-03T10:00:00Z");

  it("are the last twenty, a reload counted once", () => {
    const page = (name: number): ReturnType<typeof visitPage> => visitPage(`/${name}`, String(name), "", at);
    let pages = [page(0)];
    for (const name of [0, 0, ...Array.from({ length: 25 }, (_, index) => index + 1)]) pages = withPage(pages, page(name));
    assert.deepEqual([pages.length, pages[0]?.url, pages[19]?.url], [20, "/6", "/25"]);
  });

  it("are stored without our own count, endless addresses and half characters", () => {
    assert.deepEqual(pageLink("/guji", "(2) Guji"), { url: "/guji", title: "Guji" });
    assert.equal(pageLink("/".repeat(9_000), "").url.length, 2_000);
    assert.equal(storable("a\0b\ud800c👍"), "abc👍");
    assert.equal(visitPage("/", "", "r".repeat(9_000), at).referrer.length, 2_000);
    assert.equal(visitPage("/guji?a=1#roast", "", "", at).url, "/guji?a=1");
  });

  it("are as old as when the visitor came, with the latest title; new again after half an hour", () => {
    const came = visitPage("/guji", "Loading…", "https://search.example/", at);
    const later = (minutes: number, url = "/guji"): ReturnType<typeof visitPage> =>
      visitPage(url, "Guji", "/", new Date(at.getTime() + minutes * 60_000));
    assert.deepEqual(withPage([came], later(29)), [{ ...came, title: "Guji" }]);
    assert.deepEqual(withPage([came], later(30)), [came, later(30)]);
    assert.deepEqual(withPage([came, later(1, "/")], later(2)), [came, later(1, "/"), later(2)]);
  });
});

describe("the memory", () => {
  function memory(): { memory: Memory; items: Map<string, string> } {
    const items = new Map<string, string>();
    const storage = {
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, value: string) => void items.set(key, value),
      removeItem: (key: string) => void items.delete(key),
    } as unknown as Storage;
    return { memory: new Memory(storeIn(() => storage), storeIn(() => storage)), items };
  }

  it("keeps a draft and the messages of the same visitor", () => {
    const { memory: own } = memory();
    own.meet("v1");
    own.kept.keep(aPending("one"));
    own.draft = "Hello";
    own.group = 3;
    assert.equal(own.meet("v1"), false);
    assert.deepEqual([own.kept.all().length, own.draft, own.group], [1, "Hello", 3]);
  });

  it("forgets everything of a former visitor", () => {
    const { memory: own, items } = memory();
    own.meet("v1");
    own.kept.keep(aPending("one"));
    own.draft = "Hello";
    own.group = 3;
    own.left = "c1";
    assert.equal(own.meet("v2"), true);
    assert.deepEqual([...items.keys()], ["livechat.visitor"]);
  });

  it("tells the loader whether a conversation is under way", () => {
    const { memory: own, items } = memory();
    own.isUnderWay = true;
    assert.equal(items.has("livechat"), true);
    own.isUnderWay = false;
    assert.equal(items.has("livechat"), false);
  });
});

it("text on the accent colour is the one that is read better", () => {
  assert.equal(textOn("#0c6b5f"), "#ffffff");
  assert.equal(textOn("#ffd166"), "#14171f");
  assert.equal(Math.round(contrast("#000000", "#ffffff")), 21);
  assert.equal(contrast("#0c6b5f", "#0c6b5f"), 1);
  assert.equal(textOn("no colour"), "#ffffff");
  for (const colour of ["#0c6b5f", "#ffd166", "#808080", "#ff0000", "#7f7f00"]) assert.ok(contrast(textOn(colour), colour) >= 4.0, colour);
});

it("a message goes out with the page it was written on", () => {
  const page = { url: "/guji", title: "Guji" };
  assert.deepEqual(sendBody(aPending("mine", { page })), { client_id: "mine", body: "mine", page });
  assert.deepEqual(sendFrame(aPending("mine")), { type: "message.send", client_id: "mine", body: "mine" });
});

it("the first message goes out with the chosen group, from another page too", () => {
  const storage = new Map<string, string>();
  const items = { getItem: (key: string) => storage.get(key) ?? null, setItem: (key: string, value: string) => void storage.set(key, value) };
  const { kept } = new Memory(storeIn(() => items as unknown as Storage), storeIn(() => items as unknown as Storage));
  kept.keep(newMessage("Hello", { url: "/guji", title: "Guji" }, { group: 3 }));
  assert.deepEqual(kept.all().map((own) => sendBody(own).form), [{ group: 3 }]);
  assert.equal("form" in sendBody(newMessage("Hello", { url: "/", title: "" }, {})), false);
});

describe("trouble", () => {
  it("is worth a word when it lasts", async () => {
    const clock = new TestClock();
    const said: unknown[] = [];
    const trouble = new Trouble((words) => said.push(words), clock);
    trouble.connection(true);
    await clock.pass(1_000);
    trouble.connection(false);
    trouble.connection(true);
    await clock.pass(2_000);
    assert.deepEqual(said, [{ isTroubled: false }, { isTroubled: true }]);
  });

  it("of a message is told at its second delay, a wish for patience at once, and both end when one goes out", () => {
    const said: unknown[] = [];
    const trouble = new Trouble((words) => said.push(words), new TestClock());
    for (const code of ["network", "timeout", "too_many"]) trouble.delayed(new Problem(code, 0, ""));
    trouble.over();
    trouble.delayed(new Problem("network", 0, ""));
    assert.deepEqual(said, [
      { isHeldBack: false, isStuck: false },
      { isHeldBack: false, isStuck: true },
      { isHeldBack: true, isStuck: true },
      { isHeldBack: false, isStuck: false },
      { isHeldBack: false, isStuck: false },
    ]);
  });
});

it("texts are Django's, and a few in English until they are there", () => {
  const config = { texts: { retry: "Encore" } } as unknown as Parameters<typeof wording>[0];
  assert.deepEqual([wording(config)("retry"), wording(null)("retry"), wording(null)("unknown")], ["Encore", "Try again", ""]);
});

it("a page without Wagtail's userbar leaves the corner to the launcher", () => {
  const page = { querySelector: () => null } as unknown as Document;
  assert.equal(sharesCornerWithUserbar(page, "end"), false);
});
