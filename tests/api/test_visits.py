"""The beacon of the pages that a visitor looks at, the pages of a session, and what agents see of both."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from tests import people
from tests.api.desks import Desk, code
from tests.people import AnsweringPerson, Browser, VisitingPerson
from wagtail_livechat import conf
from wagtail_livechat.models import LiveChatSettings, PageView, Recorded, Visit, Visitor, VisitorToken

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36"
)


def page(path: str = "/shop/guji/", title: str = "Guji", **more: str) -> dict[str, str]:
    return {"url": f"http://testserver{path}", "title": title, **more}


def records(recorded: Recorded, **fields: Any) -> None:
    """The site records the pages of these visitors."""
    LiveChatSettings.objects.update_or_create(site=people.site(), defaults={"recorded": recorded, **fields})


def looks(browser: Browser, *paths: str, **headers: str) -> HttpResponse:
    """The browser tells of one page after the other."""
    for path in paths or ("/shop/guji/",):
        answer = browser.posts("page-views", {"page": page(path)}, headers=headers)
        assert answer.status_code == 200, answer.content
    return answer


def pages_seen() -> list[str]:
    return [
        url.removeprefix("http://testserver") for url in PageView.objects.order_by("at").values_list("url", flat=True)
    ]


# Whose pages are kept.


def test_who_opened_the_chat_is_recorded_by_default(visitor: VisitingPerson) -> None:
    answer = looks(visitor.browser, "/shop/", "/shop/guji/")

    assert answer.json() == {"waiting": False, "known": True}
    assert pages_seen() == ["/shop/", "/shop/guji/"]
    assert Visit.objects.get().visitor == visitor.visitor


def test_by_default_a_newcomer_stays_unknown(browser: Browser) -> None:
    answer = looks(browser)

    assert answer.json() == {"waiting": False, "known": False}
    assert not answer.cookies
    assert not Visitor.objects.exists()


def test_with_everybody_recorded_a_newcomer_gets_a_cookie(browser: Browser) -> None:
    records(Recorded.EVERYBODY)

    first = looks(browser, "/shop/")
    looks(browser, "/shop/guji/")

    assert first.cookies[conf.VISITOR_COOKIE]["httponly"]
    assert Visitor.objects.count() == 1
    assert pages_seen() == ["/shop/", "/shop/guji/"]


@pytest.mark.parametrize(("consent", "kept"), [({}, 0), ({"consent": False}, 0), ({"consent": True}, 1)])
def test_where_consent_is_needed_a_newcomer_has_to_agree(browser: Browser, consent: Any, kept: int) -> None:
    records(Recorded.EVERYBODY, recording_needs_consent=True)

    browser.posts("page-views", {"page": page(), **consent})

    assert Visitor.objects.count() == PageView.objects.count() == kept


def test_who_is_known_has_agreed_before(visitor: VisitingPerson) -> None:
    records(Recorded.EVERYBODY, recording_needs_consent=True)

    looks(visitor.browser)

    assert PageView.objects.count() == 1


def test_nobody_is_nobody(visitor: VisitingPerson) -> None:
    records(Recorded.NOBODY)

    looks(visitor.browser)
    visitor.browser.posts("session", {"page": page()})
    looks(Browser())

    assert not Visit.objects.exists()
    assert Visitor.objects.count() == 1


@pytest.mark.parametrize("recorded", [Recorded.AFTER_OPENING, Recorded.EVERYBODY])
def test_who_asks_not_to_be_tracked_is_not(visitor: VisitingPerson, recorded: Recorded) -> None:
    records(recorded)

    looks(visitor.browser, **{"Sec-GPC": "1"})
    visitor.browser.posts("session", {"page": page()}, headers={"Sec-GPC": "1"})
    answer = looks(Browser(), **{"Sec-GPC": "1"})

    assert not Visit.objects.exists()
    assert not answer.cookies
    assert Visitor.objects.count() == 1


def test_who_answers_is_no_visitor(agent: AnsweringPerson) -> None:
    records(Recorded.EVERYBODY)
    browser = Browser(agent.client)

    looks(browser)
    browser.posts("session", {"page": page()})
    looks(browser)

    assert not Visit.objects.exists()


@pytest.fixture
def after_a_logout(db: None) -> Browser:
    """A browser in which a customer looked at the shop and logged out; the chat's cookie is still there."""
    records(Recorded.EVERYBODY)
    client = Client()
    client.force_login(people.a_user("alice"))
    browser = Browser(client)
    looks(browser, "/shop/")
    token = browser.token
    client.logout()
    client.cookies[conf.VISITOR_COOKIE] = token
    return browser


