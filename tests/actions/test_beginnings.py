"""How a conversation begins: while somebody is there or nobody, and after an agent spoke first."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests import people
from tests.people import AnsweringPerson, VisitingPerson, texts_of
from tests.rules import a_rule
from wagtail_livechat import shapes
from wagtail_livechat.models import Conversation, OpeningHours, ProactiveRule


def began(conversation: Conversation) -> dict[str, Any]:
    """What the first entry says."""
    return conversation.messages.get(event="started").event_data


# --- Whether somebody is there ---------------------------------------------------------------------------------------


def test_a_conversation_that_begins_while_nobody_is_there_is_an_offline_message(visitor: VisitingPerson) -> None:
    conversation = visitor.writes("Hello")

    assert shapes.conversation_for_agents(conversation)["offline"]
    assert began(conversation)["offline"] is True


def test_one_that_begins_while_somebody_is_there_is_none(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    agent.comes_online()

    conversation = visitor.writes("Hello")

    assert conversation.offline_at is None
    assert "offline" not in began(conversation)


def test_one_that_begins_outside_the_opening_hours_is_an_offline_message(
    visitor: VisitingPerson, agent: AnsweringPerson
) -> None:
    agent.comes_online()
    OpeningHours.objects.create(site=people.site(), time_zone="UTC")

    assert visitor.writes("Hello").offline_at is not None


def test_it_is_the_chosen_group_that_has_to_be_there(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    people.offers_groups()
    agent.comes_online()
    staffed, empty = people.a_group("Support", agent), people.a_group("Sales")

    assert visitor.writes("Hello", group=empty.pk).offline_at is not None
    assert people.a_visitor().writes("Hello", group=staffed.pk).offline_at is None


def test_further_messages_do_not_ask_again(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    offline = visitor.writes("Hello")
    agent.comes_online()
    online = people.a_visitor()
    online.writes("Hello")
    agent.goes_offline()

    assert visitor.writes("Anybody there?").offline_at == offline.offline_at
    assert online.writes("Anybody there?").offline_at is None


def test_a_reply_ends_it_and_the_thread_remembers(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Hello")

    agent.notes(conversation, "A question about orders")
    conversation.refresh_from_db()
    assert conversation.offline_at is not None
    agent.replies(conversation, "Hi")

    conversation.refresh_from_db()
    assert conversation.offline_at is None
    assert began(conversation)["offline"] is True


def test_one_that_goes_on_after_it_was_resolved_is_judged_again(
    visitor: VisitingPerson, manager: AnsweringPerson
) -> None:
    manager.comes_online()
    conversation = visitor.writes("Hello")
    manager.resolves(conversation)
    manager.goes_offline()

    assert visitor.writes("One more thing").offline_at is not None

    conversation.refresh_from_db()
    manager.resolves(conversation)
    manager.comes_online()
    assert visitor.writes("And another").offline_at is None


# --- An agent spoke first --------------------------------------------------------------------------------------------


def test_what_an_agent_said_first_stands_before_the_answer(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    rule = a_rule(agent)

    conversation = visitor.writes("Yes, please", rule=rule.pk)

    assert texts_of(conversation) == ["Can I help?", "Yes, please"]
    said = conversation.messages.get(author="bot")
    assert (said.agent, said.kind, said.client_id) == (agent.agent, "text", "")


def test_it_is_no_reply_and_nothing_to_read(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Yes, please", rule=a_rule(agent).pk)

    assert (conversation.visitor_unread, conversation.agent_unread) == (0, 1)
    assert (conversation.assignee, conversation.first_response_seconds) == (None, None)
    assert conversation.waiting_since is not None
    assert conversation.last_message_preview == "Yes, please"


def test_it_is_the_text_that_the_rule_has_now(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    rule = a_rule(agent)
    ProactiveRule.objects.update(message="May I help?")

    assert texts_of(visitor.writes("Yes", rule=rule.pk)) == ["May I help?", "Yes"]


def test_it_stands_at_the_beginning_only(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    visitor.writes("Hello")

    assert texts_of(visitor.writes("Yes, please", rule=a_rule(agent).pk)) == ["Hello", "Yes, please"]


def test_the_same_message_sent_twice_says_it_once(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    rule = a_rule(agent)
    visitor.writes("Yes", rule=rule.pk, client_id="same")

    assert texts_of(visitor.writes("Yes", rule=rule.pk, client_id="same")) == ["Can I help?", "Yes"]


@pytest.mark.parametrize("rule", ["switched off", "of another site", "deleted"])
def test_a_rule_that_does_not_count_refuses_no_message(
    visitor: VisitingPerson, agent: AnsweringPerson, rule: str
) -> None:
    key = {
        "switched off": lambda: a_rule(agent, is_active=False).pk,
        "of another site": lambda: a_rule(agent, site=people.another_site()).pk,
        "deleted": lambda: 999,
    }[rule]()

    assert texts_of(visitor.writes("Hello", rule=key)) == ["Hello"]


def test_in_a_conversation_that_is_under_way_nothing_is_asked(
    visitor: VisitingPerson, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    visitor.writes("Hello")

    # As in `test_batches`, and the Relay row.
    with django_assert_num_queries(9):
        visitor.sends("Anybody there?", rule=1)
