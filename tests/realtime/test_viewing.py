"""Who else is here: viewing and typing, told to whom they concern."""

import json
from typing import Any

import pytest

from tests.layers import PlayedLayer
from tests.realtime.hearing import a_visitor_socket, an_agent_socket, an_event, waiting
from tests.realtime.waiting import until
from wagtail_livechat.events import Envelope
from wagtail_livechat.permissions import Charge
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


async def test_typing_of_an_agent_is_for_the_visitor_and_for_those_who_have_it_open(hub: Hub) -> None:
    watching, elsewhere = an_agent_socket(hub, 1, manages=True), an_agent_socket(hub, 2, manages=True)
    tab, other_tab = a_visitor_socket(hub, 7), a_visitor_socket(hub, 8)
    hub.viewing.enter(watching, THIS, TOM)
    waiting(watching)

    told = {"agents": "typing", "visitors": "is typing"}
    hub.publish(
        [an_event(kind="typing", conversation=THIS, visitor=7, watched=True, charges=[(3, None)], **told)],
    )

    assert (waiting(watching), waiting(elsewhere)) == (["typing"], [])
    assert (waiting(tab), waiting(other_tab)) == (["is typing"], [])


async def test_typing_of_a_visitor_is_for_all_within_reach_now_and_then(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    watching, elsewhere, stranger = an_agent_socket(hub, 1), an_agent_socket(hub, 2), an_agent_socket(hub, 3, site=9)
    hub.viewing.enter(watching, THIS, TOM)
    waiting(watching)
    typing = visitor_typing("with text", "without text")

    for _ in range(3):
        hub.publish([typing])
    assert waiting(watching) == ["with text"] * 3
    assert (waiting(elsewhere), waiting(stranger)) == (["without text"], [])

    monkeypatch.setattr(hubs, "TYPING_EVERY", -1.0)
    hub.publish([typing])
    assert waiting(elsewhere) == ["without text"]


async def test_that_a_visitor_stopped_typing_is_told_to_all_at_once(hub: Hub) -> None:
    elsewhere = an_agent_socket(hub, 2)

    for _ in range(2):
        hub.publish([visitor_typing("with text", "without text")])
        hub.publish([visitor_typing("stopped", "stopped")])

    assert waiting(elsewhere) == ["without text", "stopped"] * 2


def visitor_typing(watching: str, elsewhere: str) -> Envelope:
    charges: list[Charge] = [(None, None)]
    return an_event(kind="typing", conversation=THIS, charges=charges, agents=watching, elsewhere=elsewhere)


async def test_a_visitor_hears_of_no_viewing(hub: Hub) -> None:
    tab, agent = a_visitor_socket(hub, 7), an_agent_socket(hub, 1)

    hub.viewing.enter(agent, THIS, TOM)

    assert waiting(tab) == []
