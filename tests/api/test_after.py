"""The API of what comes at the end of a conversation: ending, rating, transcripts; and of blocking a visitor."""

from typing import Any
from uuid import uuid4

import pytest
from pytest_django.fixtures import Settings

from tests import people
from tests.api.desks import Desk, code
from tests.people import AnsweringPerson, Browser, VisitingPerson, events_of
from wagtail_livechat.models import Conversation, Delivery, Visitor

EMAIL = "vera@example.com"


@pytest.fixture
def desk(agent: AnsweringPerson) -> Desk:
    return Desk(agent)


@pytest.fixture
def conversation(visitor: VisitingPerson) -> Conversation:
    return visitor.writes("Is it in stock?")


@pytest.fixture
def own(visitor: VisitingPerson, conversation: Conversation) -> Browser:
    """The browser of the visitor who has the conversation."""
    return visitor.browser


#: Each route, with something that it takes.
DEEDS: dict[str, dict[str, Any]] = {"end": {}, "rating": {"score": 4}, "transcript": {"email": EMAIL}}


# Whose conversation.


@pytest.mark.parametrize("route", DEEDS)
def test_who_is_unknown_has_no_conversation_to_act_on(browser: Browser, route: str) -> None:
    assert code(browser.posts(route, DEEDS[route])) == (401, "no_visitor")
    assert not Visitor.objects.exists()


@pytest.mark.parametrize("route", DEEDS)
def test_without_any_conversation_there_is_nothing_to_act_on(visitor: VisitingPerson, route: str) -> None:
    assert code(visitor.browser.posts(route, DEEDS[route])) == (404, "not_found")


@pytest.mark.parametrize("route", DEEDS)
def test_somebody_elses_conversation_is_as_if_it_did_not_exist(own: Browser, route: str) -> None:
    foreign = people.a_visitor().writes("Hello")

    for public_id in (foreign.public_id, uuid4()):
        answer = own.posts(route, {**DEEDS[route], "conversation": str(public_id)})
        assert code(answer) == (404, "not_found")


@pytest.mark.parametrize("route", DEEDS)
@pytest.mark.parametrize("conversation_id", ["5", "latest", 5, True])
def test_a_conversation_has_a_public_id(own: Browser, route: str, conversation_id: Any) -> None:
    assert code(own.posts(route, {**DEEDS[route], "conversation": conversation_id})) == (422, "invalid")


@pytest.mark.parametrize("route", DEEDS)
def test_another_site_cannot_do_it_for_the_visitor(own: Browser, route: str) -> None:
    answer = own.posts(route, DEEDS[route], headers={"origin": "https://evil.example"})

    assert code(answer) == (403, "origin")


# Ending.


def test_a_visitor_ends_the_latest_conversation(own: Browser, conversation: Conversation) -> None:
    answer = own.posts("end").json()

    assert (answer["conversation"]["status"], answer["conversation"]["ended"]) == ("resolved", True)
    assert answer["message"]["event"] == "ended"
    assert own.posts("end").json()["message"] is None
    assert own.writes("Hello again").json()["conversation"]["public_id"] != str(conversation.public_id)


def test_a_visitor_ends_an_earlier_one(
    own: Browser, visitor: VisitingPerson, conversation: Conversation, manager: AnsweringPerson
) -> None:
    manager.resolves(conversation)
    visitor.writes("Hello", conversation="new")

    answer = own.posts("end", {"conversation": str(conversation.public_id)}).json()

    assert answer["conversation"]["public_id"] == str(conversation.public_id)
    assert own.posts("session").json()["conversation"]["ended"] is False


def test_the_visitor_reads_that_it_was_ended(own: Browser, conversation: Conversation) -> None:
    own.posts("end")

    thread = own.gets("messages", conversation=str(conversation.public_id)).json()

    assert [message["event"] for message in thread["messages"]] == [None, "ended"]


# Rating.


