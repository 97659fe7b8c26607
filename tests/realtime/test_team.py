"""A team at its sockets: viewing, typing, notes, files, and what all of it costs."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests import people
from tests.people import AnsweringPerson, VisitingPerson
from tests.realtime.server import Server, sent
from wagtail_livechat.events import Envelope
from wagtail_livechat.models import Conversation


def test_agents_see_who_else_has_a_conversation_open(
    server: Server, visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    conversation = str(visitor.writes("Hello").public_id)
    desk, other = server.agent_tab(agent), server.agent_tab(manager)

    desk.sends(type="watch", conversation=conversation)
    assert [who["name"] for who in desk.hears("viewing")["agents"]] == ["agent"]
    other.sends(type="watch", conversation=conversation)
    assert [who["name"] for who in desk.hears("viewing")["agents"]] == ["agent", "manager"]
    other.sends(type="watch", conversation=None)
    assert [who["name"] for who in desk.hears("viewing")["agents"]] == ["agent"]


@pytest.mark.parametrize("frame", ["watch", "typing", "read", "message.send"])
def test_each_frame_about_a_conversation_out_of_reach_is_refused(
    server: Server, agent: AnsweringPerson, manager: AnsweringPerson, frame: str
) -> None:
    message = people.a_visitor().sends("Mine")
    manager.takes(message.conversation)
    public_id = str(message.conversation.public_id)
    before = Conversation.objects.values().get()
    fields: dict[str, dict[str, Any]] = {"read": {"up_to": message.pk}, "message.send": sent("Let me in")}
    desk = server.agent_tab(agent)

    desk.sends(**{**fields.get(frame, {}), "type": frame, "conversation": public_id})

    assert desk.hears("error")["code"] == "not_found"
    assert Conversation.objects.values().get() == before


def test_notes_and_files_come_over_the_socket_too(
    server: Server, visitor: VisitingPerson, agent: AnsweringPerson
) -> None:
    conversation = str(visitor.writes("Hello").public_id)
    file = agent.uploads()
    desk, tab = server.agent_tab(agent), server.visitor_tab(visitor)

    desk.sends(**sent("Ask the warehouse", conversation=conversation, note=True))
    assert desk.hears("message.accepted")["message"]["kind"] == "note"
    desk.sends(**sent("", conversation=conversation, attachment_ids=[str(file.public_id)]))

    assert [each["name"] for each in desk.hears("message.accepted")["message"]["attachments"]] == ["guide.txt"]
    told = [frame for frame in tab.hears_until_now() if frame["type"] == "message.created"]
    assert [[each["name"] for each in frame["message"]["attachments"]] for frame in told] == [["guide.txt"]]


def test_a_visitor_chooses_a_group_over_the_socket(server: Server, visitor: VisitingPerson) -> None:
    from wagtail_livechat.models import LiveChatSettings

    group = people.a_group("Sales")
    LiveChatSettings.objects.create(site=people.site(), offers_groups=True)

    tab = server.visitor_tab(visitor)
    tab.sends(**sent("Hello", form={"group": group.pk}))
    tab.hears("message.accepted")

    assert Conversation.objects.get().group == group


# What a team costs.


def test_a_message_costs_one_broadcast_and_no_request_however_many_agents_are_there(
    server: Server, visitor: VisitingPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    desks = [server.agent_tab(people.an_agent(f"agent {number}")) for number in range(50)]
    tab = server.visitor_tab(visitor)
    published: list[list[str]] = []
    hub = server.hub
    deliver = hub.deliver

    def noted(envelopes: Sequence[Envelope]) -> None:
        # Agents who have just come may still be announced meanwhile.
        kinds = [envelope["type"] for envelope in envelopes if envelope["type"] == "conversation"]
        published.extend([kinds] if kinds else [])
        deliver(envelopes)

    monkeypatch.setattr(hub, "deliver", noted)

    for number in range(20):
        tab.sends(**sent(f"{number}"))
        tab.hears("message.accepted")

    created = [[f for f in desk.hears_until_now() if f["type"] == "message.created"] for desk in desks]
    assert [len(frames) for frames in created] == [21] * 50, "the first message also says that it started"
    assert len(published) == 20
    assert all("was" in frame for frames in created for frame in frames)