def test_who_logs_out_is_somebody_new_to_the_site(after_a_logout: Browser) -> None:
    looks(after_a_logout, "/shop/guji/")

    assert Visitor.objects.count() == 2
    assert [visit.visitor.user_id is None for visit in Visit.objects.order_by("pk")] == [False, True]


@pytest.mark.parametrize("is_apart", [False, True])
def test_pages_from_before_a_logout_are_not_the_next_persons(after_a_logout: Browser, is_apart: bool) -> None:
    before, now = (
        page(path, at=(timezone.now() - timedelta(seconds=ago)).isoformat())
        for path, ago in (("/shop/mine/", 30), ("/shop/guji/", 0))
    )

    after_a_logout.posts("page-views", {"page": now, "pages": [before]} if is_apart else {"pages": [before, now]})

    assert pages_seen() == ["/shop/", "/shop/guji/"]


def test_nor_are_they_handed_over_when_the_next_person_opens_the_chat(after_a_logout: Browser) -> None:
    before = page("/shop/mine/", at=(timezone.now() - timedelta(seconds=30)).isoformat())

    after_a_logout.posts("session", {"page": page("/shop/guji/"), "pages": [before]})

    assert pages_seen() == ["/shop/", "/shop/guji/"]


def test_pages_from_before_a_newcomer_was_known_are_theirs(browser: Browser) -> None:
    records(Recorded.EVERYBODY)
    pages = [
        page(path, at=(timezone.now() - timedelta(seconds=ago)).isoformat())
        for path, ago in (("/shop/", 30), ("/shop/guji/", 1))
    ]

    browser.posts("page-views", {"pages": pages})

    assert pages_seen() == ["/shop/", "/shop/guji/"]


def test_who_logs_in_is_linked_by_the_next_page(visitor: VisitingPerson) -> None:
    alice = people.a_user("alice")
    browser = visitor.browser
    looks(browser, "/shop/")
    browser.client.force_login(alice)

    answer = looks(browser, "/shop/guji/")

    assert Visitor.objects.get(user=alice).visits.get().page_views.count() == 2
    assert answer.cookies[conf.VISITOR_COOKIE].value != visitor.token


def test_a_cookie_lives_on_from_the_days_it_is_used(visitor: VisitingPerson) -> None:
    browser = visitor.browser
    VisitorToken.objects.update(last_seen_at=timezone.now() - timedelta(days=2))

    answer = looks(browser)
    again = looks(browser)

    assert answer.cookies[conf.VISITOR_COOKIE].value == visitor.token
    assert not again.cookies


# What is kept of a page.


def test_a_visit_knows_where_from_and_with_what(visitor: VisitingPerson) -> None:
    sent = page("/shop/?utm_source=Letter", referrer="https://search.example/?q=coffee")

    visitor.browser.posts(
        "page-views",
        {"page": sent, "language": "fr", "time_zone": "Europe/Paris"},
        headers={"User-Agent": CHROME},
        REMOTE_ADDR="192.0.2.7",
    )

    visit = Visit.objects.get()
    assert (visit.browser, visit.os, visit.device, visit.ip) == ("Chrome", "Windows", "desktop", "192.0.2.7")
    assert visit.referrer == "https://search.example/?q=coffee"
    assert visit.campaign == {"utm_source": "Letter"}
    assert (visit.visitor.language, visit.visitor.time_zone) == ("fr", "Europe/Paris")


@pytest.mark.parametrize(
    ("proxies", "address"), [((), "10.0.0.1"), (("192.0.2.0/24",), "10.0.0.1"), (("10.0.0.0/8",), "198.51.100.7")]
)
def test_only_a_trusted_proxy_says_for_whom_it_asks(
    visitor: VisitingPerson, settings: Settings, proxies: tuple[str, ...], address: str
) -> None:
    settings.WAGTAIL_LIVECHAT = {"PAGE_VIEWS_WAIT": 0, "TRUSTED_PROXIES": proxies}

    visitor.browser.posts(
        "page-views",
        {"page": page()},
        headers={"X-Forwarded-For": "203.0.113.1, 198.51.100.7"},
        REMOTE_ADDR="10.0.0.1",
    )

    assert Visit.objects.get().ip == address


