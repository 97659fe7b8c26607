import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { badge, createFormatter, fill, initials, titleWith } from "../format";
import { keptIn } from "../kept";
import { rowsOf, type Row } from "../rows";
import { storeIn } from "../storage";
import { backOff } from "../timing";
import { aMessage, aPending } from "./making";

const at = (day: number, hour: number, minute = 0): string => new Date(2026, 2, day, hour, minute).toISOString();

describe("a time", () => {
  const english = createFormatter("en");
  const now = Date.parse(at(3, 12));

  it("is named by its day as people do", () => {
    assert.deepEqual([at(3, 0), at(2, 23), at(1, 9)].map((iso) => english.day(iso, now)).slice(0, 2), ["Today", "Yesterday"]);
    assert.match(english.day(at(1, 9), now), /^Sunday.*March|^Sunday.*1/);
    assert.match(english.day("2024-03-03T09:00:00Z", now), /2024/);
  });

  it("is told in the language of the page", () => {
    assert.equal(createFormatter("fr").day(at(3, 9), now), "Aujourd’hui");
    assert.equal(createFormatter("not a language").time(at(3, 9)).length > 0, true);
  });

  it("ago is short", () => {
    const ago = (minutes: number): string => english.ago(new Date(now - minutes * 60_000).toISOString(), now);
    assert.deepEqual([0, 4, 130, 3_000].map(ago), ["now", "4 min", "2 hr", "2 days"]);
    assert.equal(english.ago(at(4, 12), now), "now");
  });
});

describe("what is told of a visitor", () => {
  const english = createFormatter("en-GB");
  const now = Date.parse("2026-03-03T12:00:00Z");

  it("their language, by its name in one's own", () => {
    assert.equal(english.language("fr"), "French");
    assert.equal(english.language("pt-BR"), "Brazilian Portuguese");
    assert.equal(createFormatter("fr").language("fr"), "Français");
    assert.deepEqual(["", "not a language"].map(english.language), ["", ""]);
  });

  it("their time, with the day where it is another one there", () => {
    const here = new Date(2026, 2, 3, 12);
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    assert.equal(english.clock(zone, here.getTime()), "12:00");
    assert.match(english.clock("Pacific/Kiritimati", here.getTime()), /^(Wed,? )?\d\d:00$/);
    assert.equal(english.clock("Pacific/Kiritimati", new Date(2026, 2, 3, 23, 30).getTime()).startsWith("Wed"), true);
    assert.deepEqual(["", "Mars/Olympus"].map((each) => english.clock(each, now)), ["", ""]);
  });

  it("days, short and without anybody's time zone", () => {
    assert.equal(english.shortDate(at(2, 9), now), "2 Mar");
    assert.equal(english.shortDate("2024-10-12T12:00:00Z", now), "12 Oct 2024");
    assert.equal(english.calendar("2024-03-12"), "12 Mar 2024");
    assert.match(english.calendar(at(2, 9, 30)), /^2 Mar 2026,? (at )?09:30$/);
    assert.equal(english.month("2024-03-01"), "Mar 2024");
  });

  it("numbers", () => {
    assert.deepEqual(["1204", "0.5", "", "many"].map(english.number), ["1,204", "0.5", "", "many"]);
  });
});

it("the title carries the count once", () => {
  assert.equal(titleWith("Guji", 2), "(2) Guji");
  assert.equal(titleWith("(2) Guji", 3), "(3) Guji");
  assert.equal(titleWith("(99+) Guji", 0), "Guji");
  assert.equal(badge(120), "99+");
});

it("initials are of the first and the last name", () => {
  assert.deepEqual(["Martin Novak", "Tom", " ", "Ana Maria de Souza", "élodie"].map(initials), ["MN", "T", "", "AS", "É"]);
});

it("a text is filled with values, not with what values contain", () => {
  assert.equal(fill("{count} from {name}, {other}", { count: 2, name: "{count}" }), "2 from {count}, {other}");
});

it("waiting grows to a limit and half of it is chance", () => {
  assert.deepEqual([backOff(0, 0), backOff(0, 1), backOff(3, 1), backOff(60, 1)], [250, 500, 4_000, 30_000]);
});

