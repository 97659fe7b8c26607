"""axe finds nothing wrong with the widget, in whatever state it is; and all of it is used by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import axe
from tests.browser.agents import Agent
from tests.browser.asking import CONSENT, FIELDS, Asking
from tests.browser.shoppers import Shopper
from tests.browser.shops import GUJI, OpenShop
from tests.browser.test_afterwards import more_menu
from tests.browser.test_ending import begin_another, blocks, ends_the_conversation, view
from tests.browser.test_files import UPLOADS, a_photo
from tests.browser.test_keyboard import tabs_to
from tests.browser.test_phone import PHONE
from tests.browser.test_proactive import A_RULE, PLACE, SAID, teaser
from tests.browser.test_rating import face, faces
from tests.browser.test_surroundings import centre_of, from_right_to_left
from tests.browser.test_typing import WRITES

WIDGET = "#livechat"
#: Everything that can be asked.
ALL = {"fields": FIELDS, "asks_phone": "optional", "asks_consent": True, "consent_text": CONSENT}


@pytest.fixture(scope="module")
def shop(own_shop: OpenShop) -> OpenShop:
    """A shop of its own, since what it asks changes."""
    return own_shop


@dataclass
class People:
    shop: OpenShop
    shopper: Shopper
    an_agent: Callable[..., Agent]

    @property
    def asking(self) -> Asking:
        return Asking(self.shop)


#: Leads the widget through states that follow each other, and stops in each to name it.
Walk = Callable[[People], Iterator[str]]


def writing(people: People) -> Iterator[str]:
    people.asking.changes()
    shopper, agent = people.shopper, people.an_agent()
    shopper.visits()
    expect(shopper.launcher).to_be_visible()
    yield "launcher"
    shopper.opens_the_chat()
    yield "empty chat"
    shopper.adds_a_file("kettle.jpg", a_photo(), "image/jpeg")
    shopper.adds_a_file("receipt.txt")
    expect(shopper.panel.get_by_role("progressbar")).to_have_count(0)
    shopper.page.route(UPLOADS, lambda route: route.abort(), times=1)
    shopper.adds_a_file("lost.txt")
    shopper.adds_a_file("program.exe", b"MZ", "application/x-msdownload")
    expect(shopper.panel.get_by_role("alert")).to_have_count(2)
    shopper.page.route(UPLOADS, lambda _route: None, times=1)
    shopper.adds_a_file("slow.txt")
    expect(shopper.panel.get_by_role("progressbar")).to_have_count(1)
    yield "file tray"
    for name in ("Remove lost.txt", "Remove program.exe", "Cancel slow.txt"):
        shopper.panel.get_by_role("button", name=name).click()
    shopper.writes(f"Is it this one? {people.shop.url}{GUJI} I saw it at https://other.example/a.")
    shopper.sees_picture("kettle.jpg")
    shopper.sees_file("receipt.txt")
    shopper.sends("👍")
    agent.opens("👍")
    agent.adds_a_file("advice.txt")
    agent.replies(f"Or {people.shop.url}/blog/guji-is-back/")
    shopper.sees_file("advice.txt")
    expect(shopper.log.get_by_role("link", name="The Guji is back")).to_be_visible()
    agent.resolves()
    shopper.sends("One thing more")
    shopper.box.fill("x" * 3_950)
    yield "conversation with all kinds of bubbles"
    shopper.box.fill("")
    agent.box.press_sequentially("Of course", delay=50)
    shopper.sees(WRITES)
    yield "typing"
    shopper.page.context.set_offline(True)
    shopper.writes("Are you there?")
    shopper.is_told("No connection.")
    yield "without a connection"
    shopper.page.context.set_offline(False)
    shopper.sends("Here I am")
    shopper.menu_button.click()
    expect(shopper.menu_entry("End conversation")).to_be_visible()
    yield "menu open"
    shopper.page.keyboard.press("Escape")
    shopper.closes_the_chat()
    agent.replies("I am here")
    shopper.has_unread(1)
    yield "unread"


def ending(people: People) -> Iterator[str]:
    people.asking.changes()
    shopper, agent = people.shopper, people.an_agent()
    question = f"When is the end? ({id(people)})"
    shopper.visits()
    shopper.opens_the_chat()
    shopper.sends(question)
    agent.opens(question)
    more_menu(agent).get_by_role("menuitem", name="Ask for a rating").click()
    expect(faces(shopper)).to_be_visible()
    yield "rating asked"
    face(shopper, "Good").click()
    shopper.log.get_by_role("textbox").fill("Quick and kind")
    yield "comment asked"
    shopper.log.get_by_role("button", name="Send comment").click()
    shopper.sees("Thank you for your rating.")
    yield "rated"
    shopper.chooses("Send me a transcript")
    transcript = view(shopper, "Send me a transcript")
    transcript.get_by_role("button", name="Send").click()
    expect(transcript.get_by_role("alert")).not_to_be_empty()
    yield "transcript without an address"
    transcript.get_by_role("textbox").fill("vera@example.com")
    transcript.get_by_role("button", name="Send").click()
    expect(transcript.get_by_role("status")).not_to_be_empty()
    yield "transcript sent"
    shopper.panel.get_by_role("button", name="Back to the conversation").click()
    shopper.chooses("End conversation")
    expect(view(shopper, "End conversation")).to_be_focused()
    yield "asked whether to end"
    shopper.panel.get_by_role("button", name="Back to the conversation").click()
    ends_the_conversation(shopper)
    yield "ended"
    begin_another(shopper).click()
    shopper.chooses("Earlier conversations")
    earlier = view(shopper, "Earlier conversations")
    expect(earlier.get_by_role("button")).to_be_visible()
    yield "earlier conversations"
    earlier.get_by_role("button").click()
    expect(view(shopper, "Earlier conversation")).to_contain_text(question)
    yield "an earlier conversation"
    shopper.panel.get_by_role("button", name="Back to the conversation").click()
    blocks(agent)
    expect(shopper.panel.get_by_text("The chat is closed.").first).to_be_visible()
    yield "blocked"


def left(people: People) -> Iterator[str]:
    people.asking(is_closed=True, **ALL)
    shopper = people.shopper
    shopper.visits()
    shopper.opens_a_form()
    yield "contact form"
    shopper.presses("Send message")
    expect(shopper.form.locator("[aria-invalid=true]").first).to_be_focused()
    yield "contact form with complaints"
    shopper.fills_in({"E-mail": "ada@example.com", "Message": "Do you ship to Malta?"})
    shopper.form.get_by_role("combobox", name="Grinder").select_option("Hand")
    shopper.form.get_by_role("checkbox", name=CONSENT).check()
    shopper.presses("Send message")
    shopper.sees("We will answer by e-mail to ada@example.com.")
    yield "contact form sent"


def asked_before(people: People) -> Iterator[str]:
    people.asking.changes(form_moment="before", **ALL)
    people.an_agent()
    shopper = people.shopper
    shopper.visits()
    shopper.opens_a_form()
    yield "form before"
    shopper.form.locator("[name=website]").fill("https://pills.example", force=True)
    shopper.fills_in({"Message": "Buy pills"})
    shopper.form.get_by_role("combobox", name="Grinder").select_option("Hand")
    shopper.form.get_by_role("checkbox", name=CONSENT).check()
    shopper.presses("Start the chat")
    expect(shopper.form.get_by_role("alert")).not_to_be_empty()
    yield "form before refused"


def asked_after(people: People) -> Iterator[str]:
    people.asking.changes(form_moment="after")
    people.an_agent()
    shopper = people.shopper
    shopper.visits()
    shopper.opens_the_chat()
    shopper.writes("Who answers me?")
    expect(shopper.asked_for("Name")).to_be_focused()
    yield "form after"


def spoken_to(people: People) -> Iterator[str]:
    people.asking.changes()
    people.an_agent()
    people.shop.run(A_RULE.format(fields={"name": "Choosing", "message": SAID, "path": f"{PLACE}*", "seconds": 0}))
    people.shopper.visits(PLACE)
    expect(teaser(people.shopper)).to_be_visible()
    yield "spoken to first"


def not_loaded(people: People) -> Iterator[str]:
    shopper = people.shopper
    shopper.page.route("**/visitor/config", lambda route: route.abort())
    shopper.visits()
    shopper.launcher.click()
    expect(shopper.panel.get_by_role("button", name="Try again")).to_be_visible()
    yield "not loaded"


def complaints_in(walk: Iterator[str], shopper: Shopper) -> list[str]:
    """Of axe, at each stop of the walk, by day and by night."""
    complaints = []
    for state in walk:
        for scheme in ("light", "dark"):
            shopper.page.emulate_media(color_scheme=scheme)
            complaints += [f"{state}, {scheme}: {line}" for line in axe.violations(shopper.page, WIDGET)]
    return complaints


@pytest.fixture
def a_watched_shopper(a_shopper: Callable[..., Shopper]) -> Callable[..., Shopper]:
    def arrives(**options: Any) -> Shopper:
        # Colours are compared: none may still be fading into another.
        shopper = a_shopper(reduced_motion="reduce", **options)
        axe.comes_along(shopper.page)
        return shopper

    return arrives


@pytest.mark.parametrize("walk", [writing, ending, left, asked_before, asked_after, spoken_to, not_loaded])
def test_axe_complains_of_nothing(
    walk: Walk, shop: OpenShop, a_watched_shopper: Callable[..., Shopper], an_agent: Callable[..., Agent]
) -> None:
    shopper = a_watched_shopper()

    assert complaints_in(walk(People(shop, shopper, an_agent)), shopper) == []


@pytest.mark.parametrize("walk", [writing, left])
def test_nor_on_a_phone_in_a_page_from_right_to_left(
    walk: Walk, shop: OpenShop, a_watched_shopper: Callable[..., Shopper], an_agent: Callable[..., Agent]
) -> None:
    shopper = a_watched_shopper(**PHONE)
    from_right_to_left(shopper.page)

    assert complaints_in(walk(People(shop, shopper, an_agent)), shopper) == []


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_from_the_first_form_to_the_next_conversation_without_a_mouse(
    shop: OpenShop, shopper: Shopper, an_agent: Callable[..., Agent], direction: str
) -> None:
    Asking(shop).changes(form_moment="before", **ALL)
    agent, page, keyboard = an_agent(), shopper.page, shopper.page.keyboard
    question = f"Written without a mouse ({direction})"
    # Somebody listens all the time: a key is faster than a listener that is only being set up.
    page.on("filechooser", lambda _chooser: None)
    if direction == "rtl":
        from_right_to_left(page)
    shopper.visits()

    # The form.
    tabs_to(page, shopper.launcher)
    keyboard.press("Enter")
    expect(shopper.asked_for("Name")).to_be_focused()
    keyboard.type("Alan")
    tabs_to(page, shopper.form.get_by_role("combobox", name="Grinder"))
    keyboard.press("ArrowDown")
    tabs_to(page, shopper.asked_for("Message"))
    keyboard.type(question)
    tabs_to(page, shopper.form.get_by_role("checkbox", name=CONSENT))
    keyboard.press("Space")
    tabs_to(page, shopper.form.get_by_role("button", name="Start the chat"))
    keyboard.press("Enter")
    expect(shopper.box).to_be_focused()
    agent.opens(question)

    # A file, and an answer.
    tabs_to(page, shopper.panel.get_by_role("button", name="Attach a file"), "Shift+Tab")
    with page.expect_file_chooser() as chooser:
        keyboard.press("Enter")
    chooser.value.set_files([{"name": "receipt.txt", "mimeType": "text/plain", "buffer": b"words"}])
    expect(shopper.panel.get_by_role("button", name="Remove receipt.txt")).to_be_visible()
    expect(shopper.box).to_be_focused()
    keyboard.type("My receipt")
    keyboard.press("Enter")
    shopper.sees_file("receipt.txt")
    agent.replies("Your answer")
    shopper.sees("Your answer")
    own, other = (centre_of(shopper.log.get_by_text(words)) for words in ("My receipt", "Your answer"))
    assert own < other if direction == "rtl" else own > other

    # The rating: the arrows lead where they point.
    more_menu(agent).get_by_role("menuitem", name="Ask for a rating").click()
    expect(faces(shopper)).to_be_visible()
    tabs_to(page, face(shopper, "Very bad"), "Shift+Tab")
    for _step in range(3):
        keyboard.press("ArrowLeft" if direction == "rtl" else "ArrowRight")
    keyboard.press("Space")
    agent.sees("Rated 😊 4 of 5")
    tabs_to(page, shopper.log.get_by_role("textbox"))
    keyboard.type("Kind")
    tabs_to(page, shopper.log.get_by_role("button", name="Send comment"))
    keyboard.press("Enter")
    expect(shopper.log.get_by_role("button", name="Change")).to_be_focused()
    agent.sees("Rated 😊 4 of 5: “Kind”")

    # The end, from the menu, and a beginning.
    tabs_to(page, shopper.menu_button, "Shift+Tab")
    keyboard.press("Enter")
    expect(shopper.menu_entry("Earlier conversations")).to_be_focused()
    keyboard.press("End")
    expect(shopper.menu_entry("End conversation")).to_be_focused()
    keyboard.press("Enter")
    expect(view(shopper, "End conversation")).to_be_focused()
    tabs_to(page, view(shopper, "End conversation").get_by_role("button", name="End conversation"))
    keyboard.press("Enter")
    expect(begin_another(shopper)).to_be_focused()
    keyboard.press("Enter")
    expect(shopper.box).to_be_focused()
    keyboard.type(f"Begun without a mouse ({direction})")
    keyboard.press("Enter")
    expect(agent.row(f"Begun without a mouse ({direction})")).to_be_visible()
    keyboard.press("Escape")
    expect(shopper.launcher).to_be_focused()
