import assert from "node:assert/strict";
import { describe, it } from "node:test";
import cases from "../../../../tests/data/masking.json";
import { dotted, masked } from "../masking";

interface Case {
  name: string;
  text: string;
  masked: string;
  dotted?: string;
}

describe("a card number", () => {
  for (const { name, text, masked: expected } of cases as Case[]) {
    it(`is masked, and nothing else: ${name}`, () => {
      assert.equal(masked(text), expected);
      assert.equal(masked(expected), expected);
    });
  }
});

describe("a preview", () => {
  for (const { name, text, dotted: expected } of cases as Case[]) {
    it(`shows no long number: ${name}`, () => {
      if (expected !== undefined) assert.equal(dotted(text), expected);
      assert.equal(masked(dotted(text)), dotted(text));
    });
  }
});
