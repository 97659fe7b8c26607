"""The list of conversations: queues, pages, counts."""

import base64
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests import people
from tests.people import AnsweringPerson, VisitingPerson
from wagtail_livechat.exceptions import Invalid
from wagtail_livechat.models import Conversation, Status
from wagtail_livechat.selectors import inbox
from wagtail_livechat.selectors.inbox import Narrowed, Queue


def listed(agent: AnsweringPerson, queue: Queue = Queue.ALL, **options: object) -> list[Conversation]:
    options = {"status": Status.OPEN, "limit": 50, **options}
    return list(inbox.page(agent.reach, queue=queue, **options).results)  # type: ignore[arg-type]


def paged(agent: AnsweringPerson, queue: Queue, *, limit: int) -> list[list[Conversation]]:
    """All pages, one after the other."""
    pages, cursor = [], None
    while True:
        found = inbox.page(agent.reach, status=Status.OPEN, queue=queue, cursor=cursor, limit=limit)
        pages.append(list(found.results))
        cursor = found.next_cursor
        if cursor is None:
            return pages


@pytest.fixture
def five(db: None) -> list[Conversation]:
    """Five conversations, the oldest first; two of them at the very same moment."""
    rows = [people.a_visitor().writes(f"message {number}") for number in range(5)]
    start = timezone.now() - timedelta(hours=1)
    for row, minutes in zip(rows, (0, 1, 1, 2, 3), strict=True):
        at = start + timedelta(minutes=minutes)
        Conversation.objects.filter(pk=row.pk).update(last_message_at=at, waiting_since=at)
    return rows


def test_each_queue_lists_its_own(agent: AnsweringPerson, manager: AnsweringPerson) -> None:
    fresh = people.a_visitor().writes("Hello")
    mine = people.a_visitor().writes("Hello")
    agent.replies(mine, "Hi")
    waiting = people.a_visitor()
    theirs = waiting.writes("Hello")
    manager.replies(theirs, "Hi")
    waiting.writes("One more thing")

    assert listed(manager) == [theirs, mine, fresh]
    assert listed(agent) == [mine, fresh]
    assert listed(agent, Queue.MINE) == [mine]
    assert listed(agent, Queue.UNASSIGNED) == [fresh]
    assert listed(agent, Queue.UNANSWERED) == [fresh]
    assert listed(manager, Queue.UNANSWERED) == [fresh, theirs]


def test_resolved_conversations_have_a_list_of_their_own(agent: AnsweringPerson, manager: AnsweringPerson) -> None:
    still_open, done = people.a_visitor().writes("Hello"), people.a_visitor().writes("Hello")
    manager.resolves(done)

    assert listed(agent) == [still_open]
    assert listed(agent, status=Status.RESOLVED) == [done]


def test_a_list_can_be_narrowed_to_one_site(manager: AnsweringPerson) -> None:
    other = people.another_site()
    here = people.a_visitor().writes("Hello")
    there = people.a_visitor(on=other).writes("Hello")

    assert listed(manager) == [there, here]
    assert listed(manager, narrowed=Narrowed(site=other.pk)) == [there]
    assert inbox.counts(manager.reach, site=other.pk)["all"] == 1


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 50])
def test_pages_together_are_the_whole_list_newest_first(
    agent: AnsweringPerson, five: list[Conversation], limit: int
) -> None:
    pages = paged(agent, Queue.ALL, limit=limit)

    assert [row for page in pages for row in page] == five[::-1]
    assert all(len(page) == limit for page in pages[:-1])


@pytest.mark.parametrize("limit", [1, 2, 50])
def test_pages_of_the_unanswered_are_the_longest_wait_first(
    agent: AnsweringPerson, five: list[Conversation], limit: int
) -> None:
    assert [row for page in paged(agent, Queue.UNANSWERED, limit=limit) for row in page] == five


def test_a_conversation_that_moves_up_while_one_reads_is_not_shown_twice(
    agent: AnsweringPerson, five: list[Conversation]
) -> None:
    first = inbox.page(agent.reach, status=Status.OPEN, queue=Queue.ALL, limit=2)
    Conversation.objects.filter(pk=five[0].pk).update(last_message_at=timezone.now())

    second = inbox.page(agent.reach, status=Status.OPEN, queue=Queue.ALL, cursor=first.next_cursor, limit=50)

    assert [*first.results, *second.results] == [five[4], five[3], five[2], five[1]]


def encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "nonsense",
        "é",
        "=",
        encoded("no bar"),
        encoded("2026-01-01T00:00:00+00:00"),
        encoded("yesterday|1"),
        encoded("2026-01-01T00:00:00+00:00|one"),
        encoded("2026-01-01T00:00:00|1"),
        encoded("0001-01-01T00:00:00+14:00|1"),
        encoded("9999-12-31T23:59:59-14:00|1"),
        encoded("|1"),
        base64.urlsafe_b64encode(b"\xff\xff|1").decode(),
    ],
)
def test_a_cursor_that_was_altered_is_invalid(agent: AnsweringPerson, cursor: str) -> None:
    people.a_visitor().writes("Hello")

    for queue in (Queue.ALL, Queue.UNANSWERED):
        with pytest.raises(Invalid):
            inbox.page(agent.reach, status=Status.OPEN, queue=queue, cursor=cursor, limit=1)


def test_a_cursor_with_a_key_beyond_all_keys_ends_the_list(agent: AnsweringPerson) -> None:
    people.a_visitor().writes("Hello")

    cursor = encoded(f"2000-01-01T00:00:00+00:00|{10**30}")

    assert listed(agent, cursor=cursor) == []


def test_the_numbers_beside_the_queues_are_their_lengths(agent: AnsweringPerson, manager: AnsweringPerson) -> None:
    people.a_visitor().writes("Hello")
    agent.replies(people.a_visitor().writes("Hello"), "Hi")
    waiting = people.a_visitor()
    manager.replies(waiting.writes("Hello"), "Hi")
    waiting.writes("One more thing")
    manager.resolves(people.a_visitor().writes("Hello"))

    for person in (agent, manager):
        counts = inbox.counts(person.reach)
        assert {queue.value: len(listed(person, queue)) for queue in Queue} == {
            key: value for key, value in counts.items() if key not in {"unread", "groups"}
        }


def test_unread_counts_what_is_mine_or_nobodys(agent: AnsweringPerson, manager: AnsweringPerson) -> None:
    people.a_visitor().writes("Hello")
    theirs = people.a_visitor()
    agent.replies(theirs.writes("Hello"), "Hi")
    theirs.writes("One more thing")

    assert inbox.counts(agent.reach)["unread"] == 2
    assert inbox.counts(manager.reach)["unread"] == 1


def test_a_page_is_one_query_and_the_counts_are_two(
    agent: AnsweringPerson, five: list[Conversation], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    reach = agent.reach

    with django_assert_num_queries(1):
        found = inbox.page(reach, status=Status.OPEN, queue=Queue.ALL, limit=50)
        _names = [(row.visitor.name, row.assignee and row.assignee.name) for row in found.results]
    with django_assert_num_queries(2):
        inbox.counts(reach)


def test_a_visitor_is_shown_with_the_conversation(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    visitor.writes("Hello")

    [row] = listed(agent)

    assert row.visitor == visitor.visitor
