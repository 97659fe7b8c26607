"""What visitors think of how they were answered."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.people import AnsweringPerson, VisitingPerson, events_of
from wagtail_livechat.actions import ratings
from wagtail_livechat.exceptions import NotFound, NotResolved, RatingClosed
from wagtail_livechat.models import Conversation, Message


@pytest.fixture
def resolved(visitor: VisitingPerson, manager: AnsweringPerson) -> Conversation:
    conversation = visitor.writes("Is it in stock?")
    manager.resolves(conversation)
    return conversation


def test_a_rating_stands_with_the_conversation_and_in_its_thread(
    visitor: VisitingPerson, resolved: Conversation
) -> None:
    entry = visitor.rates(resolved, 4, " Quick and kind ")

    resolved.refresh_from_db()
    assert (resolved.rating, resolved.rating_comment) == (4, "Quick and kind")
    assert resolved.rated_at is not None
    assert entry is not None
    assert entry.event_data == {"by": None, "score": 4, "comment": "Quick and kind"}
    assert entry.revision == resolved.revision


def test_an_open_conversation_is_not_rated_yet(visitor: VisitingPerson) -> None:
    conversation = visitor.writes("Is it in stock?")

    with pytest.raises(NotResolved):
        visitor.rates(conversation, 4)


def test_an_agent_may_ask_while_it_is_open(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Is it in stock?")
    agent.asks_for_rating(conversation)

    visitor.rates(conversation, 5)

    assert events_of(conversation) == ["started", "rating_asked", "rated"]


def test_what_was_resolved_once_can_be_rated_after_it_was_opened_again(
    visitor: VisitingPerson, resolved: Conversation
) -> None:
    visitor.writes("One more thing")

    visitor.rates(resolved, 3)

    assert events_of(resolved) == ["started", "resolved", "reopened", "rated"]


def test_a_visitor_rates_what_they_ended(visitor: VisitingPerson) -> None:
    conversation = visitor.writes("Is it in stock?")
    visitor.ends(conversation)

    assert visitor.rates(conversation, 2) is not None


def test_a_change_updates_the_one_entry(visitor: VisitingPerson, resolved: Conversation) -> None:
    first = visitor.rates(resolved, 2, "No answer")
    Conversation.objects.update(rated_at=timezone.now() - timedelta(hours=23))

    second = visitor.rates(resolved, 5, "It was in my spam")

    resolved.refresh_from_db()
    assert first is not None
    assert second is not None
    assert second.pk == first.pk
    assert second.revision == resolved.revision == first.revision + 1
    assert Message.objects.get(pk=first.pk).event_data == {"by": None, "score": 5, "comment": "It was in my spam"}
    assert events_of(resolved).count("rated") == 1


def test_the_day_counts_from_the_first_rating(visitor: VisitingPerson, resolved: Conversation) -> None:
    visitor.rates(resolved, 2)
    first = Conversation.objects.get().rated_at

    visitor.rates(resolved, 3)

    assert Conversation.objects.get().rated_at == first


def test_after_a_day_it_stays(visitor: VisitingPerson, resolved: Conversation) -> None:
    visitor.rates(resolved, 2)
    Conversation.objects.update(rated_at=timezone.now() - timedelta(hours=24, seconds=1))

    with pytest.raises(RatingClosed):
        visitor.rates(resolved, 5)
    assert Conversation.objects.get().rating == 2


def test_the_same_rating_again_changes_nothing(visitor: VisitingPerson, resolved: Conversation) -> None:
    visitor.rates(resolved, 2, "No answer")
    before = Conversation.objects.values().get()
    Conversation.objects.update(rated_at=timezone.now() - timedelta(days=2))

    assert visitor.rates(resolved, 2, "No answer ") is None
    assert Conversation.objects.values().get()["revision"] == before["revision"]


def test_a_card_number_in_the_comment_is_not_kept(visitor: VisitingPerson, resolved: Conversation) -> None:
    visitor.rates(resolved, 1, "You charged 4242 4242 4242 4242 twice")

    comment = Conversation.objects.get().rating_comment
    assert comment == "You charged •••• •••• •••• 4242 twice"
    assert Message.objects.get(event="rated").event_data["comment"] == comment


def test_a_rating_moves_no_queue(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Is it in stock?")
    agent.asks_for_rating(conversation)
    before = Conversation.objects.values().get()

    visitor.rates(conversation, 5)

    kept = ("status", "waiting_since", "agent_unread", "visitor_unread", "last_message_at", "last_message_preview")
    after = Conversation.objects.values().get()
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}


def test_nobody_is_asked_twice(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Is it in stock?")

    assert agent.asks_for_rating(conversation) is not None
    assert agent.asks_for_rating(conversation) is None
    assert events_of(conversation) == ["started", "rating_asked"]


def test_who_came_back_may_be_asked_again(
    visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    conversation = visitor.writes("Is it in stock?")
    agent.asks_for_rating(conversation)
    manager.resolves(conversation)
    visitor.writes("And in red?")

    assert agent.asks_for_rating(conversation) is not None


def test_who_rated_is_not_asked(visitor: VisitingPerson, resolved: Conversation, manager: AnsweringPerson) -> None:
    visitor.rates(resolved, 4)
    manager.reopens(resolved)

    assert manager.asks_for_rating(resolved) is None


def test_asking_is_for_those_who_see_the_conversation(
    visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    conversation = visitor.writes("Is it in stock?")
    reach = agent.reach
    manager.takes(conversation)

    with pytest.raises(NotFound):
        ratings.ask_for_rating(conversation=conversation, by=agent.agent, reach=reach)
