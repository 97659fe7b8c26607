import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { storeIn } from "../../shared/storage";
import { settled, TestClock } from "../../shared/tests/making";
import type { VisitPage } from "../handle";
import { CONSENT, OPENED } from "../keys";
import { isRecorded } from "../recording";
import { HERE_EVERY_MS, pagesSince, TITLE_AFTER_MS, Visiting, type BeaconAnswer } from "../visiting";

function aPage(url: string): VisitPage {
  return { url, title: url, at: `2026-03-03T10:00:00Z ${url}`, referrer: "" };
}

/** A tab of a browser; the server answers as each test says. */
class Tab {
  readonly clock = new TestClock();
  readonly told: (string | null)[] = [];
  readonly answers: [BeaconAnswer, string | null][] = [];
  answer: BeaconAnswer | null = { waiting: false };
  page: VisitPage | undefined = aPage("/guji");
  isVisible = true;
  isConnected = false;
  isAllowed = true;
  readonly visiting = new Visiting(
    {
      page: () => this.page,
      isVisible: () => this.isVisible,
      isConnected: () => this.isConnected,
      isAllowed: () => this.isAllowed,
      send: (page) => {
        this.told.push(page?.url ?? null);
        return Promise.resolve(this.answer);
      },
      onAnswer: (answer, page) => this.answers.push([answer, page?.url ?? null]),
    },
    this.clock,
  );

  async goesTo(url: string): Promise<void> {
    this.page = aPage(url);
    this.visiting.moved();
    await this.clock.pass(TITLE_AFTER_MS);
  }
}

describe("what is told of a visit", () => {
  it("is the page, once, and every half minute that somebody is there", async () => {
    const tab = new Tab();
    tab.visiting.begin(false);
    await tab.clock.pass(HERE_EVERY_MS - 1);
    assert.deepEqual(tab.told, ["/guji"]);
    await tab.clock.pass(1);
    await tab.clock.pass(HERE_EVERY_MS);
    assert.deepEqual(tab.told, ["/guji", null, null]);
    assert.deepEqual(tab.answers[0], [{ waiting: false }, "/guji"]);
  });

  it("is not the page that the panel begins on", async () => {
    const tab = new Tab();
    tab.visiting.begin(true);
    await settled();
    assert.deepEqual(tab.told, []);
    await tab.goesTo("/guji");
    assert.deepEqual(tab.told, []);
    await tab.goesTo("/kochere");
    assert.deepEqual(tab.told, ["/kochere"]);
  });

  it("is each page of a site that loads no documents, with its title, and none twice", async () => {
    const tab = new Tab();
    tab.visiting.begin(false);
    tab.page = aPage("/kochere");
    tab.visiting.moved();
    await tab.clock.pass(TITLE_AFTER_MS - 1);
    assert.deepEqual(tab.told, ["/guji"]);
    await tab.goesTo("/sidamo");
    await tab.goesTo("/sidamo");
    assert.deepEqual(tab.told, ["/guji", "/sidamo"]);
  });

  it("is the page again for who comes back to it", async () => {
    const tab = new Tab();
    tab.visiting.begin(false);
    tab.visiting.returned();
    tab.page = undefined;
    tab.visiting.returned();
    await settled();
    assert.deepEqual(tab.told, ["/guji", "/guji"]);
  });

  it("is nothing without a page", async () => {
    const tab = new Tab();
    tab.page = undefined;
    tab.visiting.begin(false);
    await tab.goesTo("/guji");
    assert.deepEqual(tab.told, ["/guji"]);
  });

  it("is nothing while nobody looks, and at once when somebody does again", async () => {
    const tab = new Tab();
    tab.visiting.begin(false);
    tab.visiting.seen();
    tab.isVisible = false;
    await tab.clock.pass(3 * HERE_EVERY_MS);
    assert.deepEqual(tab.told, ["/guji"]);
    tab.isVisible = true;
    tab.visiting.seen();
    assert.deepEqual(tab.told, ["/guji", null]);
  });

  it("leaves it to the socket to say that somebody is there", async () => {
    const tab = new Tab();
    tab.isConnected = true;
    tab.visiting.begin(false);
    await tab.clock.pass(HERE_EVERY_MS);
    await tab.goesTo("/kochere");
    assert.deepEqual(tab.told, ["/guji", "/kochere"]);
  });

  it("stops asking when an agent waits, and goes on telling of pages", async () => {
    const tab = new Tab();
    tab.answer = { waiting: true };
    tab.visiting.begin(false);
    await tab.clock.pass(2 * HERE_EVERY_MS);
    await tab.goesTo("/kochere");
    assert.deepEqual(tab.told, ["/guji", "/kochere"]);
    assert.deepEqual(tab.answers[0], [{ waiting: true }, "/guji"]);
  });

  it("ends when the visitor agrees no more", async () => {
    const tab = new Tab();
    tab.visiting.begin(false);
    tab.isAllowed = false;
    await tab.clock.pass(HERE_EVERY_MS);
    await tab.goesTo("/kochere");
    assert.deepEqual(tab.told, ["/guji"]);
  });

  it("goes on after a failure", async () => {
    const tab = new Tab();
    tab.answer = null;
    tab.visiting.begin(false);
    await tab.clock.pass(HERE_EVERY_MS);
    assert.deepEqual([tab.told, tab.answers], [["/guji", null], []]);
  });
});

it("what was told is not handed over again, but the page is known again", () => {
  const pages = ["/", "/guji", "/kochere"].map(aPage);
  const urls = (told: VisitPage): string[] => pagesSince(pages, told).map(({ url }) => url);
  assert.deepEqual(urls(aPage("/guji")), ["/guji", "/kochere"]);
  assert.deepEqual(urls(aPage("/kochere")), ["/kochere"]);
  assert.deepEqual(urls(aPage("/elsewhere")), ["/", "/guji", "/kochere"]);
});

describe("who is recorded", () => {
  const keeping = (...keys: string[]): ReturnType<typeof storeIn> =>
    storeIn(() => ({ getItem: (key: string) => (keys.includes(key) ? "1" : null) }) as unknown as Storage);
  const cases: [everybody: string | undefined, consent: string | undefined, kept: string[], isRecorded: boolean][] = [
    [undefined, undefined, [], false],
    [undefined, undefined, [CONSENT], false],
    [undefined, undefined, [OPENED], true],
    ["", undefined, [], true],
    ["", "", [], false],
    ["", "", [CONSENT], true],
    ["", "", [OPENED], true],
  ];
  for (const [everybody, consent, kept, expected] of cases) {
    const who = everybody === undefined ? "who opened the chat" : consent === undefined ? "everybody" : "who agreed";
    it(`${who}: with ${kept.join() || "nothing"} kept, ${expected ? "yes" : "no"}; never who asks not to be`, () => {
      assert.equal(isRecorded({ everybody, consent }, keeping(...kept), {}), expected);
      assert.equal(isRecorded({ everybody, consent }, keeping(...kept), { globalPrivacyControl: false }), expected);
      assert.equal(isRecorded({ everybody, consent }, keeping(...kept), { globalPrivacyControl: true }), false);
    });
  }
});
