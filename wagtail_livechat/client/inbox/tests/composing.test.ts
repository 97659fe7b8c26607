import assert from "node:assert/strict";
import { File as FileOfNode } from "node:buffer";
import { beforeEach, test } from "node:test";
import { Problem, type Api, type UploadWatching } from "../../shared/api";
import type { Store } from "../../shared/storage";
import { settled } from "../../shared/tests/making";
import { emptyThread } from "../../shared/thread";
import type { AttachmentShape, MessageShape } from "../../shared/types";
import { Composing } from "../composing";
import { DeskStorage } from "../desk-storage";
import { MOST_FILES, type Place } from "../drafts";
import { Model } from "../model";
import type { Letter } from "../sending";
import type { AgentThread, Threads } from "../threads";
import { aConversation, aMessage, ME, TOM } from "./samples";

const C = aConversation().public_id;
const REPLY: Place = { conversation: C, tab: "reply" };
const NOTE: Place = { conversation: C, tab: "note" };

interface Waiting {
  name: string;
  signal: AbortSignal | undefined;
  progress: (share: number) => void;
  arrives: () => void;
  fails: (problem: Problem) => void;
}

let store: Store;
let model: Model<{ threads: Threads }>;
let uploads: Waiting[];
let sent: { letter: Letter; sequel: (() => void) | undefined }[];
let resolved: string[];
let mayResolve: boolean;
let typed: number;
let written: number;
let composing: Composing;

function memory(): Store {
  const kept = new Map<string, string>();
  return {
    get: <T>(key: string) => (kept.has(key) ? (JSON.parse(kept.get(key) ?? "") as T) : null),
    set: (key, value) => void kept.set(key, JSON.stringify(value)),
    remove: (key) => void kept.delete(key),
  };
}

function aShape(name: string): AttachmentShape {
  const common = { content_type: "text/plain", size: 3, width: null, height: null, thumbnail: null };
  return { public_id: `id of ${name}`, url: `/files/${name}`, name, ...common };
}

function aFile(name: string): File {
  return new FileOfNode(["abc"], name, { type: "text/plain" }) as unknown as File;
}

const api = {
  upload: (_path: string, form: FormData, { signal, onProgress }: UploadWatching) =>
    new Promise((resolve, reject) => {
      const { name } = form.get("file") as File;
      const arrives = (): void => resolve(aShape(name));
      signal?.addEventListener("abort", () => reject(new Problem("aborted", 0, "")));
      uploads.push({ name, signal, progress: onProgress ?? (() => undefined), arrives, fails: reject });
    }),
  post: async () => ({ attachments: [aShape("terms.pdf")] }),
} as unknown as Api;

function opened(): Composing {
  return new Composing({
    api,
    model,
    storage: new DeskStorage("1", store, memory()),
    sending: { send: (_conversation, letter, sequel) => void sent.push({ letter, sequel }) },
    watching: { writes: () => void (typed += 1), hasWritten: () => void (written += 1) },
    conversing: { change: () => undefined },
    resolving: { may: () => mayResolve, resolve: async (id) => void resolved.push(id) },
    agent: ME.id,
    onProblem: () => undefined,
  });
}

function says(...messages: MessageShape[]): void {
  const thread: AgentThread = { ...emptyThread(), conversation: aConversation(), messages };
  model.update({ threads: { [C]: thread } });
}

beforeEach(() => {
  store = memory();
  model = new Model<{ threads: Threads }>({ threads: {} });
  uploads = [];
  sent = [];
  resolved = [];
  mayResolve = true;
  typed = 0;
  written = 0;
  composing = opened();
  says(aMessage(1));
});

test("what is written is kept for each box", () => {
  composing.write(REPLY, "Dear");
  composing.write(NOTE, "He is");
  assert.deepEqual([opened().draft(REPLY).text, opened().draft(NOTE).text], ["Dear", "He is"]);
});

test("that a reply is written is told, that a note is written is not", () => {
  composing.write(NOTE, "He is");
  composing.write(REPLY, " ");
  assert.equal(typed, 0);
  composing.write(REPLY, "Dear");
  assert.deepEqual([typed, written], [1, 2]);
  composing.send(REPLY, "send");
  assert.deepEqual([typed, written], [1, 3]);
});

test("a draft that is sent is gone, and was trimmed at its ends only", () => {
  composing.write(REPLY, "\nOne\n\nTwo \n");
  composing.send(REPLY, "send");
  assert.deepEqual(sent.map(({ letter }) => letter), [{ body: "One\n\nTwo", note: false, attachments: [] }]);
  assert.equal(opened().draft(REPLY).text, "");
});

test("an empty draft, and one that is too long, is not sent", () => {
  composing.send(REPLY, "send");
  composing.write(REPLY, "   ");
  composing.send(REPLY, "send");
  composing.write(REPLY, "a".repeat(10_001));
  composing.send(REPLY, "send");
  assert.deepEqual([sent.length, composing.draft(REPLY).text.length], [0, 10_001]);
});

test("a reply after which the conversation is to be resolved resolves it once it is stored, where that is allowed", () => {
  composing.write(REPLY, "Done");
  composing.send(REPLY, "resolve");
  assert.deepEqual(resolved, []);
  sent[0]?.sequel?.();
  assert.deepEqual(resolved, [C]);
  mayResolve = false;
  composing.write(REPLY, "Done again");
  composing.send(REPLY, "resolve");
  sent[1]?.sequel?.();
  assert.deepEqual(resolved, [C]);
});

