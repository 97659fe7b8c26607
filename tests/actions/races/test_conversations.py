"""Visitors and agents who act in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

from django.contrib.auth.models import AnonymousUser

from tests import people
from tests.actions.racing import check_consistent, race
from tests.people import AnsweringPerson, VisitingPerson, events_of, texts_of
from wagtail_livechat.actions import presence, visitors
from wagtail_livechat.actions.messages import post
from wagtail_livechat.exceptions import NotFound, NoVisitor
from wagtail_livechat.models import (
    AgentPresence,
    AgentStatus,
    Message,
    Status,
    Visitor,
)


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
