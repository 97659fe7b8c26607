import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { emptyThread } from "../../shared/thread";
import { aMessage, settled } from "../../shared/tests/making";
import { storeIn } from "../../shared/storage";
import type { VisitorConversation } from "../../shared/types";
import { VISITOR } from "../keys";
import { obey, type Said, type Servant } from "../page_calls";
import { happened, NOTHING_SEEN, seenOf } from "../page_events";
import { mayBeFilled } from "../prefilling";
import { fitting, newIn, Saying, together } from "../saying";
import type { ChatState } from "../state";
import { aState, aVisitor } from "./making";

type Done = [string, ...unknown[]];

/** Notes what it is asked to do. */
function aServant(): { servant: Servant; done: Done[] } {
  const done: Done[] = [];
  const servant = new Proxy({}, { get: (_, name) => (...values: unknown[]) => void done.push([String(name), ...values]) });
  return { servant: servant as Servant, done };
}

function after(...call: unknown[]): { done: Done[]; complaint: string | null } {
  const { servant, done } = aServant();
  return { complaint: obey(servant, call), done };
}

const nothing = (): void => undefined;

describe("what a page may say", () => {
  const fine: [call: unknown[], done: Done][] = [
    [["open"], ["open"]],
    [["close"], ["close"]],
    [["toggle"], ["toggle"]],
    [["hide"], ["hide"]],
    [["show"], ["show"]],
    [["prefill", "Is it\0 in stock?"], ["prefill", "Is it in stock?"]],
    [["consent", true], ["consent", true]],
    [["consent", false], ["consent", false]],
    [["name", "  Vera Novak "], ["say", { name: "Vera Novak" }]],
    [["email", "vera@example.com"], ["say", { email: "vera@example.com" }]],
    [["phone", "1".repeat(70)], ["say", { phone: "1".repeat(60) }]],
    [["language", "fr"], ["say", { language: "fr" }]],
    [["language", null], ["say", { language: "" }]],
    [["group", "Orders"], ["say", { group: "Orders" }]],
    [["group", 7], ["say", { group: 7 }]],
    [["on", "unread", nothing], ["on", "unread", nothing]],
    [["off", "unread", nothing], ["off", "unread", nothing]],
    [["off", "unread"], ["off", "unread", undefined]],
  ];
  for (const [call, done] of fine) {
    it(`${call.join(" ")}`, () => assert.deepEqual(after(...call), { complaint: null, done: [done] }));
  }

  it("comes as arguments, too", () => {
    const { servant, done } = aServant();
    (function (..._call: unknown[]) {
      assert.equal(obey(servant, arguments), null);
    })("open");
    assert.deepEqual(done, [["open"]]);
  });

  it("variables are texts, finite numbers, true and false; a text is cut, and null takes one back", () => {
    const { servant, done } = aServant();
    const given = { plan: "gold", " orders ": 12, vip: true, gone: null, left: undefined, long: "x".repeat(501), half: "a\ud800b" };
    assert.equal(obey(servant, ["variables", given]), null);
    const variables = { plan: "gold", orders: 12, vip: true, gone: "", left: "", long: "x".repeat(500), half: "ab" };
    assert.deepEqual(done, [["say", { variables }]]);
  });

  it("what cannot be kept is left out and named; the rest is kept", () => {
    const { done, complaint } = after("variables", { plan: "gold", basket: [1], user: {}, infinite: Infinity, none: NaN, huge: 2 ** 64, "": 1 });
    assert.deepEqual(done, [["say", { variables: { plan: "gold" } }]]);
    assert.match(complaint ?? "", /^livechat\('variables'\) cannot keep basket, user, infinite, none, huge, :/);
  });

  it("is fifty variables at most", () => {
    const { done, complaint } = after("variables", Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`v${index}`, index])));
    assert.equal(Object.keys((done[0]?.[1] as Said).variables ?? {}).length, 50);
    assert.match(complaint ?? "", /cannot keep v50:/);
  });

  const wrong: [call: unknown[], complaint: RegExp][] = [
    [[], /^there is no livechat\('undefined'\); there are open, close, toggle, hide, show, prefill, name, /],
    [["opne"], /^there is no livechat\('opne'\)/],
    [["constructor"], /^there is no livechat\('constructor'\)/],
    [[{}], /^there is no livechat/],
    [["prefill", 1], /takes a text$/],
    [["name", 1], /takes a text$/],
    [["name", true], /takes a text$/],
    [["group", 1.5], /takes a text$/],
    [["group", -1], /takes a text$/],
    [["email", {}], /takes a text$/],
    [["variables"], /takes an object$/],
    [["variables", null], /takes an object$/],
    [["variables", [1]], /takes an object$/],
    [["consent", "yes"], /takes true or false$/],
    [["on", "unread"], /takes ready, open, close, message, unread and a function$/],
    [["on", "opened", nothing], /takes ready, /],
    [["off", "opened"], /takes ready, /],
    [["off", "open", 1], /takes ready, /],
  ];
  for (const [call, complaint] of wrong) {
    it(`is not ${JSON.stringify(call)}`, () => {
      const { done, ...told } = after(...call);
      assert.deepEqual(done, []);
      assert.match(told.complaint ?? "", complaint);
    });
  }
});

