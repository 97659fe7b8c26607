"""What a hub reads and writes: Relay rows, presence, rights."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests import people
from tests.layers import NETWORK, PlayedLayer
from tests.people import AnsweringPerson, VisitingPerson
from tests.realtime.hearing import an_event
from tests.realtime.server import Server, Tab, sent
from tests.realtime.waiting import until, wait_until
from wagtail_livechat import broadcast, tasks
from wagtail_livechat.actions import presence
from wagtail_livechat.models import Agent, AgentStatus, Relay, Visitor
from wagtail_livechat.realtime import hub as hubs
from wagtail_livechat.realtime.hub import Hub


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


def test_a_session_that_ends_just_after_the_logout_was_announced_is_noticed(
    server: Server, agent: AnsweringPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "RENEW_AGAIN_AFTER", 0.05)
    desk = server.agent_tab(agent)
    judge, looks = hubs.judge, iter([True])

    def see_the_old_session_once(sockets: Any) -> Any:
        return [(socket, socket.reach) for socket in sockets] if next(looks, False) else judge(sockets)

    monkeypatch.setattr(hubs, "judge", see_the_old_session_once)
    agent.user.groups.clear()

    assert desk.is_closed_with() == 4403


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
