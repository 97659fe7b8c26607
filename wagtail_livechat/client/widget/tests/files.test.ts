import assert from "node:assert/strict";
import { File as FileOfNode } from "node:buffer";
import { beforeEach, describe, it } from "node:test";
import { Problem } from "../../shared/answering";
import { readyFile, refusedFile } from "../../shared/attaching";
import { Model } from "../../shared/model";
import type { AttachmentShape } from "../../shared/types";
import type { UploadWatching } from "../../shared/uploading";
import { Carrying } from "../carrying";
import { canSend } from "../composing";
import type { Means } from "../means";
import { Carrier } from "../more/carrier";
import { refusal, spoken } from "../more/file_rules";
import { newMessage, sendBody } from "../sending";
import { initialState, type ChatState } from "../state";
import type { Extras, Writing } from "../writing";

const LIMITS = { message_length: 100, file_bytes: 10, file_types: [".png", ".txt"], files: 2 };
const text = (key: string): string => (key === "uploading" || key === "attached" ? `${key} {name}` : key);

function aFile(name: string, contents = "abc"): File {
  return new FileOfNode([contents], name) as unknown as File;
}

function aShape(name: string): AttachmentShape {
  const common = { content_type: "text/plain", size: 3, width: null, height: null, thumbnail: null };
  return { public_id: `id of ${name}`, url: `/files/${name}`, name, ...common };
}

