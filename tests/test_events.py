"""What is broadcast, to whom, and what each side is told."""

import json
from typing import Any

import pytest

from tests import people
from tests.people import AnsweringPerson, VisitingPerson
from wagtail_livechat import broadcast, shapes
from wagtail_livechat.actions import presence
from wagtail_livechat.events import Envelope, GroupsChanged, RightsChanged, Typing, frame_for
from wagtail_livechat.models import AgentPresence, Conversation, Visitor


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Envelope]:
    """Every envelope that a verb publishes during the test."""
    envelopes: list[Envelope] = []
    monkeypatch.setattr(broadcast, "publish", lambda events: envelopes.extend(event.envelope() for event in events))
    return envelopes


def frames(envelopes: list[Envelope], side: str) -> list[dict[str, Any]]:
    return [json.loads(envelope[side]) for envelope in envelopes if envelope[side]]  # type: ignore[literal-required]


def test_a_first_message_tells_agents_all_and_the_visitor_what_they_may_see(
    visitor: VisitingPerson, heard: list[Envelope]
) -> None:
    visitor.writes("Hello")

    assert [frame["type"] for frame in frames(heard, "agents")] == ["message.created", "message.created"]
    assert [frame["message"]["event"] for frame in frames(heard, "agents")] == ["started", None]
    assert [frame["type"] for frame in frames(heard, "visitors")] == ["conversation.changed", "message.created"]


def test_revisions_come_one_by_one_on_both_sides(
    visitor: VisitingPerson, agent: AnsweringPerson, heard: list[Envelope], manager: AnsweringPerson
) -> None:
    conversation = visitor.writes("Hello")
    agent.replies(conversation, "Hi")
    manager.resolves(conversation)

    for side in ("agents", "visitors"):
        assert [frame["conversation"]["revision"] for frame in frames(heard, side)] == [1, 2, 3, 4, 5]


def test_a_frame_has_what_the_api_answers(
    visitor: VisitingPerson, agent: AnsweringPerson, heard: list[Envelope]
) -> None:
    message = agent.replies(visitor.writes("Hello"), "Hi")
    row = Conversation.objects.select_related("visitor", "assignee__user").get()

    assert frames(heard, "agents")[-1] == {
        "type": "message.created",
        "conversation": shapes.conversation_for_agents(row),
        "message": shapes.message_shape(message),
        "was": heard_standing(row, heard),
    }
    assert frames(heard, "visitors")[-1]["conversation"] == shapes.conversation_for_visitor(row)


def test_agents_are_told_where_a_visitor_is_and_the_visitor_is_not(
    visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson, heard: list[Envelope]
) -> None:
    Visitor.objects.update(country_code="FR", city="Lyon")

    conversation = visitor.writes("Hello")
    manager.assigns(conversation, agent)
    manager.resolves(conversation)

    seen = [frame["conversation"]["visitor"] for frame in frames(heard, "agents") if "conversation" in frame]
    assert {(each["country_code"], each["city"]) for each in seen} == {("FR", "Lyon")}
    assert frames(heard, "visitors")
    assert "Lyon" not in str(frames(heard, "visitors"))
    assert "country_code" not in str(frames(heard, "visitors"))


def heard_standing(row: Conversation, heard: list[Envelope]) -> dict[str, Any]:
    """A batch carries its change once; its last frame says that nothing changed since."""
    assert frames(heard, "agents")[-2]["was"] == {
        "status": "open",
        "assignee": None,
        "group": None,
        "waiting": True,
        "unread": 1,
    }
    return dict(shapes.standing(row))


def test_a_conversation_that_is_new_stood_nowhere(visitor: VisitingPerson, heard: list[Envelope]) -> None:
    visitor.writes("Hello")

    first, second = frames(heard, "agents")
    assert first["was"] is None
    assert second["was"] == {"status": "open", "assignee": None, "group": None, "waiting": True, "unread": 1}


def test_who_is_in_charge_is_the_audience(
    visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson, heard: list[Envelope]
) -> None:
    conversation = visitor.writes("Hello")
    manager.assigns(conversation, agent)

    assert heard[-1]["audience"] == {
        "site": people.site().pk,
        "visitor": visitor.visitor.pk,
        "conversation": str(conversation.public_id),
        "charges": [(agent.agent.pk, None)],
        "before": [(None, None)],
        "watched": False,
        "users": [],
    }
    assert frames(heard[-1:], "gone") == [
        {
            "type": "conversation.gone",
            "conversation": str(conversation.public_id),
            "was": frames(heard, "agents")[-1]["was"],
        }
    ]


def test_who_sees_it_only_now_has_not_counted_it_before(
    visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson, heard: list[Envelope]
) -> None:
    conversation = visitor.writes("Hello")
    manager.assigns(conversation, manager)
    manager.assigns(conversation, agent)

    for_agent = frame_for(agent.reach, heard[-1])
    for_manager = frame_for(manager.reach, heard[-1])

    assert for_agent is not None
    assert for_manager is not None
    assert json.loads(for_agent) == {**json.loads(for_manager), "was": None}
    assert json.loads(for_manager)["was"]["assignee"] == manager.agent.pk