def test_secrets_and_card_numbers_are_not_kept(visitor: VisitingPerson) -> None:
    secret = page("/pay/4242424242424242/?token=abc&size=2#top", title="Card 4242 4242 4242 4242")

    visitor.browser.posts("page-views", {"page": secret})

    view = PageView.objects.get()
    assert view.url == "http://testserver/pay/•••• •••• •••• 4242/?size=2"
    assert view.title == "Card •••• •••• •••• 4242"


def test_the_pages_before_the_first_click_come_with_the_session(browser: Browser) -> None:
    now = timezone.now()
    before = [
        page("/", at=(now - timedelta(minutes=5)).isoformat(), referrer="https://search.example/"),
        page("/shop/", at=(now - timedelta(minutes=4)).isoformat()),
        page("/shop/guji/", at=(now - timedelta(minutes=1)).isoformat()),
    ]

    browser.posts("session", {"page": page("/shop/guji/"), "pages": before})
    browser.posts("session", {"page": page("/shop/guji/"), "pages": before})

    assert pages_seen() == ["/", "/shop/", "/shop/guji/"]
    assert Visit.objects.get().referrer == "https://search.example/"
    assert Visit.objects.get().started_at == now - timedelta(minutes=5)


def test_still_here_without_a_page_keeps_the_visit_going(visitor: VisitingPerson) -> None:
    looks(visitor.browser)
    earlier = timezone.now() - timedelta(minutes=10)
    Visit.objects.update(last_seen_at=earlier)
    Visitor.objects.update(last_seen_at=earlier)

    answer = visitor.browser.posts("page-views")

    assert answer.status_code == 200
    assert PageView.objects.count() == 1
    assert Visit.objects.get().last_seen_at > earlier
    assert Visitor.objects.get().last_seen_at > earlier


# What the visitor is told.


