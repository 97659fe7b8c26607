"""Closing the chat to a visitor, and opening it again."""

import pytest
from wagtail.models import ModelLogEntry

from tests import people
from tests.people import AnsweringPerson, VisitingPerson, events_of
from wagtail_livechat.actions import blocking, messages, visitors
from wagtail_livechat.exceptions import Closed, NotFound
from wagtail_livechat.models import Visitor


def actions() -> list[str]:
    return list(ModelLogEntry.objects.filter(action__endswith="blocked").values_list("action", flat=True))


def test_a_blocked_visitor_writes_no_more(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Buy my watches")
    agent.blocks(visitor)

    [refused] = messages.post([visitor.drafts("Buy them now")])
    [named] = messages.post([visitor.drafts("Buy them now", conversation=conversation.public_id)])

    assert isinstance(refused, Closed)
    assert isinstance(named, Closed)
    assert conversation.messages.filter(kind="text").count() == 1


def test_a_visitor_without_a_conversation_to_go_on_with_begins_none(
    visitor: VisitingPerson, agent: AnsweringPerson
) -> None:
    conversation = visitor.writes("Buy my watches")
    visitor.ends(conversation)
    agent.blocks(visitor)

    [refused] = messages.post([visitor.drafts("Buy them now")])

    assert isinstance(refused, Closed)


def test_agents_may_still_write(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Buy my watches")
    agent.blocks(visitor)

    assert agent.replies(conversation, "We do not want any.")


def test_the_thread_and_wagtails_log_tell_who_did_it(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Buy my watches")

    blocked = agent.blocks(visitor)
    unblocked = agent.unblocks(visitor)

    assert blocked.blocked_at is not None
    assert unblocked.blocked_at is None
    assert events_of(conversation) == ["started", "blocked", "unblocked"]
    assert conversation.messages.filter(event="blocked", agent=agent.agent).exists()
    assert sorted(actions()) == ["wagtail_livechat.blocked", "wagtail_livechat.unblocked"]
    assert visitor.writes("Hello")


def test_doing_it_twice_changes_nothing(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Buy my watches")
    first = agent.blocks(visitor)

    assert agent.blocks(visitor).blocked_at == first.blocked_at
    agent.unblocks(visitor)
    agent.unblocks(visitor)

    assert events_of(conversation) == ["started", "blocked", "unblocked"]


def test_it_is_told_in_the_open_conversation(
    visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    still_open = visitor.writes("Hello")
    visitor.ends(still_open)
    resolved = visitor.writes("Buy my watches")
    manager.resolves(resolved)
    manager.reopens(still_open)

    agent.blocks(visitor)

    assert "blocked" in events_of(still_open)
    assert "blocked" not in events_of(resolved)


def test_it_is_told_where_the_agent_can_see_it(
    visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    first = visitor.writes("Hello")
    visitor.ends(first)
    second = visitor.writes("Buy my watches")
    manager.takes(second)

    agent.blocks(visitor)

    assert "blocked" in events_of(first)


def test_who_sees_none_of_the_conversations_cannot(
    visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    conversation = visitor.writes("Buy my watches")
    manager.takes(conversation)

    with pytest.raises(NotFound):
        agent.blocks(visitor)
    assert Visitor.objects.get().blocked_at is None


def test_a_conversation_that_was_taken_meanwhile_is_out_of_reach(
    visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = visitor.writes("Buy my watches")
    manager.takes(conversation)
    monkeypatch.setattr(blocking, "latest_in_reach", lambda _visitor, _reach: conversation.pk)

    with pytest.raises(NotFound):
        agent.blocks(visitor)


def test_who_never_wrote_can_be_blocked_too(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    blocked = agent.blocks(visitor)

    [refused] = messages.post([visitor.drafts("Buy my watches")])
    assert blocked.blocked_at is not None
    assert isinstance(refused, Closed)
    assert agent.unblocks(visitor).blocked_at is None
    assert visitor.writes("Hello")


def test_wagtails_log_tells_of_who_never_wrote_too(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    agent.blocks(visitor)
    agent.blocks(visitor)
    agent.unblocks(visitor)

    rows = list(ModelLogEntry.objects.for_instance(visitor.visitor).order_by("pk"))
    assert [row.action for row in rows] == ["wagtail_livechat.blocked", "wagtail_livechat.unblocked"]
    assert {row.user_id for row in rows} == {agent.user.pk}


def test_who_never_wrote_on_another_site_cannot(agent: AnsweringPerson) -> None:
    elsewhere = people.a_visitor(on=people.another_site())
    here = people.an_agent_of(people.site(), "here")

    with pytest.raises(NotFound):
        here.blocks(elsewhere)


def test_who_became_part_of_another_visitor_cannot(
    visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    manager.merges(visitor, people.a_visitor())

    with pytest.raises(NotFound):
        agent.blocks(visitor)


def test_a_visitor_who_is_gone_cannot_be_blocked(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    visitor.writes("Buy my watches")
    Visitor.objects.all().delete()

    with pytest.raises(NotFound):
        agent.blocks(visitor)


def test_logging_in_is_no_way_round(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    alice = people.a_user("alice")
    known = visitors.identify(site=people.site(), token=None, user=alice).visitor
    visitor.writes("Buy my watches")
    agent.blocks(visitor)

    identity = visitors.identify(site=people.site(), token=visitor.token, user=alice)

    assert identity.visitor == known
    assert identity.visitor.blocked_at is not None
    assert Visitor.objects.get(pk=known.pk).blocked_at is not None


def test_a_user_who_is_blocked_stays_so_in_another_browser(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    alice = people.a_user("alice")
    known = visitors.identify(site=people.site(), token=None, user=alice)
    blocked = VisitingPerson(known.visitor, known.token or "")
    blocked.writes("Buy my watches")
    since = agent.blocks(blocked).blocked_at

    identity = visitors.identify(site=people.site(), token=visitor.token, user=alice)

    assert identity.visitor.blocked_at == since


def test_without_the_cookie_somebody_is_somebody_else(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    visitor.writes("Buy my watches")
    agent.blocks(visitor)

    assert people.a_visitor().writes("Hello")