interface Upload {
  name: string;
  signal: AbortSignal | undefined;
  progress: (share: number) => void;
  arrives: () => void;
  fails: (problem: Problem) => void;
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("what may go along", () => {
  it("is told by the end of the name, the size and the number", () => {
    assert.equal(refusal(aFile("Kettle.PNG"), 0, LIMITS), null);
    assert.equal(refusal(aFile("kettle.html"), 0, LIMITS), "file_not_allowed");
    assert.equal(refusal(aFile("kettle"), 0, LIMITS), "file_not_allowed");
    assert.equal(refusal(aFile("kettle.png", "x".repeat(11)), 0, LIMITS), "file_too_big");
    assert.equal(refusal(aFile("kettle.png"), 2, LIMITS), "too_many_files");
  });

  it("is left to the server where nothing is known", () => {
    assert.equal(refusal(aFile("kettle.html"), 0, undefined), null);
  });

  it("is said aloud: what is on its way, then what is there", () => {
    const ready = readyFile(aShape("a.txt"));
    const uploading = { ...ready, name: "b.txt", state: "uploading" } as const;
    assert.equal(spoken([ready, uploading], text), "uploading b.txt");
    assert.equal(spoken([ready], text), "attached a.txt");
    assert.equal(spoken([refusedFile(aFile("c.txt"), "no")], text), "");
  });
});

describe("a message with files", () => {
  it("needs no words, but none of its files may have failed", () => {
    const ready = readyFile(aShape("a.txt"));
    assert.equal(canSend("", 10, { added: [], carried: [ready] }), true);
    assert.equal(canSend("", 10, { added: [aFile("a.txt")], carried: [] }), true);
    assert.equal(canSend("Hi", 10, { added: [], carried: [{ ...ready, state: "failed" }] }), false);
    assert.equal(canSend("x".repeat(11), 10, { added: [], carried: [ready] }), false);
  });

  it("names them", () => {
    const message = newMessage("", { url: "/", title: "" }, {}, undefined, [aShape("a.txt")]);
    assert.deepEqual(sendBody(message).attachment_ids, ["id of a.txt"]);
    assert.equal("attachment_ids" in sendBody(newMessage("Hi", { url: "/", title: "" }, {})), false);
  });
});

describe("the files of the next message", () => {
  let model: Model<ChatState>;
  let carrying: Carrying;
  let memory: { draft: string };
  let uploads: Upload[];
  let sent: [string, string[]][];
  let carrier: Carrier;

  beforeEach(() => {
    uploads = [];
    sent = [];
    memory = { draft: "" };
    model = new Model({ ...initialState(), config: { limits: LIMITS } as ChatState["config"] });
    carrying = new Carrying({ model } as Means);
    const writing = {
      write: (words: string, { attachments }: Extras = {}) => {
        sent.push([words, (attachments ?? []).map(({ name }) => name)]);
        model.update({});
      },
    } as Writing;
    const chat = {
      get state() {
        return model.state;
      },
      subscribe: (listener: () => void) => model.watch(listener),
      carrying,
      writing,
    };
    carrying.add([aFile("early.txt")]);
    carrier = new Carrier(chat, memory, text, upload);
  });

  function upload(form: FormData, { signal, onProgress }: UploadWatching): Promise<AttachmentShape> {
    return new Promise((resolve, reject) => {
      const { name } = form.get("file") as File;
      signal?.addEventListener("abort", () => reject(new Problem("aborted", 0, "")));
      uploads.push({ name, signal, progress: onProgress ?? (() => undefined), arrives: () => resolve(aShape(name)), fails: reject });
    });
  }

  const states = (): string[] => model.state.carried.map(({ name, state }) => `${name} ${state}`);

  it("are taken up once there is somebody to bring them", async () => {
    assert.deepEqual([model.state.added, states()], [[], ["early.txt uploading"]]);
    uploads[0]?.progress(0.5);
    assert.equal(model.state.carried[0]?.progress, 0.5);
    uploads[0]?.arrives();
    await settled();
    assert.deepEqual(states(), ["early.txt ready"]);
  });

  it("are refused at once, in the server's words, where they would be anyway", () => {
    carrying.add([aFile("page.html"), aFile("third.txt")]);
    assert.deepEqual(states(), ["early.txt uploading", "page.html failed", "third.txt failed"]);
    assert.deepEqual(model.state.carried.map(({ detail }) => detail), ["", "file_not_allowed", "too_many_files"]);
    assert.equal(uploads.length, 1);
  });

  it("hold the message until they are there", async () => {
    memory.draft = "Here";
    carrying.hold("Here");
    assert.deepEqual(sent, []);
    uploads[0]?.arrives();
    await settled();
    assert.deepEqual(sent, [["Here", ["early.txt"]]]);
    assert.deepEqual([memory.draft, states(), model.state.held], ["", [], null]);
  });

  it("let it go out at once when they are there already", async () => {
    uploads[0]?.arrives();
    await settled();
    carrying.hold("");
    assert.deepEqual([sent, model.state.departures], [[["", ["early.txt"]]], 1]);
  });

  it("keep it back when one failed, until it is tried again", async () => {
    memory.draft = "Here";
    carrying.hold("Here");
    uploads[0]?.fails(new Problem("too_many", 429, "That was a lot."));
    await settled();
    const [file] = model.state.carried;
    assert.deepEqual([states(), file?.detail, file?.isHopeless], [["early.txt failed"], "That was a lot.", false]);
    assert.deepEqual([sent, model.state.held, memory.draft], [[], null, "Here"]);

    carrier.again(file?.key ?? "");
    carrying.hold("Here");
    uploads[1]?.arrives();
    await settled();
    assert.deepEqual(sent, [["Here", ["early.txt"]]]);
  });

  it("are uploaded no further once they are taken out", async () => {
    const [file] = model.state.carried;
    if (file) carrier.remove(file);
    await settled();
    assert.deepEqual([uploads[0]?.signal?.aborted, states()], [true, []]);
  });

  it("go without the one that is taken out meanwhile", async () => {
    carrying.add([aFile("slow.txt")]);
    uploads[0]?.arrives();
    await settled();
    carrying.hold("");
    const slow = model.state.carried[1];
    if (slow) carrier.remove(slow);
    await settled();
    assert.deepEqual(sent, [["", ["early.txt"]]]);
  });

  it("hold nothing back when the last one is taken out", async () => {
    memory.draft = "Here";
    carrying.hold("Here");
    const [file] = model.state.carried;
    if (file) carrier.remove(file);
    await settled();
    assert.deepEqual([sent, model.state.held, memory.draft], [[], null, "Here"]);
  });

  it("that the server refuses for good cannot be tried again", async () => {
    uploads[0]?.fails(new Problem("file_not_allowed", 422, "Not this."));
    await settled();
    assert.equal(model.state.carried[0]?.isHopeless, true);
  });
});