describe("what is said of the visitor", () => {
  it("is what was said last", () => {
    const said = together({ name: "Vera", variables: { plan: "free", orders: 1 } }, { variables: { plan: "gold" } });
    assert.deepEqual(said, { name: "Vera", variables: { plan: "gold", orders: 1 } });
    assert.deepEqual(together({}, { name: "" }), { name: "" });
  });

  it("is news where it changed", () => {
    const said = { name: "Vera", group: 3, variables: { plan: "gold", vip: true } };
    assert.deepEqual(newIn(said, {}), said);
    assert.deepEqual(newIn(said, { name: "Vera", variables: { plan: "free", vip: true } }), { group: 3, variables: { plan: "gold" } });
    assert.deepEqual(newIn(said, said), {});
    assert.deepEqual(newIn({ variables: { one: 1 } }, { variables: { one: true } }), { variables: { one: 1 } });
  });

  /** A tab that knows its visitor or not; the server takes what it is told or not. */
  class Tab {
    readonly items = new Map<string, string>();
    readonly sent: Said[] = [];
    isPossible = true;
    takes: (boolean | Promise<boolean>)[] = [];
    readonly refused: string[][] = [];

    loads(): Saying {
      const storage = {
        getItem: (key: string) => this.items.get(key) ?? null,
        setItem: (key: string, value: string) => void this.items.set(key, value),
      } as unknown as Storage;
      return new Saying(storeIn(() => storage), storeIn(() => storage), {
        isPossible: () => this.isPossible,
        send: async (news) => {
          this.sent.push(news);
          return (await this.takes.shift()) ?? true;
        },
        refuse: (names) => void this.refused.push([...names]),
      });
    }
  }

  it("is told together, once in this tab", async () => {
    const tab = new Tab();
    const saying = tab.loads();
    saying.say({ name: "Vera" });
    saying.say({ variables: { plan: "gold" } });
    await settled();
    saying.say({ name: "Vera" });
    await settled();
    tab.loads().say({ name: "Vera", variables: { plan: "gold" } });
    await settled();
    assert.deepEqual(tab.sent, [{ name: "Vera", variables: { plan: "gold" } }]);
    tab.loads().say({ variables: { plan: "free" } });
    await settled();
    assert.deepEqual(tab.sent[1], { variables: { plan: "free" } });
  });

  it("stays here while nobody is known", async () => {
    const tab = new Tab();
    tab.isPossible = false;
    const saying = tab.loads();
    saying.say({ name: "Vera" });
    await settled();
    assert.deepEqual([tab.sent, [...tab.items]], [[], []]);
    tab.isPossible = true;
    await saying.tell();
    assert.deepEqual(tab.sent, [{ name: "Vera" }]);
  });

  it("is told of the next visitor, too", async () => {
    const tab = new Tab();
    const saying = tab.loads();
    tab.items.set(VISITOR, '"v1"');
    saying.say({ name: "Vera" });
    await settled();
    tab.items.set(VISITOR, '"v2"');
    await saying.tell();
    assert.deepEqual(tab.sent, [{ name: "Vera" }, { name: "Vera" }]);
  });

  it("is told again with the next word where it was not taken", async () => {
    const tab = new Tab();
    tab.takes = [false];
    const saying = tab.loads();
    saying.say({ name: "Vera" });
    await settled();
    saying.say({ phone: "123" });
    await settled();
    assert.deepEqual(tab.sent, [{ name: "Vera" }, { name: "Vera", phone: "123" }]);
  });

  it("is told of the next visitor who came while it went out", async () => {
    const tab = new Tab();
    let answer: (isTaken: boolean) => void = () => undefined;
    tab.takes = [new Promise((resolve) => (answer = resolve))];
    const saying = tab.loads();
    tab.items.set(VISITOR, '"v1"');
    saying.say({ name: "Vera" });
    await settled();
    tab.items.set(VISITOR, '"v2"');
    answer(true);
    await settled();
    assert.deepEqual(tab.sent, [{ name: "Vera" }, { name: "Vera" }]);
  });

  const many = (letter: string, count: number): Record<string, number> =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`${letter}${index}`, index]));

  it("is fifty names at most, with name and e-mail; the others are named once", async () => {
    const tab = new Tab();
    const saying = tab.loads();
    saying.say({ name: "Vera", email: "vera@example.com", variables: many("a", 30) });
    saying.say({ variables: many("b", 20) });
    await settled();
    saying.say({ variables: { one: 1, a0: 7 } });
    await settled();
    assert.deepEqual(tab.sent, [
      { name: "Vera", email: "vera@example.com", variables: { ...many("a", 30), ...many("b", 18) } },
      { variables: { a0: 7 } },
    ]);
    assert.deepEqual(tab.refused, [["b18", "b19"]]);
  });

  it("is fifty names at most, with those that a page before said; what is taken back makes room", async () => {
    const tab = new Tab();
    tab.loads().say({ variables: many("a", 50) });
    await settled();
    const saying = tab.loads();
    saying.say({ variables: { one: 1 } });
    await settled();
    assert.deepEqual([tab.sent.length, tab.refused], [1, [["one"]]]);
    saying.say({ variables: { two: 2, a0: "" } });
    await settled();
    assert.deepEqual(tab.sent[1], { variables: { a0: "", one: 1 } });
  });

  it("is no more than fifty names at once, taken back or not", () => {
    const gone = Object.fromEntries(Object.keys(many("a", 50)).map((name) => [name, ""]));
    const both = { variables: { ...many("b", 50), ...gone } };
    assert.deepEqual(fitting(both, { variables: many("a", 50) }), { news: { variables: gone }, refused: [] });
  });

  it("goes out one after the other, the latest at last", async () => {
    const tab = new Tab();
    let answer: (isTaken: boolean) => void = () => undefined;
    tab.takes = [new Promise((resolve) => (answer = resolve))];
    const saying = tab.loads();
    saying.say({ name: "Vera" });
    await settled();
    saying.say({ name: "Vera N." });
    await settled();
    assert.deepEqual(tab.sent, [{ name: "Vera" }]);
    answer(true);
    await settled();
    assert.deepEqual(tab.sent, [{ name: "Vera" }, { name: "Vera N." }]);
  });
});

