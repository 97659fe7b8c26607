/** Everything by key: which key means what, and who does it. */
import { realClock, type Clock } from "../shared/timing";

export type Command =
  | "next"
  | "previous"
  | "open"
  | "select"
  | "show_all"
  | "show_mine"
  | "show_unassigned"
  | "show_unanswered"
  | "show_open"
  | "show_resolved"
  | "show_visitors"
  | "reply"
  | "note"
  | "resolve"
  | "assign"
  | "take"
  | "transfer"
  | "leave"
  | "tags"
  | "panel"
  | "undo"
  | "mute"
  | "help";

/** A key by what it writes; two of them are pressed one after the other. */
export const KEYS: Readonly<Record<string, Command>> = {
  j: "next",
  k: "previous",
  o: "open",
  x: "select",
  "g a": "show_all",
  "g m": "show_mine",
  "g u": "show_unassigned",
  "g w": "show_unanswered",
  "g o": "show_open",
  "g r": "show_resolved",
  "g v": "show_visitors",
  r: "reply",
  n: "note",
  e: "resolve",
  a: "assign",
  i: "take",
  t: "transfer",
  L: "leave",
  l: "tags",
  // The other bracket folds Wagtail's own menu.
  "]": "panel",
  z: "undo",
  m: "mute",
  "?": "help",
};

/** Milliseconds within which the second key of two counts. */
export const SECOND_KEY_WITHIN_MS = 1_500;

/** Those that make sense while a key is held down. */
const REPEATING: ReadonlySet<Command> = new Set(["next", "previous"]);

export class KeySequence {
  private first: { key: string; at: number } | null = null;

  /** The command that is complete with this key. */
  press(key: string, now: number): Command | null {
    const { first } = this;
    this.first = null;
    if (first !== null && now - first.at < SECOND_KEY_WITHIN_MS) return KEYS[`${first.key} ${key}`] ?? null;
    if (KEYS[key] === undefined && beginsSequence(key)) this.first = { key, at: now };
    return KEYS[key] ?? null;
  }
}

function beginsSequence(key: string): boolean {
  return Object.keys(KEYS).some((keys) => keys.startsWith(`${key} `));
}

/** What of a key event decides. */
export type KeyPress = Pick<KeyboardEvent, "key" | "code" | "shiftKey" | "ctrlKey" | "altKey" | "metaKey" | "repeat">;

/**
 * The key's own letter, whatever the Caps Lock: a capital is Shift and the letter. On a keyboard that writes other
 * letters (Greek, Cyrillic, …) it is the one that stands in the same place on a Latin keyboard.
 */
export function keyOf({ key, code, shiftKey }: KeyPress): string {
  const isForeign = /^\P{ASCII}$/u.test(key) && /^Key[A-Z]$/.test(code);
  const letter = isForeign ? code.charAt(3) : key;
  if (!/^[a-z]$/i.test(letter)) return letter;
  return shiftKey ? letter.toUpperCase() : letter.toLowerCase();
}

/** Many keyboards write brackets with Ctrl and Alt, which together are no command of the browser's. */
function hasModifier({ key, ctrlKey, altKey, metaKey }: KeyPress): boolean {
  const writesSign = ctrlKey && altKey && /^[^a-z]$/i.test(key);
  return metaKey || ((ctrlKey || altKey) && !writesSign);
}

type Handler = () => void;

export class Keyboard {
  private readonly sequence = new KeySequence();
  private readonly handlers = new Map<Command, Handler[]>();

  constructor(
    /** Wagtail lets everybody switch keys without modifiers off. */
    readonly isEnabled: boolean,
    private readonly clock: Clock = realClock,
  ) {}

  /** From now on, until the returned function is called, this is what the command does. */
  on(command: Command, handler: Handler): () => void {
    this.handlers.set(command, [...this.of(command), handler]);
    return () => this.handlers.set(command, this.of(command).filter((known) => known !== handler));
  }

  /** Does what the command means at the moment; false when it means nothing. */
  run(command: Command): boolean {
    const handler = this.of(command).pop();
    handler?.();
    return handler !== undefined;
  }

  /** A key that is not meant for a field. Returns whether it was used. */
  pressed(event: KeyPress): boolean {
    if (!this.isEnabled || hasModifier(event)) return false;
    const command = this.sequence.press(keyOf(event), this.clock.now());
    if (command === null || (event.repeat && !REPEATING.has(command))) return false;
    return this.run(command);
  }

  private of(command: Command): Handler[] {
    return [...(this.handlers.get(command) ?? [])];
  }
}

/** Where keys write something. */
const FIELDS =
  "input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable=''], [contenteditable=true]";
/** Where they have a meaning of their own. */
const PARTS = "[role=menu], [role=listbox], [role=grid], [role=dialog], dialog";

/** Hands every key to the keyboard that nobody else has a use for. */
export function listen(keyboard: Keyboard, page: Document): void {
  page.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || isWithin(event.target, FIELDS)) return;
    const isUsed = !isWithin(event.target, PARTS) && keyboard.pressed(event);
    // Wagtail's own keys listen to what a key writes, and it writes nothing then. One sheet of keys is enough.
    if (isUsed || event.key === "?") event.preventDefault();
  });
}

function isWithin(target: EventTarget | null, parts: string): boolean {
  return target instanceof Element && target.closest(parts) !== null;
}
