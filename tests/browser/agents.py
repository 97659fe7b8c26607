"""An agent: what somebody of the team does and sees in the inbox."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser import looking

INBOX = "/admin/livechat/"


class Agent:
    """Somebody with one tab open in Wagtail's admin."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def logs_in(self, name: str) -> None:
        self.page.goto(f"/admin/login/?next={INBOX}")
        self.fills_in_the_login(name)
        expect(self.list).to_be_visible()

    def fills_in_the_login(self, name: str) -> None:
        self.page.get_by_role("textbox", name="Username").fill(name)
        self.page.get_by_role("textbox", name="Password").fill(name)
        self.page.get_by_role("button", name="Sign in").click()

    def opens_the_inbox(self) -> None:
        self.page.goto(INBOX)
        expect(self.list).to_be_visible()

    def reloads(self) -> None:
        self.page.reload()

    def opens_another_tab(self, path: str = INBOX) -> Agent:
        other = Agent(self.page.context.new_page())
        other.page.goto(path)
        return other

    def looks_elsewhere(self) -> None:
        looking.elsewhere(self.page)

    def comes_back(self) -> None:
        looking.here(self.page)

    # --- The list ----------------------------------------------------------------------------------------------------

    @property
    def list(self) -> Locator:
        return self.page.get_by_role("navigation", name="Conversations")

    def row(self, words: str) -> Locator:
        """The conversation in the list that shows these words."""
        return self.list.get_by_role("link").filter(has_text=words)

    def shows(self, tab: str, queue: str = "") -> None:
        self.list.get_by_role("tab", name=re.compile(f"^{tab}")).click()
        if queue:
            self.list.get_by_role("button", name=re.compile(f"^{queue}")).click()

    def counts(self, queue: str) -> int:
        """The number beside a queue, once there is one."""
        button = self.list.get_by_role("button", name=re.compile(rf"^{queue} \d+$"))
        return int((button.text_content() or "").split()[-1])

    def sees_counts(self, **queues: int) -> None:
        for queue, count in queues.items():
            name = re.compile(rf"^{queue} {count}$", re.IGNORECASE)
            expect(self.list.get_by_role("button", name=name)).to_be_visible()

    # --- Who is on the site ------------------------------------------------------------------------------------------

    def live_row(self, words: str) -> Locator:
        """The visitor in the list of those on the site whose row shows these words."""
        return self.list.get_by_role("list", name="Visitors on the site").get_by_role("listitem").filter(has_text=words)

    def sees_on_site(self, count: int) -> None:
        """Beside the tab and in the bar."""
        expect(self.list.get_by_role("tab", name=f"Visitors {count}", exact=True)).to_be_visible()
        words = f"{count} visitor on site" if count == 1 else f"{count} visitors on site"
        expect(self.page.get_by_text(words)).to_be_visible()

    @property
    def first_words(self) -> Locator:
        """The dialog that begins a conversation."""
        return self.page.get_by_role("dialog", name=re.compile("^Write to"))

    def speaks_first(self, words: str, text: str) -> None:
        """To the visitor on the site whose row shows these words."""
        self.live_row(words).get_by_role("button").click()
        self.first_words.get_by_role("textbox", name="Message").fill(text)
        self.first_words.get_by_role("button", name="Send").click()
        expect(self.first_words).to_be_hidden()
        self.sees(text)

    # --- The thread --------------------------------------------------------------------------------------------------

    @property
    def thread(self) -> Locator:
        return self.page.get_by_role("region", name="Conversation")

    @property
    def log(self) -> Locator:
        return self.thread.get_by_role("log")

    @property
    def box(self) -> Locator:
        return self.thread.get_by_role("textbox", name="Reply", exact=True)

    @property
    def note_box(self) -> Locator:
        return self.thread.get_by_role("textbox", name="Note", exact=True)

    @property
    def files(self) -> Locator:
        """What goes along with the message that is being written."""
        return self.thread.get_by_role("list", name="Files").get_by_role("listitem")

    @property
    def assign_button(self) -> Locator:
        return self.thread.get_by_role("button", name=re.compile("^Assign"))

    def button(self, name: str) -> Locator:
        return self.thread.get_by_role("button", name=name, exact=True)

    def opens(self, words: str) -> None:
        self.row(words).click()
        expect(self.log).to_contain_text(words)

    def replies(self, text: str) -> None:
        self.box.fill(text)
        self.box.press("Enter")

    def writes_a_note(self, text: str) -> None:
        self.thread.get_by_role("tab", name="Note", exact=True).click()
        self.note_box.fill(text)
        self.note_box.press("Enter")

    def adds_a_file(self, name: str, content: bytes = b"Some words", kind: str = "text/plain") -> None:
        with self.page.expect_file_chooser() as chooser:
            self.button("Add a file").click()
        chooser.value.set_files([{"name": name, "mimeType": kind, "buffer": content}])

    def resolves(self) -> None:
        self.button("Resolve").click()
        expect(self.button("Reopen")).to_be_visible()

    def assigns_to(self, name: str) -> None:
        self.assign_button.click()
        self.page.get_by_role("menuitemradio", name=name).click()

    def assigns_the(self, words: str, *, to: str) -> None:
        """Opens the conversation that shows these words, and puts somebody in charge."""
        self.opens(words)
        self.assigns_to(to)
        expect(self.assign_button).to_have_accessible_name(f"Assign: {to}")

    def transfers_to(self, name: str, note: str = "") -> None:
        self.assign_button.click()
        self.page.get_by_role("menuitem", name="Transfer").click()
        dialog = self.page.get_by_role("dialog", name="Transfer the conversation")
        receiver = dialog.get_by_role("option").filter(has_text=name)
        dialog.get_by_role("combobox", name="Transfer to").select_option(value=receiver.get_attribute("value"))
        dialog.get_by_role("textbox", name="Note to the receiver").fill(note)
        dialog.get_by_role("button", name="Transfer", exact=True).click()
        expect(dialog).to_be_hidden()

    def tags(self, name: str) -> None:
        self.button("+ tag").click()
        box = self.page.get_by_role("combobox", name="Add a tag")
        box.fill(name)
        box.press("Enter")
        expect(self.thread.get_by_role("list", name="Tags")).to_contain_text(name)
        box.press("Escape")

    def takes_a_shortcut(self, keyword: str) -> None:
        """Types it into the box and picks it from the list."""
        self.box.press_sequentially(f"/{keyword}")
        self.page.get_by_role("option", name=f"/{keyword}").click()

    def selects(self, *rows: str) -> None:
        for words in rows:
            row = self.list.get_by_role("listitem").filter(has_text=words)
            row.hover()
            row.get_by_role("checkbox").check()

    @property
    def bulk(self) -> Locator:
        """What can be done to all selected conversations."""
        return self.page.get_by_role("group", name="Selected conversations")

    @property
    def done_line(self) -> Locator:
        """What was done last, and how to undo it."""
        return self.page.get_by_role("status").filter(has=self.page.get_by_role("button", name="Undo"))

    def prefers_to_open_the_next(self) -> None:
        button = self.page.get_by_role("button", name="Preferences")
        button.click()
        self.page.get_by_role("checkbox", name="Open the next waiting conversation").check()
        button.click()

    def sees(self, text: str) -> None:
        expect(self.log).to_contain_text(text)

    def sees_once_and_in_order(self, *texts: str) -> None:
        looking.once_and_in_order(self.log, texts)

    def is_told(self, words: str) -> None:
        """By the line below the bar, which speaks when the connection has trouble."""
        expect(self.page.get_by_role("status").filter(has_text=words)).to_be_visible()

    # --- Beside it ---------------------------------------------------------------------------------------------------

    @property
    def visitor_panel(self) -> Locator:
        return self.page.get_by_role("complementary", name="Visitor")

    def room(self, title: str) -> Locator:
        """A part of the visitor panel."""
        return self.visitor_panel.get_by_role("region", name=title, exact=True)

    def section(self, title: str) -> Locator:
        """A part of what the shop knows of a customer."""
        return self.room("Customer").get_by_role("group", name=title, exact=True)

    def fact(self, term: str) -> Locator:
        """What stands beside this word in the visitor panel."""
        row = self.visitor_panel.locator("dl > div").filter(has=self.page.locator("dt").get_by_text(term, exact=True))
        return row.get_by_role("definition")

    def field(self, label: str) -> Locator:
        return self.visitor_panel.get_by_role("textbox", name=label, exact=True)

    def chooses_status(self, status: str) -> None:
        button = self.page.get_by_role("button", name=re.compile("^Your status"))
        if status in button.inner_text():
            return
        button.click()
        # It is shown at once: who leaves before it is stored may leave the shop without it.
        with self.page.expect_response(lambda response: response.request.method == "PATCH"):
            self.page.get_by_role("menuitemradio", name=status, exact=True).click()
        expect(button).to_contain_text(status)

    @property
    def menu_entry(self) -> Locator:
        """The link in Wagtail's menu; its unread number is drawn by the style sheet."""
        return self.page.get_by_role("navigation", name="Main menu").get_by_role("link", name="Live chat")

    def unread_in_the_menu(self) -> int:
        return int(self.menu_entry.get_attribute("data-livechat-unread") or 0)

    def has_unread_in_the_menu(self, count: int) -> None:
        if count:
            expect(self.menu_entry).to_have_attribute("data-livechat-unread", str(count))
        else:
            expect(self.menu_entry).not_to_have_attribute("data-livechat-unread", re.compile(".*"))
