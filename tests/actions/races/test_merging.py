"""Merging at the same moment as what else visitors and agents do."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests import people
from tests.actions.racing import check_consistent, race
from tests.people import AnsweringPerson, VisitingPerson, texts_of
from wagtail_livechat.actions import visitors
from wagtail_livechat.actions.messages import post
from wagtail_livechat.exceptions import ChatError, NotFound, NoVisitor, TooLateToUndo
from wagtail_livechat.models import Conversation, Visitor, VisitorMerge


@pytest.fixture
def phone(database: None) -> VisitingPerson:
    return people.a_visitor()


@pytest.fixture
def laptop(database: None) -> VisitingPerson:
    return people.a_visitor()


def tried(deed: object) -> object:
    """What was done, or why it was refused."""
    try:
        return deed()  # type: ignore[operator]
    except ChatError as error:
        return error


def test_a_message_on_its_way_goes_where_its_conversation_goes(
    racers: ThreadPoolExecutor, manager: AnsweringPerson, phone: VisitingPerson, laptop: VisitingPerson
) -> None:
    conversation = phone.writes("Hello")

    _merge, result = race(
        racers, lambda: manager.merges(phone, laptop), lambda: post([phone.drafts("One more thing")])[0]
    )
    if isinstance(result, NoVisitor):
        # Too late for who they were: the client sends it again as who they are.
        laptop.writes("One more thing")

    conversation.refresh_from_db()
    assert conversation.visitor == laptop.visitor
    assert texts_of(conversation) == ["Hello", "One more thing"]
    check_consistent(conversation)


def test_a_first_message_never_stays_with_the_emptied_row(
    racers: ThreadPoolExecutor, manager: AnsweringPerson, phone: VisitingPerson, laptop: VisitingPerson
) -> None:
    race(racers, lambda: manager.merges(phone, laptop), lambda: post([phone.drafts("Hello")])[0])

    assert not phone.visitor.conversations.exists()
    assert {row.visitor for row in Conversation.objects.all()} <= {laptop.visitor}


def test_merging_both_ways_at_once_is_done_once(
    racers: ThreadPoolExecutor, manager: AnsweringPerson, phone: VisitingPerson, laptop: VisitingPerson
) -> None:
    results = race(
        racers,
        lambda: tried(lambda: manager.merges(phone, laptop)),
        lambda: tried(lambda: manager.merges(laptop, phone)),
    )

    assert [type(result) for result in results].count(NotFound) == 1
    assert VisitorMerge.objects.count() == 1


def test_undoing_twice_at_once_is_done_once(racers: ThreadPoolExecutor, manager: AnsweringPerson) -> None:
    merge = manager.merges(people.a_visitor(), people.a_visitor())

    results = race(racers, *[lambda: tried(lambda: manager.separates(merge))] * 2)

    assert [type(result) for result in results].count(TooLateToUndo) == 1


def test_a_user_who_logs_in_while_an_agent_merges_is_one_visitor(
    racers: ThreadPoolExecutor, manager: AnsweringPerson
) -> None:
    alice = people.a_user("alice")
    site = people.site()
    known = visitors.identify(site=site, token=None, user=alice)
    customer, phone, laptop = VisitingPerson(known.visitor), people.a_visitor(), people.a_visitor()

    _merge, first, second = race(
        racers,
        lambda: tried(lambda: manager.merges(customer, laptop)),
        lambda: visitors.identify(site=site, token=phone.token, user=alice).visitor.pk,
        lambda: visitors.identify(site=site, token=None, user=alice).visitor.pk,
    )

    [row] = Visitor.objects.filter(user=alice)
    assert not VisitorMerge.objects.filter(merged=row, undone_at__isnull=True).exists()
    assert {first, second} <= {row.pk, customer.visitor.pk}
    assert not customer.visitor.tokens.exists()


def test_replies_and_merging_at_once_leave_a_consistent_thread(
    racers: ThreadPoolExecutor, manager: AnsweringPerson, phone: VisitingPerson, laptop: VisitingPerson
) -> None:
    conversation = phone.writes("Hello")

    merge, _replies = race(
        racers,
        lambda: manager.merges(phone, laptop),
        lambda: [manager.replies(conversation, f"reply {number}") for number in range(3)],
    )
    assert isinstance(merge, VisitorMerge)
    race(
        racers,
        lambda: manager.separates(merge),
        lambda: [manager.replies(conversation, f"more {number}") for number in range(3)],
    )

    check_consistent(conversation)
    assert conversation.visitor == phone.visitor
