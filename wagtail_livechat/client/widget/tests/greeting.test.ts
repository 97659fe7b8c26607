import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { storeIn } from "../../shared/storage";
import type { RuleShape } from "../../shared/types";
import { fitsPath, fitting, greetedIn, moments, noteGreeted, visitOf } from "../greeting";
import { newMessage, sendBody } from "../sending";

function aRule(id: number, changes: Partial<RuleShape> = {}): RuleShape {
  return { id, path: "", seconds: 10, referrer: "", returning: false, ...changes };
}

function aStore(): ReturnType<typeof storeIn> {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
    removeItem: (key: string) => void kept.delete(key),
  };
  return storeIn(() => storage as unknown as Storage);
}

function aPage(referrer: string): { url: string; title: string; at: string; referrer: string } {
  return { url: "https://shop.example/", title: "Shop", at: "2026-01-01T00:00:00Z", referrer };
}

const STRANGER = { referrer: "", isReturning: false };

describe("the path of a rule", () => {
  const cases: [pattern: string, path: string, fits: boolean][] = [
    ["", "/", true],
    ["", "/anything/", true],
    ["/shop/", "/shop/", true],
    ["/shop/", "/shop/guji/", false],
    ["/shop/", "/", false],
    ["/shop/*", "/shop/", true],
    ["/shop/*", "/shop/guji/", true],
    ["/shop/*", "/shopping/", false],
    ["*/checkout/", "/fr/shop/checkout/", true],
    ["*/checkout/", "/fr/shop/checkout/done/", false],
    ["/*/checkout/*", "/fr/checkout/", true],
    ["/*/checkout/*", "/checkout/", false],
    ["*a*b*", "/b/a/", false],
    ["*a*b*", "/a/b/", true],
    ["/a*a", "/a", false],
    ["*", "/", true],
    ["/caf\u00e9/", "/caf%C3%A9/", true],
    ["/caf%C3%A9/", "/caf%C3%A9/", true],
    ["/100%/", "/100%/", true],
    ["/a.c/", "/abc/", false],
  ];
  for (const [pattern, path, fits] of cases) {
    it(`${pattern || "(empty)"} ${fits ? "fits" : "does not fit"} ${path}`, () => {
      assert.equal(fitsPath(pattern, path), fits);
    });
  }

  it("takes no time, whatever an editor wrote", () => {
    const began = performance.now();
    assert.equal(fitsPath("*a".repeat(100), "/".padEnd(20_000, "a") + "b"), false);
    assert.ok(performance.now() - began < 1_000);
  });
});

describe("the rules that fit", () => {
  it("keep their order", () => {
    const rules = [aRule(1, { path: "/blog/" }), aRule(2), aRule(3, { path: "/shop/*" })];
    assert.deepEqual(fitting(rules, "/shop/", STRANGER).map(({ id }) => id), [2, 3]);
  });

  it("ask where the visitor came from, in any case of letters", () => {
    const rules = [aRule(1, { referrer: "Google" })];
    assert.equal(fitting(rules, "/", { ...STRANGER, referrer: "https://www.google.com/" }).length, 1);
    assert.equal(fitting(rules, "/", STRANGER).length, 0);
  });

  it("ask whether the visitor was here before", () => {
    const rules = [aRule(1, { returning: true })];
    assert.equal(fitting(rules, "/", { ...STRANGER, isReturning: true }).length, 1);
    assert.equal(fitting(rules, "/", STRANGER).length, 0);
  });

  it("speak at their moments, the first of each first", () => {
    const rules = [aRule(1, { seconds: 30 }), aRule(2, { seconds: 5 }), aRule(3, { seconds: 30 })];
    const ids = moments(rules).map(([seconds, due]) => [seconds, due.map(({ id }) => id)]);
    assert.deepEqual(ids, [
      [5, [2]],
      [30, [1, 3]],
    ]);
  });
});

describe("the visit", () => {
  it("remembers where it began", () => {
    const [lasting, tab] = [aStore(), aStore()];
    visitOf([aPage("https://search.example/")], false, lasting, tab);
    assert.equal(visitOf([aPage("")], false, lasting, tab).referrer, "https://search.example/");
  });

  it("is a returning one from the second on, where a rule asks for it", () => {
    const lasting = aStore();
    const first = aStore();
    assert.equal(visitOf([], true, lasting, first).isReturning, false);
    assert.equal(visitOf([], true, lasting, first).isReturning, false, "still the first");
    assert.equal(visitOf([], true, lasting, aStore()).isReturning, true);
  });

  it("leaves nothing where no rule asks for it", () => {
    const lasting = aStore();
    visitOf([], false, lasting, aStore());
    assert.equal(visitOf([], false, lasting, aStore()).isReturning, false);
  });

  it("is a returning one for who chatted before", () => {
    const lasting = aStore();
    lasting.set("livechat.visitor", "v1");
    assert.equal(visitOf([], true, lasting, aStore()).isReturning, true);
  });

  it("knows what was said, and that it was waved away", () => {
    const tab = aStore();
    assert.equal(greetedIn(tab), null);
    const rule = { id: 1, message: "Can I help?", agent: { name: "Lena", avatar: null } };
    noteGreeted(tab, rule);
    assert.deepEqual(greetedIn(tab), { rule });
    noteGreeted(tab, null);
    assert.deepEqual(greetedIn(tab), { rule: null });
  });
});

describe("the answer to a proactive message", () => {
  const page = { url: "", title: "" };

  it("names the rule", () => {
    assert.equal(sendBody(newMessage("Yes", page, {}, 7)).rule, 7);
  });

  it("is like any other where nobody spoke first", () => {
    assert.equal("rule" in sendBody(newMessage("Hello", page, {})), false);
  });
});