test("a note is sent as a note and resolves nothing", () => {
  composing.write(NOTE, "Rude");
  composing.send(NOTE, "resolve");
  assert.deepEqual(sent, [{ letter: { body: "Rude", note: true, attachments: [] }, sequel: undefined }]);
});

test("a colleague's reply since the draft was begun is asked about, and the text stays", () => {
  composing.write(REPLY, "I think");
  says(aMessage(1), aMessage(2, { author: "agent", agent: TOM }));
  composing.send(REPLY, "send");
  assert.deepEqual(composing.draft(REPLY).held?.questions, [{ kind: "overtaken", name: "Tom" }]);
  assert.deepEqual([sent.length, composing.draft(REPLY).text], [0, "I think"]);
  composing.sendAnyway(REPLY);
  assert.equal(sent.length, 1);
});

test("who keeps writing is not asked about the same reply again", () => {
  composing.write(REPLY, "I think");
  says(aMessage(1), aMessage(2, { author: "agent", agent: TOM }));
  composing.send(REPLY, "send");
  composing.keepWriting(REPLY);
  composing.write(REPLY, "I agree");
  composing.send(REPLY, "send");
  assert.equal(sent.length, 1);
});

test("a draft that is begun after the reply is not asked about, one that was kept over a reload is", () => {
  composing.write(REPLY, "Before the reload");
  says(aMessage(1), aMessage(2, { author: "agent", agent: TOM }));
  composing = opened();
  composing.send(REPLY, "send");
  assert.equal(composing.draft(REPLY).held?.questions.length, 1);
  composing.write(REPLY, "");
  composing.write(REPLY, "Begun anew");
  composing.send(REPLY, "send");
  assert.equal(sent.length, 1);
});

test("files are uploaded at once, and a message may be nothing but files", async () => {
  composing.attach(REPLY, [aFile("a.txt")]);
  uploads[0]?.progress(0.5);
  assert.deepEqual(composing.draft(REPLY).files.map(({ state, progress }) => [state, progress]), [["uploading", 0.5]]);
  uploads[0]?.arrives();
  await settled();
  composing.send(REPLY, "send");
  assert.deepEqual(sent.map(({ letter }) => letter), [{ body: "", note: false, attachments: [aShape("a.txt")] }]);
  assert.deepEqual(composing.draft(REPLY).files, []);
});

test("a message waits for its files", async () => {
  composing.write(REPLY, "Look");
  composing.attach(REPLY, [aFile("a.txt"), aFile("b.txt")]);
  composing.send(REPLY, "send");
  uploads[0]?.arrives();
  await settled();
  assert.equal(sent.length, 0);
  uploads[1]?.arrives();
  await settled();
  assert.deepEqual(sent[0]?.letter.attachments.map(({ name }) => name), ["a.txt", "b.txt"]);
});

test("a file that failed holds the message until it is tried again or taken out", async () => {
  composing.write(REPLY, "Look");
  composing.attach(REPLY, [aFile("a.exe")]);
  composing.send(REPLY, "send");
  uploads[0]?.fails(new Problem("file_not_allowed", 422, "Not this kind."));
  await settled();
  const [file] = composing.draft(REPLY).files;
  assert.deepEqual([file?.state, file?.detail, sent.length, composing.draft(REPLY).held], ["failed", "Not this kind.", 0, null]);
  composing.attachAgain(file?.key ?? "");
  uploads[1]?.arrives();
  await settled();
  composing.send(REPLY, "send");
  assert.equal(sent.length, 1);
});

test("a file that is taken out is uploaded no further", async () => {
  composing.attach(REPLY, [aFile("a.txt")]);
  composing.detach(REPLY, composing.draft(REPLY).files[0]?.key ?? "");
  await settled();
  assert.deepEqual([uploads[0]?.signal?.aborted, composing.draft(REPLY).files], [true, []]);
});

test("a reload keeps the files that were there, in their box", async () => {
  composing.attach(NOTE, [aFile("a.txt"), aFile("b.txt")]);
  uploads[0]?.arrives();
  await settled();
  assert.deepEqual(opened().draft(NOTE).files.map(({ name, state }) => [name, state]), [["a.txt", "ready"]]);
  assert.deepEqual(opened().draft(REPLY).files, []);
});

test("more files than a message may have are left out, and counted", () => {
  const files = Array.from({ length: MOST_FILES + 2 }, (_, index) => aFile(`${index}.txt`));
  assert.equal(composing.attach(REPLY, files), 2);
  assert.equal(composing.attach(REPLY, [aFile("one more.txt")]), 1);
  assert.equal(composing.draft(REPLY).files.length, MOST_FILES);
});

test("a shortcut's files become files of the message", async () => {
  const shortcut = { id: 7, keyword: "terms", body: "", scope: "own" as const, group: null, language: "", files: [] };
  await composing.attachFilesOf(REPLY, shortcut);
  composing.send(REPLY, "send");
  assert.deepEqual(sent[0]?.letter.attachments.map(({ name }) => name), ["terms.pdf"]);
});
