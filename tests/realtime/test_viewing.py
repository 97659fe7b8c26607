"""Who else is here: viewing and typing, told to whom they concern."""

import json
from typing import Any

import pytest

from tests import people
from tests.layers import PlayedLayer
from tests.people import AnsweringPerson, VisitingPerson
from tests.realtime.hearing import a_visitor_socket, an_agent_socket, an_event, waiting
from tests.realtime.server import Server, sent
from tests.realtime.waiting import until
from wagtail_livechat.models import Conversation
from wagtail_livechat.realtime import consumers
from wagtail_livechat.realtime import hub as hubs
from wagtail_livechat.realtime import viewing as viewings
from wagtail_livechat.realtime.hub import Hub
from wagtail_livechat.realtime.sockets import AgentSocket
from wagtail_livechat.realtime.viewing import Viewers, Viewing
from wagtail_livechat.shapes import Colleague

THIS, THAT = "this conversation", "that conversation"
TOM: Colleague = {"id": 1, "name": "Tom", "avatar": None}
NORA: Colleague = {"id": 2, "name": "Nora", "avatar": None}


class Process:
    """One process that tells the others what its agents look at, with a clock that the test moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.told: list[Viewers] = []
        self.viewing = Viewing(tell_others=self.told.append, clock=lambda: self.now)

    def tab(self) -> AgentSocket:
        return an_agent_socket(hub=_NoHub(), agent=1)  # type: ignore[arg-type]


class _NoHub:
    def add(self, _socket: AgentSocket) -> None: ...


@pytest.fixture
def process() -> Process:
    return Process()


def heard(socket: AgentSocket) -> list[Any]:
    """Whose names each `viewing` frame gave."""
    return [[who["name"] for who in json.loads(frame)["agents"]] for frame in waiting(socket)]


def test_who_opens_a_conversation_is_told_to_who_has_it_open(process: Process) -> None:
    first, second = process.tab(), process.tab()

    process.viewing.enter(first, THIS, TOM)
    process.viewing.enter(second, THIS, NORA)

    assert (heard(first), heard(second)) == ([["Tom"], ["Tom", "Nora"]], [["Tom", "Nora"]])


def test_who_has_another_one_open_is_told_nothing(process: Process) -> None:
    first, second = process.tab(), process.tab()
    process.viewing.enter(first, THIS, TOM)

    process.viewing.enter(second, THAT, NORA)

    assert heard(first) == [["Tom"]]


def test_who_opens_another_one_has_left_the_first(process: Process) -> None:
    first, second = process.tab(), process.tab()
    process.viewing.enter(first, THIS, TOM)
    process.viewing.enter(second, THIS, NORA)
    heard(first)

    process.viewing.leave(second)
    process.viewing.leave(second)

    assert heard(first) == [["Tom"]]
    assert process.told[-1] == {THIS: [TOM]}


def test_two_tabs_of_an_agent_are_one_viewer(process: Process) -> None:
    first, second = process.tab(), process.tab()
    process.viewing.enter(first, THIS, TOM)

    process.viewing.enter(second, THIS, TOM)

    assert heard(second) == [["Tom"]]


def test_the_other_processes_are_told(process: Process) -> None:
    process.viewing.enter(process.tab(), THIS, TOM)

    assert process.told == [{THIS: [TOM]}]


def test_viewers_of_other_processes_are_seen_and_leave(process: Process) -> None:
    tab = process.tab()
    process.viewing.enter(tab, THIS, TOM)
    heard(tab)

    process.viewing.heard("another", {THIS: [NORA], THAT: [NORA]})
    process.viewing.heard("another", {THIS: [NORA]})
    process.viewing.heard("another", {})

    assert heard(tab) == [["Tom", "Nora"], ["Tom"]]


def test_a_process_that_is_silent_for_long_is_gone(process: Process) -> None:
    tab = process.tab()
    process.viewing.enter(tab, THIS, TOM)
    process.viewing.heard("another", {THIS: [NORA]})
    heard(tab)

    process.now = viewings.FORGET_AFTER
    process.viewing.beat()
    assert heard(tab) == []
    process.now += 1
    process.viewing.beat()

    assert heard(tab) == [["Tom"]]


def test_a_beat_repeats_what_a_lost_message_said(process: Process) -> None:
    process.viewing.enter(process.tab(), THIS, TOM)

    process.viewing.beat()

    assert process.told == [{THIS: [TOM]}] * 2


# Through the hub.


async def test_two_processes_see_each_others_viewers(
    hub: Hub, network: PlayedLayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "TELL_EVERY", 0.01)
    other = Hub()
    here, there = an_agent_socket(hub, 1), an_agent_socket(other, 2)

    hub.viewing.enter(here, THIS, TOM)
    other.viewing.enter(there, THIS, NORA)
    await until(lambda: len(hub.viewing.viewers(THIS)) == len(other.viewing.viewers(THIS)) == 2)

    other.remove(there)
    await until(lambda: hub.viewing.viewers(THIS) == [TOM])
    await other.stop()


async def test_a_tab_that_is_closed_views_nothing(hub: Hub) -> None:
    socket = an_agent_socket(hub, 1)
    hub.viewing.enter(socket, THIS, TOM)

    hub.remove(socket)

    assert hub.viewing.viewers(THIS) == []


async def test_who_loses_sight_of_a_conversation_views_it_no_longer(hub: Hub) -> None:
    socket = an_agent_socket(hub, 1)
    hub.viewing.enter(socket, THIS, TOM)

    hub.publish(
        [an_event(conversation=THIS, charges=[(2, None)], before=[(1, None)], agents="it", gone="gone", arrived="new")]
    )

    assert (socket.watching, hub.viewing.viewers(THIS)) == (None, [])


async def test_typing_of_an_agent_is_for_those_who_have_it_open(hub: Hub) -> None:
    watching, elsewhere = an_agent_socket(hub, 1, manages=True), an_agent_socket(hub, 2, manages=True)
    hub.viewing.enter(watching, THIS, TOM)
    waiting(watching)

    hub.publish([an_event(kind="typing", conversation=THIS, watched=True, charges=[(3, None)], agents="typing")])

    assert (waiting(watching), waiting(elsewhere)) == (["typing"], [])


async def test_typing_of_a_visitor_is_for_all_within_reach_now_and_then(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    watching, elsewhere, stranger = an_agent_socket(hub, 1), an_agent_socket(hub, 2), an_agent_socket(hub, 3, site=9)
    hub.viewing.enter(watching, THIS, TOM)
    waiting(watching)
    typing = an_event(kind="typing", conversation=THIS, charges=[(None, None)], agents="typing")

    for _ in range(3):
        hub.publish([typing])
    assert [waiting(socket) for socket in (watching, elsewhere, stranger)] == [["typing"] * 3, ["typing"], []]

    monkeypatch.setattr(hubs, "TYPING_EVERY", -1.0)
    hub.publish([typing])
    assert waiting(elsewhere) == ["typing"]


async def test_a_visitor_hears_of_no_viewing_and_no_typing_of_agents(hub: Hub) -> None:
    tab, agent = a_visitor_socket(hub, 7), an_agent_socket(hub, 1)

    hub.viewing.enter(agent, THIS, TOM)
    hub.publish([an_event(kind="typing", conversation=THIS, watched=True, charges=[(None, None)], agents="typing")])

    assert waiting(tab) == []


# At the sockets.


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


def test_agents_see_who_else_types(
    server: Server, visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    conversation = str(visitor.writes("Hello").public_id)
    desk, other, tab = server.agent_tab(agent), server.agent_tab(manager), server.visitor_tab(visitor)
    desk.sends(type="watch", conversation=conversation)
    desk.hears("viewing")

    other.sends(type="typing", conversation=conversation)
    typing = desk.hears("typing")

    assert (typing["author"], typing["agent"]["name"], typing["conversation"]) == ("agent", "manager", conversation)
    assert tab.hears_until_now() == []


def test_agents_see_that_the_visitor_types_but_not_what(
    server: Server, visitor: VisitingPerson, agent: AnsweringPerson
) -> None:
    conversation = str(visitor.writes("Hello").public_id)
    desk, tab = server.agent_tab(agent), server.visitor_tab(visitor)

    tab.sends(type="typing", text="my secret")
    typing = desk.hears("typing")

    assert typing == {"type": "typing", "conversation": conversation, "author": "visitor", "agent": None}


def test_a_visitor_who_wrote_nothing_yet_types_to_nobody(
    server: Server, visitor: VisitingPerson, agent: AnsweringPerson
) -> None:
    desk, tab = server.agent_tab(agent), server.visitor_tab(visitor)

    tab.sends(type="typing", text="")
    tab.hears_until_now()

    assert desk.hears_until_now() == []


def test_typing_is_passed_on_once_a_second(
    server: Server, visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    conversation = str(visitor.writes("Hello").public_id)
    desk, other = server.agent_tab(agent), server.agent_tab(manager)
    desk.sends(type="watch", conversation=conversation)
    desk.hears("viewing")

    for _ in range(5):
        other.sends(type="typing", conversation=conversation)
    other.hears_until_now()

    assert [frame["type"] for frame in desk.hears_until_now()] == ["typing"]
    assert consumers.TYPING_EVERY == 1.0


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
    desks = [server.agent_tab(people.an_agent(f"agent {number}")) for number in range(10)]
    tab = server.visitor_tab(visitor)
    published: list[int] = []
    hub = server.hub
    deliver = hub.deliver
    monkeypatch.setattr(hub, "deliver", lambda envelopes: (published.append(len(envelopes)), deliver(envelopes))[1])

    for number in range(20):
        tab.sends(**sent(f"{number}"))
        tab.hears("message.accepted")

    created = [[f for f in desk.hears_until_now() if f["type"] == "message.created"] for desk in desks]
    assert [len(frames) for frames in created] == [21] * 10, "the first message also says that it started"
    assert len(published) == 20
    assert all("was" in frame for frames in created for frame in frames)