def test_nothing_is_gone_where_nobody_lost_sight(
    visitor: VisitingPerson, manager: AnsweringPerson, heard: list[Envelope]
) -> None:
    conversation = visitor.writes("Hello")
    manager.resolves(conversation)

    assert all(envelope["gone"] is None for envelope in heard)


def test_reading_changes_the_conversation_on_both_sides(
    visitor: VisitingPerson, agent: AnsweringPerson, heard: list[Envelope]
) -> None:
    agent.reads(visitor.sends("Hello"))

    [for_agents], [for_visitor] = frames(heard[-1:], "agents"), frames(heard[-1:], "visitors")
    assert for_agents["type"] == for_visitor["type"] == "conversation.changed"
    assert (for_agents["was"]["unread"], for_agents["conversation"]["unread"]) == (1, 0)
    assert "waiting_since" not in for_visitor["conversation"]


def test_an_agent_who_comes_is_told_to_agents_and_to_visitors_of_the_site(
    agent: AnsweringPerson, heard: list[Envelope]
) -> None:
    presence.open_inbox(agent=agent.agent)

    assert frames(heard, "agents") == [
        {
            "type": "presence",
            "agent": {"id": agent.agent.pk, "name": "agent", "avatar": None, "status": "online", "online": True},
        }
    ]
    assert frames(heard, "visitors") == [
        {"type": "presence", "online": True, "agents": [{"name": "agent", "avatar": None}]}
    ]
    assert [envelope["audience"]["site"] for envelope in heard if envelope["visitors"]] == [people.site().pk]


def test_an_agent_who_is_away_is_not_there_for_visitors(agent: AnsweringPerson, heard: list[Envelope]) -> None:
    presence.open_inbox(agent=agent.agent)

    presence.choose_status(agent=agent.agent, status=AgentPresence.AWAY)

    assert frames(heard, "visitors")[-1] == {"type": "presence", "online": False, "agents": []}
    assert frames(heard, "agents")[-1]["agent"]["online"] is False


def test_an_edited_visitor_is_told_to_who_may_see_one_of_the_conversations(
    visitor: VisitingPerson, agent: AnsweringPerson, heard: list[Envelope]
) -> None:
    agent.assigns(visitor.writes("Hello"), agent)

    agent.edits(visitor, name="Anna")

    assert heard[-1]["audience"]["charges"] == [(agent.agent.pk, None)]
    assert heard[-1]["visitors"] is None
    [frame] = frames(heard[-1:], "agents")
    assert (frame["type"], frame["visitor"]["name"]) == ("visitor.changed", "Anna")


def test_changed_rights_are_told_to_nobody(db: None) -> None:
    envelope = RightsChanged(users=("7",)).envelope()

    assert (envelope["agents"], envelope["visitors"], envelope["gone"]) == (None, None, None)
    assert envelope["audience"]["users"] == ["7"]


def test_changed_groups_are_told_to_the_agents_of_the_site(agent: AnsweringPerson) -> None:
    there = people.another_site()
    told = GroupsChanged(site=there.pk).envelope()

    assert (told["agents"], told["visitors"]) == ('{"type":"groups.changed"}', None)
    for codename in ("answer_conversation", "manage_conversation"):
        assert frame_for(people.an_agent_of(there, codename, codename=codename).reach, told) == told["agents"]
        here = people.an_agent_of(people.site(), f"{codename} here", codename=codename)
        assert frame_for(here.reach, told) is None


def test_an_agents_typing_is_for_the_website_and_for_visitors_who_may_write(
    visitor: VisitingPerson, agent: AnsweringPerson
) -> None:
    conversation = visitor.writes("Hello")
    typing = Typing(conversation=conversation, agent=agent.agent)
    assert typing.envelope()["visitors"] is not None

    conversation.visitor.blocked_at = conversation.opened_at
    assert typing.envelope()["visitors"] is None

    conversation.visitor.blocked_at, conversation.platform = None, "email"
    assert typing.envelope()["visitors"] is None


def test_a_changed_rating_is_told_to_both_sides_as_a_change(
    visitor: VisitingPerson, manager: AnsweringPerson, heard: list[Envelope]
) -> None:
    conversation = visitor.writes("Hello")
    manager.resolves(conversation)
    visitor.rates(conversation, 2)
    visitor.rates(conversation, 5)

    for side in ("agents", "visitors"):
        made, changed = frames(heard, side)[-2:]
        assert (made["type"], changed["type"]) == ("message.created", "message.updated")
        assert (made["message"]["id"], changed["message"]["event_data"]["score"]) == (changed["message"]["id"], 5)
        assert changed["conversation"]["revision"] == made["conversation"]["revision"] + 1


def test_that_a_visitor_is_blocked_is_told_to_agents_only(
    visitor: VisitingPerson, agent: AnsweringPerson, heard: list[Envelope]
) -> None:
    visitor.writes("Buy my watches")
    heard.clear()

    agent.blocks(visitor)

    told = [(frame["type"], frame.get("message", {}).get("event")) for frame in frames(heard, "agents")]
    assert told == [("message.created", "blocked"), ("visitor.changed", None)]
    assert frames(heard, "agents")[1]["visitor"]["blocked"] is True
    # They hear that their conversation moved on, and have to ask anew who they are.
    assert [frame["type"] for frame in frames(heard, "visitors")] == ["conversation.changed"]
    assert heard[-1]["type"] == "identity"
