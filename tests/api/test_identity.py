"""Who somebody is, at the doors: logging in and out, several browsers, one browser for several people, cached pages."""

from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from pytest_django.fixtures import Settings

from tests import people
from tests.api.desks import Desk, code
from tests.people import AnsweringPerson, Browser, VisitingPerson
from tests.urls import urlpatterns as urls_of_the_tests
from wagtail_livechat import conf
from wagtail_livechat.models import Visitor, VisitorMerge


@pytest.fixture
def alice(db: None) -> AbstractUser:
    return people.a_user("alice", first_name="Alice", last_name="Adams")


def history(browser: Browser) -> list[str]:
    """The last message of each of the conversations that the browser shows."""
    return [row["last_message_preview"] for row in browser.gets("conversations").json()["conversations"]]


def logged_in(user: AbstractUser, browser: Browser | None = None) -> Browser:
    browser = browser or Browser()
    browser.client.force_login(user)
    browser.posts("session")
    return browser


# --- One person in several browsers ----------------------------------------------------------------------------------


def test_logging_in_links_the_visitor_and_keeps_what_they_wrote(alice: AbstractUser) -> None:
    browser = Browser()
    browser.writes("Is it in stock?")

    session = logged_in(alice, browser).posts("session").json()

    assert session["visitor"]["name"] == "Alice Adams"
    assert session["conversation"]["last_message_preview"] == "Is it in stock?"


def test_a_customer_on_phone_and_laptop_is_one_person_with_one_history(alice: AbstractUser) -> None:
    phone, laptop = Browser(), Browser()
    phone.writes("From the phone")
    logged_in(alice, phone)
    laptop.writes("From the laptop")
    logged_in(alice, laptop)

    assert history(phone) == history(laptop) == ["From the laptop", "From the phone"]
    ids = {browser.posts("session").json()["visitor"]["public_id"] for browser in (phone, laptop)}
    assert len(ids) == 1
    assert Visitor.objects.filter(user=alice).count() == 1


def test_agents_find_what_was_written_on_either_in_one_history(alice: AbstractUser, agent: AnsweringPerson) -> None:
    phone, laptop = Browser(), Browser()
    for browser, words in ((phone, "From the phone"), (laptop, "From the laptop")):
        browser.writes(words)
        logged_in(alice, browser)

    known = Visitor.objects.get(user=alice)
    listed = Desk(agent).gets(f"visitors/{known.public_id}/conversations")["conversations"]

    assert [row["last_message_preview"] for row in listed] == ["From the laptop", "From the phone"]


def test_both_devices_stay_signed_in(alice: AbstractUser) -> None:
    phone, laptop = logged_in(alice), logged_in(alice)

    phone.writes("From the phone")
    laptop.writes("From the laptop")

    for browser in (phone, laptop):
        thread = browser.posts("session").json()
        assert [message["body"] for message in thread["messages"]] == ["From the phone", "From the laptop"]


def test_logging_out_on_one_device_leaves_the_other_signed_in(alice: AbstractUser) -> None:
    phone, laptop = logged_in(alice), logged_in(alice)
    phone.writes("Hello")

    phone.client.logout()

    assert history(phone) == []
    assert history(laptop) == ["Hello"]


# --- One browser for several people ----------------------------------------------------------------------------------


def leaves(browser: Browser, how: str) -> None:
    """Logs out, with the cookie of the chat left behind by all means."""
    token = browser.token
    if how == "logs out":
        browser.client.logout()
    else:
        del browser.client.cookies["sessionid"]
    browser.client.cookies[conf.VISITOR_COOKIE] = token


