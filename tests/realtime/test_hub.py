"""The hub: each event reaches the sockets it is for."""

import asyncio
import logging

import pytest

from tests.layers import PlayedLayer
from tests.realtime.hearing import ELSEWHERE, a_visitor_socket, an_agent_socket, an_event, waiting
from tests.realtime.waiting import until
from wagtail_livechat import broadcast
from wagtail_livechat.realtime.hub import Hub
from wagtail_livechat.realtime.sockets import Socket


async def test_a_conversation_is_told_to_its_visitor_only(hub: Hub) -> None:
    own, second_tab, other = (a_visitor_socket(hub, number) for number in (7, 7, 8))

    hub.publish([an_event(visitor=7, visitors="hello")])

    assert [waiting(socket) for socket in (own, second_tab, other)] == [["hello"], ["hello"], []]


async def test_presence_is_told_to_the_visitors_of_the_site(hub: Hub) -> None:
    here, elsewhere = a_visitor_socket(hub, 7), a_visitor_socket(hub, 8, site=ELSEWHERE)

    hub.publish([an_event(visitors="online")])

    assert (waiting(here), waiting(elsewhere)) == (["online"], [])


async def test_an_event_for_no_visitor_and_no_site_is_told_to_no_visitor(hub: Hub) -> None:
    socket = a_visitor_socket(hub, 7)

    hub.publish([an_event(site=None, visitors="hello")])

    assert waiting(socket) == []


async def test_a_conversation_is_told_to_agents_within_reach(hub: Hub) -> None:
    assignee, colleague, manager, stranger = (
        an_agent_socket(hub, 1),
        an_agent_socket(hub, 2),
        an_agent_socket(hub, 3, manages=True),
        an_agent_socket(hub, 4, site=ELSEWHERE, manages=True),
    )

    hub.publish([an_event(charges=[(1, None)], before=[(1, None)], agents="hello")])

    assert [waiting(socket) for socket in (assignee, colleague, manager, stranger)] == [["hello"], [], ["hello"], []]


async def test_who_loses_sight_of_it_is_told_that_it_is_gone_and_who_gains_it_that_it_is_new(hub: Hub) -> None:
    before, now, stranger, manager = (
        an_agent_socket(hub, 1),
        an_agent_socket(hub, 2),
        an_agent_socket(hub, 3),
        an_agent_socket(hub, 4, manages=True),
    )

    hub.publish([an_event(charges=[(2, None)], before=[(1, None)], agents="hello", gone="gone", arrived="new")])

    assert [waiting(socket) for socket in (before, now, stranger, manager)] == [["gone"], ["new"], [], ["hello"]]


async def test_a_visitor_of_several_conversations_is_told_to_who_sees_one(hub: Hub) -> None:
    one, other, neither = an_agent_socket(hub, 1), an_agent_socket(hub, 2), an_agent_socket(hub, 3)

    hub.publish([an_event(charges=[(1, None), (2, None)], agents="visitor")])

    assert [waiting(socket) for socket in (one, other, neither)] == [["visitor"], ["visitor"], []]


async def test_what_is_for_all_agents_is_told_to_all(hub: Hub) -> None:
    agents = [an_agent_socket(hub, 1), an_agent_socket(hub, 2, site=ELSEWHERE)]

    hub.publish([an_event(site=None, agents="presence")])

    assert [waiting(socket) for socket in agents] == [["presence"], ["presence"]]


async def test_who_left_hears_nothing(hub: Hub) -> None:
    first, second, agent = a_visitor_socket(hub, 7), a_visitor_socket(hub, 7), an_agent_socket(hub, 1)
    for socket in (first, agent):
        hub.remove(socket)

    hub.publish([an_event(visitor=7, charges=[(None, None)], visitors="hello", agents="hello")])
    hub.remove(second)

    assert [waiting(socket) for socket in (first, second, agent)] == [[], ["hello"], []]
    assert list(hub._sockets()) == []


async def test_a_socket_of_neither_side_hears_nothing(hub: Hub) -> None:
    socket = Socket(user=None, session_key=None)
    hub.add(socket)

    hub.publish([an_event(visitors="hello", agents="hello", charges=[(None, None)])])
    hub.remove(socket)

    assert waiting(socket) == []


async def test_nothing_to_tell_is_not_sent_to_other_processes(hub: Hub, network: PlayedLayer) -> None:
    hub.publish([])

    assert hub._line is not None
    assert hub._line._outgoing == []


async def test_another_process_tells_its_own_sockets_once(hub: Hub, other_hub: Hub, network: PlayedLayer) -> None:
    here, there = a_visitor_socket(hub, 7), a_visitor_socket(other_hub, 7)
    await until(lambda: len(network._groups[broadcast.GROUP]) == 2)

    hub.publish([an_event(visitor=7, visitors="hello")])

    await until(lambda: len(there._frames) > 0)
    assert (waiting(here), waiting(there)) == (["hello"], ["hello"])


async def test_events_can_be_handed_over_from_any_thread(hub: Hub) -> None:
    socket = a_visitor_socket(hub, 7)

    await asyncio.to_thread(hub.hand_over, [an_event(visitor=7, visitors="hello")])

    await until(lambda: len(socket._frames) > 0)
    assert waiting(socket) == ["hello"]


def test_what_comes_after_the_end_of_the_loop_is_no_error(
    network: PlayedLayer, caplog: pytest.LogCaptureFixture
) -> None:
    async def a_hub() -> Hub:
        hub = Hub()
        await hub.stop()
        return hub

    hub = asyncio.run(a_hub())
    with caplog.at_level(logging.INFO):
        hub.hand_over([an_event()])

    assert "1 live chat event(s) came after the end" in caplog.text
