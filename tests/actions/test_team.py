"""How a team works on conversations: who may resolve, transfer, leave, take over."""

import pytest

from tests import people
from tests.people import AnsweringPerson, VisitingPerson, events_of
from wagtail_livechat.exceptions import (
    AlreadyInCharge,
    AlreadyInGroup,
    CannotAssign,
    CannotResolve,
    NoSuchGroup,
    NotFound,
    NotInCharge,
    TransferToOneself,
)
from wagtail_livechat.models import Conversation, Status


@pytest.fixture
def colleague(db: None) -> AnsweringPerson:
    return people.an_agent("colleague")


@pytest.fixture
def conversation(visitor: VisitingPerson) -> Conversation:
    return visitor.writes("Is it in stock?")


def fresh(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(pk=conversation.pk)


# Who may resolve.


def test_who_is_in_charge_resolves(conversation: Conversation, agent: AnsweringPerson) -> None:
    agent.takes(conversation)

    assert agent.resolves(conversation) is not None
    assert fresh(conversation).status == Status.RESOLVED


def test_who_manages_the_site_resolves_whoever_is_in_charge(
    conversation: Conversation, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    agent.takes(conversation)

    assert manager.resolves(conversation) is not None


def test_an_owner_resolves(conversation: Conversation) -> None:
    owner = AnsweringPerson(people.a_user("owner", is_superuser=True))

    assert owner.resolves(conversation) is not None


def test_an_agent_cannot_resolve_what_nobody_took(conversation: Conversation, agent: AnsweringPerson) -> None:
    with pytest.raises(CannotResolve):
        agent.resolves(conversation)

    assert events_of(conversation) == ["started"]


def test_a_member_of_the_group_cannot_resolve_a_colleagues_conversation(
    conversation: Conversation, agent: AnsweringPerson, colleague: AnsweringPerson
) -> None:
    people.in_group(conversation, people.a_group("Support", agent, colleague))
    colleague.takes(conversation)

    with pytest.raises(CannotResolve):
        agent.resolves(conversation)


# Transfer.


def test_a_transfer_puts_the_other_agent_in_charge(
    conversation: Conversation, agent: AnsweringPerson, colleague: AnsweringPerson
) -> None:
    agent.takes(conversation)

    entry = agent.transfers(conversation, colleague)

    assert fresh(conversation).assignee == colleague.agent
    assert fresh(conversation).assigned_at is not None
    assert (entry.event, entry.event_data["by"]["name"], entry.event_data["to"]["name"]) == (
        "transferred",
        "agent",
        "colleague",
    )


def test_a_transfer_to_a_group_leaves_nobody_in_charge(
    conversation: Conversation, agent: AnsweringPerson, colleague: AnsweringPerson
) -> None:
    agent.takes(conversation)
    group = people.a_group("Sales", colleague)

    entry = agent.transfers(conversation, group)

    row = fresh(conversation)
    assert (row.assignee, row.group) == (None, group)
    assert entry.event_data["group"] == {"id": group.pk, "name": "Sales"}


def test_the_note_of_a_transfer_is_for_the_receiver_and_stands_in_the_thread(
    conversation: Conversation, agent: AnsweringPerson, colleague: AnsweringPerson
) -> None:
    agent.transfers(conversation, colleague, note=" She wants beans. ")

    note = conversation.messages.get(kind="note")
    assert (note.body, note.agent, note.event_data) == (
        "She wants beans.",
        agent.agent,
        {"mentions": [colleague.agent.pk]},
    )
    assert events_of(conversation) == ["started", "transferred"]
    assert note.revision == fresh(conversation).revision


def test_a_note_to_a_group_mentions_whom_it_names(
    conversation: Conversation, agent: AnsweringPerson, colleague: AnsweringPerson
) -> None:
    agent.transfers(conversation, people.a_group("Sales", colleague), note="@colleague knows her")

    assert conversation.messages.get(kind="note").event_data == {"mentions": [colleague.agent.pk]}


def test_nobody_transfers_to_themselves(conversation: Conversation, agent: AnsweringPerson) -> None:
    with pytest.raises(TransferToOneself):
        agent.transfers(conversation, agent)

    assert events_of(conversation) == ["started"]


def test_who_is_in_charge_already_receives_nothing(
    conversation: Conversation, manager: AnsweringPerson, agent: AnsweringPerson
) -> None:
    agent.takes(conversation)

    with pytest.raises(AlreadyInCharge):
        manager.transfers(conversation, agent, note="For you")

    assert events_of(conversation) == ["started", "assigned"]
    assert not conversation.messages.filter(kind="note").exists()


def test_a_group_whose_agents_are_waited_for_already_receives_nothing(
    conversation: Conversation, manager: AnsweringPerson
) -> None:
    group = people.a_group("Sales")
    manager.transfers(conversation, group)

    with pytest.raises(AlreadyInGroup):
        manager.transfers(conversation, group)


def test_a_group_receives_what_one_of_its_own_gives_back_to_it(
    conversation: Conversation, agent: AnsweringPerson
) -> None:
    group = people.a_group("Support", agent)
    people.in_group(conversation, group)
    agent.takes(conversation)

    agent.transfers(conversation, group)

    assert fresh(conversation).assignee is None


@pytest.mark.parametrize("why", ["elsewhere", "deactivated"])
def test_an_agent_without_rights_receives_nothing(conversation: Conversation, agent: AnsweringPerson, why: str) -> None:
    receiver = people.an_agent_of(people.another_site(), "elsewhere")
    if why == "deactivated":
        receiver = people.an_agent("gone", is_active=False)

    with pytest.raises(CannotAssign):
        agent.transfers(conversation, receiver, note="For you")

    assert events_of(conversation) == ["started"]
    assert fresh(conversation).assignee is None


def test_a_group_of_another_site_receives_nothing(conversation: Conversation, manager: AnsweringPerson) -> None:
    with pytest.raises(NoSuchGroup):
        manager.transfers(conversation, people.a_group("Sales", on=people.another_site()))


def test_what_was_transferred_away_is_out_of_reach(
    conversation: Conversation, agent: AnsweringPerson, colleague: AnsweringPerson
) -> None:
    agent.transfers(conversation, colleague)

    with pytest.raises(NotFound):
        agent.takes(conversation)


# Leave and take over.


def test_who_leaves_is_no_longer_in_charge(conversation: Conversation, agent: AnsweringPerson) -> None:
    agent.takes(conversation)

    agent.leaves(conversation)

    row = fresh(conversation)
    assert (row.assignee, row.assigned_at, row.left_by) == (None, None, agent.agent)
    assert events_of(conversation) == ["started", "assigned", "left"]


def test_only_who_is_in_charge_leaves(
    conversation: Conversation, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    agent.takes(conversation)

    with pytest.raises(NotInCharge):
        manager.leaves(conversation)


def test_a_member_of_the_group_takes_over(
    conversation: Conversation, agent: AnsweringPerson, colleague: AnsweringPerson
) -> None:
    people.in_group(conversation, people.a_group("Support", agent, colleague))
    colleague.takes(conversation)

    agent.takes(conversation)

    assert fresh(conversation).assignee == agent.agent


# Reopening.


def test_undoing_a_resolution_has_the_visitor_wait_since_the_same_moment(
    visitor: VisitingPerson, agent: AnsweringPerson
) -> None:
    conversation = visitor.writes("Is it in stock?")
    agent.replies(conversation, "Yes")
    waits_since = visitor.sends("And the small one?").created_at
    visitor.sends("Hello?")
    agent.resolves(conversation)

    agent.reopens(conversation)

    assert fresh(conversation).waiting_since == waits_since


def test_who_had_an_answer_does_not_wait_when_it_is_opened_again(
    visitor: VisitingPerson, agent: AnsweringPerson
) -> None:
    conversation = visitor.writes("Is it in stock?")
    agent.replies(conversation, "Yes")
    agent.resolves(conversation)

    agent.reopens(conversation)

    assert fresh(conversation).waiting_since is None


def test_a_resolved_conversation_comes_back_to_who_was_in_charge(
    visitor: VisitingPerson, agent: AnsweringPerson
) -> None:
    conversation = visitor.writes("Is it in stock?")
    agent.takes(conversation)
    agent.resolves(conversation)

    visitor.writes("One more thing")

    assert fresh(conversation).assignee == agent.agent


@pytest.mark.parametrize("why", ["deactivated", "without a right"])
def test_a_resolved_conversation_of_somebody_who_is_gone_comes_back_to_nobody(
    visitor: VisitingPerson, agent: AnsweringPerson, why: str
) -> None:
    conversation = visitor.writes("Is it in stock?")
    agent.takes(conversation)
    agent.resolves(conversation)
    if why == "deactivated":
        agent.user.is_active = False
        agent.user.save()
    else:
        agent.user.groups.clear()

    message = visitor.sends("One more thing")

    assert message.conversation.assignee is None
    assert events_of(conversation) == ["started", "assigned", "resolved", "reopened", "returned"]
    returned = conversation.messages.get(event="returned")
    assert (returned.event_data["why"], returned.event_data["from"]["name"]) == ("inactive", "agent")
