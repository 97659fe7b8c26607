"""Two at once, each in a thread and a connection of its own: on PostgreSQL they meet in the middle."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connections

from tests import people
from tests.people import AnsweringPerson, VisitingPerson, events_of, texts_of
from wagtail_livechat import tasks
from wagtail_livechat.actions import assignment, presence, visitors
from wagtail_livechat.actions.messages import post
from wagtail_livechat.exceptions import CannotAssign, NotFound, NoVisitor
from wagtail_livechat.models import (
    AgentPresence,
    AgentStatus,
    Assignment,
    Conversation,
    Message,
    Status,
    Tag,
    Visitor,
)

#: How often each race is run, since the order of events differs each time.
ROUNDS = 4
PATIENCE = 30.0

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture(params=range(ROUNDS))
def racers(committed: None) -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(max_workers=4) as pool:
        yield pool


@pytest.fixture
def visitor(committed: None) -> VisitingPerson:
    return people.a_visitor()


@pytest.fixture
def agent(committed: None) -> AnsweringPerson:
    return people.an_agent()


@pytest.fixture
def manager(committed: None) -> AnsweringPerson:
    return people.a_manager()


def race(racers: ThreadPoolExecutor, *deeds: Callable[[], object]) -> list[object]:
    """Do all of it at the same moment; what each returned."""
    start = threading.Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        start.wait(PATIENCE)
        try:
            return deed()
        finally:
            connections.close_all()

    return [future.result(PATIENCE) for future in [racers.submit(run, deed) for deed in deeds]]


def check_consistent(conversation: Conversation) -> None:
    """What holds after any history: one revision per entry, and counters that say what the thread says."""
    conversation.refresh_from_db()
    revisions = list(conversation.messages.order_by("pk").values_list("revision", flat=True))
    assert len(set(revisions)) == len(revisions)
    assert sorted(revisions) == revisions
    assert revisions[-1] <= conversation.revision
    unread = conversation.messages.filter(author="visitor", pk__gt=conversation.agent_read_id).count()
    assert conversation.agent_unread == unread
    last = conversation.messages.filter(kind="text").latest("pk")
    assert conversation.last_message_preview == last.body
    assert events_of(conversation).count("started") == 1


def test_two_first_messages_at_once_begin_one_conversation(racers: ThreadPoolExecutor) -> None:
    visitor = people.a_visitor()

    race(racers, lambda: visitor.writes("one"), lambda: visitor.writes("two"), lambda: visitor.writes("three"))

    conversation = visitor.visitor.conversations.get()
    assert sorted(texts_of(conversation)) == ["one", "three", "two"]
    check_consistent(conversation)


def test_two_who_ask_for_a_new_conversation_at_once_begin_one(
    racers: ThreadPoolExecutor, manager: AnsweringPerson
) -> None:
    visitor = people.a_visitor()
    manager.resolves(visitor.writes("Hello"))

    race(
        racers,
        lambda: visitor.writes("one", conversation="new"),
        lambda: visitor.writes("two", conversation="new"),
    )

    first, second = visitor.visitor.conversations.order_by("pk")
    assert sorted(texts_of(second)) == ["one", "two"]
    check_consistent(second)
    assert texts_of(first) == ["Hello"]


def test_the_same_message_twice_at_once_is_stored_once(racers: ThreadPoolExecutor) -> None:
    visitor = people.a_visitor()
    client_id = people.client_id()

    results = race(racers, *[lambda: visitor.sends("Hello", client_id=client_id).pk] * 3)

    assert len(set(results)) == 1
    assert Message.objects.filter(client_id=client_id).count() == 1


def test_a_reply_twice_at_once_is_stored_and_assigned_once(racers: ThreadPoolExecutor, agent: AnsweringPerson) -> None:
    conversation = people.a_visitor().writes("Hello")
    client_id = people.client_id()

    results = race(racers, *[lambda: agent.replies(conversation, "Hi", client_id=client_id).pk] * 2)

    assert len(set(results)) == 1
    assert events_of(conversation) == ["started", "joined"]
    check_consistent(conversation)


def test_a_visitor_who_writes_while_it_is_resolved_leaves_one_clear_outcome(
    racers: ThreadPoolExecutor, manager: AnsweringPerson
) -> None:
    visitor = people.a_visitor()
    conversation = visitor.writes("Hello")

    race(racers, lambda: manager.resolves(conversation), lambda: visitor.writes("One more thing"))

    check_consistent(conversation)
    history = list(conversation.messages.order_by("pk").values_list("kind", "event", "body"))
    told = [event or body for _kind, event, body in history]
    if conversation.status == Status.RESOLVED:
        assert told == ["started", "Hello", "One more thing", "resolved"]
        assert conversation.waiting_since is None
    else:
        assert told == ["started", "Hello", "resolved", "reopened", "One more thing"]
        assert conversation.resolved_at is None
        assert conversation.waiting_since is not None


def test_two_agents_who_reply_at_once_leave_one_in_charge(racers: ThreadPoolExecutor, agent: AnsweringPerson) -> None:
    manager = people.a_manager()
    conversation = people.a_visitor().writes("Hello")

    by_agent, by_manager = race(
        racers,
        lambda: post([agent.drafts(conversation, "by the agent")])[0],
        lambda: post([manager.drafts(conversation, "by the manager")])[0],
    )

    assert isinstance(by_manager, Message)
    assert isinstance(by_agent, Message | NotFound), "the manager was faster: it went out of the agent's reach"
    assert events_of(conversation).count("joined") == 1
    check_consistent(conversation)


def test_everybody_at_once_leaves_a_consistent_thread(racers: ThreadPoolExecutor, agent: AnsweringPerson) -> None:
    visitor = people.a_visitor()
    conversation = visitor.writes("Hello")
    agent.assigns(conversation, agent)
    first = conversation.messages.get(kind="text")

    race(
        racers,
        lambda: [visitor.writes(f"visitor {number}") for number in range(5)],
        lambda: [agent.replies(conversation, f"agent {number}") for number in range(5)],
        lambda: agent.reads(first),
        lambda: visitor.reads(first),
    )

    check_consistent(conversation)
    assert len(texts_of(conversation)) == 11


def test_a_user_who_logs_in_twice_at_once_is_one_visitor(racers: ThreadPoolExecutor) -> None:
    site = people.site()
    alice = people.a_user("alice")
    tokens = [people.a_visitor().token, people.a_visitor().token, None]

    def logs_in(token: str | None) -> int:
        return visitors.identify(site=site, token=token, user=alice).visitor.pk

    found = race(racers, *[partial(logs_in, token) for token in tokens])

    assert len(set(found)) == 1, "each browser is the same visitor"
    assert Visitor.objects.filter(user=alice).count() == 1


def test_conversations_follow_a_login_even_while_the_visitor_writes(racers: ThreadPoolExecutor) -> None:
    site = people.site()
    alice = people.a_user("alice")
    known = visitors.identify(site=site, token=None, user=alice).visitor
    visitor = people.a_visitor()
    visitor.writes("Hello")

    _identity, result = race(
        racers,
        lambda: visitors.identify(site=site, token=visitor.token, user=alice),
        lambda: post([visitor.drafts("One more thing")])[0],
    )
    if isinstance(result, NoVisitor):
        # Too late for the old identity: the client sends it again as who it is now.
        post([VisitingPerson(known).drafts("One more thing")])

    assert texts_of(known.conversations.get()) == ["Hello", "One more thing"]
    assert not visitor.visitor.conversations.exists()


def test_an_agent_has_one_open_stretch_whatever_happens_at_once(
    racers: ThreadPoolExecutor, agent: AnsweringPerson
) -> None:
    key = agent.agent.pk
    race(
        racers,
        lambda: presence.choose_status(agent=agent.agent, status=AgentPresence.AWAY),
        lambda: presence.choose_status(agent=agent.agent, status=AgentPresence.ONLINE),
        lambda: presence.touch(agents=[key]),
        presence.expire,
    )

    current = AgentStatus.objects.get(agent=key, until__isnull=True)
    agent.agent.refresh_from_db()
    assert current.status == agent.agent.status


def test_a_user_who_enters_twice_at_once_is_one_agent(racers: ThreadPoolExecutor) -> None:
    user = people.a_user("new", group="Live chat agents")

    found = race(racers, *[lambda: presence.enrol(user=user).pk] * 3)

    assert len(set(found)) == 1


def test_strangers_do_not_wait_for_each_other(racers: ThreadPoolExecutor) -> None:
    """Many newcomers at once: each has a conversation of their own."""
    site = people.site()

    def comes_and_writes() -> object:
        identity = visitors.identify(site=site, token=None, user=AnonymousUser())
        return VisitingPerson(identity.visitor, identity.token or "").writes("Hello").pk

    found = race(racers, *[comes_and_writes] * 4)

    assert len(set(found)) == 4


# A team at once.


def test_two_processes_give_a_conversation_to_one_agent(racers: ThreadPoolExecutor) -> None:
    members = [people.an_agent(name) for name in ("anna", "ben")]
    group = people.a_group("Support", *members, assignment=Assignment.ROUND_ROBIN, most_at_once=2)
    for member in members:
        member.comes_online()
    rows = [people.in_group(people.a_visitor().writes("Hello"), group) for _ in range(6)]

    race(racers, *[lambda: assignment.distribute(group=group.pk)] * 3)

    for row in rows:
        row.refresh_from_db()
        assert events_of(row).count("assigned") == (1 if row.assignee_id else 0)
    assert sorted(Counter(row.assignee_id for row in rows).values()) == [2, 2, 2], "two each, and two wait"


def test_an_agent_who_takes_one_while_the_rule_gives_it_away_leaves_one_in_charge(
    racers: ThreadPoolExecutor, manager: AnsweringPerson
) -> None:
    anna = people.an_agent("anna")
    group = people.a_group("Support", anna, assignment=Assignment.LEAST_BUSY)
    anna.comes_online()
    row = people.in_group(people.a_visitor().writes("Hello"), group)

    race(racers, lambda: assignment.distribute(group=group.pk), lambda: manager.takes(row))

    row.refresh_from_db()
    assert row.assignee_id == manager.agent.pk, "whoever was first, the manager is in charge in the end"
    check_consistent(row)


def test_two_agents_who_resolve_and_reply_at_once_leave_one_clear_outcome(
    racers: ThreadPoolExecutor, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    conversation = people.a_visitor().writes("Hello")
    agent.takes(conversation)

    race(racers, lambda: manager.resolves(conversation), lambda: agent.replies(conversation, "One more thing"))

    check_consistent(conversation)
    assert texts_of(conversation) == ["Hello", "One more thing"]
    if conversation.status == Status.RESOLVED:
        assert events_of(conversation) == ["started", "assigned", "resolved"]
    else:
        assert events_of(conversation) == ["started", "assigned", "resolved", "reopened"]


def test_two_transfers_at_once_leave_one_receiver_and_one_story(
    racers: ThreadPoolExecutor, manager: AnsweringPerson
) -> None:
    other = people.a_manager("other manager")
    anna, ben = people.an_agent("anna"), people.an_agent("ben")
    conversation = people.a_visitor().writes("Hello")

    race(
        racers,
        lambda: manager.transfers(conversation, anna, note="to Anna"),
        lambda: other.transfers(conversation, ben, note="to Ben"),
    )

    conversation.refresh_from_db()
    last = conversation.messages.filter(event="transferred").latest("revision")
    assert last.event_data["to"]["id"] == conversation.assignee_id
    assert events_of(conversation).count("transferred") == 2
    assert conversation.messages.filter(kind="note").count() == 2
    check_consistent(conversation)


def test_an_agent_who_is_deactivated_while_it_is_transferred_keeps_nothing_for_long(
    racers: ThreadPoolExecutor, manager: AnsweringPerson
) -> None:
    anna = people.an_agent("anna")
    conversation = people.a_visitor().writes("Hello")

    def is_deactivated() -> None:
        anna.user.is_active = False
        anna.user.save()

    def is_transferred() -> None:
        with suppress(CannotAssign):
            manager.transfers(conversation, anna)

    race(racers, is_transferred, is_deactivated)
    tasks.sweep()

    conversation.refresh_from_db()
    assert conversation.assignee is None
    check_consistent(conversation)


def test_a_new_tag_given_twice_at_once_is_one_tag(racers: ThreadPoolExecutor, manager: AnsweringPerson) -> None:
    one, other = people.a_visitor().writes("Hello"), people.a_visitor().writes("Hello")

    race(racers, lambda: manager.tags(one, "vip"), lambda: manager.tags(other, "VIP"))

    assert Tag.objects.count() == 1
    one.refresh_from_db()
    other.refresh_from_db()
    assert one.tag_names == other.tag_names == [Tag.objects.get().name]


def test_a_message_that_is_deleted_and_read_at_once_is_counted_right(
    racers: ThreadPoolExecutor, manager: AnsweringPerson
) -> None:
    visitor = people.a_visitor()
    conversation = visitor.writes("Hello")
    first, second = manager.replies(conversation, "Hi"), manager.replies(conversation, "Wrong window")

    race(racers, lambda: manager.deletes(second), lambda: visitor.reads(first))

    conversation.refresh_from_db()
    assert conversation.visitor_unread == 0
    assert conversation.last_message_preview == "Hi"
