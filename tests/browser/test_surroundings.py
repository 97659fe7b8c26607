"""The widget in pages that are not its own: a strict policy, another direction, a page that meddles."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.agents import Agent
from tests.browser.shoppers import Shopper
from tests.browser.shops import GUJI

_NOTE_VIOLATIONS = """
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
"""
#: Before the chat's script runs, which waits for the end of the page.
_TURN_ROUND = """
  new MutationObserver((_changes, observer) => {
    const script = document.querySelector("script[data-livechat]");
    if (!script) return;
    document.documentElement.dir = script.dataset.direction = "rtl";
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true });
"""


def centre_of(locator: Locator) -> float:
    box = locator.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2


def changed(page: Page, change: Callable[[str], str]) -> None:
    """The product page with another text."""

    def answer(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=change(response.text()))

    page.route(f"**{GUJI}", answer)


def from_right_to_left(page: Page) -> None:
    """From the next page on, as Django prints it in Arabic or Hebrew. Sockets open, as they do not on a `changed` page."""
    page.add_init_script(_TURN_ROUND)


def test_a_strict_policy_is_kept_with_the_chat_open(shopper: Shopper, agent: Agent) -> None:
    shopper.page.add_init_script(_NOTE_VIOLATIONS)
    answer = shopper.page.goto(GUJI)

    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    shopper.opens_the_chat()
    shopper.sends("Is this page strict?")
    agent.opens("Is this page strict?")
    agent.replies("It is.")
    shopper.sees("It is.")
    shopper.box.fill("A draft\nof\nseveral\nlines")
    shopper.closes_the_chat()
    assert shopper.page.evaluate("window.violations") == []


def test_on_a_page_from_right_to_left_the_chat_stands_at_the_left(shopper: Shopper) -> None:
    middle = 640.0
    shopper.visits()
    assert centre_of(shopper.launcher) > middle

    from_right_to_left(shopper.page)
    shopper.visits()

    assert centre_of(shopper.launcher) < middle
    shopper.opens_the_chat()
    assert centre_of(shopper.panel) < middle
    shopper.sends("שלום")


def test_the_styles_of_the_page_do_not_reach_into_the_chat(a_shopper: Callable[..., Shopper]) -> None:
    # Places are compared: nothing may be on its way from one to another.
    shopper = a_shopper(reduced_motion="reduce")
    shopper.visits()
    shopper.opens_the_chat()
    before = [edge.bounding_box() for edge in (shopper.launcher, shopper.panel, shopper.box)]
    meddling = "button, textarea, p, h2 { display: none !important } body { font: italic 90px serif; direction: rtl }"
    shopper.page.route("**/northlight/shop.css*", lambda route: route.fulfill(body=meddling, content_type="text/css"))

    shopper.visits()
    shopper.opens_the_chat()

    assert [edge.bounding_box() for edge in (shopper.launcher, shopper.panel, shopper.box)] == before
    shopper.sends("Still readable")


def test_a_page_that_has_the_widget_twice_has_one_launcher(shopper: Shopper) -> None:
    def doubled(html: str) -> str:
        start = html.index("<script defer")
        tag = html[start : html.index("</script>", start) + len("</script>")]
        return html.replace(tag, tag + tag)

    changed(shopper.page, doubled)

    shopper.visits()

    expect(shopper.launcher).to_have_count(1)
