"""Who is writing: each part of the visitor panel, and that all of it is live and of nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.browser import axe
from tests.browser.agents import Agent
from tests.browser.recording import Recording
from tests.browser.shoppers import Shopper
from tests.browser.shops import OpenShop
from tests.browser.test_keyboard import tabs_to
from tests.browser.test_surroundings import from_right_to_left

PAPERS, KENYA = "/shop/catalogue/filter-papers-100-pieces_8/", "/shop/catalogue/kenya-nyeri-aa-250-g_3/"
FIREFOX = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0"
PAGE_VIEWS, CUSTOMER = "**/agent/visitors/*/page-views*", "**/agent/visitors/*/customer"
IN_TOKYO = "() => new Date().toLocaleTimeString('en', {timeZone: 'Asia/Tokyo', hour: 'numeric', minute: '2-digit'})"

#: Under way since the morning.
A_VISIT: dict[str, Any] = {
    "public_id": "aaaa0000-0000-4000-8000-000000000001",
    "ip": None,
    "referrer": "",
    "campaign": {},
    **dict.fromkeys(["country_code", "region", "city", "browser", "browser_version", "os", "os_version", "device"], ""),
    **dict.fromkeys(["started_at", "last_seen_at"], "2026-01-31T09:00:00Z"),
    "ended_at": None,
}

FROM_LYON = """
from wagtail_livechat.models import Visit
Visit.objects.filter(visitor__conversations__last_message_preview={question!r}).update(
    country_code="FR", region="Rhône", city="Lyon"
)
"""
#: With another device, whose address says where.
SEEN_IN = """
from wagtail_livechat.actions import visits
from wagtail_livechat.inputs import PageIn
from wagtail_livechat.locating import Place
from wagtail_livechat.models import Visitor
visitor = Visitor.objects.get(conversations__last_message_preview={question!r})
visits.locate = lambda address: Place("FR", city={city!r})
page = PageIn(url="https://shop.example/", title="Home")
visits.record(sightings=[visits.Sighting(visitor=visitor.pk, page=page, user_agent={city!r})])
"""
#: Long ago, each with a page; the first of all from a newsletter.
EARLIER_VISITS = """
from datetime import timedelta
from django.utils import timezone
from wagtail_livechat.models import PageView, Visit, Visitor
visitor = Visitor.objects.get(conversations__last_message_preview={question!r})
for number in range(1, 9):
    at = timezone.now() - timedelta(days=10 * number)
    visit = Visit.objects.create(
        visitor=visitor, started_at=at, last_seen_at=at + timedelta(seconds=72), ended_at=at + timedelta(seconds=72),
        referrer="https://news.example/issue", campaign={{"utm_source": "newsletter"}} if number == 8 else {{}},
    )
    PageView.objects.create(visit=visit, url=f"https://shop.example/{{number}}/", title=f"Page {{number}}", at=at)