def test_a_visitor_rates_what_was_resolved(own: Browser, conversation: Conversation, manager: AnsweringPerson) -> None:
    manager.resolves(conversation)

    answer = own.posts("rating", {"score": 4, "comment": "Quick"}).json()

    assert answer["message"]["event_data"] == {"by": None, "score": 4, "comment": "Quick"}
    own_view = answer["conversation"]
    assert (own_view["rating"], own_view["rating_comment"], own_view["rated_at"] is None) == (4, "Quick", False)
    assert own.posts("rating", {"score": 4, "comment": "Quick"}).json()["message"] is None


def test_an_open_conversation_is_not_rated_yet(own: Browser) -> None:
    assert code(own.posts("rating", {"score": 4})) == (409, "not_resolved")


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"score": 0},
        {"score": 6},
        {"score": "4"},
        {"score": 4.5},
        {"score": True},
        {"score": None},
        {"score": 4, "comment": "x" * 2001},
        {"score": 4, "comment": "nul \x00"},
        {"score": 4, "comment": None},
        {"score": 4, "stars": 4},
    ],
)
def test_what_is_no_rating_is_invalid(own: Browser, data: dict[str, Any]) -> None:
    assert code(own.posts("rating", data)) == (422, "invalid")


def test_agents_see_the_rating(own: Browser, desk: Desk, conversation: Conversation, manager: AnsweringPerson) -> None:
    manager.resolves(conversation)
    own.posts("rating", {"score": 2, "comment": "Slow"})

    [row] = desk.gets("conversations", status="resolved")["results"]

    assert (row["rating"], row["rating_comment"], row["ended"]) == (2, "Slow", False)


def test_the_list_is_narrowed_to_a_rating(desk: Desk, manager: AnsweringPerson) -> None:
    for score in (1, 5, 5):
        visitor = people.a_visitor()
        conversation = visitor.writes("Hello")
        manager.resolves(conversation)
        visitor.rates(conversation, score)

    assert len(desk.gets("conversations", status="resolved", rating=5)["results"]) == 2
    assert len(desk.gets("conversations", status="resolved", rating=3)["results"]) == 0
    for rating in (0, 6, "best"):
        assert code(desk.client.get("/livechat/api/agent/conversations", {"rating": rating})) == (422, "invalid")


def test_an_agent_asks_once(desk: Desk, own: Browser, conversation: Conversation) -> None:
    answer = desk.does(conversation, "ask-rating").json()

    assert answer["message"]["event"] == "rating_asked"
    assert desk.does(conversation, "ask-rating").json()["message"] is None
    assert own.posts("rating", {"score": 5}).status_code == 200


# Transcripts.


def test_a_visitor_asks_for_a_transcript(own: Browser, conversation: Conversation) -> None:
    answer = own.posts("transcript", {"email": EMAIL})

    assert (answer.status_code, answer.json()) == (202, {})
    assert Delivery.objects.get().conversation == conversation
    assert events_of(conversation) == ["started", "transcript_asked"]


def test_the_visitor_does_not_read_of_it_in_the_thread(own: Browser, conversation: Conversation) -> None:
    own.posts("transcript", {"email": EMAIL})

    thread = own.gets("messages", conversation=str(conversation.public_id)).json()

    assert [message["event"] for message in thread["messages"]] == [None]


def test_an_agent_sends_one(desk: Desk, conversation: Conversation) -> None:
    answer = desk.does(conversation, "transcript", email=EMAIL)

    assert answer.status_code == 202
    assert answer.json()["message"]["event"] == "transcript_asked"
    assert EMAIL not in answer.content.decode()


