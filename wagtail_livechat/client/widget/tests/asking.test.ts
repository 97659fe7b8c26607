import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { aMessage, aPending } from "../../shared/tests/making";
import { emptyThread } from "../../shared/thread";
import type { ConsentText, OfferedGroup } from "../../shared/types";
import type { FormConfig } from "../answers";
import { consentWanted, isAway, occasion } from "../asking";
import { agrees, answersOf, answerTo, complaint, formOf, questions, visitorWith, withAnswer, type Question } from "../more/questions";
import { initialState, type ChatState } from "../state";
import { aConfig, aState, aThread, aVisitor, GRINDER, NEWS, ORDER } from "./making";

const CONSENT: ConsentText = { version: "v7", text: "I agree", link: "" };
const before = (form: Partial<FormConfig> = {}): ReturnType<typeof aConfig> => aConfig({ moment: "before", ...form });
const after = (form: Partial<FormConfig> = {}): ReturnType<typeof aConfig> => aConfig({ moment: "after", ...form });

describe("a visitor is asked", () => {
  it("nothing before the site has told what it asks, and nothing by default", () => {
    assert.equal(occasion(initialState()), null);
    assert.equal(occasion(aState()), null);
  });

  it("for an address while nobody is there, unless the chat stays as it is", () => {
    const away = { online: false };
    assert.equal(occasion(aState(away)), "contact");
    assert.equal(occasion(aState({ ...away, config: aConfig({}, { when_away: "hide" }) })), "contact");
    assert.equal(occasion(aState({ ...away, config: aConfig({}, { when_away: "stay" }) })), null);
    assert.equal(occasion(aState({ ...away, config: aConfig({ moment: "before" }, { when_away: "stay" }) })), "before");
  });

  it("who they are before the first message, where the site wants to know", () => {
    assert.equal(occasion(aState({ config: before() })), "before");
    assert.equal(occasion(aState({ config: before({ name: "no", email: "no" }) })), null);
  });

  it("or right after it", () => {
    const state = aState({ config: after() });
    assert.equal(occasion(state), null);
    assert.equal(occasion({ ...state, thread: { ...emptyThread(), pending: [aPending("mine")] } }), null);
    assert.equal(occasion({ ...state, thread: aThread() }), "after");
    assert.equal(occasion({ ...state, thread: aThread("resolved") }), null);
  });

  it("not again what is known, or was passed over", () => {
    const known = aVisitor({ name: "Ada", email: "ada@example.com" });
    assert.equal(occasion(aState({ config: before(), visitor: known })), null);
    assert.equal(occasion(aState({ config: before(), isIntroduced: true })), null);
    assert.equal(occasion(aState({ config: before({ fields: [ORDER] }), visitor: known })), "before");
    assert.equal(occasion(aState({ config: before({ fields: [ORDER] }), visitor: { ...known, fields: { "Order number": "7" } } })), null);
  });

  it("again what is required", () => {
    assert.equal(occasion(aState({ config: before({ name: "required" }), isIntroduced: true })), "before");
    assert.equal(occasion(aState({ config: after({ fields: [GRINDER] }), isIntroduced: true, thread: aThread() })), "after");
  });

  it("nothing more while a conversation is under way, whoever is there", () => {
    assert.equal(occasion(aState({ config: before(), thread: aThread() })), null);
    assert.equal(occasion(aState({ online: false, thread: aThread() })), null);
    assert.equal(occasion(aState({ online: false, thread: aThread("resolved") })), null);
  });

  it("to agree before they answer an agent who began, once", () => {
    const config = aConfig({}, { consent: CONSENT });
    const written = (author: "agent" | "visitor"): ChatState["thread"] => ({ ...aThread(), messages: [aMessage(1, 1, { author })] });
    const state = aState({ config, thread: written("agent"), isIntroduced: true });
    assert.equal(occasion(state), "after");
    assert.deepEqual(questions(config, "after"), []);
    assert.equal(occasion({ ...state, visitor: aVisitor({ consented: ["v7"] }) }), null);
    assert.equal(occasion({ ...state, thread: written("visitor") }), null);
  });

  it("nothing where the chat is closed to them", () => {
    assert.equal(occasion(aState({ online: false, isBlocked: true })), null);
  });
});

describe("what is begun", () => {
  it("in a form stays there when somebody comes", () => {
    assert.equal(occasion(aState({ begun: "contact" })), "contact");
    assert.equal(occasion(aState({ begun: "before", config: before(), isIntroduced: true })), "before");
    assert.equal(occasion(aState({ begun: "contact", thread: aThread() })), null);
  });

  it("before becomes a contact form when the group that was chosen is away", () => {
    const groups: OfferedGroup[] = [{ id: 3, name: "Orders", online: false }];
    assert.equal(occasion(aState({ begun: "before", config: before({ groups }), group: 3 })), "contact");
  });

  it("in the chat stays there when everybody leaves, and when a form would come", () => {
    assert.equal(occasion(aState({ begun: "chat", online: false })), null);
    assert.equal(occasion(aState({ begun: "chat", config: after(), thread: aThread() })), null);
    assert.equal(occasion(aState({ online: false, added: [{} as File] })), null);
  });
});

describe("somebody is away", () => {
  const groups: OfferedGroup[] = [
    { id: 3, name: "Orders", online: true },
    { id: 5, name: "Brewing", online: false },
  ];
  const config = aConfig({ groups });

  it("as the chosen group is, or else the whole site", () => {
    assert.deepEqual([3, 5, null].map((group) => isAway(aState({ config, group }))), [false, true, false]);
    assert.deepEqual([3, 5, null].map((group) => isAway(aState({ config, group, online: false }))), [false, true, true]);
  });

  it("always for who is blocked", () => {
    assert.equal(isAway(aState({ isBlocked: true })), true);
  });
});

