"""What keeps the chat itself going."""

from datetime import timedelta

from django.utils import timezone

from tests.people import AnsweringPerson
from wagtail_livechat import tasks
from wagtail_livechat.actions import operations, presence
from wagtail_livechat.models import Agent, Heartbeat, Relay
from wagtail_livechat.selectors.operations import worker_is_missing


def test_the_sweep_leaves_a_heartbeat(db: None) -> None:
    assert worker_is_missing()

    tasks.sweep()
    tasks.sweep()

    assert not worker_is_missing()
    assert Heartbeat.objects.count() == 1


def test_a_heartbeat_of_five_minutes_ago_means_that_the_worker_is_missing(db: None) -> None:
    tasks.sweep()
    Heartbeat.objects.update(at=timezone.now() - timedelta(minutes=5, seconds=1))

    assert worker_is_missing()


def test_the_sweep_ends_what_is_stale(agent: AnsweringPerson) -> None:
    presence.open_inbox(agent=agent.agent)
    Agent.objects.update(last_seen_at=timezone.now() - timedelta(minutes=2))

    tasks.sweep()

    assert agent.agent.statuses.get(until__isnull=True).status == "offline"


def test_the_sweep_drops_relay_rows_that_every_hub_has_read(db: None) -> None:
    old = Relay.objects.create(events=[], at=timezone.now() - operations.RELAY_KEPT_FOR - timedelta(seconds=1))
    new = Relay.objects.create(events=[])

    tasks.sweep()

    assert old not in Relay.objects.all()
    assert new in Relay.objects.all()