@pytest.mark.parametrize("how", ["logs out", "the session ends"])
@pytest.mark.parametrize("next_one", ["nobody", "bob"])
def test_the_next_person_at_a_shared_computer_finds_nothing(
    alice: AbstractUser, manager: AnsweringPerson, how: str, next_one: str
) -> None:
    browser = logged_in(alice)
    said = browser.writes("My order is late").json()
    conversation, file = said["conversation"]["public_id"], browser.uploads(people.a_file()).json()
    browser.patches("me", {"phone": "030", "variables": {"plan": "pro"}})
    Desk(manager).posts(f"conversations/{conversation}/messages", {"client_id": "a", "body": "Let me see"})
    leaves(browser, how)
    if next_one == "bob":
        browser.client.force_login(people.a_user("bob"))

    assert browser.gets("conversations").json()["conversations"] == []
    assert code(browser.gets("messages", conversation=conversation)) == (404, "not_found")
    assert browser.client.get(file["url"]).status_code == 404
    for route, data in (
        ("read", {"conversation": conversation, "up_to": 1}),
        ("messages", {"client_id": "b", "body": "Hi", "conversation": conversation}),
    ):
        assert browser.posts(route, data).status_code == 404
    session = browser.posts("session").json()
    assert (session["conversation"], session["messages"]) == (None, [])
    assert "Alice" not in str(session)
    assert "alice@example.com" not in str(session)
    assert session["visitor"]["phone"] == ""


def test_whoever_comes_back_finds_their_own_again(alice: AbstractUser) -> None:
    browser = logged_in(alice)
    browser.writes("My order is late")
    browser.client.logout()
    browser.writes("I am somebody else")

    assert history(browser) == ["I am somebody else"]
    other = logged_in(alice)
    assert history(other) == ["My order is late"]


def test_who_logs_in_after_somebody_else_takes_nothing_of_theirs(alice: AbstractUser) -> None:
    browser = logged_in(alice)
    browser.writes("My order is late")
    browser.client.logout()

    logged_in(people.a_user("bob"), browser)

    assert history(browser) == []
    assert not VisitorMerge.objects.exists()


# --- What a page says of its visitor ---------------------------------------------------------------------------------


def test_a_session_brings_what_the_page_says(browser: Browser) -> None:
    sales = people.a_group("Sales")
    people.offers_groups()
    said = {"variables": {"plan": "pro", "orders": 3}, "group": "Sales", "time_zone": "Europe/Paris"}

    session = browser.posts("session", said).json()

    row = Visitor.objects.get()
    assert row.variables == {"plan": "pro", "orders": 3, "group": "Sales"}
    assert row.time_zone == "Europe/Paris"
    assert "variables" not in session["visitor"]
    browser.writes("Hello")
    assert row.conversations.get().group == sales


def test_what_a_page_says_of_who_somebody_is_is_kept_as_that(visitor: VisitingPerson) -> None:
    said = {
        "name": "Ada",
        "email": "ada",
        "language": "fr",
        "group": 7,
        "from_page": True,
        "variables": {"plan": "pro"},
    }

    answer = visitor.browser.patches("me", said)

    row = Visitor.objects.get()
    assert row.variables == {"plan": "pro", "name": "Ada", "email": "ada", "language": "fr", "group": 7}
    assert (row.name, row.email, row.language) == ("Ada", "", "")
    assert answer.json()["name"] == "Ada"


def test_a_page_that_names_somebody_else_opens_nothing_of_theirs(alice: AbstractUser, browser: Browser) -> None:
    logged_in(alice).writes("My order is late")
    browser.posts("session")

    browser.patches("me", {"name": "Alice Adams", "email": "alice@example.com", "from_page": True})

    assert history(browser) == []
    assert browser.posts("session").json()["conversation"] is None
    assert Visitor.objects.get(email="alice@example.com", user=None).conversations.count() == 0
    assert not VisitorMerge.objects.exists()


def test_what_visitors_say_themselves_is_no_claim(visitor: VisitingPerson) -> None:
    visitor.browser.patches("me", {"name": "Ada", "language": "fr"})

    row = Visitor.objects.get()
    assert (row.name, row.language, row.variables) == ("Ada", "fr", {})


def test_a_page_gives_the_sites_own_answers_too(visitor: VisitingPerson) -> None:
    assert code(visitor.browser.patches("me", {"website": "x", "from_page": True})) == (422, "automated")


