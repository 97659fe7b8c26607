"""What goes back to the queue by itself."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests import people
from tests.actions.waiting import assignee_of
from tests.people import AnsweringPerson
from wagtail_livechat import tasks
from wagtail_livechat.actions import assignment
from wagtail_livechat.models import (
    AgentGroup,
    Conversation,
    LiveChatSettings,
    Status,
)


def long_ago(minutes: int) -> dict[str, Any]:
    at = timezone.now() - timedelta(minutes=minutes, seconds=1)
    return {"waiting_since": at, "assigned_at": at}


@pytest.fixture
def settings_of_the_site(db: None) -> LiveChatSettings:
    return LiveChatSettings.objects.create(site=people.site(), return_after_minutes=10)


@pytest.fixture
def neglected(anna: AnsweringPerson) -> Conversation:
    row = people.a_visitor().writes("Hello")
    anna.takes(row)
    Conversation.objects.filter(pk=row.pk).update(**long_ago(10))
    return row


@pytest.mark.usefixtures("settings_of_the_site")
def test_what_is_left_unanswered_goes_back_to_the_queue(neglected: Conversation) -> None:
    tasks.sweep()

    assert assignee_of(neglected) is None
    entry = neglected.messages.get(event="returned")
    assert (entry.event_data["why"], entry.event_data["minutes"], entry.event_data["from"]["name"]) == (
        "unanswered",
        10,
        "anna",
    )


def test_nothing_goes_back_where_the_site_does_not_say_so(neglected: Conversation) -> None:
    LiveChatSettings.objects.create(site=people.site())

    tasks.sweep()

    assert assignee_of(neglected) == "anna"


@pytest.mark.usefixtures("settings_of_the_site")
@pytest.mark.parametrize(
    "state",
    [
        {"waiting_since": None},
        {"status": Status.RESOLVED},
        {"assigned_at": "now"},
        {"waiting_since": "now"},
    ],
)
def test_what_has_an_answer_or_has_not_waited_long_stays(neglected: Conversation, state: dict[str, Any]) -> None:
    values = {name: timezone.now() if value == "now" else value for name, value in state.items()}
    Conversation.objects.filter(pk=neglected.pk).update(**values)

    tasks.sweep()

    assert assignee_of(neglected) == "anna"


@pytest.mark.usefixtures("settings_of_the_site")
def test_what_was_answered_between_the_look_and_the_lock_stays(
    neglected: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = assignment.entries.locked

    def answered_meanwhile(keys: Any) -> list[Conversation]:
        Conversation.objects.filter(pk__in=keys).update(waiting_since=None)
        return locked(keys)

    monkeypatch.setattr(assignment.entries, "locked", answered_meanwhile)

    tasks.sweep()

    assert assignee_of(neglected) == "anna"


def test_what_goes_back_to_a_group_finds_another_agent(
    group: AgentGroup,
    settings_of_the_site: LiveChatSettings,
    neglected: Conversation,
    anna: AnsweringPerson,
    ben: AnsweringPerson,
    committing: Callable[..., Any],
) -> None:
    people.in_group(neglected, group)
    anna.comes_online()
    ben.comes_online()

    with committing():
        tasks.sweep()

    assert assignee_of(neglected) == "ben"


@pytest.mark.parametrize("why", ["deactivated", "without a right"])
def test_open_conversations_of_somebody_who_is_gone_go_back_to_the_queue(anna: AnsweringPerson, why: str) -> None:
    row = people.a_visitor().writes("Hello")
    anna.takes(row)
    if why == "deactivated":
        type(anna.user).objects.filter(pk=anna.user.pk).update(is_active=False)
    else:
        anna.user.groups.clear()

    tasks.sweep()

    assert assignee_of(row) is None
    assert row.messages.get(event="returned").event_data["why"] == "inactive"


def test_conversations_of_those_who_may_answer_stay(anna: AnsweringPerson) -> None:
    row = people.a_visitor().writes("Hello")
    anna.takes(row)

    tasks.sweep()

    assert assignee_of(row) == "anna"
