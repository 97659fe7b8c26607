"""The hub: each event reaches the sockets it is for, and what may be missing is fetched."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests import people
from tests.layers import NETWORK, PlayedLayer
from tests.people import AnsweringPerson, VisitingPerson
from tests.realtime.server import Server, Tab, sent
from tests.realtime.waiting import until, wait_until
from wagtail_livechat import broadcast, tasks
from wagtail_livechat.actions import presence
from wagtail_livechat.events import Audience, Envelope
from wagtail_livechat.models import Agent, AgentStatus, Relay, Visitor
from wagtail_livechat.permissions import Reach
from wagtail_livechat.realtime import hub as hubs
from wagtail_livechat.realtime import layer as layers
from wagtail_livechat.realtime.hub import Hub
from wagtail_livechat.realtime.sockets import AgentSocket, Socket, VisitorSocket

HERE, ELSEWHERE = 1, 2


@pytest.fixture
def network(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> PlayedLayer:
    settings.CHANNEL_LAYERS = NETWORK
    monkeypatch.setattr(layers, "BEAT_EVERY", 0.005)
    monkeypatch.setattr(layers, "RETRY_AFTER", 0.005)
    layer = broadcast.layer_in_use()
    assert isinstance(layer, PlayedLayer)
    return layer


async def settled(*hubs: Hub, network: PlayedLayer) -> None:
    """A process that starts has everybody resync: wait until each of these has done so, and nobody is left to hear it."""

    def is_quiet() -> bool:
        resyncs = [message for message in network.sent if message["type"] == "livechat.resync"]
        heard = all(hub._resyncing is not None and hub._resyncing.done() for hub in hubs)
        waiting = [message for queue in network._queues.values() for message in queue._queue]  # type: ignore[attr-defined]
        return len(resyncs) == len(hubs) and heard and not [one for one in waiting if one in resyncs]

    await until(is_quiet)


@pytest.fixture
async def hub(network: PlayedLayer) -> AsyncIterator[Hub]:
    hub = Hub()
    await settled(hub, network=network)
    yield hub
    await hub.stop()


@pytest.fixture
async def other_hub(hub: Hub, network: PlayedLayer) -> AsyncIterator[Hub]:
    """The hub of another process."""
    other = Hub()
    await settled(hub, other, network=network)
    yield other
    await other.stop()


def a_visitor_socket(hub: Hub, visitor: int, *, site: int = HERE) -> VisitorSocket:
    socket = VisitorSocket(visitor=visitor, site=site, user=None, session_key=None)
    hub.add(socket)
    return socket


def an_agent_socket(hub: Hub, agent: int, *, site: int = HERE, manages: bool = False) -> AgentSocket:
    sites = frozenset({site})
    reach = Reach(agent=agent, sites=sites, managed=sites if manages else frozenset())
    socket = AgentSocket(reach=reach, user=str(agent), session_key="key")
    hub.add(socket)
    return socket


def waiting(socket: Socket) -> list[Any]:
    """What waits to be sent to this socket; it is taken out."""
    frames: list[Any] = [*socket._frames]
    socket._frames.clear()
    return frames


def an_event(
    *,
    site: int | None = HERE,
    visitor: int | None = None,
    assignees: list[int | None] | None = None,
    before: list[int | None] | None = None,
    agents: str | None = None,
    visitors: str | None = None,
    gone: str | None = None,
    arrived: str | None = None,
) -> Envelope:
    audience: Audience = {
        "site": site,
        "visitor": visitor,
        "assignees": assignees,
        "before": before or [],
        "users": [],
    }
    return {
        "type": "conversation",
        "audience": audience,
        "agents": agents,
        "visitors": visitors,
        "gone": gone,
        "arrived": arrived,
    }


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

    hub.publish([an_event(assignees=[1], before=[1], agents="hello")])

    assert [waiting(socket) for socket in (assignee, colleague, manager, stranger)] == [["hello"], [], ["hello"], []]


async def test_who_loses_sight_of_it_is_told_that_it_is_gone_and_who_gains_it_that_it_is_new(hub: Hub) -> None:
    before, now, stranger, manager = (
        an_agent_socket(hub, 1),
        an_agent_socket(hub, 2),
        an_agent_socket(hub, 3),
        an_agent_socket(hub, 4, manages=True),
    )

    hub.publish([an_event(assignees=[2], before=[1], agents="hello", gone="gone", arrived="new")])

    assert [waiting(socket) for socket in (before, now, stranger, manager)] == [["gone"], ["new"], [], ["hello"]]


async def test_a_visitor_of_several_conversations_is_told_to_who_sees_one(hub: Hub) -> None:
    one, other, neither = an_agent_socket(hub, 1), an_agent_socket(hub, 2), an_agent_socket(hub, 3)

    hub.publish([an_event(assignees=[1, 2], agents="visitor")])

    assert [waiting(socket) for socket in (one, other, neither)] == [["visitor"], ["visitor"], []]


async def test_what_is_for_all_agents_is_told_to_all(hub: Hub) -> None:
    agents = [an_agent_socket(hub, 1), an_agent_socket(hub, 2, site=ELSEWHERE)]

    hub.publish([an_event(site=None, agents="presence")])

    assert [waiting(socket) for socket in agents] == [["presence"], ["presence"]]


async def test_who_left_hears_nothing(hub: Hub) -> None:
    first, second, agent = a_visitor_socket(hub, 7), a_visitor_socket(hub, 7), an_agent_socket(hub, 1)
    for socket in (first, agent):
        hub.remove(socket)

    hub.publish([an_event(visitor=7, assignees=[None], visitors="hello", agents="hello")])
    hub.remove(second)

    assert [waiting(socket) for socket in (first, second, agent)] == [[], ["hello"], []]
    assert list(hub._sockets()) == []


async def test_a_socket_of_neither_side_hears_nothing(hub: Hub) -> None:
    socket = Socket(user=None, session_key=None)
    hub.add(socket)

    hub.publish([an_event(visitors="hello", agents="hello", assignees=[None])])
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


async def test_a_resync_reaches_every_socket_once(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "RESYNC_WITHIN", 0.02)
    sockets: list[Socket] = [a_visitor_socket(hub, 7), a_visitor_socket(hub, 7), an_agent_socket(hub, 1)]

    hub.resync()
    running = hub._resyncing
    hub.resync()

    assert running is hub._resyncing, "a second one joins the first"
    assert running is not None
    await running
    assert [[json.loads(frame) for frame in waiting(socket)] for socket in sockets] == [[{"type": "resync"}]] * 3
    hub.resync()
    assert hub._resyncing is not running


async def test_a_resync_is_spread(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """All clients at once would be as bad as the outage."""
    naps: list[float] = []

    async def nap(seconds: float) -> None:
        naps.append(seconds)

    for number in range(4):
        a_visitor_socket(hub, number)
    monkeypatch.setattr(hubs.asyncio, "sleep", nap)

    await hub._resync()

    assert naps == [hubs.RESYNC_WITHIN / 4] * 4


async def test_a_layer_that_comes_back_leads_to_a_resync(
    hub: Hub, network: PlayedLayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "RESYNC_WITHIN", 0.02)
    socket = a_visitor_socket(hub, 7)
    network.fails = True
    line = hub._line
    assert line is not None
    await until(lambda: line.is_down)

    network.fails = False

    await until(lambda: len(socket._frames) > 0)
    assert json.loads(waiting(socket)[0]) == {"type": "resync"}


async def test_a_job_that_fails_runs_again(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    runs = []

    async def work() -> None:
        runs.append(len(runs))
        if len(runs) == 1:
            raise ZeroDivisionError

    repeating = asyncio.ensure_future(hub._repeat(0.001, work))
    with caplog.at_level(logging.ERROR):
        for _ in range(20):
            await asyncio.sleep(0)
        assert runs == [], "nothing to do while nobody is there"
        a_visitor_socket(hub, 7)
        await until(lambda: len(runs) >= 2)

    repeating.cancel()
    assert caplog.text.count("A live chat job of the web process failed") == 1


async def test_a_hub_can_be_stopped_in_the_middle_of_a_resync(network: PlayedLayer) -> None:
    hub = Hub()
    a_visitor_socket(hub, 7)
    hub.resync()
    await asyncio.sleep(0)

    await hub.stop()

    assert hub._resyncing is not None
    await until(hub._resyncing.done)


async def test_each_event_loop_has_a_hub_of_its_own(network: PlayedLayer) -> None:
    first = hubs.current()
    try:
        assert hubs.current() is first
        assert await asyncio.to_thread(lambda: asyncio.run(_another())) is not first
    finally:
        await first.stop()
        hubs._current = None
        broadcast.attach(None)


async def _another() -> Hub:
    hub = hubs.current()
    await hub.stop()
    return hub


# With a database.


@pytest.fixture
def quick_relay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "RELAY_EVERY", 0.01)


@pytest.fixture
def quick_presence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "SEEN_EVERY", 0.01)


@pytest.fixture
def gone(server: Server) -> AnsweringPerson:
    """An agent who is noted as online, and was not seen for two minutes."""
    agent = people.an_agent("gone")
    presence.open_inbox(agent=agent.agent)
    Relay.objects.all().delete()
    Agent.objects.update(last_seen_at=timezone.now() - timedelta(minutes=2))
    return agent


def in_another_process(server: Server, work: Callable[[], None]) -> None:
    """Do this as a process without sockets does."""
    broadcast.attach(None)
    work()
    broadcast.attach(server.hub)


def next_frame(tab: Tab) -> dict[str, Any]:
    """The very next frame, whatever it is."""
    frame: dict[str, Any] = json.loads(tab._next()["text"])
    return frame


@pytest.mark.usefixtures("quick_relay", "gone")
def test_events_of_the_queue_worker_come_through_relay_rows(server: Server, visitor: VisitingPerson) -> None:
    tab = server.visitor_tab(visitor)

    in_another_process(server, tasks.sweep)

    assert tab.hears("presence") == {"type": "presence", "online": False, "agents": []}
    assert Relay.objects.exists()


@pytest.mark.usefixtures("quick_relay")
def test_each_relay_row_is_told_once_in_its_order(server: Server, visitor: VisitingPerson) -> None:
    tab = server.visitor_tab(visitor)

    for number in range(5):
        Relay.objects.create(
            events=[an_event(visitor=visitor.visitor.pk, visitors=f'{{"type":"n","number":{number}}}')]
        )
        assert tab.hears("n")["number"] == number

    Relay.objects.create(events=[an_event(visitor=visitor.visitor.pk, visitors='{"type":"last"}')])
    assert next_frame(tab)["type"] == "last"


@pytest.mark.usefixtures("quick_relay")
def test_old_relay_rows_are_not_told(server: Server, visitor: VisitingPerson) -> None:
    event = an_event(visitor=visitor.visitor.pk, visitors='{"type":"old"}')
    Relay.objects.create(events=[event], at=timezone.now() - timedelta(minutes=5))
    tab = server.visitor_tab(visitor)

    Relay.objects.create(events=[an_event(visitor=visitor.visitor.pk, visitors='{"type":"new"}')])

    assert next_frame(tab)["type"] == "new"


def test_a_relay_row_that_was_made_just_before_a_socket_opened_is_heard(
    server: Server, visitor: VisitingPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the client's fetch and the hub's first look."""
    monkeypatch.setattr(hubs, "RELAY_EVERY", 0.2)
    tab = server.visitor_tab(visitor)

    Relay.objects.create(events=[an_event(visitor=visitor.visitor.pk, visitors='{"type":"early"}')])

    assert tab.hears("early")


