import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isFewEmoji } from "../emoji";
import { pieces, withoutCards } from "../links";

/** The links of a text, as "text -> address" where the two differ. */
function linksOf(text: string): string[] {
  const found = pieces(text);
  assert.equal(found.map((piece) => piece.text).join(""), text);
  return found.flatMap(({ text, href }) => (href === undefined ? [] : [href === text ? href : `${text} -> ${href}`]));
}

describe("a link", () => {
  it("is an address of the web or an e-mail address", () => {
    assert.deepEqual(linksOf("See https://shop.example/guji?size=1#price now"), ["https://shop.example/guji?size=1#price"]);
    assert.deepEqual(linksOf("HTTP://Shop.Example/A"), ["HTTP://Shop.Example/A -> http://shop.example/A"]);
    assert.deepEqual(linksOf("www.shop.example/a"), ["www.shop.example/a -> https://www.shop.example/a"]);
    assert.deepEqual(linksOf("http://localhost:8000/a"), ["http://localhost:8000/a"]);
    assert.deepEqual(linksOf("http://[::1]:8000/a"), ["http://[::1]:8000/a"]);
    assert.deepEqual(linksOf("Write to eva.m+shop@mail.example.com"), ["eva.m+shop@mail.example.com -> mailto:eva.m+shop@mail.example.com"]);
    assert.deepEqual(linksOf("müller@shop.example"), ["müller@shop.example -> mailto:m%C3%BCller@shop.example"]);
  });

  it("may be of an international domain, and is shown as it was typed", () => {
    assert.deepEqual(linksOf("https://bücher.example/größe"), ["https://bücher.example/größe -> https://xn--bcher-kva.example/gr%C3%B6%C3%9Fe"]);
    // A Cyrillic "а": the address says what it is.
    assert.deepEqual(linksOf("https://pаypal.example"), ["https://pаypal.example -> https://xn--pypal-4ve.example/"]);
    assert.deepEqual(linksOf("请看https://shop.example/咖啡。谢谢"), ["https://shop.example/咖啡 -> https://shop.example/%E5%92%96%E5%95%A1"]);
    assert.deepEqual(linksOf("ראה https://shop.example/a בבקשה"), ["https://shop.example/a"]);
    assert.deepEqual(linksOf("联系eva@shop.example。"), ["eva@shop.example -> mailto:eva@shop.example"]);
  });

  it("has no other scheme, however it is written", () => {
    for (const text of [
      "javascript:alert(1)",
      "JavaScript://%0aalert(1)",
      "java\tscript:alert(1)",
      "\u0001javascript:alert(1)",
      "data:text/html,<script>alert(1)</script>",
      "vbscript:msgbox(1)",
      "file:///etc/passwd",
      "httpſ://shop.example",
      "ftp://shop.example",
      "xhttp://shop.example",
    ]) {
      assert.deepEqual(linksOf(text), [], text);
    }
    assert.deepEqual(linksOf("javascript:http://shop.example/a"), ["http://shop.example/a"]);
  });

  it("is no half of one", () => {
    for (const text of ["http://", "https://.", "www.", "www.shop", "www..shop.example", "http://)", "a@b", "@shop.example", "a@.example", "http://?", "http://a b".slice(0, 7)]) {
      assert.deepEqual(linksOf(text), [], text);
    }
  });

  it("does not claim to be somebody else's", () => {
    assert.deepEqual(linksOf("http://bank.example@evil.example/"), []);
    assert.deepEqual(linksOf("https://user:secret@evil.example/"), []);
    assert.deepEqual(linksOf("https://shop.example/@eva"), ["https://shop.example/@eva"]);
    assert.deepEqual(linksOf("https://shop.example/a\u202egpj.exe"), ["https://shop.example/a"]);
  });

  it("is not what was masked", () => {
    assert.deepEqual(linksOf("https://shop.example/?card=••••4242 and http://••••.example"), []);
  });

  it("leaves the sentence its punctuation, quotes and brackets", () => {
    const link = "https://shop.example/a";
    for (const text of [`${link}.`, `${link}, and`, `(${link})`, `[${link}].`, `“${link}”`, `"${link}"`, `'${link}'`, `<${link}>`, `${link}...`, `${link}…`, `${link}?!`, `(see ${link}).`, `**${link}**`, `${link}）`, `${link}(`]) {
      assert.deepEqual(linksOf(text), [link], text);
    }
    assert.deepEqual(linksOf("https://shop.example/Guji_(coffee)"), ["https://shop.example/Guji_(coffee)"]);
    assert.deepEqual(linksOf("(https://shop.example/Guji_(coffee))."), ["https://shop.example/Guji_(coffee)"]);
    assert.deepEqual(linksOf("https://shop.example/a,https://shop.example/b"), ["https://shop.example/a", "https://shop.example/b"]);
    assert.deepEqual(linksOf("'eva@shop.example', thanks."), ["eva@shop.example -> mailto:eva@shop.example"]);
  });

  it("stays whole however long it is", () => {
    const long = `https://shop.example/${"a".repeat(2_000)}`;
    assert.deepEqual(linksOf(`${long} end`), [long]);
  });
});

it("a text without links is one piece, and an empty one none", () => {
  assert.deepEqual(pieces("Just words\nand lines"), [{ text: "Just words\nand lines" }]);
  assert.deepEqual(pieces(""), []);
});

it("ten thousand of anything take no time", () => {
  const parts = ["http://", "((((", "http://a)", "www.", "a@", "a.", "a@a.", "@", ")", "http://a/(", ",http://a.example", "👍", "a"];
  for (const part of parts) {
    const text = part.repeat(Math.ceil(10_000 / part.length));
    const begun = performance.now();
    pieces(`http://a.example/${text}`);
    pieces(`a@${text}`);
    pieces(text);
    isFewEmoji(text);
    assert.ok(performance.now() - begun < 200, `${part}: ${performance.now() - begun} ms`);
  }
});

describe("a link that has a card", () => {
  const url = "https://shop.example/guji/";
  const left = (text: string, ...urls: string[]): string => withoutCards(pieces(text), urls).map((piece) => piece.text).join("");

  it("is left out at the end of the text", () => {
    assert.equal(left(`This is the one:\n${url}`, url), "This is the one:");
    assert.equal(left(url, url), "");
    assert.equal(left(`Both: ${url} https://shop.example/kochere/ `, url, "https://shop.example/kochere/"), "Both:");
  });

  it("stays within a sentence, as do those without a card", () => {
    for (const text of [`Is ${url} in stock?`, "Only words ", `${url} or https://other.example/`]) assert.equal(left(text, url), text);
  });
});

describe("emoji", () => {
  it("stand alone when there are one to three of them", () => {
    for (const text of ["👍", "👍🏽👍🏽 👍🏽", " 😀\n", "❤️", "👩‍👩‍👧‍👦", "🇫🇷🇩🇪", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣"]) assert.equal(isFewEmoji(text), true, text);
  });

  it("do not among words, nor in a crowd, nor are digits any", () => {
    for (const text of ["", " ", "👍 ok", "👍👍👍👍", "12", "#", "a"]) assert.equal(isFewEmoji(text), false, text);
  });
});
