import assert from "node:assert/strict";
import { test } from "node:test";
import { Refresher } from "../refreshing";

/** A page whose listing is text, and a server that says what the test says. */
class Page {
  html = "nobody";
  answer: string | null = "Vera";
  address = "";
  isVisible = true;
  isInUse = false;
  focused: string | null = null;
  readonly asked: string[] = [];
  readonly shown: string[] = [];
  whileAsking: () => void = () => undefined;

  readonly refresher = new Refresher({
    listing: this,
    query: () => this.address,
    isVisible: () => this.isVisible,
    fetch: (query) => {
      this.asked.push(query);
      this.whileAsking();
      return this.answer === null ? Promise.reject(new Error("offline")) : Promise.resolve(this.answer);
    },
  });

  replace(html: string, focused: string | null): boolean {
    if (focused !== null && !html.includes(focused)) return false;
    this.shown.push(html);
    return true;
  }
}

test("what is there now is shown, as it is searched for", async () => {
  const page = new Page();
  page.address = "?q=guji&p=2";
  await page.refresher.refresh();
  assert.deepEqual(page.asked, ["?q=guji&p=2"]);
  assert.deepEqual(page.shown, ["Vera"]);
});

test("what has not changed is left alone, until something else replaced it", async () => {
  const page = new Page();
  await page.refresher.refresh();
  await page.refresher.refresh();
  assert.deepEqual(page.shown, ["Vera"]);
  page.refresher.forget();
  await page.refresher.refresh();
  assert.deepEqual(page.shown, ["Vera", "Vera"]);
});

test("nobody asks while the page is hidden, or while an answer is on its way", async () => {
  const page = new Page();
  page.isVisible = false;
  await page.refresher.refresh();
  assert.deepEqual(page.asked, []);
  page.isVisible = true;
  page.whileAsking = () => void page.refresher.refresh();
  await page.refresher.refresh();
  assert.deepEqual(page.asked, [""]);
});

test("an answer to what is no longer searched for is dropped", async () => {
  const page = new Page();
  page.whileAsking = () => {
    page.address = "?q=sidamo";
  };
  await page.refresher.refresh();
  assert.deepEqual(page.shown, []);
});

test("a listing that is in use waits, and so does one that would lose the focus", async () => {
  const page = new Page();
  page.isInUse = true;
  await page.refresher.refresh();
  assert.deepEqual(page.shown, []);
  page.isInUse = false;
  page.focused = "Tom";
  await page.refresher.refresh();
  assert.deepEqual(page.shown, []);
  page.answer = "Vera, Tom";
  await page.refresher.refresh();
  assert.deepEqual(page.shown, ["Vera, Tom"]);
});

test("without an answer the listing stays, and is asked for again", async () => {
  const page = new Page();
  page.answer = null;
  await page.refresher.refresh();
  page.answer = "Vera";
  await page.refresher.refresh();
  assert.deepEqual(page.shown, ["Vera"]);
});