def test_a_visitor_learns_that_an_agent_wrote(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Hello")
    assert looks(visitor.browser).json() == {"waiting": False, "known": True}
    reply = agent.replies(conversation, "Hi")

    told = looks(visitor.browser).json()
    visitor.reads(reply)

    assert told == {"waiting": True, "known": True}
    assert looks(visitor.browser).json() == {"waiting": False, "known": True}


def test_also_one_who_is_not_recorded(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    records(Recorded.NOBODY)
    agent.replies(visitor.writes("Hello"), "Hi")

    assert looks(visitor.browser).json() == {"waiting": True, "known": True}


def test_the_beacon_writes_nothing_before_it_answers(
    visitor: VisitingPerson, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    from wagtail_livechat.api import visitor_visits

    waiting: list[object] = []
    monkeypatch.setattr(visitor_visits, "record_soon", waiting.append)
    looks(visitor.browser)

    # Of the site, its settings, the visitor, the unread messages.
    with django_assert_max_num_queries(4) as asked:
        looks(visitor.browser)

    assert len(waiting) == 2
    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)


# What is refused.


@pytest.mark.parametrize(
    "sent",
    [
        {"page": "x"},
        {"page": {"url": "x" * 4001}},
        {"page": {"title": "a\x00b"}},
        {"pages": [{"url": "/"}] * 21},
        {"pages": {}},
        {"consent": "yes, please"},
        {"language": "x" * 21},
        {"time_zone": "x" * 101},
        {"unknown": 1},
        [],
    ],
)
def test_bad_input_is_refused(visitor: VisitingPerson, sent: Any) -> None:
    answer = visitor.browser.posts("page-views", sent)

    assert answer.status_code == 422
    assert not PageView.objects.exists()


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://files.example/", "/shop/", "http://[", "data:text/html,x"]
)
def test_only_pages_of_the_web_are_kept(visitor: VisitingPerson, url: str) -> None:
    answer = visitor.browser.posts("page-views", {"page": {"url": url, "referrer": url}})

    assert answer.status_code == 200
    assert not Visit.objects.exists()


def test_another_sites_page_cannot_send_it(visitor: VisitingPerson) -> None:
    answer = visitor.browser.posts("page-views", {"page": page()}, headers={"Origin": "https://elsewhere.example"})

    assert code(answer) == (403, "origin")


def test_who_looks_too_fast_is_told_so(visitor: VisitingPerson, settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {"VISITOR_PAGE_VIEW_LIMIT": (2, 60)}
    looks(visitor.browser, "/1", "/2")

    answer = visitor.browser.posts("page-views", {"page": page("/3")})

    assert code(answer) == (429, "too_many")
    assert int(answer["Retry-After"]) > 0
    assert pages_seen() == ["/1", "/2"]


def test_over_the_limit_the_chat_opens_without_the_pages(visitor: VisitingPerson, settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {"VISITOR_PAGE_VIEW_LIMIT": (2, 60), "PAGE_VIEWS_WAIT": 0}
    browser = visitor.browser
    for path in ("/1", "/2"):
        browser.posts("session", {"page": page(path)})

    answer = browser.posts("session", {"page": page("/3"), "pages": [page("/2b", at=timezone.now().isoformat())]})

    assert answer.json()["visitor"]["public_id"] == str(visitor.visitor.public_id)
    assert pages_seen() == ["/1", "/2"]
    assert code(browser.posts("page-views", {"page": page("/4")})) == (429, "too_many")


def test_newcomers_are_counted_by_their_address(browser: Browser, settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {"ADDRESS_VISITOR_LIMIT": (1, 60)}
    records(Recorded.EVERYBODY)
    looks(browser)

    answer = Browser().posts("page-views", {"page": page()})

    assert code(answer) == (429, "too_many")
    assert Visitor.objects.count() == 1


# What agents see.


def test_an_agent_sees_the_pages_of_each_visit(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    looks(visitor.browser, "/shop/", "/shop/guji/", **{"User-Agent": CHROME})

    seen = Desk(agent).gets(f"visitors/{visitor.visitor.public_id}/page-views")

    [visit] = seen["visits"]
    assert seen["more"] is False
    assert visit["browser"] == "Chrome"
    assert visit["ended_at"] is None
    assert [shown["url"] for shown in visit["pages"]] == ["http://testserver/shop/guji/", "http://testserver/shop/"]
    assert [shown["seconds"] for shown in visit["pages"]] == [None, 0]
    assert visit["more"] is False


def a_history(visitor: Visitor, *, visits: int, views: int) -> list[Visit]:
    now = timezone.now()
    made = [
        Visit.objects.create(
            visitor=visitor, started_at=now - timedelta(days=day), last_seen_at=now - timedelta(days=day, minutes=-30)
        )
        for day in range(visits)
    ]
    PageView.objects.bulk_create(
        PageView(visit=visit, url=f"http://testserver/{number}", at=visit.started_at + timedelta(seconds=number))
        for visit in made
        for number in range(views)
    )
    return made


def test_a_long_history_comes_page_by_page(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    visits = a_history(visitor.visitor, visits=7, views=2)
    desk, route = Desk(agent), f"visitors/{visitor.visitor.public_id}/page-views"

    first = desk.gets(route)
    second = desk.gets(route, before=first["visits"][-1]["public_id"])

    names = [shown["public_id"] for shown in [*first["visits"], *second["visits"]]]
    assert names == [str(visit.public_id) for visit in visits]
    assert (first["more"], second["more"]) == (True, False)


def test_of_a_long_visit_the_last_pages_are_shown(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    a_history(visitor.visitor, visits=1, views=51)

    [visit] = Desk(agent).gets(f"visitors/{visitor.visitor.public_id}/page-views")["visits"]

    assert visit["more"] is True
    assert len(visit["pages"]) == 50
    assert visit["pages"][0]["url"].endswith("/50")


def test_before_is_a_visit_of_the_same_visitor(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    [others] = a_history(people.a_visitor().visitor, visits=1, views=1)
    desk, route = Desk(agent), f"visitors/{visitor.visitor.public_id}/page-views"

    for wrong, status in ((str(others.public_id), 404), ("x", 422)):
        assert desk.client.get(people.AGENT_API + route, {"before": wrong}).status_code == status


def test_the_history_takes_the_same_queries_however_long_it_is(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    desk, route = Desk(agent), f"visitors/{visitor.visitor.public_id}/page-views"
    desk.gets("me")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            desk.gets(route)
        return len(asked)

    a_history(visitor.visitor, visits=1, views=5)
    short = queries()
    a_history(visitor.visitor, visits=10, views=50)

    assert queries() == short
