"""What visitors can say and send: forms, files, cards, ratings, and what they are told before they ask."""

import io
import re
from typing import Final

import arranged
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from shoppers import BELGIAN, BERLINER, EMMA, PRODUCT_PAGE, Device
from stage import Stage, answer, attach, box, heard, open_chat, open_thread, picture, seen, thread

GRINDER: Final = "/shop/catalogue/hand-grinder_11/"
#: As wide as a phone: there the chat fills the screen, and all of a form is seen.
NARROW: Final[Device] = {"viewport": {"width": 390, "height": 844}}
QUESTION: Final = "My grinder arrived today, but its handle is bent."


def take(stage: Stage, inbox: Page) -> None:
    proactive_picture(stage)
    # All of Emma's conversation is seen.
    inbox.set_viewport_size({"width": 1440, "height": 1000})
    arranged.ask_before(is_asked=True)
    shopper = stage.shopper(EMMA, NARROW)
    form_picture(stage, shopper)
    # It has come; what nobody asks any more could not be answered.
    open_thread(inbox, "Emma Nilsson")
    heard(inbox, QUESTION)
    arranged.ask_before(is_asked=False)
    shopper.set_viewport_size(PRODUCT_PAGE["viewport"])
    file_and_card_pictures(stage, shopper, inbox)
    rating_pictures(shopper, inbox)
    shopper.context.close()
    closed_picture(stage)


def proactive_picture(stage: Stage) -> None:
    arranged.speak_first(GRINDER)
    page = stage.shopper(BERLINER)
    stage.walks(page, GRINDER)
    expect(page.get_by_role("button", name=arranged.SAID_FIRST)).to_be_visible()
    picture(page, "proactive")
    page.context.close()


def form_picture(stage: Stage, page: Page) -> None:
    """Filled in, and then sent."""
    stage.walks(page, "/help/returns/")
    form = open_chat(page).get_by_role("form")
    for label, text in {"Name": "Emma Nilsson", "E-mail": "emma@example.com", "Order number": "100017"}.items():
        field(form, label).fill(text)
    form.get_by_role("combobox", name=re.compile("^What is it about")).select_option(label="My order")
    form.get_by_role("checkbox").check()
    field(form, "Message").fill(QUESTION)
    picture(page, "widget-form")
    form.get_by_role("button", name="Start the chat").click()


def field(form: Locator, label: str) -> Locator:
    """Required or not."""
    return form.get_by_role("textbox", name=re.compile(rf"^{label}( \(required\))?$"))


def file_and_card_pictures(stage: Stage, shopper: Page, inbox: Page) -> None:
    attach(shopper, "handle.jpg", "image/jpeg", photo())
    attach(shopper, "invoice-100017.pdf", "application/pdf", pdf())
    shopper.get_by_role("textbox", name="Message", exact=True).fill("Here is a picture, and the invoice.")
    shopper.get_by_role("button", name="Send", exact=True).click()
    heard(shopper, "Here is a picture, and the invoice.")
    heard(inbox, "Here is a picture, and the invoice.")
    answer(inbox, "Oh no! A new one leaves our house today, and you keep the old one for its parts.")
    box(inbox, "Reply").fill("It is this one, isn't it?")
    choose_page(inbox)
    inbox.get_by_role("button", name="Send", exact=True).click()
    seen(inbox.get_by_role("log").get_by_role("img", name="handle.jpg"))
    seen(shopper.get_by_role("log").get_by_role("link", name="Hand grinder").locator("img"))
    picture(inbox, "thread-files", thread(inbox))
    picture(shopper, "widget-card")


def choose_page(inbox: Page) -> None:
    """An agent looks for what they want to send."""
    thread(inbox).get_by_role("button", name="Page", exact=True).click()
    search = thread(inbox).get_by_role("combobox", name="Search pages and products")
    search.fill("hand grinder")
    expect(thread(inbox).get_by_role("option").filter(has_text="Hand grinder")).to_be_visible()
    search.press("Enter")


def rating_pictures(shopper: Page, inbox: Page) -> None:
    address = inbox.url
    thread(inbox).get_by_role("button", name="Resolve", exact=True).click()
    faces = shopper.get_by_role("log").get_by_role("radiogroup", name="How did we do?")
    faces.get_by_role("radio", name="Very good", exact=True).click()
    log = shopper.get_by_role("log")
    log.get_by_role("textbox", name="Would you like to tell us more?").fill("A new one at once. Thank you, Martin!")
    picture(shopper, "widget-rating")
    log.get_by_role("button", name="Send comment").click()
    heard(shopper, "Thank you for your rating.")
    # Where it was, without the line about what was done last.
    inbox.goto(address)
    inbox.reload()
    heard(inbox, "Thank you, Martin!")
    picture(inbox, "thread-rating", thread(inbox))


def closed_picture(stage: Stage) -> None:
    arranged.close_until_tomorrow()
    page = stage.shopper(BELGIAN)
    stage.walks(page, "/help/")
    chat = open_chat(page)
    expect(chat.get_by_text("Back tomorrow at 9:00")).to_be_visible()
    picture(page, "widget-closed")
    page.context.close()


def photo() -> bytes:
    from northlight.demo import content, pictures

    grinder = next(goods for goods in content.GOODS if goods.title == "Hand grinder")
    return bytes(pictures.product(grinder).read())


def pdf() -> bytes:
    page = io.BytesIO()
    Image.new("RGB", (1240, 1754), "white").save(page, "PDF", resolution=150)
    return page.getvalue()
