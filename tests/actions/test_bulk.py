"""The same deed for several conversations."""

from typing import Any
from uuid import uuid4

import pytest

from tests import people
from tests.people import AnsweringPerson
from wagtail_livechat.actions import bulk
from wagtail_livechat.actions.bulk import Deed
from wagtail_livechat.exceptions import CannotResolve, Invalid, NotFound
from wagtail_livechat.models import Conversation


@pytest.fixture
def rows(db: None) -> list[Conversation]:
    return [people.a_visitor().writes("Hello") for _ in range(3)]


def does(person: AnsweringPerson, rows: list[Any], action: str, **needs: Any) -> list[Any]:
    ids = [row.public_id if isinstance(row, Conversation) else row for row in rows]
    return bulk.carry_out(ids=ids, deed=Deed(action=action, **needs), by=person.agent, reach=person.reach)


def test_each_conversation_has_a_result_in_the_order_of_the_ids(
    rows: list[Conversation], manager: AnsweringPerson
) -> None:
    results = does(manager, [rows[2], rows[0]], "resolve")

    assert [(row.pk, row.status) for row in results] == [(rows[2].pk, "resolved"), (rows[0].pk, "resolved")]
    rows[1].refresh_from_db()
    assert rows[1].status == "open"


def test_a_refusal_harms_no_other(rows: list[Conversation], agent: AnsweringPerson, manager: AnsweringPerson) -> None:
    agent.takes(rows[0])
    manager.takes(rows[2])

    results = does(agent, [rows[0], rows[1], rows[2], uuid4()], "resolve")

    assert results[0].status == "resolved"
    assert [type(result) for result in results[1:]] == [CannotResolve, NotFound, NotFound]


def test_several_are_opened_again(rows: list[Conversation], manager: AnsweringPerson) -> None:
    does(manager, rows, "resolve")

    assert [row.status for row in does(manager, rows, "reopen")] == ["open"] * 3


def test_several_are_assigned(rows: list[Conversation], manager: AnsweringPerson, agent: AnsweringPerson) -> None:
    results = does(manager, rows, "assign", agent=agent.agent)

    assert [row.assignee for row in results] == [agent.agent] * 3


def test_several_are_transferred_to_a_group(rows: list[Conversation], manager: AnsweringPerson) -> None:
    group = people.a_group("Sales")

    assert [row.group for row in does(manager, rows, "transfer", group=group)] == [group] * 3


def test_a_transfer_to_nobody_is_invalid(rows: list[Conversation], manager: AnsweringPerson) -> None:
    assert [type(result) for result in does(manager, rows, "transfer")] == [Invalid] * 3


def test_tags_are_added_to_what_each_has(rows: list[Conversation], manager: AnsweringPerson) -> None:
    manager.tags(rows[0], "order")

    results = does(manager, rows, "tag", tags=["vip"])

    assert [row.tag_names for row in results] == [["order", "vip"], ["vip"], ["vip"]]


def test_several_are_read(rows: list[Conversation], manager: AnsweringPerson) -> None:
    assert [row.agent_unread for row in does(manager, rows, "read")] == [0, 0, 0]
