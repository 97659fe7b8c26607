"""Who gets a conversation by itself."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone

from tests import people
from tests.actions.waiting import assignee_of, waiting_in
from tests.people import AnsweringPerson, events_of
from wagtail_livechat import tasks
from wagtail_livechat.actions import assignment, presence
from wagtail_livechat.models import (
    AgentGroup,
    AgentPresence,
    Assignment,
    Conversation,
    LiveChatSettings,
)


def test_round_robin_goes_from_one_to_the_next(group: AgentGroup, anna: AnsweringPerson, ben: AnsweringPerson) -> None:
    anna.comes_online()
    ben.comes_online()
    rows = [waiting_in(group) for _ in range(4)]

    assignment.distribute(group=group.pk)

    assert [assignee_of(row) for row in rows] == ["anna", "ben", "anna", "ben"]


def test_round_robin_goes_on_where_it_ended(group: AgentGroup, anna: AnsweringPerson, ben: AnsweringPerson) -> None:
    anna.comes_online()
    ben.comes_online()
    first, second = waiting_in(group), None
    assignment.distribute(group=group.pk)
    second = waiting_in(group)

    assignment.distribute(group=group.pk)

    assert (assignee_of(first), assignee_of(second)) == ("anna", "ben")


def test_least_busy_is_who_has_the_fewest_open_conversations(
    group: AgentGroup, anna: AnsweringPerson, ben: AnsweringPerson
) -> None:
    AgentGroup.objects.update(assignment=Assignment.LEAST_BUSY)
    anna.comes_online()
    ben.comes_online()
    for _ in range(2):
        anna.takes(people.a_visitor().writes("Hello"))
    rows = [waiting_in(group) for _ in range(4)]

    assignment.distribute(group=group.pk)

    assert [assignee_of(row) for row in rows] == ["ben", "ben", "anna", "ben"]


def test_resolved_conversations_keep_nobody_busy(
    group: AgentGroup, anna: AnsweringPerson, ben: AnsweringPerson
) -> None:
    AgentGroup.objects.update(assignment=Assignment.LEAST_BUSY)
    anna.comes_online()
    ben.comes_online()
    done = people.a_visitor().writes("Hello")
    anna.takes(done)
    anna.resolves(done)
    ben.takes(people.a_visitor().writes("Hello"))

    row = waiting_in(group)
    assignment.distribute(group=group.pk)

    assert assignee_of(row) == "anna"


def test_who_waits_longest_is_first(group: AgentGroup, anna: AnsweringPerson) -> None:
    AgentGroup.objects.update(most_at_once=1)
    newer, older = waiting_in(group), waiting_in(group)
    Conversation.objects.filter(pk=older.pk).update(waiting_since=F("waiting_since") - timedelta(minutes=5))
    answered = waiting_in(group)
    Conversation.objects.filter(pk=answered.pk).update(waiting_since=None)
    anna.comes_online()

    given = assignment.distribute(group=group.pk)

    assert given == [older]
    assert [assignee_of(row) for row in (newer, answered)] == [None, None]


def test_nobody_gets_more_than_fit(group: AgentGroup, anna: AnsweringPerson, ben: AnsweringPerson) -> None:
    AgentGroup.objects.update(most_at_once=2)
    anna.comes_online()
    ben.comes_online()
    anna.takes(people.a_visitor().writes("Hello"))
    rows = [waiting_in(group) for _ in range(5)]

    assignment.distribute(group=group.pk)

    assert sorted(str(assignee_of(row)) for row in rows) == ["None", "None", "anna", "ben", "ben"]


@pytest.mark.parametrize("status", [AgentPresence.AWAY, AgentPresence.OFFLINE])
def test_only_who_is_online_gets_something(group: AgentGroup, anna: AnsweringPerson, status: AgentPresence) -> None:
    presence.choose_status(agent=anna.agent, status=status)

    row = waiting_in(group)

    assert assignment.distribute(group=group.pk) == []
    assert assignee_of(row) is None


def test_who_closed_the_last_tab_a_minute_ago_gets_nothing(group: AgentGroup, anna: AnsweringPerson) -> None:
    anna.comes_online()
    type(anna.agent).objects.update(last_seen_at=timezone.now() - timedelta(seconds=61))
    waiting_in(group)

    assert assignment.distribute(group=group.pk) == []


def test_who_lost_the_right_to_answer_gets_nothing(group: AgentGroup, anna: AnsweringPerson) -> None:
    anna.comes_online()
    anna.user.groups.clear()
    waiting_in(group)

    assert assignment.distribute(group=group.pk) == []


def test_a_group_that_assigns_by_hand_gives_nothing_away(group: AgentGroup, anna: AnsweringPerson) -> None:
    AgentGroup.objects.update(assignment=Assignment.OFF)
    anna.comes_online()
    waiting_in(group)

    assert assignment.distribute(group=group.pk) == []


def test_a_group_that_is_gone_gives_nothing_away(db: None) -> None:
    assert assignment.distribute(group=404) == []


def test_what_was_taken_or_resolved_is_not_given_away(
    group: AgentGroup, anna: AnsweringPerson, ben: AnsweringPerson, manager: AnsweringPerson
) -> None:
    anna.comes_online()
    taken, resolved = waiting_in(group), waiting_in(group)
    ben.takes(taken)
    manager.resolves(resolved)

    assert assignment.distribute(group=group.pk) == []


def test_what_changed_between_the_look_and_the_lock_is_left_alone(
    group: AgentGroup, anna: AnsweringPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna.comes_online()
    row = waiting_in(group)
    Conversation.objects.filter(pk=row.pk).update(group=None)
    monkeypatch.setattr(assignment.selectors, "waiting", lambda _group, **_able: [row.pk])

    assert assignment.distribute(group=group.pk) == []


def test_the_thread_says_by_which_rule(group: AgentGroup, anna: AnsweringPerson) -> None:
    anna.comes_online()
    row = waiting_in(group)

    assignment.distribute(group=group.pk)

    entry = row.messages.get(event="assigned")
    assert (entry.agent, entry.event_data["by"], entry.event_data["way"], entry.event_data["to"]["name"]) == (
        None,
        None,
        "round_robin",
        "anna",
    )


def test_a_hundred_and_more_are_given_away_in_one_go(
    group: AgentGroup, anna: AnsweringPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assignment, "BATCH", 2)
    anna.comes_online()
    rows = [waiting_in(group) for _ in range(5)]

    assert set(assignment.distribute(group=group.pk)) == set(rows)


def test_what_the_only_one_left_holds_up_nothing_behind_it(
    group: AgentGroup, anna: AnsweringPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assignment, "BATCH", 1)
    anna.comes_online()
    left = waiting_in(group)
    anna.takes(left)
    anna.leaves(left)
    behind = waiting_in(group)

    assert assignment.distribute(group=group.pk) == [behind]
    assert assignee_of(left) is None


# What sets the rule off.


def test_a_message_for_a_group_finds_an_agent(
    group: AgentGroup, anna: AnsweringPerson, committing: Callable[..., Any]
) -> None:
    anna.comes_online()
    visitor = people.a_visitor()
    LiveChatSettings.objects.create(site=people.site(), offers_groups=True)

    with committing():
        row = visitor.writes("Hello", group=group.pk)

    assert assignee_of(row) == "anna"
    assert events_of(row) == ["started", "assigned"]


def test_an_agent_who_comes_online_gets_what_waits(
    group: AgentGroup, anna: AnsweringPerson, committing: Callable[..., Any]
) -> None:
    row = waiting_in(group)

    with committing():
        anna.comes_online()

    assert assignee_of(row) == "anna"


def test_an_agent_who_resolves_has_room_again(
    group: AgentGroup, anna: AnsweringPerson, committing: Callable[..., Any]
) -> None:
    AgentGroup.objects.update(most_at_once=1)
    anna.comes_online()
    first, second = waiting_in(group), waiting_in(group)
    assignment.distribute(group=group.pk)
    assert (assignee_of(first), assignee_of(second)) == ("anna", None)

    with committing():
        anna.resolves(first)

    assert assignee_of(second) == "anna"


@pytest.mark.parametrize("deed", ["transfers", "is taken over", "leaves"])
def test_an_agent_who_gives_one_away_has_room_again(
    group: AgentGroup, anna: AnsweringPerson, manager: AnsweringPerson, committing: Callable[..., Any], deed: str
) -> None:
    AgentGroup.objects.update(most_at_once=1)
    anna.comes_online()
    first, second = waiting_in(group), waiting_in(group)
    assignment.distribute(group=group.pk)

    with committing():
        if deed == "transfers":
            anna.transfers(first, manager)
        elif deed == "leaves":
            anna.leaves(first)
        else:
            manager.takes(first)

    assert assignee_of(second) == "anna"


def test_what_is_transferred_to_a_group_finds_an_agent(
    group: AgentGroup, anna: AnsweringPerson, manager: AnsweringPerson, committing: Callable[..., Any]
) -> None:
    anna.comes_online()
    row = people.a_visitor().writes("Hello")

    with committing():
        manager.transfers(row, group, note="Please")

    assert assignee_of(row) == "anna"


def test_what_is_opened_again_finds_an_agent(
    group: AgentGroup, anna: AnsweringPerson, manager: AnsweringPerson, committing: Callable[..., Any]
) -> None:
    anna.comes_online()
    row = waiting_in(group)
    manager.resolves(row)

    with committing():
        manager.reopens(row)

    assert assignee_of(row) == "anna"


def test_who_left_does_not_get_it_back(
    group: AgentGroup, anna: AnsweringPerson, ben: AnsweringPerson, committing: Callable[..., Any]
) -> None:
    anna.comes_online()
    row = waiting_in(group)
    assignment.distribute(group=group.pk)

    with committing():
        anna.leaves(row)
    assert assignee_of(row) is None

    with committing():
        ben.comes_online()
    assert assignee_of(row) == "ben"


def test_the_sweep_gives_away_what_a_dead_process_forgot(group: AgentGroup, anna: AnsweringPerson) -> None:
    anna.comes_online()
    row = waiting_in(group)

    tasks.sweep()

    assert assignee_of(row) == "anna"
