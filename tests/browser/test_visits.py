"""Which pages a visitor looked at: told without slowing them down, and only of whom the site may know it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Request, Response, expect

from tests.browser.recording import Recording, Told, cookies
from tests.browser.shoppers import Shopper
from tests.browser.shops import GUJI, OpenShop
from tests.browser.test_before_the_first_click import _NOTE_SHIFTS, _SETTLED

BLOG, HELP = "/blog/", "/help/"
BEACON = "**/livechat/api/visitor/page-views"
#: Nothing is told of this page while it is there.
_IS_NEVER_AT_LEISURE = f"if (location.pathname === '{HELP}') window.requestIdleCallback = () => 0"
ASKS_NOT_TO_BE_TRACKED = "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true })"

_AN_AGENT_WRITES = """
from django.contrib.auth import get_user_model
from wagtail_livechat import permissions
from wagtail_livechat.actions import messages, presence
from wagtail_livechat.models import Visitor
agent = presence.enrol(user=get_user_model().objects.get(username="agent"))
visitor = Visitor.objects.get()
draft = messages.Draft(
    reach=permissions.reach_of(agent), visitor=visitor.pk, body="Can I help?", client_id=str(visitor.public_id)
)
[message] = messages.post([draft])
assert message.pk
"""


@pytest.fixture(scope="module")
def shop(own_shop: OpenShop) -> OpenShop:
    return own_shop


def is_beacon(happened: Request | Response) -> bool:
    return happened.url.endswith("/livechat/api/visitor/page-views")


def looks_at(shopper: Shopper, path: str) -> Any:
    """Until the page has been told of; what the server answers."""
    with shopper.page.expect_response(is_beacon) as answer:
        shopper.visits(path)
    assert answer.value.status == 200
    return answer.value.json()


def is_not_told_of(shopper: Shopper, path: str) -> None:
    """The page is looked at, and the beacon does not get through."""
    shopper.page.route(BEACON, lambda route: route.abort())
    with shopper.page.expect_event("requestfailed", is_beacon):
        shopper.visits(path)
    shopper.page.unroute(BEACON)


def passes_by(shopper: Shopper, path: str) -> None:
    """Until the page has nothing to do any more."""
    shopper.visits(path)
    shopper.page.wait_for_load_state("networkidle")
    assert shopper.page.evaluate(_SETTLED.replace("window.shifts", "[]")) == 0


# --- After opening, the standard -----------------------------------------------------------------------------------------


def test_nothing_is_told_of_whoever_did_not_open_the_chat(recording: Recording, shopper: Shopper) -> None:
    recording()
    told = Told(shopper.page)

    for path in (GUJI, BLOG, HELP):
        passes_by(shopper, path)

    assert not told
    assert cookies(shopper.page.context) == []
    assert recording.visitors == []


def test_from_the_first_opening_on_each_page_is_told_once(recording: Recording, shopper: Shopper) -> None:
    recording()
    shopper.visits(HELP)
    shopper.visits()
    shopper.opens_the_chat()
    shopper.closes_the_chat()
    told = Told(shopper.page)

    assert looks_at(shopper, BLOG) == {"waiting": False, "known": True}
    looks_at(shopper, "/")
    shopper.opens_the_chat()
    shopper.reloads()

    assert [
        [page["url"].removeprefix(recording.shop.url) for page in body["pages"]] for body in told.bodies("page-views")
    ][:2] == [[BLOG], ["/"]]
    assert recording.has_paths(HELP, GUJI, BLOG, "/")
    [visitor] = recording.visitors
    assert visitor["time_zone"] == shopper.page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone")


def test_while_the_socket_is_open_nothing_else_says_that_somebody_is_there(
    recording: Recording, shopper: Shopper
) -> None:
    recording()
    shopper.page.clock.install()
    shopper.visits()
    shopper.opens_the_chat()
    shopper.sends("Hello")
    told = Told(shopper.page)

    shopper.reloads()
    shopper.has_unread(0)
    expect(shopper.launcher).not_to_have_attribute("aria-busy", "true")
    shopper.page.wait_for_load_state("networkidle")
    shopper.page.clock.run_for(40_000)

    assert told.bodies("page-views") == []
    assert len(told.bodies("session")) == 1
    assert recording.has_paths(GUJI)


def test_somebody_is_still_there_until_they_look_elsewhere(recording: Recording, shopper: Shopper) -> None:
    recording()
    shopper.page.clock.install(time=datetime.now(UTC))
    shopper.visits()
    shopper.opens_the_chat()
    looks_at(shopper, BLOG)
    told = Told(shopper.page)

    with shopper.page.expect_response(is_beacon):
        shopper.page.clock.run_for(30_000)
    shopper.looks_elsewhere()
    shopper.page.clock.run_for(60_000)

    assert told.bodies("page-views") == [{}]
    with shopper.page.expect_response(is_beacon):
        shopper.comes_back()


def test_pages_that_are_no_documents_are_told_with_their_titles(recording: Recording, shopper: Shopper) -> None:
    recording()
    shopper.visits()
    shopper.opens_the_chat()
    shopper.closes_the_chat()

    with shopper.page.expect_request(is_beacon) as first:
        shopper.page.evaluate("history.pushState({}, '', '/one/'); document.title = 'One'")
    with shopper.page.expect_request(is_beacon) as second:
        shopper.page.evaluate("history.pushState({}, '', '/two/'); setTimeout(() => { document.title = 'Two' }, 100)")
    with shopper.page.expect_request(is_beacon):
        shopper.page.go_back()

    titles = [[page["title"] for page in told.value.post_data_json["pages"]] for told in (first, second)]
    assert titles == [["One"], ["Two"]]
    assert recording.has_paths(GUJI, "/one/", "/two/", "/one/")


def test_before_the_first_opening_they_are_only_remembered(recording: Recording, shopper: Shopper) -> None:
    recording()
    shopper.page.clock.install(time=datetime.now(UTC))
    told = Told(shopper.page)
    shopper.visits()
    for path in ("/one/", "/two/"):
        shopper.page.evaluate("path => history.pushState({}, '', path)", path)
        shopper.page.clock.run_for(1_500)

    assert not told
    shopper.opens_the_chat()
    assert recording.has_paths(GUJI, "/one/", "/two/")


def test_a_page_that_could_not_be_told_of_is_told_with_the_next(recording: Recording, shopper: Shopper) -> None:
    recording()
    shopper.visits(HELP)
    shopper.opens_the_chat()
    shopper.closes_the_chat()

    is_not_told_of(shopper, BLOG)
    looks_at(shopper, GUJI)

    assert recording.has_paths(HELP, BLOG, GUJI)


def test_a_page_that_the_server_refuses_keeps_no_other_back(recording: Recording, shopper: Shopper) -> None:
    recording()
    shopper.visits(HELP)
    shopper.opens_the_chat()
    shopper.closes_the_chat()
    shopper.page.route(BEACON, lambda route: route.fulfill(status=422, json={}))
    with shopper.page.expect_response(is_beacon):
        shopper.visits(BLOG)
    shopper.page.wait_for_function("!sessionStorage.getItem('livechat.untold')")
    shopper.page.unroute(BEACON)

    looks_at(shopper, GUJI)

    assert recording.has_paths(HELP, GUJI)


def test_what_an_agent_begins_is_shown_at_once(recording: Recording, shopper: Shopper) -> None:
    recording()
    shopper.visits()
    shopper.opens_the_chat()
    shopper.closes_the_chat()
    looks_at(shopper, BLOG)
    expect(shopper.launcher).to_be_visible()

    recording.shop.run(_AN_AGENT_WRITES)
    assert looks_at(shopper, HELP) == {"waiting": True, "known": True}

    shopper.has_unread(1)
    shopper.opens_the_chat()
    shopper.sees("Can I help?")
    shopper.has_unread(0)


def test_after_a_logout_the_next_person_is_left_alone(recording: Recording, shopper: Shopper) -> None:
    recording()
    shopper.logs_in("alice")
    shopper.visits()
    shopper.opens_the_chat()
    shopper.closes_the_chat()
    looks_at(shopper, BLOG)

    shopper.page.context.clear_cookies(name="sessionid")
    assert looks_at(shopper, HELP) == {"waiting": False, "known": False}
    told = Told(shopper.page)
    passes_by(shopper, GUJI)

    assert not told
    assert recording.has_paths("/shop/accounts/login/", "/shop/accounts/profile/", GUJI, BLOG)


# --- Everybody -----------------------------------------------------------------------------------------------------------


def test_everybody_is_recorded_from_the_first_page_on(recording: Recording, a_shopper: Callable[..., Shopper]) -> None:
    recording(recorded="all")
    shopper = a_shopper()
    shopper.page.add_init_script(_NOTE_SHIFTS)

    looks_at(shopper, GUJI)

    assert cookies(shopper.page.context) == ["livechat_visitor"]
    assert shopper.page.evaluate(_SETTLED) == 0
    looks_at(shopper, BLOG)
    shopper.opens_the_chat()
    assert recording.has_paths(GUJI, BLOG)


def test_a_page_that_was_left_too_soon_is_told_with_the_next(recording: Recording, shopper: Shopper) -> None:
    recording(recorded="all")
    shopper.page.add_init_script(_IS_NEVER_AT_LEISURE)
    shopper.page.goto(HELP, referer="https://search.example/?q=coffee")
    shopper.page.wait_for_function("sessionStorage.getItem('livechat.untold')")

    looks_at(shopper, BLOG)

    assert recording.has_paths(HELP, BLOG)
    assert recording.visits[0]["referrer"] == "https://search.example/?q=coffee"


def test_where_they_came_from_is_told(recording: Recording, shopper: Shopper) -> None:
    recording(recorded="all")
    with shopper.page.expect_response(is_beacon):
        shopper.page.goto(f"{GUJI}?utm_source=letter#roast", referer="https://search.example/?q=coffee")

    assert recording.has_paths(f"{GUJI}?utm_source=letter")
    assert recording.visits[0]["referrer"] == "https://search.example/?q=coffee"


def test_a_page_in_a_hidden_tab_is_told_when_somebody_looks_at_it(recording: Recording, shopper: Shopper) -> None:
    recording(recorded="all")
    shopper.page.add_init_script(
        "Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })"
    )
    told = Told(shopper.page)
    passes_by(shopper, GUJI)
    assert told.names() == ["visits.js"]

    with shopper.page.expect_response(is_beacon):
        shopper.comes_back()


# --- Where the visitor has to agree --------------------------------------------------------------------------------------


def test_where_consent_is_needed_nothing_is_told_before_it(recording: Recording, shopper: Shopper) -> None:
    recording(recorded="all", recording_needs_consent=True)
    told = Told(shopper.page)
    passes_by(shopper, HELP)
    passes_by(shopper, GUJI)
    assert not told
    assert cookies(shopper.page.context) == []

    with shopper.page.expect_response(is_beacon):
        shopper.page.evaluate("livechat('consent', true)")

    assert told.bodies("page-views")[0]["consent"] is True
    looks_at(shopper, BLOG)
    assert cookies(shopper.page.context) == ["livechat_visitor"]
    assert recording.has_paths(GUJI, BLOG)


def test_consent_can_be_taken_back(recording: Recording, shopper: Shopper) -> None:
    recording(recorded="all", recording_needs_consent=True)
    shopper.visits()
    with shopper.page.expect_response(is_beacon):
        shopper.page.evaluate("livechat('consent', true)")

    shopper.page.evaluate("livechat('consent', false)")
    told = Told(shopper.page)
    passes_by(shopper, BLOG)

    assert not told
    assert recording.has_paths(GUJI)


def test_what_could_not_be_told_is_not_told_any_more_once_consent_is_taken_back(
    recording: Recording, shopper: Shopper
) -> None:
    recording(recorded="all", recording_needs_consent=True)
    shopper.visits()
    with shopper.page.expect_response(is_beacon):
        shopper.page.evaluate("livechat('consent', true)")
    is_not_told_of(shopper, BLOG)

    shopper.page.evaluate("livechat('consent', false)")
    shopper.visits(HELP)
    with shopper.page.expect_response(is_beacon):
        shopper.page.evaluate("livechat('consent', true)")

    assert recording.has_paths(GUJI, HELP)


# --- Nobody --------------------------------------------------------------------------------------------------------------


def test_where_nobody_is_recorded_nothing_is_told_ever(recording: Recording, shopper: Shopper) -> None:
    recording(recorded="nobody")
    shopper.visits()
    shopper.opens_the_chat()
    shopper.closes_the_chat()
    told = Told(shopper.page)

    passes_by(shopper, BLOG)
    shopper.page.evaluate("livechat('consent', true)")
    shopper.page.wait_for_load_state("networkidle")

    assert "visits.js" not in told.names()
    assert told.bodies("page-views") == []
    assert recording.visits == []


@pytest.mark.parametrize("recorded", ["opening", "all"])
def test_who_asks_not_to_be_tracked_is_not(
    recording: Recording, a_shopper: Callable[..., Shopper], recorded: str
) -> None:
    recording(recorded=recorded)
    shopper = a_shopper(extra_http_headers={"Sec-GPC": "1"})
    shopper.page.add_init_script(ASKS_NOT_TO_BE_TRACKED)
    told = Told(shopper.page)
    passes_by(shopper, HELP)
    assert not told
    assert cookies(shopper.page.context) == []

    shopper.visits()
    shopper.opens_the_chat()
    shopper.sends("I can still chat")
    shopper.visits(BLOG)
    expect(shopper.launcher).to_have_accessible_name(re.compile("^Open chat"))
    shopper.page.wait_for_load_state("networkidle")

    assert "visits.js" not in told.names()
    assert recording.visits == []
