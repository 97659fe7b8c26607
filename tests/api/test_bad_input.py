"""Bad input, and what it gets: a problem document with a code, never an error page."""

import json
from typing import Any

import pytest
from django.http import HttpResponse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests import people
from tests.people import AGENT_API, AnsweringPerson, VisitingPerson
from wagtail_livechat.models import Message

PROBLEM = {"type", "title", "status", "detail", "code"}


def problem(answer: HttpResponse) -> tuple[int, str]:
    """Status and code of an answer that is a whole problem document."""
    assert answer["Content-Type"] == "application/problem+json", answer.content
    document = answer.json()
    assert document.keys() - {"errors"} == PROBLEM
    assert (document["type"], document["status"]) == ("about:blank", answer.status_code)
    return answer.status_code, document["code"]


class Door:
    """Both sides' way to write a message, so that what is bad is bad on both."""

    def __init__(self, side: str, visitor: VisitingPerson, agent: AnsweringPerson) -> None:
        self.conversation = visitor.writes("Hello")
        self.client = visitor.browser.client if side == "visitor" else agent.client
        self.path = (
            "/livechat/api/visitor/messages"
            if side == "visitor"
            else f"{AGENT_API}conversations/{self.conversation.public_id}/messages"
        )

    def posts(self, content: bytes | str | dict[str, Any]) -> HttpResponse:
        return self.client.post(self.path, content, "application/json")

    def writes(self, **fields: Any) -> HttpResponse:
        return self.posts({"client_id": people.client_id(), "body": "Hello", **fields})


@pytest.fixture(params=["visitor", "agent"])
def door(request: pytest.FixtureRequest, visitor: VisitingPerson, agent: AnsweringPerson) -> Door:
    return Door(request.param, visitor, agent)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "empty"),
        (" \n\t\u3000", "empty"),
        ("x" * 10_001, "too_long"),
        ("nul \x00", "bad_character"),
    ],
)
def test_a_body_that_is_no_message_has_a_code_of_its_own(door: Door, body: str, code: str) -> None:
    assert problem(door.writes(body=body)) == (422, code)


def test_half_a_character_is_a_bad_character(door: Door) -> None:
    assert problem(door.posts(r'{"client_id": "a", "body": "half \ud83d"}')) == (422, "bad_character")


@pytest.mark.parametrize("content", [b" ", b"{", b"\xff\xfe", b'{"body": "\xff"}', b"[" * 100_000, b"not json"])
def test_what_is_no_json_in_utf8_is_malformed(door: Door, content: bytes) -> None:
    status, code = problem(door.posts(content))

    assert (status, code) in {(400, "malformed"), (422, "invalid")}


@pytest.mark.parametrize("content", [b"[]", b"null", b'"text"', b"1"])
def test_json_that_is_no_object_is_invalid(door: Door, content: bytes) -> None:
    assert problem(door.posts(content)) == (422, "invalid")


@pytest.mark.parametrize(
    "fields",
    [
        {"body": 5},
        {"body": None},
        {"body": ["Hello"]},
        {"client_id": ""},
        {"client_id": 5},
        {"client_id": "x" * 65},
        {"client_id": "nul \x00"},
        {"author": "system"},
        {"assignee": 1},
    ],
)
def test_wrong_types_and_unknown_fields_are_invalid(door: Door, fields: dict[str, Any]) -> None:
    assert problem(door.writes(**fields)) == (422, "invalid")


def test_a_missing_field_is_invalid_and_named(door: Door) -> None:
    answer = door.posts({"body": "Hello"})

    assert problem(answer) == (422, "invalid")
    [error] = answer.json()["errors"]
    assert error["loc"][-1] == "client_id"


def test_a_refusal_never_repeats_what_was_sent(door: Door) -> None:
    answer = door.writes(body={"secret": "4111 1111"}, secret="4111 1111")

    assert b"4111" not in answer.content


@pytest.mark.parametrize("page", [{"url": "x" * 5_000}, {"unknown": 1}, {"title": "\x00"}, "https://shop.example"])
def test_a_page_that_is_none_is_invalid(visitor: VisitingPerson, page: object) -> None:
    assert problem(visitor.browser.writes("Hello", page=page)) == (422, "invalid")
    assert problem(visitor.browser.posts("session", {"page": page})) == (422, "invalid")


@pytest.mark.parametrize("conversation", ["latest", 5, "", "new "])
def test_a_conversation_that_can_be_none_is_invalid(visitor: VisitingPerson, conversation: object) -> None:
    assert problem(visitor.browser.writes("Hello", conversation=conversation)) == (422, "invalid")