@pytest.mark.parametrize(
    "email", ["", "vera", "vera@example.com\r\nBcc: eve@example.com", "4242424242424242@a.example"]
)
def test_what_is_no_address_is_refused(own: Browser, desk: Desk, conversation: Conversation, email: str) -> None:
    assert code(own.posts("transcript", {"email": email})) == (422, "bad_email")
    assert code(desk.does(conversation, "transcript", email=email)) == (422, "bad_email")
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("data", [{}, {"email": None}, {"email": 5}, {"email": "x" * 1001}, {"email": EMAIL, "to": ""}])
def test_a_request_without_an_address_is_invalid(
    own: Browser, desk: Desk, conversation: Conversation, data: dict[str, Any]
) -> None:
    assert code(own.posts("transcript", data)) == (422, "invalid")
    assert code(desk.does(conversation, "transcript", **data)) == (422, "invalid")


def test_three_an_hour_are_enough(own: Browser) -> None:
    own.posts("transcript", {"email": "no address"})
    for _time in range(3):
        assert own.posts("transcript", {"email": EMAIL}).status_code == 202

    answer = own.posts("transcript", {"email": EMAIL})

    assert code(answer) == (429, "too_many")
    assert 0 < int(answer["Retry-After"]) <= 3601
    assert Delivery.objects.count() == 3


def test_one_address_cannot_send_for_ever_as_ever_new_visitors(own: Browser, settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {"ADDRESS_TRANSCRIPT_LIMIT": (1, 3600)}
    own.posts("transcript", {"email": EMAIL})
    other = people.a_visitor()
    other.writes("Hello")

    assert code(other.browser.posts("transcript", {"email": EMAIL})) == (429, "too_many")


# Blocking.


@pytest.fixture
def blocked(own: Browser, visitor: VisitingPerson, agent: AnsweringPerson) -> Browser:
    agent.blocks(visitor)
    return own


def test_an_agent_blocks_and_unblocks_a_visitor(desk: Desk, conversation: Conversation) -> None:
    route = f"visitors/{conversation.visitor.public_id}"

    assert desk.posts(f"{route}/block").json()["blocked"] is True
    assert desk.gets(route)["blocked"] is True
    assert desk.posts(f"{route}/unblock").json()["blocked"] is False


def test_the_chat_is_closed_to_a_blocked_visitor(blocked: Browser, agent: AnsweringPerson) -> None:
    agent.comes_online()

    session = blocked.posts("session").json()

    assert (session["blocked"], session["online"]) == (True, False)
    assert [message["body"] for message in session["messages"]] == ["Is it in stock?"]


@pytest.mark.parametrize(
    ("route", "data"), [("messages", {"client_id": "a", "body": "Hello"}), ("typing", {"text": "Hel"}), *DEEDS.items()]
)
def test_a_blocked_visitor_can_do_nothing(blocked: Browser, route: str, data: dict[str, Any]) -> None:
    assert code(blocked.posts(route, data)) == (403, "closed")


def test_a_blocked_visitor_says_nothing_of_themselves(blocked: Browser) -> None:
    assert code(blocked.patches("me", {"name": "Vera"})) == (403, "closed")


def test_a_blocked_visitor_sends_no_files(blocked: Browser) -> None:
    assert code(blocked.uploads(people.a_file())) == (403, "closed")


def test_a_blocked_visitor_still_reads_what_there_is(blocked: Browser, conversation: Conversation) -> None:
    assert blocked.gets("messages", conversation=str(conversation.public_id)).json()["messages"]
    assert blocked.gets("conversations").json()["conversations"]
    assert blocked.posts("read", {"conversation": str(conversation.public_id), "up_to": 1}).status_code == 200


def test_who_asks_for_news_is_told_that_the_chat_is_closed(
    own: Browser, visitor: VisitingPerson, agent: AnsweringPerson, conversation: Conversation
) -> None:
    def told() -> list[bool]:
        asked = [own.gets("conversations"), own.gets("messages", conversation=str(conversation.public_id), after=0)]
        return [answer.json()["blocked"] for answer in asked]

    assert told() == [False, False]
    agent.blocks(visitor)
    assert told() == [True, True]


def test_for_others_nothing_changes(blocked: Browser, browser: Browser) -> None:
    assert browser.posts("session").json()["blocked"] is False
    assert browser.writes("Hello").status_code == 201
