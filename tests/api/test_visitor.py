"""The visitor's routes."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings
from wagtail.models import Site

from tests import people
from tests.people import AnsweringPerson, Browser, VisitingPerson, texts_of
from wagtail_livechat import conf
from wagtail_livechat.actions import presence
from wagtail_livechat.models import Conversation, LiveChatSettings, Visitor
from wagtail_livechat.texts.widget import WIDGET_TEXTS


def test_the_configuration_is_what_the_widget_draws_itself_with(browser: Browser, agent: AnsweringPerson) -> None:
    presence.open_inbox(agent=agent.agent)
    LiveChatSettings.objects.create(site=people.site(), title="Ask us", greeting="Hi!", offline_text="Back soon")

    config = browser.gets("config").json()

    assert (config["online"], config["agents"]) == (True, [{"name": "agent", "avatar": None}])
    assert config["look"] == {
        "title": "Ask us",
        "greeting": "Hi!",
        "offline_text": "Back soon",
        "colour": "#0c6b5f",
        "position": "end",
        "scheme": "auto",
    }
    assert config["limits"]["message_length"] == 10_000
    assert config["texts"].keys() == WIDGET_TEXTS.keys()


def test_texts_that_an_editor_left_empty_have_a_standard(browser: Browser) -> None:
    look = browser.gets("config").json()["look"]

    assert look["title"] == "localhost"
    assert look["greeting"] == WIDGET_TEXTS["greeting"]
    assert look["offline_text"] == WIDGET_TEXTS["offline"]


def test_the_sites_name_is_the_title(browser: Browser) -> None:
    Site.objects.update(site_name="Northlight")

    assert browser.gets("config").json()["look"]["title"] == "Northlight"


def test_visitors_are_not_told_where_they_are(visitor: VisitingPerson) -> None:
    visitor.writes("Hello")
    Visitor.objects.update(country_code="FR", city="Lyon")

    answers = [
        visitor.browser.posts("session", {}),
        visitor.browser.patches("me", {"name": "Ada"}),
        visitor.browser.gets("conversations"),
        visitor.browser.posts("messages", {"client_id": people.client_id(), "body": "Hello again"}),
        visitor.browser.posts("end", {}),
    ]

    for answer in answers:
        assert answer.status_code in (200, 201)
        assert b"country_code" not in answer.content
        assert b"Lyon" not in answer.content


def test_a_first_session_makes_a_visitor_and_sets_the_cookie(browser: Browser) -> None:
    answer = browser.posts(
        "session",
        {
            "page": {"url": "https://shop.example/", "title": "Shop", "referrer": ""},
            "pages": [{"url": "https://shop.example/blog", "title": "Blog", "at": "2026-01-01T00:00:00Z"}],
            "language": "fr",
        },
    )

    assert answer.json() == {
        "visitor": {
            "public_id": str(Visitor.objects.get().public_id),
            "name": "",
            "email": "",
            "online": True,
            "phone": "",
            "fields": {},
            "consented": [],
        },
        "conversation": None,
        "messages": [],
        "revision": 0,
        "more": False,
        "online": False,
        "blocked": False,
    }
    assert Visitor.objects.get().language == "fr"
    cookie = answer.cookies[conf.VISITOR_COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"], cookie["secure"]) == (
        True,
        "Lax",
        15_552_000,
        "",
    )


def test_the_cookie_is_secure_under_https(browser: Browser) -> None:
    assert browser.posts("session", secure=True).cookies[conf.VISITOR_COOKIE]["secure"]


def test_a_later_session_finds_the_conversation_again(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Hello")
    agent.replies(conversation, "Hi")

    session = visitor.browser.posts("session").json()

    assert session["conversation"]["public_id"] == str(conversation.public_id)
    assert [message["body"] for message in session["messages"]] == ["Hello", "Hi"]
    assert (session["revision"], session["more"]) == (4, False)


def test_a_session_has_the_newest_fifty_entries(visitor: VisitingPerson) -> None:
    for number in range(51):
        visitor.writes(f"{number}")

    session = visitor.browser.posts("session").json()

    assert [message["body"] for message in session["messages"]] == [str(number) for number in range(1, 51)]
    assert session["more"]


@pytest.mark.parametrize("cookie", ["altered", "", "\\ud83d", "é"])
def test_an_altered_cookie_makes_a_new_visitor(visitor: VisitingPerson, cookie: str) -> None:
    visitor.writes("Hello")
    browser = Browser()
    browser.client.cookies[conf.VISITOR_COOKIE] = cookie

    answer = browser.posts("session")

    assert (answer.status_code, answer.json()["conversation"]) == (200, None)
    assert browser.token not in (cookie, visitor.token)


def test_a_cookie_of_another_site_makes_a_new_visitor(db: None) -> None:
    elsewhere = people.a_visitor(on=people.another_site())
    elsewhere.writes("Hello")

    answer = elsewhere.browser.posts("session")

    assert (answer.status_code, answer.json()["conversation"]) == (200, None)


def test_a_cookie_works_on_its_own_site(db: None) -> None:
    elsewhere = people.a_visitor(on=people.another_site())
    elsewhere.writes("Hello")

    answer = elsewhere.browser.posts("session", headers={"host": "other.example"})

    assert answer.json()["conversation"]["last_message_preview"] == "Hello"


def test_logging_out_leaves_nothing_behind(browser: Browser) -> None:
    browser.client.force_login(people.a_user("alice"))
    browser.posts("session")
    browser.writes("My order is late")
    browser.client.logout()

    assert browser.posts("session").json()["conversation"] is None


def test_logging_out_on_the_way_leaves_nothing_behind(browser: Browser) -> None:
    """The cookie stays, but the user's session is gone."""
    browser.client.force_login(people.a_user("alice"))
    browser.writes("My order is late")
    del browser.client.cookies["sessionid"]

    assert browser.gets("conversations").json()["conversations"] == []
    assert browser.posts("session").json()["conversation"] is None


