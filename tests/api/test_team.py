"""The agent's routes about teams: groups, tags, shortcuts, files, transfers, several conversations at once."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from tests import people
from tests.api.desks import Desk, code
from tests.people import AGENT_API, AnsweringPerson, VisitingPerson, events_of
from wagtail_livechat.models import Conversation, Message, Tag


@pytest.fixture
def agent(db: None) -> AnsweringPerson:
    """Somebody with rights on one site only."""
    return people.an_agent_of(people.site(), "agent")


@pytest.fixture
def desk(agent: AnsweringPerson) -> Desk:
    return Desk(agent)


@pytest.fixture
def conversation(visitor: VisitingPerson) -> Conversation:
    return visitor.writes("Hello")


# Preferences.


def test_an_agent_chooses_what_to_be_alerted_of_and_what_opens_next(desk: Desk) -> None:
    changed = desk.client.patch(f"{AGENT_API}me", {"alerts": "none", "opens_next": False}, "application/json").json()

    assert (changed["alerts"], changed["opens_next"], changed["status"]) == ("none", False, "offline")
    assert desk.gets("me")["alerts"] == "none"


@pytest.mark.parametrize("data", [{"alerts": "loud"}, {"opens_next": None}, {"alerts": None}, {"name": "x"}])
def test_a_preference_that_does_not_exist_is_invalid(desk: Desk, data: Any) -> None:
    assert code(desk.client.patch(f"{AGENT_API}me", data, "application/json")) == (422, "invalid")


# Groups.


def test_groups_are_listed_with_their_members_and_who_is_online(desk: Desk, agent: AnsweringPerson) -> None:
    colleague = people.an_agent("colleague")
    group = people.a_group("Support", agent, colleague)
    people.a_group("Elsewhere", on=people.another_site())
    colleague.comes_online()

    assert desk.gets("groups") == {
        "groups": [
            {
                "id": group.pk,
                "name": "Support",
                "site": people.site().pk,
                "members": [agent.agent.pk, colleague.agent.pk],
                "online": 1,
            }
        ]
    }
    assert desk.gets("groups", site=people.site().pk + 10) == {"groups": []}
    assert desk.gets("me")["groups"] == [{"id": group.pk, "name": "Support"}]


def test_a_list_can_be_narrowed_to_a_group_an_agent_and_tags(manager: AnsweringPerson, agent: AnsweringPerson) -> None:
    desk = Desk(manager)
    group = people.a_group("Support")
    grouped, theirs, tagged = (people.a_visitor().writes("Hello") for _ in range(3))
    people.in_group(grouped, group)
    agent.takes(theirs)
    manager.tags(tagged, "vip", "order")
    manager.tags(theirs, "vip")

    def listed(**query: Any) -> list[str]:
        return [row["public_id"] for row in desk.gets("conversations", **query)["results"]]

    assert listed(group=group.pk) == [str(grouped.public_id)]
    assert listed(agent=agent.agent.pk) == [str(theirs.public_id)]
    assert listed(tag=["VIP", "order"]) == [str(tagged.public_id)]
    assert listed(tag="vip") == [str(tagged.public_id), str(theirs.public_id)]
    assert listed(tag="nothing") == []
    assert desk.gets("conversations")["counts"]["groups"] == {str(group.pk): 1}


def test_a_conversation_says_its_group_and_tags(manager: AnsweringPerson, conversation: Conversation) -> None:
    group = people.a_group("Support")
    people.in_group(conversation, group)
    manager.tags(conversation, "vip")

    row = Desk(manager).gets(f"conversations/{conversation.public_id}")["conversation"]

    assert (row["group"], row["tags"]) == ({"id": group.pk, "name": "Support"}, ["vip"])


# Who can be mentioned.


def test_only_who_can_see_a_conversation_is_offered_for_mentions(
    desk: Desk, agent: AnsweringPerson, manager: AnsweringPerson, conversation: Conversation
) -> None:
    people.an_agent("stranger")
    agent.takes(conversation)

    offered = desk.gets("agents", conversation=conversation.public_id)["agents"]

    assert [row["name"] for row in offered] == ["agent", "manager"]


def test_nobody_is_offered_for_a_conversation_out_of_reach(desk: Desk) -> None:
    assert desk.client.get(f"{AGENT_API}agents", {"conversation": str(uuid4())}).status_code == 404


# Transfer, leave, tags.


def test_a_transfer_with_a_note(desk: Desk, conversation: Conversation) -> None:
    colleague = people.an_agent("colleague")

    answer = desk.does(conversation, "transfer", agent=colleague.agent.pk, note="She is waiting")

    assert answer.status_code == 200, answer.content
    assert answer.json()["message"]["event"] == "transferred"
    assert answer.json()["conversation"]["assignee"]["name"] == "colleague"
    assert Message.objects.get(kind="note").body == "She is waiting"


def test_a_transfer_to_a_group(desk: Desk, conversation: Conversation) -> None:
    group = people.a_group("Sales")

    answer = desk.does(conversation, "transfer", group=group.pk)

    assert answer.json()["conversation"]["group"]["name"] == "Sales"


@pytest.mark.parametrize("data", [{}, {"agent": 1, "group": 1}, {"agent": None, "group": None}, {"agent": "x"}])
def test_a_transfer_needs_one_receiver(desk: Desk, conversation: Conversation, data: Any) -> None:
    assert code(desk.does(conversation, "transfer", **data)) == (422, "invalid")


def test_bad_receivers_are_refused_with_a_clear_word(
    desk: Desk, agent: AnsweringPerson, conversation: Conversation
) -> None:
    elsewhere = people.an_agent_of(people.another_site(), "elsewhere")
    gone = people.an_agent("gone", is_active=False)
    foreign = people.a_group("Sales", on=Site.objects.get(hostname="other.example"))

    refusals = {
        "oneself": desk.does(conversation, "transfer", agent=agent.agent.pk),
        "without rights": desk.does(conversation, "transfer", agent=elsewhere.agent.pk),
        "deactivated": desk.does(conversation, "transfer", agent=gone.agent.pk),
        "missing": desk.does(conversation, "transfer", agent=10**9),
        "a foreign group": desk.does(conversation, "transfer", group=foreign.pk),
    }

    assert {who: code(answer) for who, answer in refusals.items()} == {
        "oneself": (409, "transfer_to_oneself"),
        "without rights": (409, "cannot_assign"),
        "deactivated": (409, "cannot_assign"),
        "missing": (409, "cannot_assign"),
        "a foreign group": (409, "cannot_assign"),
    }
    assert events_of(conversation) == ["started"]


def test_leaving_what_somebody_else_is_in_charge_of(
    desk: Desk, manager: AnsweringPerson, conversation: Conversation, agent: AnsweringPerson
) -> None:
    assert code(desk.does(conversation, "leave")) == (409, "not_in_charge")

    agent.takes(conversation)

    assert desk.does(conversation, "leave").json()["message"]["event"] == "left"


def test_a_conversation_is_given_its_whole_set_of_tags(desk: Desk, conversation: Conversation) -> None:
    assert desk.does(conversation, "tags", tags=["vip", "order"]).json()["conversation"]["tags"] == ["order", "vip"]
    assert desk.does(conversation, "tags", tags=[]).json()["conversation"]["tags"] == []


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (["x" * 300], (422, "tag_too_long")),
        ([""], (422, "bad_tag")),
        ([f"{number}" for number in range(21)], (422, "too_many_tags")),
        (["a\x00"], (422, "invalid")),
        ("vip", (422, "invalid")),
    ],
)
def test_bad_tags_are_refused_with_a_clear_word(
    desk: Desk, conversation: Conversation, tags: Any, expected: tuple[int, str]
) -> None:
    answer = desk.does(conversation, "tags", tags=tags)

    assert code(answer) == expected
    assert not Tag.objects.exists()


def test_tags_are_offered_while_typing(desk: Desk) -> None:
    for name in ("order", "Reorder", "vip"):
        Tag.objects.create(site=people.site(), name=name, colour="#00aa00" if name == "vip" else "")
    Tag.objects.create(site=people.another_site(), name="order elsewhere")

    assert [tag["name"] for tag in desk.gets("tags", q="ORDER")["tags"]] == ["Reorder", "order"]
    assert [tag["colour"] for tag in desk.gets("tags", site=people.site().pk, q="vip")["tags"]] == ["#00aa00"]


# Notes, deleting.


def test_a_note_is_written_and_stored_once(desk: Desk, conversation: Conversation) -> None:
    data = {"client_id": "n", "body": "Ask Tom", "note": True}

    first, second = desk.does(conversation, "messages", **data), desk.does(conversation, "messages", **data)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["message"]["kind"] == "note"
    assert first.json()["conversation"]["assignee"] is None


def test_an_agent_takes_a_message_back(desk: Desk, agent: AnsweringPerson, conversation: Conversation) -> None:
    message = agent.replies(conversation, "Wrong window")

    answer = desk.client.delete(f"{AGENT_API}conversations/{conversation.public_id}/messages/{message.pk}")

    assert answer.status_code == 200, answer.content
    assert (answer.json()["message"]["deleted"], answer.json()["message"]["body"]) == (True, "")


# Several at once.


def test_several_are_resolved_with_one_result_each(desk: Desk, agent: AnsweringPerson) -> None:
    mine, nobodys = (people.a_visitor().writes("Hello") for _ in range(2))
    agent.takes(mine)
    missing = uuid4()

    answer = desk.posts(
        "conversations/bulk",
        {"ids": [str(mine.public_id), str(nobodys.public_id), str(missing)], "action": "resolve"},
    )

    results = answer.json()["results"]
    assert [result["id"] for result in results] == [str(mine.public_id), str(nobodys.public_id), str(missing)]
    assert results[0]["conversation"]["status"] == "resolved"
    assert [result["error"] and result["error"]["code"] for result in results] == [None, "not_allowed", "not_found"]


def test_several_are_given_to_an_agent_or_a_group(manager: AnsweringPerson, agent: AnsweringPerson) -> None:
    desk, group = Desk(manager), people.a_group("Sales")
    ids = [str(people.a_visitor().writes("Hello").public_id) for _ in range(2)]

    assigned = desk.posts("conversations/bulk", {"ids": ids, "action": "assign", "agent": agent.agent.pk}).json()
    transferred = desk.posts("conversations/bulk", {"ids": ids, "action": "transfer", "group": group.pk}).json()

    assert [each["conversation"]["assignee"]["name"] for each in assigned["results"]] == ["agent"] * 2
    assert [each["conversation"]["group"]["name"] for each in transferred["results"]] == ["Sales"] * 2


@pytest.mark.parametrize(
    "data",
    [
        {"ids": [], "action": "resolve"},
        {"ids": [str(uuid4())] * 101, "action": "resolve"},
        {"ids": [str(uuid4())], "action": "dance"},
        {"ids": ["x"], "action": "resolve"},
    ],
)
def test_a_bad_request_for_several_is_invalid(desk: Desk, data: Any) -> None:
    assert code(desk.posts("conversations/bulk", data)) == (422, "invalid")


# The customer's history.


def test_other_conversations_of_a_visitor_in_reach_are_read_and_nothing_else(
    visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson, desk: Desk
) -> None:
    first = visitor.writes("My first order")
    manager.takes(first)
    manager.resolves(first)
    second = visitor.writes("My second order", conversation="new")
    history = f"visitors/{visitor.visitor.public_id}/conversations"

    listed = desk.gets(history)["conversations"]
    read = desk.gets(f"{history}/{first.public_id}/messages")

    assert [row["public_id"] for row in listed] == [str(second.public_id), str(first.public_id)]
    assert "My first order" in [message["body"] for message in read["messages"]]
    assert code(desk.client.get(f"{AGENT_API}conversations/{first.public_id}/messages")) == (404, "not_found")
    assert code(desk.does(first, "messages", client_id="a", body="Hi")) == (404, "not_found")
    assert [row["public_id"] for row in desk.gets("conversations", status="resolved")["results"]] == []


def test_a_conversation_of_somebody_else_is_no_history(visitor: VisitingPerson, desk: Desk) -> None:
    visitor.writes("Hello")
    other = people.a_visitor().writes("Hello")

    answer = desk.client.get(
        f"{AGENT_API}visitors/{visitor.visitor.public_id}/conversations/{other.public_id}/messages"
    )

    assert code(answer) == (404, "not_found")


# What it costs.


def test_a_list_costs_the_same_queries_whatever_its_length(agent: AnsweringPerson) -> None:
    desk, group = Desk(agent), people.a_group("Support", agent)
    for number in range(30):
        row = people.in_group(people.a_visitor().writes("Hello"), group)
        agent.tags(row, "vip", f"tag {number}")
        agent.takes(row)

    def queries(limit: int) -> int:
        with CaptureQueriesContext(connection) as found:
            assert len(desk.gets("conversations", limit=limit)["results"]) == limit
        return len(found)

    # The first request also notes that the agent is there.
    desk.gets("conversations")
    assert queries(1) == queries(10) == queries(30)


def test_a_thread_costs_the_same_queries_whatever_its_length(
    agent: AnsweringPerson, conversation: Conversation
) -> None:
    desk = Desk(agent)
    for _ in range(10):
        agent.replies(conversation, "Here", attachments=(agent.uploads().public_id, agent.uploads().public_id))

    def queries(limit: int) -> int:
        with CaptureQueriesContext(connection) as found:
            desk.gets(f"conversations/{conversation.public_id}/messages", limit=limit)
        return len(found)

    # The first request also notes that the agent is there.
    desk.gets("conversations")
    assert queries(1) == queries(10)