@pytest.mark.usefixtures("quick_presence")
def test_an_open_socket_keeps_both_sides_present(
    server: Server, visitor: VisitingPerson, agent: AnsweringPerson
) -> None:
    server.visitor_tab(visitor)
    server.agent_tab(agent)
    long_ago = timezone.now() - timedelta(minutes=5)
    Visitor.objects.update(last_seen_at=long_ago)
    Agent.objects.update(last_seen_at=long_ago)

    wait_until(lambda: Visitor.objects.get().last_seen_at > long_ago)
    wait_until(lambda: (Agent.objects.get().last_seen_at or long_ago) > long_ago)


@pytest.mark.usefixtures("quick_presence", "gone")
def test_a_hub_ends_what_is_stale_even_without_a_queue_worker(server: Server, visitor: VisitingPerson) -> None:
    tab = server.visitor_tab(visitor)

    assert tab.hears("presence")["online"] is False
    assert AgentStatus.objects.get(until__isnull=True).status == "offline"


def test_rights_that_cannot_be_looked_up_are_looked_up_again(
    server: Server, agent: AnsweringPerson, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(hubs, "RENEW_EVERY", 0.05)
    desk = server.agent_tab(agent)
    judge = hubs.judge
    tries: list[int] = []

    def fail_once(sockets: Any) -> Any:
        tries.append(1)
        if len(tries) == 1:
            raise ConnectionError("the database is gone")
        return judge(sockets)

    monkeypatch.setattr(hubs, "judge", fail_once)
    agent.user.groups.clear()

    assert desk.is_closed_with() == 4403
    assert "could not be looked up" in caplog.text


def test_rights_of_somebody_who_is_not_here_are_nobodys_business(server: Server, agent: AnsweringPerson) -> None:
    desk = server.agent_tab(agent)
    stranger = people.a_user("stranger")

    stranger.save()
    server.run(until_renewed(server.hub))

    assert "resync" not in [frame["type"] for frame in desk.hears_until_now()]


async def until_renewed(hub: Hub) -> None:
    await until(lambda: not hub._to_renew)


def test_the_writers_events_reach_the_other_processes(
    server: Server, visitor: VisitingPerson, settings: Settings
) -> None:
    settings.CHANNEL_LAYERS = NETWORK
    layer = broadcast.layer_in_use()
    assert isinstance(layer, PlayedLayer)
    tab = server.visitor_tab(visitor)

    tab.sends(**sent("Hello"))
    tab.hears("message.accepted")

    async def told() -> None:
        await until(lambda: any(message["type"] == "livechat.events" for message in layer.sent))

    server.run(told())
