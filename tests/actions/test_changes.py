"""Several changed rows, written in one statement."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests import people
from tests.people import AnsweringPerson
from wagtail_livechat.actions.changes import Changes
from wagtail_livechat.models import Conversation

COLUMNS = ("revision", "last_message_preview", "waiting_since", "assignee_id", "ended_at")


@pytest.fixture
def rows(db: None) -> list[Conversation]:
    return [people.a_visitor().writes("Hello") for _ in range(3)]


@pytest.fixture
def changes(rows: list[Conversation]) -> Changes[Conversation]:
    changes = Changes[Conversation](COLUMNS)
    for row in rows:
        row.refresh_from_db()
        changes.note(row)
    return changes


def stored(row: Conversation) -> Conversation:
    return Conversation.objects.get(pk=row.pk)


def test_each_row_keeps_its_own_values(
    rows: list[Conversation], changes: Changes[Conversation], agent: AnsweringPerson
) -> None:
    earlier = timezone.now() - timedelta(hours=1)
    rows[0].last_message_preview, rows[0].waiting_since = "It's 100 % %s", None
    rows[1].assignee, rows[1].waiting_since = agent.agent, earlier

    changes.save()

    assert (stored(rows[0]).last_message_preview, stored(rows[0]).waiting_since) == ("It's 100 % %s", None)
    assert (stored(rows[1]).assignee_id, stored(rows[1]).waiting_since) == (agent.agent.pk, earlier)
    assert stored(rows[2]) == rows[2]


def test_what_did_not_change_is_not_written(rows: list[Conversation], changes: Changes[Conversation]) -> None:
    Conversation.objects.filter(pk=rows[0].pk).update(last_message_preview="Written by somebody else")
    rows[0].revision += 1

    changes.save()

    assert stored(rows[0]).last_message_preview == "Written by somebody else"


def test_a_value_may_become_none_in_all_rows(rows: list[Conversation], changes: Changes[Conversation]) -> None:
    for row in rows:
        row.waiting_since = None

    changes.save()

    assert [stored(row).waiting_since for row in rows] == [None, None, None]


def test_one_statement_for_all_rows(
    rows: list[Conversation], changes: Changes[Conversation], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for row in rows:
        row.revision += 1

    with django_assert_num_queries(1):
        changes.save()


def test_no_statement_without_a_change(
    changes: Changes[Conversation], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        changes.save()


def test_more_rows_than_a_statement_takes_are_written_in_several(
    rows: list[Conversation], changes: Changes[Conversation], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection.ops, "bulk_batch_size", lambda _columns, _rows: 2)
    for row in rows:
        row.revision = 50 + row.pk

    changes.save()

    assert [stored(row).revision for row in rows] == [50 + row.pk for row in rows]