@pytest.mark.parametrize("up_to", [-1, 2**63, 1.5, "5", True, None, "x"])
def test_a_mark_that_is_no_id_is_invalid(visitor: VisitingPerson, agent: AnsweringPerson, up_to: object) -> None:
    conversation = visitor.writes("Hello")

    by_visitor = visitor.browser.posts("read", {"conversation": str(conversation.public_id), "up_to": up_to})
    by_agent = agent.client.post(
        f"{AGENT_API}conversations/{conversation.public_id}/read", {"up_to": up_to}, "application/json"
    )

    assert problem(by_visitor) == problem(by_agent) == (422, "invalid")


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0},
        {"limit": 201},
        {"limit": "many"},
        {"after": -1},
        {"after": 2**63},
        {"before": "x"},
        {"conversation": "not-a-uuid"},
    ],
)
def test_a_query_beyond_the_limits_is_invalid(visitor: VisitingPerson, query: dict[str, Any]) -> None:
    public_id = visitor.writes("Hello").public_id

    assert problem(visitor.browser.gets("messages", **{"conversation": public_id, **query})) == (422, "invalid")


def test_the_farthest_positions_are_fine(visitor: VisitingPerson) -> None:
    public_id = visitor.writes("Hello").public_id

    for query in ({"after": 2**63 - 1}, {"before": 2**63 - 1}, {"before": 0}, {"after": 0, "limit": 200}):
        assert visitor.browser.gets("messages", conversation=public_id, **query).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        {"status": "closed"},
        {"queue": "theirs"},
        {"site": "x"},
        {"site": -1},
        {"site": 10**30},
        {"limit": 0},
        {"cursor": "nonsense"},
    ],
)
def test_a_list_that_is_none_is_invalid(agent: AnsweringPerson, query: dict[str, Any]) -> None:
    assert problem(agent.client.get(f"{AGENT_API}conversations", query)) == (422, "invalid")


@pytest.mark.parametrize("key", [10**6, 2**63 - 1])
def test_a_site_or_agent_that_is_missing_is_an_empty_list_or_a_refusal(
    visitor: VisitingPerson, agent: AnsweringPerson, key: int
) -> None:
    conversation = visitor.writes("Hello")
    client = agent.client

    assert client.get(f"{AGENT_API}conversations", {"site": key}).json()["results"] == []
    assert client.get(f"{AGENT_API}agents", {"site": key}).json() == {"agents": []}
    answer = client.post(
        f"{AGENT_API}conversations/{conversation.public_id}/assign", {"agent": key}, "application/json"
    )
    assert problem(answer) == (409, "cannot_assign")


@pytest.mark.parametrize("agent_field", ["1", True, 1.0, [1], "nobody", -1, 10**30])
def test_an_assignee_is_a_number_or_null(visitor: VisitingPerson, agent: AnsweringPerson, agent_field: object) -> None:
    conversation = visitor.writes("Hello")

    answer = agent.client.post(
        f"{AGENT_API}conversations/{conversation.public_id}/assign", {"agent": agent_field}, "application/json"
    )

    assert problem(answer) == (422, "invalid")


@pytest.mark.parametrize("field", [{"name": 5}, {"name": "x" * 201}, {"email": "\x00"}, {"unknown": "x"}])
def test_contact_fields_beyond_their_columns_are_invalid(
    visitor: VisitingPerson, agent: AnsweringPerson, field: dict[str, Any]
) -> None:
    visitor.writes("Hello")

    answer = agent.client.patch(f"{AGENT_API}visitors/{visitor.visitor.public_id}", field, "application/json")

    assert problem(answer) == (422, "invalid")


@pytest.mark.parametrize("status", ["busy", "", None, 1])
def test_a_status_that_does_not_exist_is_invalid(agent: AnsweringPerson, status: object) -> None:
    assert problem(agent.client.patch(f"{AGENT_API}me", {"status": status}, "application/json")) == (422, "invalid")


def test_html_and_script_are_kept_as_they_were_written(door: Door) -> None:
    body = "<script>alert(1)</script> & <b>bold</b>"

    answer = door.writes(body=body)

    assert answer.json()["message"]["body"] == body
    assert answer["Content-Type"].startswith("application/json")


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_a_method_that_does_not_exist_is_refused(visitor: VisitingPerson, method: str) -> None:
    answer = getattr(visitor.browser.client, method)("/livechat/api/visitor/messages", {}, "application/json")

    assert answer.status_code == 405


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=5,
)


@given(
    payload=st.one_of(
        anything,
        st.fixed_dictionaries(
            {"client_id": anything, "body": anything},
            optional={"page": anything, "conversation": anything, "extra": anything},
        ),
    )
)
@hypothesis_settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
def test_whatever_is_sent_is_stored_or_refused_with_a_problem(door: Door, payload: object) -> None:
    before = Message.objects.count()

    answer = door.posts(json.dumps(payload))

    if answer.status_code in (200, 201):
        assert answer.json()["message"]["id"]
    else:
        assert problem(answer)[0] in (400, 404, 422, 429)
        assert Message.objects.count() == before
