"""What visitors are asked: the contact form, the questions before and after the first message, and consent."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.agents import Agent
from tests.browser.asking import CONSENT, FIELDS, Asking
from tests.browser.shoppers import Shopper
from tests.browser.shops import GUJI, OpenShop
from tests.browser.test_surroundings import centre_of, from_right_to_left

_CONSENTS = """
from wagtail_livechat.models import Consent
print([(consent.text, bool(consent.at)) for consent in Consent.objects.filter(visitor__name={name!r})])
"""


@pytest.fixture(scope="module")
def shop(own_shop: OpenShop) -> OpenShop:
    return own_shop


@pytest.fixture
def asking(shop: OpenShop) -> Asking:
    return Asking(shop)


def header(shopper: Shopper) -> Locator:
    return shopper.panel.get_by_role("paragraph").first


def complaints(shopper: Shopper) -> list[str]:
    """Of the fields that will not do, by their descriptions."""
    wrong = shopper.form.locator("[aria-invalid=true]")
    ids = [(each.get_attribute("aria-describedby") or "") for each in wrong.all()]
    return [shopper.form.locator(f"#{name}").inner_text() for name in ids]


# --- While nobody is there -----------------------------------------------------------------------------------------------


def test_what_is_left_while_nobody_is_there_waits_in_the_inbox(
    asking: Asking, shopper: Shopper, an_agent: Callable[..., Agent]
) -> None:
    asking()
    shopper.visits()
    shopper.opens_a_form()
    expect(shopper.panel).to_contain_text("Leave us a message")

    shopper.fills_in({"Name": "Ada Lovelace", "E-mail": "ada@example.com", "Message": "Do you ship to Malta?"})
    shopper.presses("Send message")

    shopper.sees("We will answer by e-mail to ada@example.com.")
    expect(shopper.log).to_be_focused()
    agent = an_agent()
    agent.opens("Do you ship to Malta?")
    expect(agent.row("Do you ship to Malta?")).to_have_accessible_name(re.compile("^Ada Lovelace"))
    expect(agent.row("Do you ship to Malta?")).to_contain_text("Offline message")
    expect(agent.field("E-mail")).to_have_value("ada@example.com")


def test_what_is_missing_is_told_at_its_field_and_the_first_has_the_focus(asking: Asking, shopper: Shopper) -> None:
    asking(asks_name="required")
    shopper.visits()
    shopper.opens_a_form()

    shopper.presses("Send message")

    expect(shopper.asked_for("Name")).to_be_focused()
    assert complaints(shopper) == ["Please fill this in."] * 3
    shopper.fills_in({"E-mail": "ada at example.com"})
    assert complaints(shopper)[1] == "Enter an address such as name@example.com."


def test_while_the_shop_is_closed_the_header_says_when_it_opens(
    asking: Asking, a_shopper: Callable[..., Shopper], agent: Agent
) -> None:
    asking.changes(is_closed=True)
    shopper = a_shopper(timezone_id="UTC")
    shopper.visits()

    shopper.opens_a_form()

    expect(header(shopper)).to_contain_text("Back tomorrow at 9:00")
    expect(shopper.form.get_by_role("button", name="Send message")).to_be_visible()


def test_who_has_begun_a_form_finishes_it_though_somebody_comes(
    asking: Asking, shopper: Shopper, an_agent: Callable[..., Agent]
) -> None:
    asking()
    shopper.visits()
    shopper.opens_a_form()
    shopper.fills_in({"Message": "Is the roast fresh?"})

    agent = an_agent()

    expect(header(shopper)).to_contain_text("Online")
    shopper.fills_in({"E-mail": "eve@example.com"})
    shopper.presses("Start the chat")
    agent.opens("Is the roast fresh?")
    expect(shopper.box).to_be_focused()


def test_who_has_begun_nothing_is_in_the_chat_when_somebody_comes(
    asking: Asking, shopper: Shopper, an_agent: Callable[..., Agent]
) -> None:
    asking()
    shopper.visits()
    shopper.opens_a_form()

    an_agent()

    expect(shopper.box).to_be_focused()


def test_a_text_survives_reloading_closing_and_the_change_to_the_chat(
    asking: Asking, shopper: Shopper, an_agent: Callable[..., Agent]
) -> None:
    asking()
    shopper.visits()
    shopper.opens_a_form()
    shopper.fills_in({"Name": "Ada", "Message": "Which grind for a moka pot?"})
    shopper.reloads()
    shopper.opens_a_form()
    expect(shopper.asked_for("Name")).to_have_value("Ada")
    expect(shopper.asked_for("Message")).to_have_value("Which grind for a moka pot?")

    an_agent()
    expect(header(shopper)).to_contain_text("Online")
    shopper.closes_the_chat()
    shopper.opens_the_chat()

    expect(shopper.box).to_have_value("Which grind for a moka pot?")


def test_where_the_chat_is_hidden_it_is_there_while_somebody_is(
    asking: Asking, shopper: Shopper, an_agent: Callable[..., Agent]
) -> None:
    asking(when_away="hide")
    shopper.visits()
    shopper.page.wait_for_load_state("networkidle")
    expect(shopper.launcher).to_be_hidden()

    an_agent()
    # What the browser was told before is true for a minute.
    shopper.page.route("**/visitor/config", lambda route: route.continue_(headers={"Cache-Control": "no-cache"}))
    shopper.looks_elsewhere()
    shopper.comes_back()

    shopper.opens_the_chat()
    shopper.sends("There you are!")
    asking(when_away="hide")
    shopper.reloads()
    expect(shopper.launcher).to_be_visible()


# --- Who is writing ------------------------------------------------------------------------------------------------------


def test_before_the_first_message_visitors_say_who_they_are_once(
    asking: Asking, shopper: Shopper, agent: Agent
) -> None:
    asking.changes(form_moment="before", asks_name="required", asks_phone="optional")
    shopper.visits()
    shopper.opens_a_form()

    shopper.fills_in({"Name": "Grace", "Phone": "+44 20 7946 0000", "Message": "Before anything else"})
    shopper.presses("Start the chat")

    expect(shopper.box).to_be_focused()
    shopper.sends("And another thing")
    agent.opens("And another thing")
    expect(agent.thread.get_by_role("heading", name="Grace")).to_be_visible()
    expect(agent.field("Phone")).to_have_value("+44 20 7946 0000")
    expect(agent.row("And another thing")).not_to_contain_text("Offline message")
    shopper.reloads()
    shopper.opens_the_chat()
    expect(shopper.form).to_have_count(0)


def test_after_the_first_message_they_are_asked_below_it(asking: Asking, shopper: Shopper, agent: Agent) -> None:
    asking.changes(form_moment="after")
    shopper.visits()
    shopper.opens_the_chat()
    shopper.writes("Who answers me?")

    expect(shopper.form).to_have_accessible_name("Who are we talking to?")
    expect(shopper.asked_for("Name")).to_be_focused()
    shopper.fills_in({"Name": "Joan"})
    shopper.page.keyboard.press("Enter")

    expect(shopper.box).to_be_focused()
    agent.opens("Who answers me?")
    expect(agent.thread.get_by_role("heading", name="Joan")).to_be_visible()


def test_what_need_not_be_answered_may_be_skipped(asking: Asking, shopper: Shopper, agent: Agent) -> None:
    asking.changes(form_moment="after")
    shopper.visits()
    shopper.opens_the_chat()
    shopper.writes("I would rather not say")

    shopper.presses("Skip")

    expect(shopper.box).to_be_focused()
    shopper.reloads()
    shopper.opens_the_chat()
    expect(shopper.form).to_have_count(0)


def test_the_sites_own_fields_stand_beside_the_conversation(asking: Asking, shopper: Shopper, agent: Agent) -> None:
    asking.changes(form_moment="before", fields=FIELDS)
    shopper.visits()
    shopper.opens_a_form()

    shopper.fills_in({"Order number": "1001", "Message": "About my own fields"})
    shopper.form.get_by_role("combobox", name="Grinder (required)").select_option("Hand")
    shopper.form.get_by_role("checkbox", name="Newsletter").check()
    shopper.presses("Start the chat")

    agent.opens("About my own fields")
    for words in ("Order number", "1001", "Grinder", "Hand", "Newsletter"):
        expect(agent.visitor_panel).to_contain_text(words)


def test_a_form_is_filled_in_by_keyboard_alone(asking: Asking, shopper: Shopper, agent: Agent) -> None:
    asking.changes(form_moment="before", fields=FIELDS, asks_consent=True)
    keyboard = shopper.page.keyboard
    shopper.visits()
    shopper.launcher.focus()
    keyboard.press("Enter")

    expect(shopper.asked_for("Name")).to_be_focused()
    keyboard.type("Alan")
    for typed in ("alan@example.com", "1002"):
        keyboard.press("Tab")
        keyboard.type(typed)
    keyboard.press("Tab")
    keyboard.press("ArrowDown")
    expect(shopper.form.get_by_role("combobox")).to_have_value("Hand")
    keyboard.press("Tab")
    keyboard.press("Space")
    keyboard.press("Tab")
    keyboard.type("Two lines")
    keyboard.press("Enter")
    keyboard.type("in a box")
    keyboard.press("Tab")
    keyboard.press("Space")
    keyboard.press("Tab")
    keyboard.press("Enter")

    expect(shopper.box).to_be_focused()
    agent.opens("Two lines")
    agent.sees("in a box")
    expect(agent.thread.get_by_role("heading", name="Alan")).to_be_visible()


# --- Consent, and what the server refuses --------------------------------------------------------------------------------


def test_nothing_goes_out_without_consent_and_what_was_agreed_to_is_kept(
    asking: Asking, shop: OpenShop, shopper: Shopper, agent: Agent
) -> None:
    asking.changes(form_moment="before", asks_consent=True, consent_text=CONSENT)
    shopper.visits()
    shopper.opens_a_form()
    shopper.fills_in({"Name": "Ida", "Message": "May I ask?"})

    shopper.presses("Start the chat")
    consent = shopper.form.get_by_role("checkbox", name=CONSENT)
    expect(consent).to_be_focused()
    assert complaints(shopper) == ["Please agree before you go on."]
    expect(agent.row("May I ask?")).to_have_count(0)
    consent.check()
    shopper.presses("Start the chat")

    agent.opens("May I ask?")
    assert shop.run(_CONSENTS.format(name="Ida")).strip() == str([(CONSENT, True)])


def test_a_text_that_changed_meanwhile_is_read_again_and_nothing_is_lost(
    asking: Asking, shop: OpenShop, shopper: Shopper, agent: Agent
) -> None:
    asking.changes(asks_consent=True, consent_text=CONSENT)
    shopper.visits()
    shopper.opens_a_form()
    shopper.fills_in({"Message": "Did you change it?"})
    shopper.form.get_by_role("checkbox").check()

    asking.changes(asks_consent=True, consent_text="Another text")
    shopper.presses("Start the chat")

    expect(shopper.form.get_by_role("alert")).not_to_be_empty()
    expect(shopper.form.get_by_role("checkbox", name="Another text")).not_to_be_checked()
    expect(shopper.asked_for("Message")).to_have_value("Did you change it?")
    shopper.form.get_by_role("checkbox").check()
    shopper.presses("Start the chat")
    agent.opens("Did you change it?")


def test_what_only_a_program_fills_in_is_refused_and_the_text_stays(
    asking: Asking, shopper: Shopper, agent: Agent
) -> None:
    asking.changes(form_moment="before")
    shopper.visits()
    shopper.opens_a_form()
    shopper.fills_in({"Message": "Buy pills"})
    shopper.form.locator("[name=website]").fill("https://pills.example", force=True)

    shopper.presses("Start the chat")

    expect(shopper.form.get_by_role("alert")).not_to_be_empty()
    expect(shopper.asked_for("Message")).to_have_value("Buy pills")
    expect(agent.row("Buy pills")).to_have_count(0)


# --- Elsewhere -----------------------------------------------------------------------------------------------------------


def test_on_a_page_from_right_to_left_labels_and_marks_stand_at_the_right(asking: Asking, shopper: Shopper) -> None:
    asking(fields=FIELDS)
    from_right_to_left(shopper.page)
    shopper.visits(GUJI)

    shopper.opens_a_form()

    middle = centre_of(shopper.form)
    assert centre_of(shopper.form.get_by_text("E-mail (required)")) > middle
    assert centre_of(shopper.form.get_by_role("checkbox", name="Newsletter")) > middle
    shopper.presses("Send message")
    assert centre_of(shopper.form.get_by_text("Please fill this in.").first) > middle


@pytest.mark.parametrize("height", [640, 440])
def test_on_a_phone_the_whole_form_can_be_reached(
    asking: Asking, a_shopper: Callable[..., Shopper], height: int
) -> None:
    asking(fields=FIELDS, asks_phone="optional", asks_consent=True)
    shopper = a_shopper(viewport={"width": 390, "height": height}, has_touch=True, is_mobile=True)
    shopper.visits()
    shopper.opens_a_form()
    button = shopper.form.get_by_role("button", name="Send message")

    button.scroll_into_view_if_needed()

    expect(button).to_be_in_viewport(ratio=1)
    assert shopper.form.evaluate("form => form.scrollWidth <= form.clientWidth")
