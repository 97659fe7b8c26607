"""What agents decide about themselves."""

import pytest

from tests import people
from tests.people import AnsweringPerson
from wagtail_livechat import broadcast
from wagtail_livechat.actions import agents
from wagtail_livechat.events import AgentPresenceChanged, Event, SitePresenceChanged
from wagtail_livechat.models import Agent, AgentPresence, Alerts


@pytest.fixture
def told(agent: AnsweringPerson, monkeypatch: pytest.MonkeyPatch) -> list[Event]:
    """What is published while the test runs."""
    agent.comes_online()
    agent.agent.refresh_from_db()
    events: list[Event] = []
    monkeypatch.setattr(broadcast, "publish", events.extend)
    return events


def changes(agent: AnsweringPerson, **fields: object) -> Agent:
    """The agent saves a profile in which these fields are new."""
    profile = {
        "display_name": "",
        "title": "",
        "alerts": Alerts.MINE_AND_UNASSIGNED,
        "opens_next": True,
        "status": AgentPresence.ONLINE,
    }
    return agents.change_profile(agent=agent.agent, **{**profile, **fields})  # type: ignore[arg-type]


def test_a_new_name_is_seen_by_colleagues_and_visitors_at_once(agent: AnsweringPerson, told: list[Event]) -> None:
    changed = changes(agent, display_name="  Martin ", title="Customer care")

    assert (changed.name, changed.title) == ("Martin", "Customer care")
    [to_agents, to_visitors] = told
    assert isinstance(to_agents, AgentPresenceChanged)
    assert (to_agents.agent.name, to_agents.online) == ("Martin", True)
    assert isinstance(to_visitors, SitePresenceChanged)
    assert [face["name"] for face in to_visitors.agents] == ["Martin"]


def test_what_concerns_nobody_else_is_told_to_nobody(agent: AnsweringPerson, told: list[Event]) -> None:
    changed = changes(agent, title="Customer care", alerts=Alerts.NONE, opens_next=False)

    assert (changed.alerts, changed.opens_next) == ("none", False)
    assert told == []


def test_another_status_is_told(agent: AnsweringPerson, told: list[Event]) -> None:
    changes(agent, status=AgentPresence.AWAY)

    assert [event.online for event in told if isinstance(event, AgentPresenceChanged)] == [False]
    assert Agent.objects.get(pk=agent.agent.pk).status == "away"


def test_a_profile_without_another_status_does_not_count_as_being_there(agent: AnsweringPerson) -> None:
    agents.change_profile(
        agent=agent.agent,
        display_name="Martin",
        title="",
        alerts=Alerts.ALL,
        opens_next=True,
        status=AgentPresence(agent.agent.status),
    )

    assert Agent.objects.get(pk=agent.agent.pk).last_seen_at is None


def test_preferences_that_are_not_named_stay(db: None) -> None:
    lena = people.an_agent("lena")

    agents.change_preferences(agent=lena.agent, alerts=Alerts.ALL)
    changed = agents.change_preferences(agent=lena.agent, opens_next=False)

    assert (changed.alerts, changed.opens_next) == ("all", False)
