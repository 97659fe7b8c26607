/** The sheet that lists every key. */
import { KEYS, type Command } from "./keyboard";

export interface SheetRow {
  /** The text's key. */
  name: string;
  /** One after the other; keys of one press are joined by "+". */
  keys: readonly string[];
}

export interface SheetGroup {
  name: string;
  rows: readonly SheetRow[];
}

const COMMANDS: readonly (readonly [string, readonly Command[]])[] = [
  ["list", ["next", "previous", "open", "select", "undo"]],
  ["queues", ["show_all", "show_mine", "show_unassigned", "show_unanswered", "show_open", "show_resolved", "show_visitors"]],
  ["conversation", ["reply", "note", "resolve", "take", "assign", "transfer", "leave", "tags"]],
  ["page", ["panel", "mute", "help"]],
];

const WRITING: readonly SheetRow[] = [
  { name: "send", keys: ["Enter"] },
  { name: "solve", keys: ["Mod+Enter"] },
  { name: "line", keys: ["Shift+Enter"] },
  { name: "shortcut", keys: ["/"] },
  { name: "mention", keys: ["@"] },
  { name: "out", keys: ["Esc"] },
];

/** What Wagtail does on each of its pages. */
const WAGTAIL: readonly SheetRow[] = [
  { name: "menu", keys: ["["] },
  { name: "search", keys: ["/"] },
];

export const SHEET: readonly SheetGroup[] = [
  ...COMMANDS.map(([name, commands]) => ({ name, rows: commands.map(rowOf) })),
  { name: "writing", rows: WRITING },
  { name: "wagtail", rows: WAGTAIL },
];

function rowOf(command: Command): SheetRow {
  return { name: command, keys: keysOf(command) };
}

function keysOf(command: Command): string[] {
  const keys = Object.keys(KEYS).find((each) => KEYS[each] === command) ?? "";
  return keys.split(" ").map((key) => (/^[A-Z]$/.test(key) ? `Shift+${key.toLowerCase()}` : key));
}

/** The caps of one press, as they are called on this machine. */
export function capsOf(press: string, isMac: boolean): string[] {
  return press.split("+").map((cap) => (cap === "Mod" ? (isMac ? "⌘" : "Ctrl") : cap));
}
