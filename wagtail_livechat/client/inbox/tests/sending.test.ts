import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Problem, type Api } from "../../shared/api";
import type { ClientFrame } from "../../shared/frames";
import type { Store } from "../../shared/storage";
import { settled } from "../../shared/tests/making";
import type { AttachmentShape } from "../../shared/types";
import { DeskStorage } from "../desk-storage";
import { Sending, type Letter } from "../sending";
import { threadOf, type Threads } from "../threads";
import { aConversation, aMessage, ME } from "./samples";

const CONVERSATION = aConversation();
const C = CONVERSATION.public_id;
const FILE: AttachmentShape = {
  public_id: "f1",
  url: "/files/f1",
  name: "a.txt",
  content_type: "text/plain",
  size: 3,
  width: null,
  height: null,
  thumbnail: null,
};
const LETTER: Letter = { body: "Hello", note: false, attachments: [] };

let threads: Threads;
let frames: ClientFrame[];
let posts: unknown[];
let isOpen: boolean;
let answer: (body: { client_id: string }) => Promise<unknown>;
let storage: DeskStorage;
let sending: Sending;

function memory(): Store {
  const kept = new Map<string, unknown>();
  return {
    get: <T>(key: string) => (kept.get(key) as T | undefined) ?? null,
    set: (key, value) => void kept.set(key, value),
    remove: (key) => void kept.delete(key),
  };
}

function stored(clientId: string): { conversation: typeof CONVERSATION; message: ReturnType<typeof aMessage> } {
  return { conversation: CONVERSATION, message: aMessage(1, { client_id: clientId, author: "agent", agent: ME }) };
}

function firstId(): string {
  return threadOf(threads, C).pending[0]?.client_id ?? "";
}

beforeEach(() => {
  threads = {};
  frames = [];
  posts = [];
  isOpen = true;
  answer = async ({ client_id }) => stored(client_id);
  storage = new DeskStorage("1", memory(), memory());
  sending = new Sending({
    api: { post: (path: string, body: { client_id: string }) => (posts.push([path, body]), answer(body)) } as unknown as Api,
    storage,
    threads: () => threads,
    replace: (next) => {
      threads = next;
    },
    overSocket: (frame) => (isOpen && frames.push(frame), isOpen),
    onPosted: () => undefined,
    onProblem: () => undefined,
  });
});

test("a plain reply is nothing but its text", () => {
  sending.send(C, LETTER);
  assert.deepEqual(frames, [{ type: "message.send", conversation: C, client_id: firstId(), body: "Hello" }]);
});

test("a note and its files go along, over the socket and without it", async () => {
  const note: Letter = { body: "", note: true, attachments: [FILE] };
  sending.send(C, note);
  const content = { client_id: firstId(), body: "", note: true, attachment_ids: ["f1"] };
  assert.deepEqual(frames, [{ type: "message.send", conversation: C, ...content }]);
  isOpen = false;
  sending.socketClosed();
  await settled();
  assert.deepEqual(posts, [[`conversations/${C}/messages`, content]]);
});

test("what waits shows as what it is, and is kept over a reload", () => {
  sending.send(C, { body: "Look", note: true, attachments: [FILE] });
  const [pending] = threadOf(threads, C).pending;
  assert.deepEqual([pending?.note, pending?.attachments], [true, [FILE]]);
  assert.deepEqual(storage.unsent().map(({ message }) => message.attachments), [[FILE]]);
});

test("what is to follow follows once, whichever way the message comes back first", () => {
  let followed = 0;
  sending.send(C, LETTER, () => (followed += 1));
  const clientId = firstId();
  assert.equal(followed, 0);
  sending.arrived(clientId, C);
  sending.accepted({ type: "message.accepted", client_id: clientId, ...stored(clientId) });
  assert.equal(followed, 1);
});

test("nothing follows a message that was refused and taken back", async () => {
  let followed = 0;
  isOpen = false;
  answer = async () => Promise.reject(new Problem("file_missing", 422, "The file is gone."));
  sending.send(C, { ...LETTER, attachments: [FILE] }, () => (followed += 1));
  const clientId = firstId();
  await settled();
  assert.deepEqual(threadOf(threads, C).pending.map(({ state, detail }) => [state, detail]), [["failed", "The file is gone."]]);
  sending.remove(C, clientId);
  sending.arrived(clientId, C);
  assert.deepEqual([followed, storage.unsent()], [0, []]);
});
