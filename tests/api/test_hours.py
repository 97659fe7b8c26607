"""What visitors are told about when somebody answers, and how soon."""

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests import people
from tests.hours import always, hours, never
from tests.people import AnsweringPerson, Browser, VisitingPerson
from wagtail_livechat import broadcast
from wagtail_livechat.events import SitePresenceChanged
from wagtail_livechat.models import Conversation, LiveChatSettings

#: A Monday, 10:00 and 20:00 in Paris.
MORNING = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
EVENING = datetime(2026, 6, 1, 18, 0, tzinfo=UTC)


def told(browser: Browser, *names: str) -> list[Any]:
    config = browser.gets("config").json()
    return [config[name] for name in names]


def test_a_site_without_hours_is_open_and_does_not_close(browser: Browser) -> None:
    assert told(browser, "open", "reopens_at", "closes_at", "when_away") == [True, None, None, "form"]


def test_while_it_is_open_visitors_read_until_when(browser: Browser, agent: AnsweringPerson) -> None:
    hours("0 9:00-17:00")

    with patch.object(timezone, "now", return_value=MORNING):
        agent.comes_online()
        assert told(browser, "open", "online", "reopens_at", "closes_at") == [
            True,
            True,
            None,
            "2026-06-01T15:00:00.000000Z",
        ]


def test_while_it_is_closed_visitors_read_when_it_opens_and_see_nobody(
    browser: Browser, agent: AnsweringPerson
) -> None:
    hours("0 9:00-17:00")

    with patch.object(timezone, "now", return_value=EVENING):
        agent.comes_online()
        assert told(browser, "open", "online", "agents", "reopens_at", "closes_at") == [
            False,
            False,
            [],
            "2026-06-08T07:00:00.000000Z",
            None,
        ]


def test_while_it_is_open_and_nobody_is_there_nobody_knows_when(browser: Browser) -> None:
    always()

    assert told(browser, "open", "online", "reopens_at") == [True, False, None]


@pytest.mark.parametrize(
    ("now", "seconds"),
    [
        (MORNING, 60),
        (MORNING + timedelta(hours=6, minutes=59, seconds=15), 45),
        (MORNING + timedelta(hours=6, minutes=59, seconds=59.5), 0),
        (EVENING, 60),
        (MORNING - timedelta(hours=1, seconds=20), 20),
    ],
    ids=["open", "closing soon", "closing now", "closed", "opening soon"],
)
def test_what_visitors_are_told_is_not_kept_beyond_the_next_opening_or_closing(
    browser: Browser, now: datetime, seconds: int
) -> None:
    hours("0 9:00-17:00")

    with patch.object(timezone, "now", return_value=now):
        assert browser.gets("config")["Cache-Control"] == f"public, max-age={seconds}"


def test_what_visitors_are_told_is_kept_for_a_minute_where_it_never_closes(browser: Browser) -> None:
    assert browser.gets("config")["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("choice", ["form", "stay", "hide"])
def test_what_the_chat_is_meanwhile_is_the_editors_choice(browser: Browser, choice: str) -> None:
    LiveChatSettings.objects.create(site=people.site(), when_away=choice)

    assert told(browser, "when_away") == [choice]


def test_visitors_read_how_soon_others_had_a_reply(browser: Browser, visitor: VisitingPerson) -> None:
    assert told(browser, "expected_reply_s") == [None]
    Conversation.objects.bulk_create(
        Conversation(
            site=people.site(),
            visitor=visitor.visitor,
            opened_at=MORNING - timedelta(days=1),
            first_response_seconds=75,
        )
        for _ in range(10)
    )

    with patch.object(timezone, "now", return_value=MORNING):
        assert told(browser, "expected_reply_s") == [120]


def test_a_session_says_whether_somebody_is_there_by_the_same_rule(browser: Browser, agent: AnsweringPerson) -> None:
    agent.comes_online()
    assert browser.posts("session").json()["online"] is True

    never()
    assert browser.posts("session").json()["online"] is False


def test_who_comes_while_it_is_closed_is_not_shown_to_visitors(agent: AnsweringPerson) -> None:
    never()

    with patch.object(broadcast, "publish") as published:
        agent.comes_online()

    [event] = [
        event for call in published.call_args_list for event in call.args[0] if isinstance(event, SitePresenceChanged)
    ]
    assert event.agents == []
    assert '"online":false' in (event.envelope()["visitors"] or "")


def test_the_configuration_takes_few_queries_however_many_groups_there_are(
    browser: Browser, agent: AnsweringPerson, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    LiveChatSettings.objects.create(site=people.site(), offers_groups=True)
    always()
    agent.comes_online()
    for number in range(8):
        always(group=people.a_group(f"Group {number}", agent))
    browser.gets("config")

    with django_assert_num_queries(11):
        browser.gets("config")


def test_without_groups_and_hours_it_takes_fewer(
    browser: Browser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser.gets("config")

    with django_assert_num_queries(6):
        browser.gets("config")
