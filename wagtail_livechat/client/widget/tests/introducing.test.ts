import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Problem } from "../../shared/answering";
import { Model } from "../../shared/model";
import { addPending, failPending, removePending } from "../../shared/thread";
import { aPending } from "../../shared/tests/making";
import type { FormAnswers } from "../../shared/frames";
import type { ConsentText, OwnDetails } from "../../shared/types";
import type { Chat } from "../chat";
import { Introducing } from "../more/introducing";
import { answersOf, questions } from "../more/questions";
import type { ChatState } from "../state";
import type { Extras } from "../writing";
import { aConfig, aState, aThread, aVisitor } from "./making";

const CONSENT: ConsentText = { version: "v7", text: "I agree", link: "" };
const NEWER = aConfig({}, { consent: { ...CONSENT, version: "v8" } });
const ASKED = questions(aConfig(), "contact");
const ANSWERS = { ...answersOf(null), known: { name: "Ada", email: "ada@example.com" } };

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A chat whose server answers as each test says. */
function aChat(introduce: (form: FormAnswers) => Promise<OwnDetails> = () => Promise.reject(new Error())) {
  const model = new Model<ChatState>(aState({ online: false }));
  const memory = { draft: "Hello", answers: ANSWERS, isIntroduced: false };
  const fetched: string[] = [];
  const written: (FormAnswers | undefined)[] = [];
  const writing = {
    write: (body: string, { form }: Extras) => {
      const own = aPending("mine", { body });
      written.push(form);
      model.update({ thread: addPending(model.state.thread, own), begun: null });
      return own;
    },
    discard: (clientId: string) => model.update({ thread: removePending(model.state.thread, clientId) }),
  };
  const plain = {
    patch: (_: string, form: FormAnswers) => introduce(form),
    get: (path: string) => {
      fetched.push(path);
      return Promise.resolve(NEWER);
    },
  };
  const introducing = new Introducing({ means: { api: { plain }, memory, model }, writing } as unknown as Chat);
  return { introducing, memory, model, written, fetched };
}

describe("a form with a message", () => {
  it("goes along with it, and what it says is known once the message is there", () => {
    const { introducing, memory, model, written } = aChat();
    introducing.write("Hello", "contact", ASKED, CONSENT);
    assert.deepEqual(written, [{ name: "Ada", email: "ada@example.com", consent: "v7" }]);
    assert.deepEqual([memory.draft, memory.answers, model.state.visitor?.email], ["", ANSWERS, ""]);

    model.update({ thread: aThread() });

    const { visitor, isIntroduced } = model.state;
    assert.deepEqual([visitor?.email, visitor?.consented, isIntroduced], ["ada@example.com", ["v7"], true]);
    assert.deepEqual([memory.answers, memory.isIntroduced], [null, true]);
  });

  it("that is refused comes back with everything that stood in it, and with the reason", () => {
    const { introducing, memory, model, fetched } = aChat();
    introducing.write("Hello", "contact", ASKED, null);
    memory.draft = "and another thing";

    model.update({ thread: failPending(model.state.thread, "mine", "That is no e-mail address.") });

    assert.deepEqual([memory.draft, memory.answers, introducing.refusal], ["Hello\nand another thing", ANSWERS, "That is no e-mail address."]);
    assert.deepEqual([model.state.thread.pending, model.state.begun, memory.isIntroduced], [[], "contact", false]);
    assert.deepEqual(fetched, []);
  });

  it("is read again where the text to agree to may have changed", async () => {
    const { introducing, model, fetched } = aChat();
    introducing.write("Hello", "before", ASKED, CONSENT);
    model.update({ thread: failPending(model.state.thread, "mine", "The text has changed.") });
    await settled();
    assert.deepEqual([fetched, model.state.config?.consent?.version, model.state.begun], [["config"], "v8", "before"]);
  });

  it("stays with its message where a conversation has begun meanwhile", () => {
    const { introducing, memory, model } = aChat();
    introducing.write("Hello", "contact", ASKED, null);
    model.update({ thread: failPending({ ...aThread(), pending: model.state.thread.pending }, "mine", "Too long.") });
    assert.deepEqual([model.state.thread.pending.length, memory.draft, introducing.refusal], [1, "", null]);
  });
});

describe("a form after the message", () => {
  it("is saved, and the visitor is as the server says", async () => {
    const { introducing, memory, model } = aChat(({ name }) => Promise.resolve(aVisitor({ name: `${name} L.` })));
    await introducing.save(questions(aConfig({ moment: "after" }), "after"), null);
    assert.deepEqual([model.state.visitor?.name, model.state.isIntroduced, memory.answers], ["Ada L.", true, null]);
  });

  it("that is refused stays as it is", async () => {
    const { introducing, memory, model, fetched } = aChat(() => Promise.reject(new Problem("bad_email", 422, "No.")));
    await assert.rejects(introducing.save(ASKED, null), { code: "bad_email" });
    assert.deepEqual([memory.answers, model.state.isIntroduced, fetched], [ANSWERS, false, []]);
  });

  it("is read again where the text to agree to has changed", async () => {
    const { introducing, model } = aChat(() => Promise.reject(new Problem("old_consent", 409, "It changed.")));
    await assert.rejects(introducing.save(ASKED, CONSENT), { code: "old_consent" });
    await settled();
    assert.equal(model.state.config, NEWER);
  });

  it("may be passed over", () => {
    const { introducing, memory, model } = aChat();
    introducing.skip();
    assert.deepEqual([model.state.isIntroduced, memory.isIntroduced, memory.answers, model.state.visitor], [true, true, null, aVisitor()]);
  });
});

it("what is filled in begins with what is known, and goes on where it was left", () => {
  const { introducing, memory, model } = aChat();
  assert.equal(introducing.answers, ANSWERS);
  memory.answers = null as unknown as typeof ANSWERS;
  model.update({ visitor: aVisitor({ name: "Eve" }) });
  assert.equal(introducing.answers.known["name"], "Eve");
});