describe("what the page is told", () => {
  const HELLO = aMessage(1, 1, { author: "visitor", agent: null, body: "Hello", client_id: "own" });
  const NEWS = { id: 2, author: "agent", name: "Martin", body: "message 2", at: "2026-03-03T10:00:00.000000Z" };

  function talking(messages = [HELLO], changes: Partial<ChatState> = {}, unread = 0): ChatState {
    const conversation = { public_id: "c1", status: "open", unread, visitor_read_id: 0 } as VisitorConversation;
    return aState({ thread: { ...emptyThread<VisitorConversation>(), conversation, messages }, ...changes });
  }

  it("is nothing while the chat loads", () => {
    assert.deepEqual(happened(NOTHING_SEEN, aState({ phase: "loading", visitor: null })), []);
  });

  it("is that it is ready, and what is unread; no message from before", () => {
    const state = talking([HELLO, aMessage(2, 2)], {}, 1);
    assert.deepEqual(happened(NOTHING_SEEN, state), [["ready"], ["unread", 1]]);
    assert.deepEqual(happened(seenOf(state), state), []);
  });

  it("is each message that comes or goes, and no events of the thread, no notes of the system", () => {
    const before = seenOf(talking([], { isOpen: true }));
    assert.deepEqual(happened(before, talking([HELLO], { isOpen: true })), [
      ["message", { id: 1, author: "visitor", name: null, body: "Hello", at: "2026-03-03T10:00:00.000000Z" }],
    ]);
    const others = [aMessage(3, 3, { kind: "event", event: "resolved" }), aMessage(4, 4, { author: "system" }), aMessage(5, 5, { deleted: true })];
    const later = talking([HELLO, aMessage(2, 2), ...others], { isOpen: true });
    assert.deepEqual(happened(seenOf(talking([HELLO], { isOpen: true })), later), [["message", NEWS]]);
  });

  it("is not what was scrolled back to", () => {
    const before = seenOf(talking([aMessage(9, 9)]));
    assert.deepEqual(happened(before, talking([HELLO, aMessage(9, 9)])), []);
  });

  it("is not what another visitor wrote before", () => {
    const before = seenOf(talking([HELLO]));
    const other = talking([HELLO, aMessage(2, 2)], { visitor: aVisitor({ public_id: "v2" }) });
    assert.deepEqual(happened(before, other), []);
  });

  it("is that it opens and closes", () => {
    const closed = aState();
    const open = aState({ isOpen: true });
    assert.deepEqual(happened(seenOf(closed), open), [["open"]]);
    assert.deepEqual(happened(seenOf(open), closed), [["close"]]);
  });

  it("is how many are unread, down to none", () => {
    const unread = talking([HELLO, aMessage(2, 2)], {}, 1);
    assert.deepEqual(happened(seenOf(talking([HELLO])), unread), [["message", NEWS], ["unread", 1]]);
    assert.deepEqual(happened(seenOf(unread), talking([HELLO, aMessage(2, 2)], { isOpen: true }, 1)), [["open"], ["unread", 0]]);
  });
});

it("a page fills only a box in which the visitor has written nothing", () => {
  assert.deepEqual(
    [["", null], [" \n", null], ["Is it in stock?", "Is it in stock?"], ["Hello", null], ["Is it in stock?!", "Is it in stock?"]].map(
      ([draft, former]) => mayBeFilled(draft ?? "", former ?? null),
    ),
    [true, true, true, false, false],
  );
});