def test_a_message_is_stored_and_begins_a_conversation(browser: Browser) -> None:
    answer = browser.writes("Is it in stock?", page={"url": "https://shop.example/guji", "title": "Guji"})

    assert answer.status_code == 201
    assert answer.json()["message"]["body"] == "Is it in stock?"
    conversation = Conversation.objects.get()
    assert answer.json()["conversation"]["public_id"] == str(conversation.public_id)
    assert conversation.page_title == "Guji"


def test_a_repeated_client_id_answers_the_first_message_again(browser: Browser) -> None:
    first = browser.posts("messages", {"client_id": "same", "body": "Hello"})

    second = browser.posts("messages", {"client_id": "same", "body": "Hello again"})

    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json()["message"] == first.json()["message"]


def test_a_message_can_name_its_conversation_or_begin_another(
    visitor: VisitingPerson, manager: AnsweringPerson
) -> None:
    first = visitor.writes("Hello")
    manager.resolves(first)
    browser = visitor.browser

    second = browser.writes("Something else", conversation="new")
    browser.writes("About the first", conversation=str(first.public_id))

    assert second.json()["conversation"]["public_id"] != str(first.public_id)
    assert texts_of(first) == ["Hello", "About the first"]


def test_a_visitor_lists_their_conversations(visitor: VisitingPerson, manager: AnsweringPerson) -> None:
    first = visitor.writes("Hello")
    manager.resolves(first)
    second = visitor.writes("Something else", conversation="new")
    people.a_visitor().writes("Not mine")

    listed = visitor.browser.gets("conversations").json()["conversations"]

    assert [row["public_id"] for row in listed] == [str(second.public_id), str(first.public_id)]


def test_somebody_unknown_has_no_conversations(browser: Browser) -> None:
    assert browser.gets("conversations").json()["conversations"] == []
    assert not Visitor.objects.exists()


def test_a_visitor_resumes_after_a_revision(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Hello")
    agent.replies(conversation, "Hi")

    thread = visitor.browser.gets("messages", conversation=conversation.public_id, after=2).json()

    assert [message["body"] for message in thread["messages"]] == ["Hi"]
    assert (thread["conversation"]["revision"], thread["more"]) == (4, False)


def test_a_visitor_scrolls_back(visitor: VisitingPerson) -> None:
    messages = [visitor.sends(body) for body in ("one", "two", "three")]

    thread = visitor.browser.gets(
        "messages", conversation=messages[0].conversation.public_id, before=messages[2].pk, limit=1
    ).json()

    assert [message["body"] for message in thread["messages"]] == ["two"]
    assert thread["more"]


def test_reading_moves_the_visitors_mark(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    reply = agent.replies(visitor.writes("Hello"), "Hi")

    answer = visitor.browser.posts("read", {"conversation": str(reply.conversation.public_id), "up_to": reply.pk})

    assert answer.json()["conversation"]["unread"] == 0
    assert answer.json()["message"] is None


@pytest.mark.parametrize("deed", ["list", "write", "read"])
@pytest.mark.parametrize("whose", ["somebody else's", "nobody's", "asked by a stranger"])
def test_a_foreign_conversation_is_the_same_as_a_missing_one(visitor: VisitingPerson, deed: str, whose: str) -> None:
    foreign = str(people.a_visitor().writes("Mine").public_id)
    public_id = "00000000-0000-4000-8000-000000000000" if whose == "nobody's" else foreign
    browser = Browser() if whose == "asked by a stranger" else visitor.browser

    answer = {
        "list": lambda: browser.gets("messages", conversation=public_id),
        "write": lambda: browser.writes("Hello", conversation=public_id),
        "read": lambda: browser.posts("read", {"conversation": public_id, "up_to": 1}),
    }[deed]()

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_asking_counts_as_being_there(visitor: VisitingPerson) -> None:
    Visitor.objects.update(last_seen_at=timezone.now() - timedelta(minutes=5))

    visitor.browser.gets("conversations")

    seen = Visitor.objects.get().last_seen_at
    assert timezone.now() - seen < timedelta(minutes=1)
    visitor.browser.gets("conversations")
    assert Visitor.objects.get().last_seen_at == seen, "a poll is not written each time"


def test_too_many_messages_are_refused_with_the_time_to_wait(browser: Browser, settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {"VISITOR_MESSAGE_LIMITS": [(2, 60)]}
    browser.posts("session")

    answers = [browser.writes("Hello") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert answers[-1].json()["code"] == "too_many"
    assert 0 < int(answers[-1]["Retry-After"]) <= 61


def test_too_many_newcomers_from_one_address_are_refused(settings: Settings, db: None) -> None:
    settings.WAGTAIL_LIVECHAT = {"ADDRESS_VISITOR_LIMIT": (1, 60)}
    known = Browser()
    known.posts("session")

    assert Browser().posts("session").status_code == 429
    assert known.posts("session").status_code == 200
    assert Browser(Client(REMOTE_ADDR="10.0.0.2")).posts("session").status_code == 200


def test_a_host_that_is_no_site_has_no_chat(browser: Browser) -> None:
    Site.objects.all().delete()

    assert browser.gets("config").status_code == 404
