"""A shopper: what somebody on the public site does and sees."""

from __future__ import annotations

import re
from collections.abc import Mapping

from playwright.sync_api import Locator, Page, expect

from tests.browser import looking
from tests.browser.shops import GUJI


class Shopper:
    """Somebody with one tab open on the public site."""

    def __init__(self, page: Page) -> None:
        self.page = page

    # --- The site ----------------------------------------------------------------------------------------------------

    def logs_in(self, name: str) -> None:
        self.visits("/shop/accounts/login/")
        self.page.get_by_role("textbox", name="E-mail address or user name").fill(name)
        self.page.locator("#login_form").get_by_label("Password").fill(name)
        self.page.get_by_role("button", name="Log in").click()
        expect(self.page.get_by_role("navigation", name="Your account")).to_contain_text("Log out")

    def logs_out(self) -> None:
        account = self.page.get_by_role("navigation", name="Your account")
        account.get_by_role("link", name="Log out").click()
        expect(account).not_to_contain_text("Log out")

    def visits(self, path: str = GUJI) -> None:
        self.page.goto(path)

    def reloads(self) -> None:
        self.page.reload()

    def opens_another_tab(self) -> Shopper:
        other = Shopper(self.page.context.new_page())
        other.visits()
        return other

    def looks_elsewhere(self) -> None:
        looking.elsewhere(self.page)

    def comes_back(self) -> None:
        looking.here(self.page)

    # --- The widget --------------------------------------------------------------------------------------------------

    @property
    def launcher(self) -> Locator:
        return self.page.get_by_role("button", name=re.compile("^Open chat"))

    @property
    def panel(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def log(self) -> Locator:
        return self.panel.get_by_role("log")

    @property
    def box(self) -> Locator:
        return self.panel.get_by_role("textbox", name="Message", exact=True)

    @property
    def send_button(self) -> Locator:
        return self.panel.get_by_role("button", name="Send", exact=True)

    @property
    def group_choice(self) -> Locator:
        return self.panel.get_by_role("combobox", name="Who should answer?")

    @property
    def form(self) -> Locator:
        """What is asked, in the place of the box."""
        return self.panel.get_by_role("form")

    def opens_a_form(self) -> None:
        """Where something is asked before anything can be written."""
        self.launcher.click()
        expect(self.form.get_by_role("button").last).to_be_visible()

    def asked_for(self, label: str) -> Locator:
        """The form's text box of this label, required or not."""
        return self.form.get_by_role("textbox", name=re.compile(rf"^{label}( \(required\))?$"))

    def fills_in(self, answers: Mapping[str, str]) -> None:
        for label, answer in answers.items():
            self.asked_for(label).fill(answer)

    def presses(self, name: str) -> None:
        """One of the form's buttons."""
        self.form.get_by_role("button", name=name, exact=True).click()

    def opens_the_chat(self) -> None:
        self.launcher.click()
        expect(self.box).to_be_visible()

    def closes_the_chat(self) -> None:
        self.panel.get_by_role("button", name="Close chat").click()
        expect(self.panel).to_be_hidden()

    @property
    def menu_button(self) -> Locator:
        return self.panel.get_by_role("button", name="More", exact=True)

    def menu_entry(self, name: str) -> Locator:
        """Of the open menu."""
        return self.panel.get_by_role("menu", name="More").get_by_role("menuitem", name=name, exact=True)

    def chooses(self, name: str) -> None:
        """From the menu."""
        self.menu_button.click()
        self.menu_entry(name).click()
        expect(self.menu_entry(name)).to_be_hidden()

    def chooses_group(self, name: str) -> None:
        """Before the first message."""
        self.group_choice.select_option(label=name)

    def writes(self, text: str) -> None:
        self.box.fill(text)
        self.box.press("Enter")

    def sends(self, text: str) -> None:
        """Writes, and waits until the message is stored."""
        self.writes(text)
        expect(self.log).to_contain_text(re.compile(re.escape(text) + r".*(Sent|Seen)", re.DOTALL))

    def sees(self, text: str) -> None:
        expect(self.log).to_contain_text(text)

    def sees_file(self, name: str) -> None:
        """A picture or a download."""
        expect(self.log.get_by_role("link", name=name)).to_be_visible()

    @property
    def files(self) -> Locator:
        """What goes along with the message that is being written."""
        return self.panel.get_by_role("list", name="Files").get_by_role("listitem")

    def adds_a_file(self, name: str, content: bytes = b"Some words", kind: str = "text/plain") -> None:
        with self.page.expect_file_chooser() as chooser:
            self.panel.get_by_role("button", name="Attach a file").click()
        chooser.value.set_files([{"name": name, "mimeType": kind, "buffer": content}])

    def sees_picture(self, name: str) -> None:
        """Drawn, not only announced."""
        picture = self.log.get_by_role("img", name=name)
        picture.scroll_into_view_if_needed()
        expect(picture).not_to_have_js_property("naturalWidth", 0)

    def sees_once_and_in_order(self, *texts: str) -> None:
        looking.once_and_in_order(self.log, texts)

    def is_told(self, notice: str | re.Pattern[str]) -> None:
        """By the line above the box."""
        expect(self.panel.get_by_role("status")).to_contain_text(notice)

    def has_unread(self, count: int) -> None:
        """What the launcher and the title say."""
        words = {0: "Open chat", 1: "Open chat, 1 unread message"}
        expect(self.launcher).to_have_accessible_name(words.get(count, f"Open chat, {count} unread messages"))
        expect(self.page).to_have_title(re.compile(rf"^\({count}\) " if count else r"^[^(]"))