describe("consent", () => {
  const config = aConfig({}, { consent: CONSENT });

  it("is asked for before anything is written, and once for each text", () => {
    assert.equal(occasion(aState({ config })), "before");
    assert.equal(occasion(aState({ config, isIntroduced: true })), "before");
    assert.equal(occasion(aState({ config, visitor: aVisitor({ consented: ["v7"] }) })), null);
    assert.equal(consentWanted(aState({ config, visitor: aVisitor({ consented: ["v6"] }) })), CONSENT);
    assert.equal(consentWanted(aState({ config, visitor: aVisitor({ consented: ["v6", "v7"] }) })), null);
    assert.equal(consentWanted(aState()), null);
  });

  it("to a text that changed is none", () => {
    const answers = { ...answersOf(null), consent: "v6" };
    assert.deepEqual([agrees(answers, null), agrees(answers, CONSENT), agrees({ ...answers, consent: "v7" }, CONSENT)], [true, false, true]);
  });
});

describe("the questions", () => {
  const named = (asked: Question[]): [string, boolean][] => asked.map(({ name, isRequired }) => [name, isRequired]);

  it("are the site's choice, in its order", () => {
    const config = before({ name: "required", phone: "optional", fields: [GRINDER, NEWS] });
    assert.deepEqual(named(questions(config, "before")), [
      ["name", true],
      ["email", false],
      ["phone", false],
      ["Grinder", true],
      ["Newsletter", false],
    ]);
  });

  it("of the contact form always have the address", () => {
    assert.deepEqual(named(questions(aConfig({ name: "no", email: "no" }), "contact")), [["email", true]]);
  });

  it("are none where only consent is asked for", () => {
    assert.deepEqual(questions(aConfig({}, { consent: CONSENT }), "before"), []);
  });
});

describe("an answer", () => {
  const [name, email, phone, order, grinder, news] = questions(before({ name: "required", phone: "optional", fields: [ORDER, GRINDER, NEWS] }), "before") as [
    Question,
    Question,
    Question,
    Question,
    Question,
    Question,
  ];
  const none = answersOf(null);
  const given = (question: Question, answer: string | boolean): ReturnType<typeof complaint> => complaint(question, withAnswer(none, question, answer));

  it("must be there where it is required; spaces are none", () => {
    assert.deepEqual([complaint(name, none), given(name, "  "), given(name, "Ada")], ["complaint_required", "complaint_required", null]);
    assert.deepEqual([complaint(phone, none), complaint(order, none), complaint(news, none)], [null, null, null]);
    assert.equal(complaint({ ...news, isRequired: true }, none), "complaint_required");
  });

  it("that is an address must look like one", () => {
    assert.deepEqual([given(email, ""), given(email, " ada@example.com ")], [null, null]);
    for (const wrong of ["ada", "ada@", "ada@example", "a da@example.com", "@example.com", "ada@example."]) assert.equal(given(email, wrong), "complaint_email", wrong);
  });

  it("to a choice is one of its options", () => {
    assert.deepEqual([given(grinder, "Hand"), given(grinder, "Steam")], [null, "complaint_required"]);
    assert.equal(answerTo(grinder, withAnswer(none, grinder, "Steam")), "");
  });

  it("is what the visitor said before", () => {
    const known = answersOf(aVisitor({ name: "Ada", fields: { Grinder: "Hand", Newsletter: true } }));
    assert.deepEqual([name, email, grinder, news].map((question) => answerTo(question, known)), ["Ada", "", "Hand", true]);
  });

  it("is told apart from a site's own field of the same name", () => {
    const own: Question = { ...order, name: "email" };
    const both = withAnswer(withAnswer(none, email, "ada@example.com"), own, "none");
    assert.deepEqual([answerTo(email, both), answerTo(own, both)], ["ada@example.com", "none"]);
    assert.deepEqual(formOf([email, own], both, null), { email: "ada@example.com", fields: { email: "none" } });
  });
});

describe("what goes to the server", () => {
  const config = before({ phone: "optional", fields: [ORDER, NEWS] });
  const answers = { ...answersOf(aVisitor({ name: " Ada ", phone: "1", fields: { "Order number": "7", Former: "x" } })), consent: "v7" };

  it("is what was asked, and no more", () => {
    assert.deepEqual(formOf(questions(config, "before"), answers, null), {
      name: "Ada",
      email: "",
      phone: "1",
      fields: { "Order number": "7", Newsletter: false },
    });
    assert.deepEqual(formOf([], answers, null), {});
  });

  it("names the text that was agreed to, and what only programs fill in", () => {
    assert.deepEqual(formOf([], { ...answers, website: "spam.example" }, CONSENT), { consent: "v7", website: "spam.example" });
  });

  it("is known of the visitor from then on, and nothing is forgotten", () => {
    const visitor = aVisitor({ name: "Ada", phone: "1", fields: { Former: "x" }, consented: ["v6"] });
    const known = visitorWith(visitor, { name: "", email: "ada@example.com", fields: { Grinder: "Hand" }, consent: "v7" });
    assert.deepEqual(known, { ...visitor, email: "ada@example.com", fields: { Former: "x", Grinder: "Hand" }, consented: ["v6", "v7"] });
    assert.deepEqual(visitorWith(visitor, {}), visitor);
  });
});
