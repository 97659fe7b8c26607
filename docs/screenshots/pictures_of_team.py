"""A team at work: the widget and the inbox while a customer asks for coffee."""

import re
from dataclasses import replace
from typing import Final

import arranged
from earlier import PRODUCT
from playwright.sync_api import Page, expect
from shoppers import ALICE, PHONE, SAFARI_ON_IPHONE, TABLET
from stage import Stage, answer, box, conversations, heard, look_anew, open_chat, open_thread, picture, say

LAST_WORDS: Final = "Yes please! As beans, not ground."
SHOP: Final = "/shop/catalogue/"


def take(stage: Stage) -> Page:
    """The agent's inbox, who goes on; the customer stays on her page, too."""
    inbox, product = stage.inbox("agent"), stage.shopper(ALICE)
    stage.walks(product, "/", f"{SHOP}kenya-nyeri-aa-250-g_3/", referrer="https://www.google.com/")
    open_product(product, stage)
    converse(product, inbox)
    arranged.began(ALICE.address, 9, 8, 7, 3, returns=True)
    widget_pictures(product)
    look_anew(inbox)
    colleague = stage.agent("lena")
    colleague.goto(inbox.url)
    inbox_pictures(inbox)
    small_inbox_pictures(stage, inbox)
    for take_one in (bulk_picture, shortcut_picture, keys_picture, transfer_picture):
        take_one(inbox)
    colleague.context.close()
    group_picture(stage)
    return inbox


def open_product(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.address}{SHOP}")
    page.get_by_role("link", name=PRODUCT).first.click()
    page.get_by_role("heading", name=PRODUCT).first.wait_for()
    page.wait_for_load_state("networkidle")


def converse(product: Page, inbox: Page) -> None:
    open_chat(product)
    row = inbox.get_by_role("link", name=re.compile("^Alice"))
    expect(row).not_to_contain_text("left the site")
    open_thread(inbox, "Alice")
    answer(inbox, "Hi Alice, how nice to hear! We roast on Thursday, so yes.")
    answer(inbox, "Shall I keep one for you?")
    heard(product, "Shall I keep one for you?")
    say(product, LAST_WORDS)
    answer(inbox, "@Lena Berg can you put a bag aside for her?", tab="Note")


def widget_pictures(product: Page) -> None:
    picture(product, "widget-light")
    product.emulate_media(color_scheme="dark")
    picture(product, "widget-dark")
    product.emulate_media(color_scheme="light")


def inbox_pictures(inbox: Page) -> None:
    heard(inbox, LAST_WORDS)
    expect(inbox.get_by_text("Lena Berg is viewing")).to_be_visible()
    expect(inbox.get_by_text("2 agents online")).to_be_visible()
    box(inbox, "Reply").fill("Done: one bag of beans, packed on Thursday.")
    picture(inbox, "inbox-light")
    inbox.emulate_media(color_scheme="dark")
    picture(inbox, "inbox-dark")
    inbox.emulate_media(color_scheme="light")


def bulk_picture(inbox: Page) -> None:
    for words in ("Sofia Bianchi", "every Tuesday", "Jan Kovář"):
        row = conversations(inbox).get_by_role("listitem").filter(has_text=words)
        row.hover()
        row.get_by_role("checkbox").check()
    picture(inbox, "inbox-bulk")
    inbox.get_by_role("button", name="Cancel").click()


def shortcut_picture(inbox: Page) -> None:
    writing = box(inbox, "Reply")
    writing.fill("")
    writing.press("/")
    expect(inbox.get_by_role("option").first).to_be_visible()
    picture(inbox, "inbox-shortcuts")
    writing.fill("")


def keys_picture(inbox: Page) -> None:
    # Out of the box first: there it would be a question mark.
    box(inbox, "Reply").press("Escape")
    inbox.keyboard.press("?")
    expect(inbox.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    picture(inbox, "inbox-keys")
    inbox.keyboard.press("Escape")


def transfer_picture(inbox: Page) -> None:
    inbox.get_by_role("button", name=re.compile("^Assign")).click()
    inbox.get_by_role("menuitem", name="Transfer").click()
    dialog = inbox.get_by_role("dialog", name="Transfer the conversation")
    receiver = dialog.get_by_role("option").filter(has_text="Lena Berg")
    dialog.get_by_role("combobox", name="Transfer to").select_option(value=receiver.get_attribute("value"))
    dialog.get_by_role("textbox", name="Note to the receiver").fill(
        "She would like a grinder, too. Can you help her choose?"
    )
    picture(inbox, "inbox-transfer")
    dialog.get_by_role("button", name="Cancel").click()


def group_picture(stage: Stage) -> None:
    page = stage.agent("manager")
    page.goto(f"{stage.address}/admin/livechat/groups/")
    page.get_by_role("link", name="Support", exact=True).click()
    page.get_by_role("radio", name=re.compile("^Least busy")).check()
    page.get_by_label("Most at once").fill("5")
    picture(page, "group")
    page.context.close()


def small_widget_picture(stage: Stage) -> None:
    """Alice goes on with her phone."""
    page = stage.shopper(replace(ALICE, user_agent=SAFARI_ON_IPHONE), PHONE)
    open_product(page, stage)
    open_chat(page)
    heard(page, LAST_WORDS)
    picture(page, "widget-phone")
    page.context.close()


def small_inbox_pictures(stage: Stage, inbox: Page) -> None:
    for name, device in {"inbox-tablet": TABLET, "inbox-phone": PHONE}.items():
        page = stage.agent("agent", device)
        page.goto(inbox.url)
        heard(page, LAST_WORDS)
        # The heading has the focus after a link to a conversation; no finger put it there.
        page.evaluate("document.activeElement.blur()")
        picture(page, name)
        page.context.close()
    page = stage.agent("agent", PHONE)
    page.goto(inbox.url.split("#")[0])
    page.get_by_role("link", name=re.compile("^Alice")).wait_for()
    picture(page, "inbox-phone-list")
    page.context.close()
