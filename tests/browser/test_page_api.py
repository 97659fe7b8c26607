"""What the site's own pages say to the chat with `livechat(…)`, and hear from it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.agents import Agent
from tests.browser.recording import Recording, Told, cookies
from tests.browser.shoppers import Shopper
from tests.browser.shops import GUJI, OpenShop
from tests.browser.test_before_the_first_click import _NOTE_SHIFTS, _SETTLED

#: As `docs/how-to/page-api.md` has it.
STUB = """
if (typeof window.livechat !== "function") {
  window.livechat = function () { (window.livechat.q = window.livechat.q || []).push(arguments); };
}
"""
_SPEAKS = STUB + "livechat('name', 'Vera Novak'); livechat('variables', { plan: 'gold', orders: 12, vip: true });"
_LISTENS = (
    STUB
    + """
window.heard = [];
for (const event of ["ready", "open", "close", "message", "unread"]) {
  livechat("on", event, (news) => window.heard.push(news === undefined ? [event] : [event, news]));
}
livechat("on", "open", () => { throw new Error("The page's own mistake"); });
"""
)
#: Another page of the site has a button for it.
_A_BUTTON = """
const button = document.createElement("button");
button.textContent = "Ask about this coffee";
button.addEventListener("click", () => livechat("open"));
document.querySelector("main").prepend(button);
"""

_FORTY_NINE_VARIABLES = """
from wagtail_livechat.models import Visitor
Visitor.objects.update(variables={f"known {number}": number for number in range(49)})
"""


@pytest.fixture(scope="module")
def shop(own_shop: OpenShop) -> OpenShop:
    return own_shop


def says(shopper: Shopper, *call: Any) -> None:
    shopper.page.evaluate("call => window.livechat(...call)", list(call))


def warnings(shopper: Shopper) -> list[str]:
    """From now on."""
    found: list[str] = []
    shopper.page.on("console", lambda said: found.append(said.text) if said.type == "warning" else None)
    return found


def told(event: str, news: Any = None) -> tuple[Any, ...]:
    if event == "message":
        return event, news["author"], news["name"], news["body"]
    return (event,) if news is None else (event, news)


def own_button(shopper: Shopper) -> Locator:
    return shopper.page.get_by_role("button", name="Ask about this coffee")


def test_what_a_page_says_stays_in_the_browser_until_the_chat_is_opened(recording: Recording, shopper: Shopper) -> None:
    recording()
    shopper.page.add_init_script(_SPEAKS)
    shopper.page.add_init_script(_NOTE_SHIFTS)
    told = Told(shopper.page)
    shopper.visits()
    shopper.page.wait_for_load_state("networkidle")

    assert told.names() == ["page_api.js"]
    assert cookies(shopper.page.context) == []
    assert shopper.page.evaluate("Object.keys(localStorage)") == []
    assert shopper.page.evaluate(_SETTLED) == 0

    with shopper.page.expect_response(lambda answer: answer.url.endswith("/me")) as answer:
        shopper.opens_the_chat()
    assert answer.value.status == 200
    [visitor] = recording.visitors
    assert visitor["name"] == "Vera Novak"
    assert visitor["variables"] == {"name": "Vera Novak", "plan": "gold", "orders": 12, "vip": True}


def test_it_is_told_again_only_where_it_changed(recording: Recording, shopper: Shopper) -> None:
    recording()
    shopper.page.add_init_script(_SPEAKS)
    shopper.visits()
    with shopper.page.expect_response(lambda answer: answer.url.endswith("/me")):
        shopper.opens_the_chat()
    told = Told(shopper.page)

    shopper.visits("/blog/")
    with shopper.page.expect_response(lambda answer: answer.url.endswith("/me")):
        says(shopper, "variables", {"plan": "gold", "orders": 13, "vip": None})

    assert told.bodies("me") == [{"from_page": True, "variables": {"orders": 13, "vip": ""}}]
    [visitor] = recording.visitors
    assert visitor["variables"] == {"name": "Vera Novak", "plan": "gold", "orders": 13}


def test_of_whom_everything_is_recorded_it_is_told_without_the_chat(recording: Recording, shopper: Shopper) -> None:
    recording(recorded="all")
    shopper.page.add_init_script(_SPEAKS + "livechat('language', 'fr'); livechat('group', 'Orders');")

    with shopper.page.expect_response(lambda answer: answer.url.endswith("/me")) as answer:
        shopper.visits()

    assert answer.value.status == 200
    [visitor] = recording.visitors
    assert visitor["variables"]["language"] == "fr"
    assert visitor["variables"]["group"] == "Orders"
    assert visitor["variables"]["plan"] == "gold"


def test_a_page_names_the_group_that_the_visitor_needs(recording: Recording, shopper: Shopper) -> None:
    recording(offers_groups=True)
    shopper.visits()
    says(shopper, "group", "Support")

    shopper.opens_the_chat()

    expect(shopper.group_choice.locator("option:checked")).to_have_text(re.compile("^Support"))


def test_a_page_opens_and_closes_the_chat(recording: Recording, shopper: Shopper) -> None:
    recording()
    shopper.visits()
    shopper.page.evaluate(_A_BUTTON)

    own_button(shopper).click()
    expect(shopper.box).to_be_focused()
    says(shopper, "open")
    expect(shopper.box).to_be_visible()
    shopper.closes_the_chat()
    expect(own_button(shopper)).to_be_focused()

    says(shopper, "toggle")
    expect(shopper.box).to_be_visible()
    says(shopper, "toggle")
    expect(shopper.panel).to_be_hidden()
    says(shopper, "open")
    expect(shopper.box).to_be_visible()
    says(shopper, "close")
    expect(shopper.panel).to_be_hidden()


def test_a_page_hides_the_launcher_and_has_a_button_of_its_own(recording: Recording, shopper: Shopper) -> None:
    recording()
    shopper.page.add_init_script(STUB + "livechat('hide')")
    shopper.visits()
    expect(shopper.launcher).to_be_hidden()
    shopper.page.evaluate(_A_BUTTON)

    own_button(shopper).click()
    expect(shopper.box).to_be_focused()
    shopper.page.keyboard.press("Escape")
    expect(shopper.panel).to_be_hidden()
    expect(own_button(shopper)).to_be_focused()

    says(shopper, "show")
    expect(shopper.launcher).to_be_visible()


def test_a_page_fills_in_a_message_where_the_visitor_has_written_nothing(
    recording: Recording, shopper: Shopper
) -> None:
    recording()
    shopper.visits()
    says(shopper, "prefill", "Is the Guji in stock?")
    assert shopper.page.evaluate("Object.keys(sessionStorage)") == ["livechat.pages"]
    shopper.opens_the_chat()
    expect(shopper.box).to_have_value("Is the Guji in stock?")

    shopper.visits("/blog/")
    says(shopper, "prefill", "Is the Kochere in stock?")
    says(shopper, "open")
    expect(shopper.box).to_have_value("Is the Kochere in stock?")
    shopper.box.fill("Something of my own")
    says(shopper, "prefill", "Is the Sidamo in stock?")
    expect(shopper.box).to_have_value("Something of my own")
    shopper.sends("Something of my own")


def test_a_page_hears_what_happens_in_the_chat(
    recording: Recording, shopper: Shopper, agent: Agent, browsers: Any
) -> None:
    recording()
    shopper.page.add_init_script(_LISTENS)
    shopper.visits()
    shopper.opens_the_chat()
    shopper.sends("Is anybody there?")
    shopper.closes_the_chat()
    agent.opens("Is anybody there?")
    agent.replies("Martin is")
    shopper.has_unread(1)
    shopper.opens_the_chat()
    shopper.has_unread(0)
    says(shopper, "off", "close")
    shopper.closes_the_chat()

    assert [told(*event) for event in shopper.page.evaluate("window.heard")] == [
        ("open",),
        ("ready",),
        ("message", "visitor", None, "Is anybody there?"),
        ("close",),
        ("message", "agent", "Martin Novak", "Martin is"),
        ("unread", 1),
        ("open",),
        ("unread", 0),
    ]
    mistakes = [failure for failure in browsers.failures if "The page's own mistake" in failure]
    assert len(mistakes) == 2, "what is wrong with a page's own function is reported as any error of the page"
    browsers.failures.clear()

    shopper.reloads()
    shopper.page.evaluate("() => new Promise((resolve) => livechat('on', 'ready', resolve))")
    assert shopper.page.evaluate("window.heard.map(([name]) => name)") == ["ready"]


def test_a_call_that_does_not_exist_is_told_to_who_writes_the_page(
    recording: Recording, a_shopper: Callable[..., Shopper]
) -> None:
    recording()
    shopper = a_shopper()
    told = warnings(shopper)
    shopper.visits(GUJI)
    for call in (["opne"], ["variables", {"basket": [1]}]):
        with shopper.page.expect_console_message(lambda said: said.type == "warning"):
            says(shopper, *call)

    assert told[0].startswith("wagtail-livechat: there is no livechat('opne'); there are open, close, toggle")
    assert told[1].startswith("wagtail-livechat: livechat('variables') cannot keep basket")


def test_variables_for_which_there_is_no_room_are_told_to_who_writes_the_page(
    recording: Recording, a_shopper: Callable[..., Shopper]
) -> None:
    recording()
    shopper = a_shopper()
    shopper.visits(GUJI)
    shopper.opens_the_chat()
    expect(shopper.box).to_be_visible()
    # Said by other pages, of which this tab knows nothing.
    recording.shop.run(_FORTY_NINE_VARIABLES)

    with shopper.page.expect_console_message(lambda said: said.type == "warning") as told:
        says(shopper, "variables", {"known 7": 8, "plan": "gold", "orders": 12})

    assert told.value.text.endswith("not orders")
    [visitor] = recording.visitors
    assert len(visitor["variables"]) == 50
    assert (visitor["variables"]["known 7"], visitor["variables"]["plan"]) == (8, "gold")