describe("a thread reads", () => {
  const read = (row: Row): string =>
    row.kind === "run" ? `${row.author}: ${row.entries.map((entry) => entry.body).join(", ")}` : row.kind;

  it("as days, runs and events", () => {
    const rows = rowsOf(
      [
        aMessage(1, 1, { created_at: at(2, 10), body: "a" }),
        aMessage(2, 2, { created_at: at(2, 10, 4), body: "b" }),
        aMessage(3, 3, { created_at: at(2, 10, 12), body: "c" }),
        aMessage(4, 4, { created_at: at(2, 10, 13), body: "d", author: "visitor", agent: null }),
        aMessage(5, 5, { created_at: at(2, 10, 14), kind: "event", author: "system" }),
        aMessage(6, 6, { created_at: at(3, 0), body: "e", agent: { id: 2, name: "Tom", avatar: null } }),
        aMessage(7, 7, { created_at: at(3, 0, 1), body: "f" }),
      ],
      [],
    );
    assert.deepEqual(rows.map(read), ["day", "agent: a, b", "agent: c", "visitor: d", "event", "day", "agent: e", "agent: f"]);
  });

  it("with pending messages at its end, in the same run", () => {
    const sent = aMessage(1, 1, { created_at: at(3, 10), author: "visitor", agent: null, body: "a" });
    const rows = rowsOf([sent], [aPending("b", { created_at: at(3, 10, 1) }), aPending("c", { created_at: at(3, 10, 2), state: "failed" })]);
    assert.deepEqual(rows.map(read), ["day", "visitor: a, b, c"]);
    const run = rows[1];
    assert.deepEqual(run?.kind === "run" && run.entries.map((entry) => entry.state), ["sent", "sending", "failed"]);
  });

  it("apart by kind and by agent, whatever their names", () => {
    const note = aMessage(2, 2, { kind: "note", event_data: { mentions: [3] }, created_at: at(3, 10, 1) });
    const namesake = aMessage(3, 3, { agent: { id: 9, name: "Martin", avatar: null }, created_at: at(3, 10, 2) });
    const rows = rowsOf([aMessage(1, 1, { created_at: at(3, 10) }), note, namesake], []);
    const entries = rows.flatMap((row) => (row.kind === "run" ? [row.entries] : []));
    assert.deepEqual(entries.map((run) => run.length), [1, 1, 1]);
    assert.deepEqual(entries.flat().map(({ kind, agent, mentions }) => [kind, agent, mentions]), [
      ["text", 1, []],
      ["note", 1, [3]],
      ["text", 9, []],
    ]);
  });

  it("keeping the key of a message when it is sent", () => {
    const key = (rows: Row[]): string | undefined => (rows[1]?.kind === "run" ? rows[1].entries[0]?.key : undefined);
    const sent = aMessage(9, 9, { client_id: "mine", author: "visitor", created_at: at(3, 10) });
    assert.equal(key(rowsOf([sent], [])), key(rowsOf([], [aPending("mine", { created_at: at(3, 10) })])));
    assert.ok(key(rowsOf([{ ...sent, client_id: "" }], [])));
  });
});

it("files have a size in words", () => {
  const { size } = createFormatter("en-GB");
  assert.deepEqual([0, 120, 1_400, 640_000, 1_400_000, 25e6].map(size), ["0.1 kB", "0.1 kB", "1.4 kB", "640 kB", "1.4 MB", "25 MB"]);
});

describe("kept messages", () => {
  function memory(): Storage {
    const items = new Map<string, string>();
    const storage = {
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, value: string) => void items.set(key, value),
      removeItem: (key: string) => void items.delete(key),
    };
    return storage as unknown as Storage;
  }

  it("outlive a reload until they are sent", () => {
    const storage = memory();
    keptIn(storeIn(() => storage), "kept").keep(aPending("one"));
    const later = keptIn(storeIn(() => storage), "kept");
    later.keep(aPending("two"));
    later.keep(aPending("two", { state: "failed" }));
    assert.deepEqual(later.all().map((own) => `${own.client_id} ${own.state}`), ["one sending", "two failed"]);
    later.forget(["one", "two"]);
    assert.deepEqual([later.all(), storage.getItem("kept")], [[], null]);
  });

  it("are simply none where storage is blocked or holds something else", () => {
    const blocked = keptIn(storeIn(() => { throw new Error("blocked"); }), "kept");
    blocked.keep(aPending("one"));
    blocked.forgetAll();
    assert.deepEqual(blocked.all(), []);
    const storage = memory();
    storage.setItem("kept", '[{"client_id": 3}, null]');
    assert.deepEqual(keptIn(storeIn(() => storage), "kept").all(), []);
    storage.setItem("kept", "{");
    assert.deepEqual(keptIn(storeIn(() => storage), "kept").all(), []);
  });
});
