"""What agents know of visitors: who is on the site, what each of them looks at, and who they are."""

import re
from typing import Final

import arranged
import shoppers
from playwright.sync_api import Page, expect
from shoppers import DESKTOP, PHONE, PRODUCT_PAGE, Device, Shopper
from stage import Stage, conversations, look_anew, open_chat, open_thread, picture, say, visitor_panel

GOODS: Final = "/shop/catalogue/"
#: Who else is there, with what, and which pages they open how many minutes ago.
OTHERS: Final[tuple[tuple[Shopper, Device, dict[str, int]], ...]] = (
    (shoppers.BOB, PRODUCT_PAGE, {GOODS: 4, f"{GOODS}hand-grinder_11/": 2}),
    (shoppers.BERLINER, PRODUCT_PAGE, {"/": 12, f"{GOODS}polar-night-espresso-1-kg_6/": 6}),
    (shoppers.KRAKOVIAN, PHONE, {"/blog/": 3, "/blog/guji-is-back/": 1}),
    (shoppers.BELGIAN, PRODUCT_PAGE, {GOODS: 1}),
    (shoppers.SOFIA, PHONE, {"/help/": 5, "/help/delivery/": 4}),
)
LOW: Final[Device] = {"viewport": {"width": 1440, "height": 560}}
#: Who puts what they look at into the basket.
BUYERS: Final = (shoppers.BOB, shoppers.BERLINER)


def take(stage: Stage, inbox: Page) -> None:
    """While Alice is on the site, as the inbox has her open."""
    pages = [come(stage, *other) for other in OTHERS]
    live_pictures(stage, inbox)
    panel_picture(inbox)
    merge_picture(pages[-1], inbox)
    for page in pages:
        page.context.close()


def come(stage: Stage, who: Shopper, device: Device, path: dict[str, int]) -> Page:
    page = stage.shopper(who, device)
    stage.walks(page, *path)
    if who in BUYERS:
        page.get_by_role("button", name="Add to basket").click()
        page.wait_for_load_state("networkidle")
        stage.walks(page, [*path][-1])
    arranged.began(who.address, *path.values(), returns=who.returns)
    return page


def live_pictures(stage: Stage, inbox: Page) -> None:
    look_anew(inbox)
    conversations(inbox).get_by_role("tab", name=re.compile("^Visitors")).click()
    expect(conversations(inbox).get_by_text("The Guji is back")).to_be_visible()
    picture(inbox, "inbox-visitors")
    listing = stage.agent("manager", LOW)
    listing.goto(f"{stage.address}/admin/livechat/visitors/")
    expect(listing.get_by_text("The Guji is back")).to_be_visible()
    picture(listing, "live-visitors")
    listing.context.close()


def panel_picture(inbox: Page) -> None:
    """The panel down to the pages of this visit, on a screen that is high enough."""
    conversations(inbox).get_by_role("tab", name=re.compile("^Open")).click()
    open_thread(inbox, "Alice")
    inbox.set_viewport_size({"width": 1440, "height": 1800})
    panel = visitor_panel(inbox)
    visit = panel.get_by_role("region", name="This visit", exact=True)
    expect(visit.get_by_role("link", name="Kenya")).to_be_visible()
    expect(panel.get_by_text("Basket now")).to_be_visible()
    picture(inbox, "visitor-panel", panel, visit)
    picture(inbox, "customer-data", panel.get_by_role("region", name="Customer", exact=True))
    inbox.set_viewport_size(DESKTOP["viewport"])


def merge_picture(phone: Page, inbox: Page) -> None:
    """Sofia wrote from her computer; now she writes from her phone."""
    open_chat(phone)
    say(phone, "Sofia again, from my phone: has the parcel left?")
    open_thread(inbox, "from my phone")
    panel = visitor_panel(inbox)
    panel.get_by_role("textbox", name="Name", exact=True).fill("Sofia B.")
    panel.get_by_role("textbox", name="Name", exact=True).press("Enter")
    expect(panel.get_by_text("Saved")).to_be_visible()
    panel.get_by_role("button", name="Merge with another visitor…").click()
    dialog = inbox.get_by_role("dialog", name="Merge with another visitor")
    dialog.get_by_role("searchbox", name="Name, e-mail or phone").fill("sofia")
    dialog.get_by_role("radio", name=re.compile("Sofia Bianchi")).check()
    picture(inbox, "merge")
    dialog.get_by_role("button", name="Cancel").click()
