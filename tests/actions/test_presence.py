"""Who is there."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests import people
from tests.people import AnsweringPerson, VisitingPerson
from wagtail_livechat import broadcast, shapes
from wagtail_livechat.actions import presence
from wagtail_livechat.events import VisitorPresenceChanged
from wagtail_livechat.models import Agent, AgentPresence, AgentStatus, Conversation, Visitor
from wagtail_livechat.selectors.availability import faces_of
from wagtail_livechat.selectors.presence import is_online, online_agents


def now_of(agent: AnsweringPerson) -> Agent:
    return Agent.objects.get(pk=agent.agent.pk)


def stretches(agent: AnsweringPerson) -> list[tuple[str, bool]]:
    """How the agent spent the time: status, and whether it has ended."""
    rows = agent.agent.statuses.order_by("pk")
    return [(row.status, row.until is not None) for row in rows]


def vanishes(agent: AnsweringPerson, *, seconds: int) -> datetime:
    at = timezone.now() - timedelta(seconds=seconds)
    Agent.objects.filter(pk=agent.agent.pk).update(last_seen_at=at)
    return at


def test_the_first_visit_to_the_inbox_makes_an_agent_online(agent: AnsweringPerson) -> None:
    assert not is_online(now_of(agent))

    presence.open_inbox(agent=agent.agent)

    assert is_online(now_of(agent))
    assert stretches(agent) == [("online", False)]


def test_later_visits_keep_what_was_chosen(agent: AnsweringPerson) -> None:
    presence.open_inbox(agent=agent.agent)
    presence.choose_status(agent=agent.agent, status=AgentPresence.AWAY)

    presence.open_inbox(agent=agent.agent)

    assert now_of(agent).status == AgentPresence.AWAY


def test_each_change_closes_and_opens_a_stretch(agent: AnsweringPerson) -> None:
    for status in (AgentPresence.ONLINE, AgentPresence.AWAY, AgentPresence.OFFLINE):
        presence.choose_status(agent=agent.agent, status=status)

    assert stretches(agent) == [("online", True), ("away", True), ("offline", False)]


def test_choosing_the_same_again_goes_on_with_the_stretch(agent: AnsweringPerson) -> None:
    presence.choose_status(agent=agent.agent, status=AgentPresence.ONLINE)
    presence.choose_status(agent=agent.agent, status=AgentPresence.ONLINE)

    assert stretches(agent) == [("online", False)]


def test_who_was_not_seen_for_a_minute_is_offline_since_they_were_last_seen(agent: AnsweringPerson) -> None:
    presence.open_inbox(agent=agent.agent)
    AgentStatus.objects.update(since=timezone.now() - timedelta(minutes=10))
    last_seen = vanishes(agent, seconds=61)

    presence.expire()

    assert stretches(agent) == [("online", True), ("offline", False)]
    assert [row.until or row.since for row in agent.agent.statuses.order_by("pk")] == [last_seen, last_seen]
    assert now_of(agent).status == AgentPresence.ONLINE, "what was chosen is remembered"


def test_a_stretch_never_ends_before_it_began(agent: AnsweringPerson) -> None:
    presence.open_inbox(agent=agent.agent)
    vanishes(agent, seconds=3600)

    presence.expire()

    first = agent.agent.statuses.earliest("pk")
    assert first.until == first.since


def test_who_was_seen_within_a_minute_stays(agent: AnsweringPerson) -> None:
    presence.open_inbox(agent=agent.agent)
    vanishes(agent, seconds=55)

    presence.expire()

    assert is_online(now_of(agent))
    assert stretches(agent) == [("online", False)]


def test_who_comes_back_is_what_they_chose(agent: AnsweringPerson) -> None:
    presence.choose_status(agent=agent.agent, status=AgentPresence.AWAY)
    vanishes(agent, seconds=61)
    presence.expire()

    presence.touch(agents=[agent.agent.pk])

    assert stretches(agent) == [("away", True), ("offline", True), ("away", False)]


def test_a_touch_that_changes_no_status_notes_only_the_time(agent: AnsweringPerson, visitor: VisitingPerson) -> None:
    presence.open_inbox(agent=agent.agent)
    vanishes(agent, seconds=30)
    Visitor.objects.update(last_seen_at=timezone.now() - timedelta(hours=1))

    presence.touch(visitors=[visitor.visitor.pk], agents=[agent.agent.pk])

    assert stretches(agent) == [("online", False)]
    for row in (now_of(agent), Visitor.objects.get()):
        assert timezone.now() - row.last_seen_at < timedelta(seconds=10)


def test_nobody_to_touch_touches_nobody(visitor: VisitingPerson) -> None:
    before = Visitor.objects.get().last_seen_at

    presence.touch()

    assert Visitor.objects.get().last_seen_at == before


def test_a_touch_costs_the_same_for_any_number(
    db: None, agent: AnsweringPerson, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    presence.open_inbox(agent=agent.agent)
    visitors = [people.a_visitor().visitor.pk for _ in range(10)]

    # Two for the savepoint, one per side, and the looks for those who come back.
    with django_assert_num_queries(6):
        presence.touch(visitors=visitors, agents=[agent.agent.pk])


@pytest.mark.parametrize("status", [AgentPresence.AWAY, AgentPresence.OFFLINE])
def test_visitors_see_only_who_chose_to_be_online(agent: AnsweringPerson, status: AgentPresence) -> None:
    presence.open_inbox(agent=agent.agent)
    assert faces_of(people.site()) == [{"name": "agent", "avatar": None}]

    presence.choose_status(agent=agent.agent, status=status)

    assert faces_of(people.site()) == []


def test_visitors_see_three_faces_at_most(db: None) -> None:
    for number in range(4):
        presence.open_inbox(agent=people.an_agent(f"agent-{number}").agent)

    assert online_agents(people.site()).count() == 4
    assert len(faces_of(people.site())) == 3


def test_visitors_of_a_site_see_its_own_agents_only(db: None) -> None:
    other = people.another_site()
    presence.open_inbox(agent=people.an_agent_of(other, "elsewhere").agent)

    assert faces_of(people.site()) == []
    assert [face["name"] for face in faces_of(other)] == ["elsewhere"]


def test_an_agent_who_lost_all_rights_can_still_be_noted_as_gone(agent: AnsweringPerson) -> None:
    presence.open_inbox(agent=agent.agent)
    agent.user.groups.clear()
    vanishes(agent, seconds=61)

    presence.expire()

    assert stretches(agent)[-1] == ("offline", False)


# Visitors.


def is_present(visitor: VisitingPerson) -> bool:
    return Visitor.objects.get(pk=visitor.visitor.pk).is_present


def left(visitor: VisitingPerson) -> None:
    Visitor.objects.filter(pk=visitor.visitor.pk).update(last_seen_at=timezone.now() - timedelta(seconds=61))


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[VisitorPresenceChanged]:
    """What agents are told of visitors who come and go."""
    events: list[VisitorPresenceChanged] = []

    def publish(published: list[object]) -> None:
        events.extend(event for event in published if isinstance(event, VisitorPresenceChanged))

    monkeypatch.setattr(broadcast, "publish", publish)
    return events


def test_a_visitor_who_was_not_seen_for_a_minute_has_left(
    visitor: VisitingPerson, agent: AnsweringPerson, told: list[VisitorPresenceChanged]
) -> None:
    agent.takes(visitor.writes("Hello"))
    assert is_present(visitor)

    left(visitor)
    presence.expire()

    assert not is_present(visitor)
    assert [(event.visitor, event.visitor.is_present, event.charges) for event in told] == [
        (visitor.visitor, False, ((agent.agent.pk, None),))
    ]


def test_a_visitor_who_comes_back_is_there_again(visitor: VisitingPerson, told: list[VisitorPresenceChanged]) -> None:
    visitor.writes("Hello")
    left(visitor)
    presence.expire()

    presence.touch(visitors=[visitor.visitor.pk])
    presence.touch(visitors=[visitor.visitor.pk])

    assert is_present(visitor)
    assert [event.visitor.is_present for event in told] == [False, True]


def test_nobody_is_told_of_visitors_who_have_no_open_conversation(
    visitor: VisitingPerson, manager: AnsweringPerson, told: list[VisitorPresenceChanged]
) -> None:
    silent = people.a_visitor()
    manager.resolves(visitor.writes("Hello"))
    for person in (visitor, silent):
        left(person)

    presence.expire()

    assert not is_present(silent)
    assert told == []


def test_the_list_says_whether_the_visitor_is_on_the_site(visitor: VisitingPerson) -> None:
    conversation = visitor.writes("Hello")
    assert shapes.conversation_for_agents(conversation)["visitor"]["online"]

    left(visitor)
    presence.expire()

    row = Conversation.objects.select_related("visitor").get()
    assert not shapes.conversation_for_agents(row)["visitor"]["online"]