@pytest.mark.parametrize("route", ["session", "me"])
@pytest.mark.parametrize(
    "variables", [{"plan": None}, {"plan": "x" * 501}, {"": 1}, {str(each): 1 for each in range(51)}]
)
def test_a_variable_that_cannot_be_kept_is_refused(visitor: VisitingPerson, route: str, variables: Any) -> None:
    send = visitor.browser.posts if route == "session" else visitor.browser.patches

    assert code(send(route, {"variables": variables})) == (422, "bad_variable")


def test_variables_for_which_there_is_no_room_are_named(visitor: VisitingPerson) -> None:
    Visitor.objects.update(variables={f"name {number}": number for number in range(49)})
    said = {"variables": {"name 7": 8, " plan ": "pro", "orders": 3}}

    answer = visitor.browser.patches("me", said)

    assert answer.json()["left_out"] == ["orders"]
    variables = Visitor.objects.get().variables
    assert (len(variables), variables["name 7"], variables["plan"]) == (50, 8, "pro")
    assert visitor.browser.posts("session", said).status_code == 200


@pytest.mark.parametrize("said", [{"variables": []}, {"group": True}, {"group": 1.5}, {"group": "x" * 201}])
def test_what_is_of_another_type_is_refused(visitor: VisitingPerson, said: dict[str, Any]) -> None:
    assert code(visitor.browser.patches("me", said)) == (422, "invalid")


def test_a_page_says_nothing_of_who_is_blocked(visitor: VisitingPerson, manager: AnsweringPerson) -> None:
    visitor.writes("Hello")
    manager.blocks(visitor)

    assert visitor.browser.posts("session", {"variables": {"plan": "pro"}}).json()["blocked"]
    assert code(visitor.browser.patches("me", {"variables": {"plan": "pro"}})) == (403, "closed")
    assert Visitor.objects.get().variables == {}


# --- Pages in a cache ------------------------------------------------------------------------------------------------


def a_page(request: HttpRequest) -> HttpResponse:
    """A page of the site, with nothing on it but the widget."""
    source = "{% load livechat %}<html><body>{% livechat_widget %}</body></html>"
    return HttpResponse(engines["django"].from_string(source).render({"request": request}, request))


urlpatterns = [path("cached/", a_page), *urls_of_the_tests]


@pytest.fixture
def cached_pages(settings: Settings) -> None:
    """Django's own cache in front of all pages."""
    settings.ROOT_URLCONF = __name__
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages"}}
    settings.MIDDLEWARE = [
        "django.middleware.cache.UpdateCacheMiddleware",
        *settings.MIDDLEWARE,
        "django.middleware.cache.FetchFromCacheMiddleware",
    ]


@pytest.mark.usefixtures("cached_pages")
def test_a_page_that_was_cached_for_one_visitor_serves_another(alice: AbstractUser, agent: AnsweringPerson) -> None:
    browser = logged_in(alice)
    browser.writes("My order is late")
    public_id = Visitor.objects.get().public_id

    first = browser.client.get("/cached/")
    other = Browser()
    second, third = other.client.get("/cached/"), agent.client.get("/cached/")

    assert first.content == second.content == third.content
    assert b"loader" in first.content
    for personal in (str(public_id), "Alice", "alice@example.com", "My order"):
        assert personal not in first.content.decode()
    for answer in (first, second):
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")
        assert "max-age" in answer["Cache-Control"], "it came out of the cache, or went into it"
    assert second["Expires"] == first["Expires"], "the second one did not reach the view"
    other.writes("Hello from somebody else")
    assert history(other) == ["Hello from somebody else"]
    assert history(browser) == ["My order is late"]


@pytest.mark.usefixtures("cached_pages")
def test_the_configuration_is_the_same_for_everybody(alice: AbstractUser, visitor: VisitingPerson) -> None:
    browser = logged_in(alice)
    browser.writes("My order is late")

    answers = [each.gets("config") for each in (browser, visitor.browser, Browser())]

    assert len({answer.content for answer in answers}) == 1
    for answer in answers:
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")
        assert "Alice" not in answer.content.decode()
