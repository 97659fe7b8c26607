"""What a page says of its visitor."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests import people
from tests.people import AnsweringPerson, VisitingPerson
from wagtail_livechat import broadcast
from wagtail_livechat.actions import contact
from wagtail_livechat.actions.claims import Claims, left_out
from wagtail_livechat.exceptions import BadVariable, NoVisitor
from wagtail_livechat.models import Visitor

CARD = "4242 4242 4242 4242"
DOTTED = "•••• •••• •••• 4242"


def claimed(person: VisitingPerson, **claims: Any) -> Visitor:
    """What is known after the page said this."""
    contact.change(visitor=person.visitor, claims=Claims(**claims))
    return Visitor.objects.get(pk=person.visitor.pk)


def test_texts_numbers_and_truths_are_kept_as_they_are(visitor: VisitingPerson) -> None:
    said = {"plan": " pro ", "orders": 3, "spent": 12.5, "member": True, "trial": False}

    assert claimed(visitor, variables=said).variables == {**said, "plan": "pro"}


def test_variables_that_are_not_said_again_stay(visitor: VisitingPerson) -> None:
    claimed(visitor, variables={"plan": "pro", "orders": 3})

    assert claimed(visitor, variables={"orders": 4}).variables == {"plan": "pro", "orders": 4}


def test_an_empty_text_takes_a_variable_back(visitor: VisitingPerson) -> None:
    claimed(visitor, variables={"plan": "pro", "orders": 3})

    assert claimed(visitor, variables={"plan": " "}).variables == {"orders": 3}


def test_card_numbers_do_not_get_in(visitor: VisitingPerson) -> None:
    said = {"card": CARD, CARD: "yes", "number": 4242424242424242, "fraction": 4242424242424242.0}

    assert claimed(visitor, variables=said).variables == {
        "card": DOTTED,
        DOTTED: "yes",
        "number": DOTTED,
        "fraction": f"{DOTTED}.0",
    }


@pytest.mark.parametrize(
    "variables",
    [
        {"": "x"},
        {" ": "x"},
        {"x" * 61: "x"},
        {"nul\x00": "x"},
        {"plan": "x" * 501},
        {"plan": "nul\x00"},
        {"plan": "\ud83d"},
        {"plan": None},
        {"plan": ["pro"]},
        {"plan": {"name": "pro"}},
        {"orders": float("nan")},
        {"orders": float("inf")},
        {"orders": 10**400},
        {f"name {number}": number for number in range(51)},
    ],
    ids=repr,
)
def test_what_cannot_be_kept_is_refused_as_a_whole(visitor: VisitingPerson, variables: dict[str, Any]) -> None:
    with pytest.raises(BadVariable):
        claimed(visitor, variables={**variables, "good": "yes"} if len(variables) == 1 else variables)

    assert Visitor.objects.get().variables == {}


def test_there_are_fifty_at_most(visitor: VisitingPerson) -> None:
    claimed(visitor, variables={f"name {number}": number for number in range(48)})
    claims = Claims(variables={"third": 3, "name 7": 8, "second": 2, "first": 1, "nothing": ""})

    row = contact.change(visitor=visitor.visitor, claims=claims)

    assert len(row.variables) == 50
    assert (row.variables["name 7"], row.variables["third"], row.variables["second"]) == (8, 3, 2)
    assert left_out(row, claims) == ["first"]


def test_what_is_taken_back_makes_room(visitor: VisitingPerson) -> None:
    claimed(visitor, variables={f"name {number}": number for number in range(50)})

    row = claimed(visitor, variables={"one more": 1, "name 7": ""})

    assert (len(row.variables), row.variables["one more"]) == (50, 1)


def test_who_has_more_after_a_merge_may_still_change_them(visitor: VisitingPerson) -> None:
    Visitor.objects.update(variables={f"name {number}": number for number in range(60)})

    row = claimed(visitor, variables={"one more": 1, "name 7": 8, "name 8": ""})

    assert (len(row.variables), row.variables["name 7"]) == (59, 8)


def test_what_the_page_says_of_somebody_stands_where_they_said_nothing(visitor: VisitingPerson) -> None:
    row = claimed(visitor, variables={"name": "Ada", "email": "ada@example.com", "phone": "call me"})

    assert (row.name, row.email, row.phone) == ("Ada", "ada@example.com", "call me")
    row = claimed(visitor, variables={"name": "Bob", "email": "bob@example.com", "phone": 7})
    assert (row.name, row.email, row.phone) == ("Ada", "ada@example.com", "call me")
    assert row.variables == {"name": "Bob", "email": "bob@example.com", "phone": 7}


def test_true_is_nobodys_name(visitor: VisitingPerson) -> None:
    row = claimed(visitor, variables={"name": True, "phone": 33123456789})

    assert (row.name, row.phone) == ("", "33123456789")


def test_what_is_no_address_is_shown_and_not_taken_for_one(visitor: VisitingPerson) -> None:
    row = claimed(visitor, variables={"email": "ada"})

    assert (row.email, row.variables) == ("", {"email": "ada"})


def test_an_unknown_time_zone_or_language_leaves_the_known_one(visitor: VisitingPerson) -> None:
    claimed(visitor, time_zone="Europe/Paris", language="fr")

    row = claimed(visitor, time_zone="Nowhere", language="")

    assert (row.time_zone, row.language) == ("Europe/Paris", "fr")


def test_agents_hear_of_it_when_something_changed(
    visitor: VisitingPerson, agent: AnsweringPerson, committing: Callable[..., Any]
) -> None:
    agent.takes(visitor.writes("Hello"))

    with broadcast.collected() as envelopes, committing():
        claimed(visitor, variables={"plan": "pro"})
        claimed(visitor, variables={"plan": "pro"})

    [told] = envelopes
    assert json.loads(told["agents"] or "")["visitor"]["variables"] == {"plan": "pro"}
    assert told["visitors"] is None
    assert told["audience"]["charges"] == [(agent.agent.pk, None)]


def test_true_is_no_one(visitor: VisitingPerson) -> None:
    claimed(visitor, variables={"member": 1})

    assert claimed(visitor, variables={"member": True}).variables["member"] is True


def test_of_somebody_who_is_gone_nothing_is_said(visitor: VisitingPerson) -> None:
    Visitor.objects.all().delete()

    with pytest.raises(NoVisitor):
        contact.change(visitor=visitor.visitor, claims=Claims(variables={"plan": "pro"}))


# --- The group that a page names -------------------------------------------------------------------------------------


def test_a_conversation_begins_in_the_group_that_the_page_named(visitor: VisitingPerson) -> None:
    people.offers_groups()
    people.a_group("Support")
    sales = people.a_group("Sales")

    for claim in (sales.pk, "sales"):
        claimed(visitor, variables={"group": claim})
        conversation = visitor.writes("Hello")
        assert conversation.group == sales
        conversation.delete()


def test_who_chooses_a_group_is_not_overruled(visitor: VisitingPerson) -> None:
    people.offers_groups()
    support, sales = people.a_group("Support"), people.a_group("Sales")
    claimed(visitor, variables={"group": sales.pk})

    assert visitor.writes("Hello", group=support.pk).group == support


@pytest.mark.parametrize("claim", ["Nobody", 0, 4_000, True, 1.5, ""])
def test_a_group_that_there_is_not_refuses_nothing(visitor: VisitingPerson, claim: Any) -> None:
    people.offers_groups()
    people.a_group("Sales")
    Visitor.objects.update(variables={"group": claim})

    assert visitor.writes("Hello").group is None


def test_a_group_that_visitors_may_not_choose_is_not_named_either(visitor: VisitingPerson) -> None:
    there = people.a_group("Elsewhere", on=people.another_site())
    sales = people.a_group("Sales")
    for claim in (sales.pk, "Sales"):
        claimed(visitor, variables={"group": claim})
        conversation = visitor.writes("Hello")
        assert conversation.group is None
        conversation.delete()

    people.offers_groups()
    claimed(visitor, variables={"group": there.pk})
    assert visitor.writes("Hello").group is None
