import assert from "node:assert/strict";
import { test } from "node:test";
import { TestClock } from "../../shared/tests/making";
import { Keyboard, keyOf, KeySequence, KEYS, SECOND_KEY_WITHIN_MS, type Command, type KeyPress } from "../keyboard";
import { capsOf, SHEET } from "../sheet";

function aPress(key: string, change: Partial<KeyPress> = {}): KeyPress {
  return { key, code: "", shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, repeat: false, ...change };
}

function aKeyboard(isEnabled = true): { keyboard: Keyboard; done: Command[]; clock: TestClock } {
  const clock = new TestClock();
  const keyboard = new Keyboard(isEnabled, clock);
  const done: Command[] = [];
  Object.values(KEYS).forEach((command) => keyboard.on(command, () => done.push(command)));
  return { keyboard, done, clock };
}

test("a key is a command", () => {
  const { keyboard, done } = aKeyboard();
  assert.equal(keyboard.pressed(aPress("j")), true);
  assert.equal(keyboard.pressed(aPress("?", { shiftKey: true })), true);
  assert.equal(keyboard.pressed(aPress("q")), false);
  assert.deepEqual(done, ["next", "help"]);
});

test("two keys are a command when the second comes in time", () => {
  const sequence = new KeySequence();
  assert.deepEqual([sequence.press("g", 0), sequence.press("r", 1_000)], [null, "show_resolved"]);
  assert.deepEqual([sequence.press("g", 0), sequence.press("r", SECOND_KEY_WITHIN_MS)], [null, "reply"]);
});

test("a second key that fits nothing does nothing, and what follows counts anew", () => {
  const sequence = new KeySequence();
  assert.deepEqual([sequence.press("g", 0), sequence.press("e", 10), sequence.press("e", 20)], [null, null, "resolve"]);
  assert.deepEqual([sequence.press("g", 30), sequence.press("g", 40), sequence.press("a", 50)], [null, null, "assign"]);
});

test("the second key counts from the clock", async () => {
  const { keyboard, done, clock } = aKeyboard();
  keyboard.pressed(aPress("g"));
  await clock.pass(SECOND_KEY_WITHIN_MS + 1);
  keyboard.pressed(aPress("m"));
  assert.deepEqual(done, ["mute"]);
});

test("the browser's own combinations stay the browser's", () => {
  const { keyboard, done } = aKeyboard();
  for (const modifier of ["ctrlKey", "altKey", "metaKey"] as const) {
    assert.equal(keyboard.pressed(aPress("r", { [modifier]: true })), false);
  }
  assert.deepEqual(done, []);
});

test("a bracket that needs Ctrl and Alt is still a bracket", () => {
  const { keyboard, done } = aKeyboard();
  keyboard.pressed(aPress("]", { ctrlKey: true, altKey: true }));
  assert.deepEqual(done, ["panel"]);
});

test("Shift makes another key of a letter, Caps Lock does not", () => {
  assert.equal(keyOf(aPress("L", { shiftKey: true })), "L");
  assert.equal(keyOf(aPress("L")), "l");
  assert.equal(keyOf(aPress("l", { shiftKey: true })), "L");
  assert.equal(keyOf(aPress("Enter")), "Enter");
});

test("on a keyboard with other letters the place of the key counts", () => {
  assert.equal(keyOf(aPress("о", { code: "KeyJ" })), "j");
  assert.equal(keyOf(aPress("Д", { code: "KeyL", shiftKey: true })), "L");
  assert.equal(keyOf(aPress("é", { code: "Digit2" })), "é");
});

test("a key that is held down moves on, and does everything else once", () => {
  const { keyboard, done } = aKeyboard();
  keyboard.pressed(aPress("j", { repeat: true }));
  keyboard.pressed(aPress("e", { repeat: true }));
  assert.deepEqual(done, ["next"]);
});

test("who switched the keys off in Wagtail has none, and commands can still be given otherwise", () => {
  const { keyboard, done } = aKeyboard(false);
  assert.equal(keyboard.pressed(aPress("?")), false);
  assert.equal(keyboard.run("help"), true);
  assert.deepEqual(done, ["help"]);
});

test("the part that came last does what a command says, until it goes", () => {
  const keyboard = new Keyboard(true);
  const done: string[] = [];
  keyboard.on("reply", () => done.push("page"));
  const end = keyboard.on("reply", () => done.push("dialog"));
  keyboard.run("reply");
  end();
  keyboard.run("reply");
  assert.deepEqual(done, ["dialog", "page"]);
  assert.equal(keyboard.run("note"), false);
});

test("the sheet lists every command with its keys", () => {
  const listed = SHEET.flatMap((group) => group.rows);
  const commands = Object.values(KEYS);
  assert.deepEqual(commands.filter((command) => !listed.some((row) => row.name === command)), []);
  assert.deepEqual(listed.find((row) => row.name === "show_mine")?.keys, ["g", "m"]);
  assert.deepEqual(listed.find((row) => row.name === "leave")?.keys, ["Shift+l"]);
  assert.deepEqual([capsOf("Mod+Enter", true), capsOf("Mod+Enter", false)], [["⌘", "Enter"], ["Ctrl", "Enter"]]);
});
