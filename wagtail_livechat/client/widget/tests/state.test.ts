import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { aMessage, aPending } from "../../shared/tests/making";
import type { MessageShape, VisitorConversation } from "../../shared/types";
import type { Config } from "../answers";
import {
  chosenGroup,
  faces,
  groupsToChoose,
  initialState,
  isShown,
  lastIncoming,
  notice,
  shownUnread,
  toTellRead,
  unread,
  type ChatState,
} from "../state";

function aConversation(changes: Partial<VisitorConversation> = {}): VisitorConversation {
  return {
    public_id: "c1",
    revision: 9,
    status: "open",
    platform: "website",
    visitor: { public_id: "v1", name: "", email: "", online: true },
    assignee: null,
    last_message_preview: "",
    last_message_author: "agent",
    last_message_at: "",
    opened_at: "",
    resolved_at: null,
    unread: 0,
    visitor_read_id: 0,
    agent_read_id: 0,
    agent_read_at: null,
    ended: false,
    rating: null,
    rating_comment: "",
    rated_at: null,
    ...changes,
  };
}

/** The visitor asked, two answers came, one of them unread; then an event. */
const MESSAGES: MessageShape[] = [
  aMessage(1, 1, { author: "visitor", agent: null }),
  aMessage(2, 2),
  aMessage(3, 3),
  aMessage(4, 4, { author: "system", kind: "event", event: "resolved" }),
];

function aState(changes: Partial<ChatState> = {}, conversation = aConversation({ unread: 1, visitor_read_id: 2 })): ChatState {
  const thread = { conversation, revision: 9, messages: MESSAGES, pending: [], more: false };
  return { ...initialState(), phase: "ready", connection: "open", thread, ...changes };
}

describe("what is unread", () => {
  it("is what agents wrote, not one's own messages and not events", () => {
    assert.equal(lastIncoming(MESSAGES), 3);
    assert.equal(lastIncoming([aMessage(5, 5, { author: "bot" })]), 5);
    assert.equal(lastIncoming([]), 0);
  });

  it("is the server's count until something was read here", () => {
    assert.equal(unread(aState()), 1);
    assert.equal(unread(aState({ readUpTo: 3 })), 0);
    assert.equal(unread(initialState()), 0);
  });

  it("is what came after the last mark of this tab, while the server's count is older", () => {
    const state = aState({ readUpTo: 3 });
    const thread = { ...state.thread, messages: [...MESSAGES, aMessage(5, 10), aMessage(6, 11)] };
    assert.equal(unread({ ...state, thread }), 2);
  });

  it("is not what its agent deleted", () => {
    const deleted = aMessage(3, 10, { deleted: true, body: "" });
    const state = aState();
    const thread = { ...state.thread, messages: [...MESSAGES.slice(0, 2), deleted, ...MESSAGES.slice(3)] };
    assert.equal(unread({ ...state, thread }), 0);
    assert.equal(toTellRead({ ...state, thread, isOpen: true }), null);
  });

  it("is not shown while the visitor looks at the chat", () => {
    assert.equal(shownUnread(aState({ isOpen: true })), 0);
    assert.equal(shownUnread(aState({ isOpen: true, isTabVisible: false })), 1);
    assert.equal(shownUnread(aState({ isOpen: false })), 1);
  });
});

describe("the read mark", () => {
  it("is told when the chat is looked at and its end is in sight", () => {
    assert.equal(toTellRead(aState({ isOpen: true })), 3);
    assert.equal(toTellRead(aState({ isOpen: true, isAtEnd: false })), null);
    assert.equal(toTellRead(aState({ isOpen: true, isTabVisible: false })), null);
    assert.equal(toTellRead(aState()), null);
  });

  it("is told once", () => {
    assert.equal(toTellRead(aState({ isOpen: true, readUpTo: 3 })), null);
    assert.equal(toTellRead(aState({ isOpen: true }, aConversation({ visitor_read_id: 3 }))), null);
  });
});

describe("the notice", () => {
  const waiting = { ...aState().thread, pending: [aPending("mine")] };
  const failed = { ...aState().thread, pending: [aPending("mine", { state: "failed" })] };

  it("is absent while all is well, or the break is short", () => {
    assert.equal(notice(aState()), null);
    assert.equal(notice(aState({ connection: "connecting" })), null);
  });

  it("says what happens to a message that waits", () => {
    assert.equal(notice(aState({ isTroubled: true, thread: waiting })), "notice_kept");
    assert.equal(notice(aState({ isTroubled: true, thread: failed })), "notice_reconnecting");
    assert.equal(notice(aState({ isTroubled: true })), "notice_reconnecting");
  });

  it("says that a message is kept when it cannot be handed over, whatever the reason", () => {
    assert.equal(notice(aState({ isStuck: true, thread: waiting })), "notice_kept");
    assert.equal(notice(aState({ isStuck: true })), null);
  });

  it("says when the server asked for patience, as long as something waits", () => {
    assert.equal(notice(aState({ isHeldBack: true, thread: waiting })), "notice_slower");
    assert.equal(notice(aState({ isHeldBack: true })), null);
  });

  it("says when there is no use in waiting", () => {
    assert.equal(notice(aState({ connection: "refused", isTroubled: true, thread: waiting })), "notice_unavailable");
  });
});

describe("the choice of a group", () => {
  const groups = [
    { id: 3, name: "Orders" },
    { id: 5, name: "Brewing" },
  ];
  const config = { form: { groups } } as Config;
  const { thread } = initialState();

  it("is offered before the first message of a conversation, where the site offers it", () => {
    assert.deepEqual(groupsToChoose(aState({ config, thread })), groups);
    assert.deepEqual(groupsToChoose(aState({ config: { ...config, form: { ...config.form, groups: [] } }, thread })), []);
    assert.deepEqual(groupsToChoose(aState({ config })), []);
    assert.deepEqual(groupsToChoose(aState({ config, thread: { ...thread, pending: [aPending("mine")] } })), []);
  });

  it("counts while the group is to be had", () => {
    assert.equal(chosenGroup(aState({ config, thread, group: 5 })), 5);
    assert.equal(chosenGroup(aState({ config, thread, group: 4 })), null);
    assert.equal(chosenGroup(aState({ config, thread })), null);
    assert.equal(chosenGroup(aState({ config, thread: { ...thread, pending: [aPending("mine")] }, group: 5 })), 5);
    assert.equal(chosenGroup(aState({ config, group: 5 })), null);
  });
});

it("the thread shows messages and what concerns the visitor, never the team's doings", () => {
  const event = (name: string): MessageShape => aMessage(9, 9, { author: "system", kind: "event", event: name });
  assert.deepEqual([...MESSAGES, event("reopened")].map(isShown), [true, true, true, true, true]);
  assert.deepEqual(["assigned", "transferred", "unheard_of"].map((name) => isShown(event(name))), [false, false, false]);
  assert.equal(isShown(aMessage(9, 9, { kind: "note" })), false);
});

it("the header shows up to three people, and nobody while nobody is there", () => {
  const agents = ["Ann", "Ben", "Cem", "Dee"].map((name) => ({ name, avatar: null }));
  assert.deepEqual(faces(aState({ agents, online: true })).map((face) => face.name), ["Ann", "Ben", "Cem"]);
  assert.deepEqual(faces(aState({ agents, online: false })), []);
});
