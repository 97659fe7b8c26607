"""Rows through SQL that was written once: the same as Django's own."""

from collections.abc import Iterable

from django.db.models import QuerySet
from pytest_django import DjangoAssertNumQueries

from tests import people
from tests.people import AnsweringPerson
from wagtail_livechat.models import Conversation
from wagtail_livechat.selectors.prepared import Prepared


def build(keys: Iterable[int]) -> QuerySet[Conversation]:
    return Conversation.objects.filter(pk__in=keys).select_related("visitor", "assignee__user").order_by("pk")


def values(row: object) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if name != "_state"}


def test_rows_and_their_relations_are_those_of_the_queryset(
    agent: AnsweringPerson, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    conversations = [people.a_visitor().writes(f"Hello {number}") for number in range(3)]
    agent.replies(conversations[1], "Hi")
    keys = [conversation.pk for conversation in conversations]
    prepared = Prepared[Conversation](build)

    with django_assert_num_queries(1):
        rows = prepared.rows(keys)
        found = [(values(row), values(row.visitor), row.assignee, row.assignee and row.assignee.name) for row in rows]

    expected = build(keys)
    assert found == [
        (values(row), values(row.visitor), row.assignee, row.assignee and row.assignee.name) for row in expected
    ]
    assert [row.assignee is not None for row in rows] == [False, True, False]


def test_the_same_sql_serves_other_keys(db: None) -> None:
    one, other = people.a_visitor().writes("Hello"), people.a_visitor().writes("Hello")
    prepared = Prepared[Conversation](build)

    assert prepared.rows([one.pk]) == [one]
    assert prepared.rows([other.pk]) == [other]
    assert prepared.rows([one.pk, other.pk, 10**9]) == [one, other]


def test_no_keys_are_no_rows(db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert Prepared[Conversation](build).rows([]) == []


def test_a_key_that_is_gone_is_left_out(db: None) -> None:
    assert Prepared[Conversation](build).rows([10**9]) == []
