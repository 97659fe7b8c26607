import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { pictureOf, thumbnailOf } from "../files";
import type { AttachmentShape } from "../types";

function aFile(content_type: string, width: number | null = null, height: number | null = null): AttachmentShape {
  const file = { public_id: "f1", url: "/livechat/files/f1/guji", name: "guji", size: 1_000, thumbnail: null };
  return { ...file, content_type, width, height };
}

describe("a picture's place", () => {
  it("is kept before it is loaded: as large as allowed, never larger than the picture", () => {
    assert.deepEqual(thumbnailOf(aFile("image/png", 1_200, 800), 240), { width: 240, height: 160 });
    assert.deepEqual(thumbnailOf(aFile("image/jpeg", 800, 1_200), 240), { width: 160, height: 240 });
    assert.deepEqual(thumbnailOf(aFile("image/webp", 120, 80), 240), { width: 120, height: 80 });
  });

  it("can be pressed even where the picture is a strip or a dot", () => {
    assert.deepEqual(thumbnailOf(aFile("image/png", 3_000, 20), 240), { width: 240, height: 44 });
    assert.deepEqual(thumbnailOf(aFile("image/gif", 1, 1), 240), { width: 44, height: 44 });
  });

  it("is only for what every browser draws", () => {
    const others = [aFile("image/svg+xml", 10, 10), aFile("image/tiff", 10, 10), aFile("application/pdf"), aFile("image/png")];
    assert.deepEqual(others.map((file) => thumbnailOf(file, 240)), [null, null, null, null]);
  });
});

describe("what is drawn of a file", () => {
  it("is its thumbnail, or a small picture itself, and nothing of other files", () => {
    const picture = aFile("image/png", 1_200, 800);
    assert.equal(pictureOf({ ...picture, thumbnail: "/small" }), "/small");
    assert.equal(pictureOf(picture), picture.url);
    assert.equal(pictureOf(aFile("application/pdf")), null);
  });
});
