"""An agent who speaks to a visitor first."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from tests import lookers, people
from tests.actions.racing import check_consistent, race
from tests.people import AnsweringPerson, VisitingPerson, events_of, stored, texts_of
from wagtail_livechat.actions import messages
from wagtail_livechat.exceptions import ChatError, ColleagueInCharge, NotAllowed, NotFound, VisitorBlocked
from wagtail_livechat.models import Agent, Conversation, Message, Status, VisitorToken


def speaks(agent: AnsweringPerson, visitor: VisitingPerson, body: str = "Can I help?", **fields: Any) -> Message:
    return stored(attempts(agent, visitor, body, **fields))


def attempts(
    agent: AnsweringPerson, visitor: VisitingPerson, body: str = "Can I help?", **fields: Any
) -> Message | ChatError:
    fields.setdefault("client_id", people.client_id())
    draft = messages.Draft(reach=agent.reach, visitor=visitor.visitor.pk, body=body, **fields)
    return messages.post([draft])[0]


def test_a_conversation_begins_that_the_agent_is_in_charge_of(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    visit = lookers.comes(visitor, "https://shop.example/guji/", "Guji")
    lookers.goes_on(visit, "https://shop.example/sidamo/", "Sidamo")

    conversation = speaks(agent, visitor).conversation

    conversation.refresh_from_db()
    assert (conversation.assignee, conversation.group) == (agent.agent, None)
    assert conversation.assigned_at is not None
    assert (conversation.page_url, conversation.page_title) == ("https://shop.example/sidamo/", "Sidamo")
    assert (conversation.waiting_since, conversation.offline_at) == (None, None)
    assert (conversation.visitor_unread, conversation.agent_unread) == (1, 0)
    assert texts_of(conversation) == ["Can I help?"]


def test_the_thread_and_wagtails_log_tell_who_began_it(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = speaks(agent, visitor).conversation

    [started] = conversation.messages.filter(kind="event")
    assert (started.event, started.agent) == ("started", agent.agent)
    assert started.event_data["by"] == {"id": agent.agent.pk, "name": agent.agent.name}
    assert started.event_data["page"] == {"url": "", "title": ""}
    [entry] = ModelLogEntry.objects.filter(action="wagtail_livechat.started")
    assert entry.user == agent.user
    assert entry.formatter is not None
    assert entry.formatter.format_message(entry) == "Began conversation"


def test_who_began_stays_unsaid_where_it_was_the_visitor(visitor: VisitingPerson) -> None:
    started = visitor.writes("Hello").messages.get(event="started")

    assert (started.agent, started.event_data["by"]) == (None, None)


def test_the_answer_of_the_visitor_goes_into_it(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = speaks(agent, visitor).conversation

    assert visitor.writes("Yes, please") == conversation
    conversation.refresh_from_db()
    assert conversation.waiting_since is not None
    assert conversation.assignee == agent.agent
    agent.replies(conversation, "Gladly")
    conversation.refresh_from_db()
    assert conversation.first_response_seconds == 0


def test_an_open_conversation_goes_on(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Hello")

    assert speaks(agent, visitor).conversation == conversation

    assert texts_of(conversation) == ["Hello", "Can I help?"]
    assert events_of(conversation) == ["started", "joined"]
    conversation.refresh_from_db()
    assert conversation.assignee == agent.agent


@pytest.mark.parametrize("over", ["resolved", "ended"])
def test_after_one_that_is_over_another_begins(visitor: VisitingPerson, manager: AnsweringPerson, over: str) -> None:
    before = visitor.writes("Hello")
    if over == "resolved":
        manager.resolves(before)
    else:
        visitor.ends(before)

    after = speaks(manager, visitor).conversation

    assert after != before
    assert texts_of(before) == ["Hello"]
    before.refresh_from_db()
    assert before.status == Status.RESOLVED


def test_the_same_message_sent_twice_is_one(visitor: VisitingPerson, manager: AnsweringPerson) -> None:
    first = speaks(manager, visitor, client_id="same")
    manager.resolves(first.conversation)

    again = speaks(manager, visitor, client_id="same")

    assert again == first
    assert again.repeated
    assert Conversation.objects.count() == 1


def test_what_a_colleague_sent_under_the_same_id_is_another_message(
    visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    first = speaks(agent, visitor, client_id="same")
    manager.resolves(first.conversation)

    assert speaks(manager, visitor, client_id="same").conversation != first.conversation


def test_what_went_out_of_reach_is_not_told_again(
    visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    first = speaks(agent, visitor, client_id="same")
    manager.takes(first.conversation)

    assert isinstance(attempts(agent, visitor, client_id="same"), NotFound)


def test_nobody_breaks_into_a_colleagues_conversation(
    visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    conversation = visitor.writes("Hello")
    manager.takes(conversation)

    refused = attempts(agent, visitor)

    assert isinstance(refused, ColleagueInCharge)
    assert str(refused.detail) == "A colleague is already talking to this visitor."
    assert visitor.visitor.conversations.get() == conversation
    assert texts_of(conversation) == ["Hello"]


def test_a_manager_joins_a_colleagues_conversation(
    visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    conversation = visitor.writes("Hello")
    agent.takes(conversation)

    assert speaks(manager, visitor).conversation == conversation
    conversation.refresh_from_db()
    assert conversation.assignee == agent.agent


@pytest.mark.parametrize("has_written", [True, False])
def test_who_is_blocked_is_not_spoken_to(visitor: VisitingPerson, agent: AnsweringPerson, has_written: bool) -> None:
    if has_written:
        visitor.writes("Buy my watches")
    visitor.visitor.blocked_at = timezone.now() - timedelta(days=1)
    visitor.visitor.save()

    assert isinstance(attempts(agent, visitor), VisitorBlocked)
    assert Message.objects.filter(author="agent").count() == 0


def test_nobody_is_spoken_to_on_another_site(visitor: VisitingPerson) -> None:
    elsewhere = people.an_agent_of(people.another_site(), "elsewhere")

    assert isinstance(attempts(elsewhere, visitor), NotFound)


def test_who_can_no_longer_be_recognised_is_not_spoken_to(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    VisitorToken.objects.all().delete()

    assert isinstance(attempts(agent, visitor), NotFound)
    assert not Conversation.objects.exists()


def test_who_is_gone_is_not_spoken_to(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    key = visitor.visitor.pk
    visitor.visitor.delete()
    visitor.visitor.pk = key

    assert isinstance(attempts(agent, visitor), NotFound)


def test_an_agent_whose_account_was_deleted_says_nothing(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    reach = agent.reach
    Agent.objects.all().delete()

    draft = messages.Draft(reach=reach, visitor=visitor.visitor.pk, client_id="a", body="Can I help?")

    assert isinstance(messages.post([draft])[0], NotAllowed)


def test_card_numbers_do_not_enter(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = speaks(agent, visitor, "Is it 4111 1111 1111 1111?").conversation

    assert "4111 1111" not in texts_of(conversation)[0]


# --- In the same moment ----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("committed")
def test_two_agents_who_speak_at_once_begin_one_conversation(racers: ThreadPoolExecutor) -> None:
    visitor, agent, manager = people.a_visitor(), people.an_agent(), people.a_manager()

    by_agent, by_manager = race(
        racers, lambda: attempts(agent, visitor, "by the agent"), lambda: attempts(manager, visitor, "by the manager")
    )

    assert isinstance(by_manager, Message)
    assert isinstance(by_agent, Message | ColleagueInCharge), "the manager was faster: it is out of the agent's reach"
    conversation = visitor.visitor.conversations.get()
    assert events_of(conversation) == ["started"]
    check_consistent(conversation)


@pytest.mark.usefixtures("committed")
def test_an_agent_and_the_visitor_who_speak_at_once_begin_one_conversation(racers: ThreadPoolExecutor) -> None:
    visitor, agent = people.a_visitor(), people.an_agent()

    race(racers, lambda: attempts(agent, visitor), lambda: visitor.writes("Hello"))

    conversation = visitor.visitor.conversations.get()
    assert sorted(texts_of(conversation)) == ["Can I help?", "Hello"]
    assert conversation.assignee == agent.agent
    check_consistent(conversation)


@pytest.mark.usefixtures("committed")
def test_the_same_message_twice_at_once_begins_one_conversation(racers: ThreadPoolExecutor) -> None:
    visitor, agent = people.a_visitor(), people.an_agent()

    first, second = race(racers, *[lambda: attempts(agent, visitor, client_id="same")] * 2)

    assert first == second
    assert texts_of(visitor.visitor.conversations.get()) == ["Can I help?"]