"""


@pytest.fixture(scope="module")
def shop(own_shop: OpenShop) -> OpenShop:
    """Everybody is recorded here."""
    Recording(own_shop)(recorded="all")
    return own_shop


@pytest.fixture
def opened(agent: Agent, question: str) -> Agent:
    """The agent looks at who asked."""
    agent.opens(question)
    return agent


@pytest.fixture
def asks(request: pytest.FixtureRequest) -> Callable[[Shopper], str]:
    """Somebody asks something in words of their own."""
    asked: list[str] = []

    def ask(shopper: Shopper) -> str:
        asked.append(f"Question {len(asked) + 1} of {request.node.name}")
        shopper.visits()
        shopper.opens_the_chat()
        shopper.sends(asked[-1])
        return asked[-1]

    return ask


def row(room: Locator, words: str) -> Locator:
    return room.get_by_role("listitem").filter(has_text=words)


def answers(agent: Agent, address: str, content: dict[str, Any]) -> None:
    """The server says this, whatever it knows."""
    agent.page.route(address, lambda route: route.fulfill(json=content))


# --- Who, where, with what -------------------------------------------------------------------------------------------


def test_the_head_says_how_often_they_were_here_and_what_time_it_is_there(
    a_shopper: Callable[..., Shopper], agent: Agent, asks: Callable[[Shopper], str]
) -> None:
    agent.opens(asks(a_shopper(timezone_id="Asia/Tokyo")))

    expect(agent.visitor_panel).to_contain_text("not logged in · 1st visit")
    expect(agent.visitor_panel).to_contain_text(re.compile(r"\d+:\d\d.+their time"))
    hour = agent.page.evaluate(IN_TOKYO).split(":")[0]
    expect(agent.visitor_panel).to_contain_text(re.compile(rf"\b({hour}|{int(hour) % 12 + 1}):\d\d.+their time"))


def test_where_they_are_and_with_what(
    shop: OpenShop, a_shopper: Callable[..., Shopper], agent: Agent, asks: Callable[[Shopper], str]
) -> None:
    shopper = a_shopper(user_agent=FIREFOX)
    question = asks(shopper)
    agent.opens(question)
    expect(agent.fact("Location")).to_have_text("unknown")
    expect(agent.fact("Browser")).to_contain_text(re.compile(r"^Firefox 140 · (macOS|Mac OS X) 10\.15$"))
    expect(agent.fact("Device")).to_have_text("Computer")
    expect(agent.fact("Language")).to_have_text("English")

    shop.run(FROM_LYON.format(question=question))
    agent.reloads()

    expect(agent.fact("Location")).to_have_text("🇫🇷 Lyon, Rhône, France")


def test_who_has_no_name_is_called_by_where_they_are_in_every_place_and_without_a_reload(
    shop: OpenShop, shopper: Shopper, manager: Agent, asks: Callable[[Shopper], str]
) -> None:
    question = asks(shopper)
    manager.opens(question)
    expect(manager.row(question)).to_have_accessible_name(re.compile("^Visitor [0-9A-F]{4} "))
    label = manager.thread.get_by_role("heading", level=2).inner_text()

    shop.run(SEEN_IN.format(question=question, city="Lyon"))

    name = "Visitor from Lyon"
    expect(manager.row(question)).to_have_accessible_name(re.compile(f"^{name} .*{question}"))
    expect(manager.thread.get_by_role("heading", name=name, exact=True)).to_be_visible()
    expect(manager.visitor_panel.get_by_text(name, exact=True)).to_be_visible()
    expect(manager.thread.get_by_role("log", name=re.compile(name))).to_be_visible()
    item = manager.list.get_by_role("listitem").filter(has_text=question)
    expect(item.get_by_role("button", name=f"Resolve {name}", exact=True)).to_be_attached()
    manager.visitor_panel.get_by_role("button", name="Merge with another visitor…").click()
    expect(manager.page.get_by_role("dialog")).to_contain_text(f"All that {name} ({label.split()[-1]}) has")
    manager.page.keyboard.press("Escape")
    manager.shows("Visitors")
    expect(manager.live_row(name)).to_be_visible()

    shop.run(SEEN_IN.format(question=question, city=""))

    expect(manager.live_row("Visitor from France")).to_be_visible()
    expect(manager.thread.get_by_role("heading", name="Visitor from France", exact=True)).to_be_visible()


def test_a_phone_number_is_checked_kept_as_typed_when_refused_and_says_who_wrote_it(opened: Agent) -> None:
    phone = opened.field("Phone")
    phone.fill("call me")
    phone.press("Enter")
    expect(opened.visitor_panel.get_by_role("status").filter(has_text="This is not a phone number")).to_be_visible()
    expect(phone).to_have_value("call me")
    opened.box.focus()
    expect(phone).to_have_value("call me")

    phone.fill("+33612345678")
    phone.press("Enter")

    opened.box.focus()
    expect(phone).to_have_value("+33 6 12 34 56 78")
    expect(opened.visitor_panel).to_contain_text(
        re.compile(r"Last changed by .+, \d+|Last changed by .+, [A-Z][a-z]+ \d+")
    )


def test_a_field_that_was_only_looked_into_takes_nothing_back(
    opened: Agent, question: str, an_agent: Callable[..., Agent]
) -> None:
    colleague = an_agent("manager")
    colleague.opens(question)
    opened.field("Name").focus()

    colleague.field("Name").fill("Ada Lovelace")
    colleague.field("Name").press("Enter")
    expect(opened.row(question)).to_contain_text("Ada Lovelace")
    opened.box.focus()

    expect(opened.field("Name")).to_have_value("Ada Lovelace")
    opened.reloads()
    expect(opened.field("Name")).to_have_value("Ada Lovelace")


# --- What they look at -----------------------------------------------------------------------------------------------


def test_the_pages_are_seen_as_they_are_looked_at(
    shopper: Shopper, agent: Agent, asks: Callable[[Shopper], str]
) -> None:
    shopper.page.goto(
        f"{PAPERS}?utm_source=newsletter&utm_campaign=spring", referer="https://www.google.com/search?q=x"
    )
    agent.opens(asks(shopper))
    trail = agent.room("This visit")
    expect(trail).to_contain_text("from google.com")
    expect(trail).to_contain_text("source: newsletter")
    expect(trail).to_contain_text("campaign: spring")
    expect(row(trail, "Ethiopia Guji")).to_contain_text("looked at now")
    expect(row(trail, "Filter papers")).to_contain_text(re.compile(r"landing page.+looked at for \d+:\d\d"))

    shopper.visits(KENYA)

    expect(row(trail, "Kenya Nyeri")).to_contain_text("looked at now")
    expect(row(trail, "Ethiopia Guji")).to_contain_text(re.compile(r"looked at for \d+:\d\d"))
    expect(row(trail, "looked at now")).to_have_count(1)
    expect(trail.get_by_role("link", name="Kenya Nyeri")).to_have_attribute("href", re.compile(KENYA))


def test_who_reads_the_list_by_keyboard_keeps_their_place_in_it(shopper: Shopper, opened: Agent) -> None:
    trail = opened.room("This visit")
    link = trail.get_by_role("link", name="Ethiopia Guji")
    link.focus()

    shopper.visits(KENYA)

    expect(row(trail, "Kenya Nyeri")).to_contain_text("looked at now")
    expect(link).to_be_focused()


def test_earlier_visits_unfold_and_older_ones_are_fetched(shop: OpenShop, question: str, agent: Agent) -> None:
    shop.run(EARLIER_VISITS.format(question=question))
    agent.opens(question)
    trail = agent.room("This visit")
    expect(trail).not_to_contain_text("newsletter")
    trail.get_by_role("button", name="Earlier visits 8").click()
    visits = trail.get_by_role("button", name=re.compile("from news.example 1 page"))
    expect(visits).to_have_count(4)

    trail.get_by_role("button", name="More", exact=True).click()

    expect(visits).to_have_count(8)
    expect(trail.get_by_role("button", name="More", exact=True)).to_be_hidden()
    visits.last.click()
    expect(trail).to_contain_text("source: newsletter")
    expect(row(trail, "Page 8").last).to_contain_text("looked at for 1:12")


def test_a_long_visit_shows_its_last_pages_first(agent: Agent, question: str) -> None:
    page = {"url": "https://shop.example/a", "at": "2026-01-31T09:00:00Z", "seconds": 8}
    pages = [{**page, "title": f"Page {number}", "seconds": number or None} for number in range(50)]
    answers(agent, PAGE_VIEWS, {"visits": [{**A_VISIT, "pages": pages, "more": True}], "more": False})
    agent.opens(question)
    trail = agent.room("This visit")
    expect(trail.get_by_role("link")).to_have_count(8)
    expect(trail).to_contain_text("What was looked at before is left out.")

    trail.get_by_role("button", name="Show 42 more pages").click()

    expect(trail.get_by_role("link")).to_have_count(50)
    expect(trail.get_by_role("button", name="Show less")).to_be_focused()


# --- What the shop knows ---------------------------------------------------------------------------------------------


def test_the_shop_tells_of_its_customer_to_those_who_may_know(
    shopper: Shopper, agent: Agent, manager: Agent, an_agent: Callable[..., Agent], asks: Callable[[Shopper], str]
) -> None:
    shopper.logs_in("alice")
    question = asks(shopper)
    lena = an_agent("lena")

    for who in (agent, manager):
        who.opens(question)
        expect(who.section("Orders")).to_contain_text(re.compile(r"\d"))
        expect(who.section("Basket now")).to_contain_text("€")
        expect(who.visitor_panel).to_contain_text("Customer since")
    lena.opens(question)
    expect(lena.room("This visit")).to_contain_text("Ethiopia Guji")
    expect(lena.visitor_panel).not_to_contain_text("Customer since")
    expect(lena.room("Customer")).to_be_hidden()


def test_of_a_stranger_without_a_basket_the_shop_knows_nothing(opened: Agent) -> None:
    expect(opened.room("Customer")).to_contain_text("Not logged in, so the shop knows nothing of them.")


def test_whatever_a_shop_says_is_drawn_alike(agent: Agent, question: str) -> None:
    """Every kind of value, and a section that failed."""
    answers(agent, CUSTOMER, {"state": "on", "sections": SECTIONS})
    agent.opens(question)

    orders = agent.section("Orders")
    expect(orders.get_by_role("listitem").first).to_have_text("7 orders")
    expect(row(orders, "spent")).to_have_text("€412.35 spent")
    expect(row(orders, "#100012 · Shipped")).to_contain_text("2 items · 12 Oct")
    expect(row(orders, "#100012 · Shipped")).to_contain_text("€64.00")
    link = orders.get_by_role("link", name="#100012 · Shipped")
    expect(link).to_have_attribute("href", re.compile("/shop/dashboard/orders/100012/$"))
    expect(orders.get_by_role("link", name="Open Orders")).to_be_visible()
    account = agent.section("Account")
    expect(row(account, "Customer since")).to_contain_text("Mar 12, 2024")
    expect(row(account, "E-mail")).to_contain_text("verified")
    expect(account.get_by_role("img", name="A hand grinder")).to_have_count(1)
    expect(account.get_by_role("link", name="The wish list")).to_be_visible()
    # What a shop says is not trusted with scripts.
    expect(row(account, "Odd").get_by_role("link")).to_have_count(0)
    expect(agent.section("Vouchers")).to_contain_text("This took too long to look up.")
    expect(agent.room("Customer").get_by_role("group")).to_have_count(3)


def a_value(kind: str, label: str, value: str, **more: str) -> dict[str, str]:
    return {"kind": kind, "label": label, "value": value, **dict.fromkeys(NOTHING_ELSE, ""), **more}


NOTHING_ELSE = ("currency", "url", "image", "detail", "tone")
SECTIONS: list[dict[str, Any]] = [
    {
        "id": "orders",
        "title": "Orders",
        "url": "/shop/dashboard/users/7/",
        "error": None,
        "values": [
            a_value("number", "orders", "7"),
            a_value("money", "spent", "412.35", currency="EUR"),
            a_value(
                "money",
                "#100012 · Shipped",
                "64.00",
                currency="EUR",
                detail="2 items · 12 Oct",
                url="/shop/dashboard/orders/100012/",
                tone="good",
            ),
            a_value("status", "#100011", "Cancelled", detail="1 item · 2 Aug", tone="bad"),
        ],
    },
    {
        "id": "account",
        "title": "Account",
        "url": "",
        "error": None,
        "values": [
            a_value("date", "Customer since", "2024-03-12"),
            a_value("status", "E-mail", "verified", tone="good"),
            a_value("image", "Grinder", "A hand grinder", image="/static/nothing.png"),
            a_value("link", "", "The wish list", url="/shop/wishlists/"),
            a_value("text", "Odd", "Press me", url="javascript:alert(1)"),
            a_value("text", "Long", "Donaudampfschifffahrtsgesellschaftskapitän" * 4),
        ],
    },
    {"id": "vouchers", "title": "Vouchers", "url": "", "error": "This took too long to look up.", "values": []},
    {"id": "empty", "title": "Wish lists", "url": "", "error": None, "values": []},
]


# --- What they wrote before ------------------------------------------------------------------------------------------


def test_what_they_wrote_before_on_another_device_is_read_in_its_place(
    a_shopper: Callable[..., Shopper], agent: Agent, asks: Callable[[Shopper], str]
) -> None:
    phone, laptop = a_shopper(), a_shopper()
    first, second = asks(phone), asks(laptop)
    agent.opens(first)
    agent.replies("Take the blue one")
    phone.sees("Take the blue one")
    agent.opens(second)
    expect(agent.visitor_panel).to_contain_text("not logged in")
    expect(agent.room("Earlier conversations")).to_be_hidden()

    for device in (phone, laptop):
        device.logs_in("bob")
        device.visits()
        device.opens_the_chat()

    earlier = agent.room("Earlier conversations")
    expect(earlier).to_contain_text("Take the blue one")
    expect(earlier).not_to_contain_text(first)
    earlier.get_by_role("button", name=re.compile("Take the blue one")).click()
    expect(earlier).to_contain_text(first)
    expect(agent.log).to_contain_text(second)
    expect(agent.log).not_to_contain_text(first)


# --- What the page says ----------------------------------------------------------------------------------------------


def test_what_the_page_says_is_marked_as_nothing_to_rely_on(shopper: Shopper, opened: Agent) -> None:
    variables = {f"variable {number}": number for number in range(48)} | {"plan": "gold " * 60}
    shopper.page.evaluate("variables => livechat('variables', variables)", variables)
    shopper.page.evaluate("livechat('name', 'The Queen')")

    room = opened.room("Variables")
    expect(room).to_contain_text("Sent by the page, not verified")
    room.get_by_role("button", name=re.compile("Show 4[34] more")).click()

    expect(room).to_contain_text("gold gold")
    expect(room).to_contain_text("The Queen")
    assert opened.visitor_panel.evaluate("panel => panel.scrollWidth <= panel.clientWidth")


# --- Whatever happens ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "room", "words"),
    [
        (PAGE_VIEWS, "This visit", "The visits could not be loaded."),
        (CUSTOMER, "Customer", "The customer data could not be loaded."),
        ("**/agent/visitors/*/conversations", "Earlier conversations", "They could not be loaded."),
    ],
)
def test_what_could_not_be_loaded_costs_a_line_and_is_tried_again(
    agent: Agent, question: str, address: str, room: str, words: str
) -> None:
    agent.page.route(address, lambda route: route.abort())
    agent.opens(question)
    failed = agent.room(room)
    expect(failed).to_contain_text(words)
    expect(agent.field("E-mail")).to_be_editable()

    agent.page.unroute(address)
    failed.get_by_role("button", name="Try again").press("Enter")

    expect(agent.visitor_panel).not_to_contain_text(words)


def test_whoever_is_opened_next_is_never_shown_what_is_known_of_the_last_one(
    a_shopper: Callable[..., Shopper], agent: Agent, asks: Callable[[Shopper], str]
) -> None:
    one, other = a_shopper(), a_shopper()
    first = asks(one)
    second = asks(other)
    one.visits(KENYA)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    agent.page.route(PAGE_VIEWS, hold, times=1)
    with agent.page.expect_request(PAGE_VIEWS):
        agent.opens(first)

    agent.opens(second)
    trail = agent.room("This visit")
    expect(row(trail, "Ethiopia Guji")).to_be_visible()
    with agent.page.expect_response(PAGE_VIEWS):
        held[0].continue_()

    other.visits(PAPERS)
    expect(row(trail, "Filter papers")).to_contain_text("looked at now")
    expect(trail).not_to_contain_text("Kenya Nyeri")


def test_after_a_break_the_panel_is_brought_up_to_date(shopper: Shopper, opened: Agent) -> None:
    trail = opened.room("This visit")
    expect(row(trail, "Ethiopia Guji")).to_contain_text("looked at now")
    opened.page.context.set_offline(True)
    opened.is_told("No connection.")

    shopper.visits(KENYA)
    opened.page.context.set_offline(False)

    expect(row(trail, "Kenya Nyeri")).to_contain_text("looked at now")


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("width", [1440, 1000])
def test_axe_finds_nothing_wrong_with_a_full_panel(
    shop: OpenShop, question: str, an_agent: Callable[..., Agent], direction: str, width: int
) -> None:
    shop.run(EARLIER_VISITS.format(question=question))
    shop.run(FROM_LYON.format(question=question))
    agent = an_agent(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    axe.comes_along(agent.page)
    if direction == "rtl":
        from_right_to_left(agent.page)
    answers(agent, CUSTOMER, {"state": "on", "sections": SECTIONS})
    agent.opens_the_inbox()
    agent.opens(question)
    if width < 1100:
        agent.button("Visitor details").click()
    panel = agent.visitor_panel
    expect(agent.section("Orders")).to_be_visible()
    panel.get_by_role("button", name=re.compile("^Earlier visits")).click()
    panel.get_by_role("button", name=re.compile("from news.example")).first.click()
    expect(panel).to_contain_text("Page 1")

    complaints = []
    for scheme in ("light", "dark"):
        agent.page.emulate_media(color_scheme=scheme)
        complaints += axe.violations(agent.page, ".chat-panel")

    assert complaints == []
    assert panel.evaluate("panel => panel.scrollWidth <= panel.clientWidth")


def test_the_panel_is_walked_without_a_mouse(opened: Agent) -> None:
    page = opened.page
    opened.field("Name").focus()
    for name in ("E-mail", "Phone"):
        page.keyboard.press("Tab")
        expect(opened.field(name)).to_be_focused()
    tabs_to(page, opened.room("This visit").get_by_role("link", name="Ethiopia Guji"))
    tabs_to(page, opened.field("Note"))
    tabs_to(page, opened.visitor_panel.get_by_role("button", name="Block visitor"))
