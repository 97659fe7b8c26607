"""Several messages in one transaction: each is on its own, and all cost little."""

import pytest
from django.db import DatabaseError
from pytest_django import DjangoAssertNumQueries

from tests import people
from tests.people import AnsweringPerson, VisitingPerson, texts_of
from wagtail_livechat import broadcast
from wagtail_livechat.actions import batch as batches
from wagtail_livechat.actions.batch import Batch
from wagtail_livechat.actions.drafts import Draft
from wagtail_livechat.actions.messages import post
from wagtail_livechat.exceptions import (
    Busy,
    ChatError,
    NotAllowed,
    NoVisitor,
)
from wagtail_livechat.models import Message


def test_an_agent_who_is_gone_harms_nobody_elses_message(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Hello")
    orphan = agent.drafts(conversation, "Hi")
    agent.user.delete()

    refused, taken = post([orphan, visitor.drafts("Anybody there?")])

    assert isinstance(refused, NotAllowed)
    assert isinstance(taken, Message)


def test_a_conversation_that_is_deleted_meanwhile_harms_nobody_elses_message(
    visitor: VisitingPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = people.a_visitor()
    gone = other.writes("Hello")
    visitor.writes("Hello")
    latest = batches.latest_conversations
    monkeypatch.setattr(
        batches,
        "latest_conversations",
        lambda *args, **options: {**latest(*args, **options), other.visitor.pk: gone.pk + 9},
    )

    refused, taken = post([other.drafts("Anybody there?"), visitor.drafts("Anybody there?")])

    assert isinstance(refused, NoVisitor)
    assert isinstance(taken, Message)


def test_agents_write_into_several_conversations_at_once(agent: AnsweringPerson, manager: AnsweringPerson) -> None:
    one, other = people.a_visitor().writes("Hello"), people.a_visitor().writes("Hello")

    post([agent.drafts(other, "Hi"), manager.drafts(one, "Good morning")])

    assert (texts_of(one), texts_of(other)) == (["Hello", "Good morning"], ["Hello", "Hi"])


def test_results_come_in_the_order_of_the_drafts(visitor: VisitingPerson) -> None:
    other = people.a_visitor()

    results = post([visitor.drafts("one"), other.drafts(""), other.drafts("two"), visitor.drafts("three")])

    assert [getattr(result, "body", type(result).__name__) for result in results] == [
        "one",
        "EmptyMessage",
        "two",
        "three",
    ]


@pytest.mark.usefixtures("committed")
def test_one_bad_draft_harms_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    good, bad = people.a_visitor(), people.a_visitor()
    write = Batch.write

    def fail_for_one(batch: Batch, draft: Draft) -> Message | ChatError:
        if draft.visitor == bad.visitor.pk:
            raise DatabaseError("broken")
        return write(batch, draft)

    monkeypatch.setattr(Batch, "write", fail_for_one)

    first, second = post([good.drafts("Hello"), bad.drafts("Hello")])

    assert isinstance(first, Message)
    assert isinstance(second, Busy)
    assert Message.objects.filter(kind="text").count() == 1


def test_a_batch_costs_the_same_statements_whatever_its_size(
    visitor: VisitingPerson, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    others = [people.a_visitor() for _ in range(20)]
    for person in [visitor, *others]:
        person.writes("Hello")

    # As the writer calls it: two for the savepoint, then the look, the lock, the conversations as they are now, the
    # known messages, the entries, the conversations.
    with broadcast.collected(), django_assert_num_queries(8):
        post([visitor.drafts("one")])
    with broadcast.collected(), django_assert_num_queries(8):
        post([person.drafts("one") for person in others])
