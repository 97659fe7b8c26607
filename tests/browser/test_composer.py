"""What agents write with: shortcuts, notes, files, emoji; and what is asked before a reply goes out."""

import re

from playwright.sync_api import expect

from tests.browser.agents import Agent
from tests.browser.shoppers import Shopper

_DROP = """(element, name) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File(["Some words"], name, { type: "text/plain" }));
  for (const type of ["dragover", "drop"]) {
    element.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
  }
}"""

_PASTE = """(element, name) => {
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File(["Some words"], name, { type: "text/plain" }));
  element.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData }));
}"""


def test_shortcuts_are_found_while_typing_and_their_placeholders_are_filled(
    question: str, shopper: Shopper, agent: Agent
) -> None:
    agent.opens(question)
    list_ = agent.page.get_by_role("listbox", name="Shortcuts")

    agent.box.press_sequentially("/or")
    expect(list_.get_by_role("option").first).to_contain_text("/order")
    agent.box.press("Enter")
    expect(agent.box).to_have_value("I am looking at order {order}, just a moment.")
    agent.page.keyboard.type("100012")
    agent.page.keyboard.press("End")
    agent.page.keyboard.type(" /by")
    agent.page.keyboard.press("Tab")
    expect(agent.box).to_have_value(re.compile(r"order 100012, just a moment\. Thank you, \{visitor\}.* Martin Novak$"))

    agent.page.keyboard.type("Eva")
    agent.box.press("Enter")
    shopper.sees("I am looking at order 100012, just a moment. Thank you, Eva, and enjoy your coffee. Martin Novak")


def test_a_placeholder_without_a_value_is_not_sent_unasked(question: str, shopper: Shopper, agent: Agent) -> None:
    agent.opens(question)
    agent.button("/ shortcuts").click()
    agent.page.get_by_role("option").filter(has_text="/order").click()
    agent.box.press("Enter")

    panel = agent.thread.get_by_role("group", name="Before it is sent")
    expect(panel).to_contain_text("Not filled in: {order}. Send anyway?")
    agent.button("Keep writing").click()
    expect(panel).to_be_hidden()
    agent.page.keyboard.type("7")
    agent.box.press("Enter")

    shopper.sees("I am looking at order 7, just a moment.")


def test_a_shortcut_brings_its_file_along(question: str, shopper: Shopper, agent: Agent) -> None:
    agent.opens(question)
    agent.box.press_sequentially("/recipe")
    agent.page.get_by_role("option", name="/recipe").click()
    expect(agent.files).to_have_count(1)

    agent.box.fill("Here it is")
    agent.box.press("Enter")

    expect(agent.files).to_have_count(0)
    expect(shopper.log.get_by_role("link").filter(has=shopper.page.get_by_role("img"))).to_be_visible()


def test_files_are_chosen_dropped_and_pasted_and_wait_over_a_reload(
    question: str, shopper: Shopper, agent: Agent
) -> None:
    agent.opens(question)
    agent.adds_a_file("chosen.txt")
    agent.log.evaluate(_DROP, "dropped.txt")
    agent.box.evaluate(_PASTE, "pasted.txt")
    expect(agent.files).to_have_text([re.compile("chosen"), re.compile("dropped"), re.compile("pasted")])
    agent.button("Remove pasted.txt").click()
    expect(agent.button("Send")).to_be_enabled()

    agent.reloads()
    expect(agent.files).to_have_text([re.compile("chosen"), re.compile("dropped")])
    agent.button("Send").click()

    for name in ("chosen.txt", "dropped.txt"):
        expect(shopper.log.get_by_role("link", name=re.compile(name))).to_be_visible()


def test_a_file_that_is_refused_says_why_and_holds_the_message(question: str, shopper: Shopper, agent: Agent) -> None:
    agent.opens(question)
    agent.box.fill("With a program")
    agent.adds_a_file("program.exe", b"MZ", "application/x-msdownload")
    expect(agent.files).to_contain_text("Files of this kind cannot be sent.")
    expect(agent.button("Send")).to_be_disabled()

    agent.button("Remove program.exe").click()
    agent.box.press("Enter")

    shopper.sees("With a program")


def test_a_note_calls_a_colleague_and_stays_among_agents(question: str, shopper: Shopper, agent: Agent) -> None:
    agent.opens(question)
    agent.thread.get_by_role("tab", name="Note", exact=True).click()
    expect(agent.note_box).to_be_focused()
    agent.page.keyboard.type("Ask @tom")
    expect(agent.page.get_by_role("listbox", name="Colleagues")).to_be_visible()
    agent.page.keyboard.press("Enter")
    agent.page.keyboard.type("first")
    expect(agent.note_box).to_have_value("Ask @Tom Becker first")

    agent.page.keyboard.press("Enter")
    agent.sees("Ask @Tom Becker first")
    agent.thread.get_by_role("tab", name="Reply", exact=True).click()
    agent.replies("One moment")

    shopper.sees("One moment")
    expect(shopper.log).not_to_contain_text("Tom Becker")


def test_reply_and_note_have_drafts_of_their_own(question: str, agent: Agent) -> None:
    agent.opens(question)
    agent.box.fill("To the visitor")
    agent.thread.get_by_role("tab", name="Note", exact=True).click()
    expect(agent.note_box).to_be_empty()
    agent.note_box.fill("To colleagues")

    agent.reloads()
    expect(agent.box).to_have_value("To the visitor")
    agent.thread.get_by_role("tab", name="Note", exact=True).click()
    expect(agent.note_box).to_have_value("To colleagues")


def test_a_reply_after_a_colleagues_asks_first(question: str, shopper: Shopper, agent: Agent, manager: Agent) -> None:
    agent.opens(question)
    agent.replies("I take it")
    manager.opens("I take it")
    agent.box.press_sequentially("It is sold out", delay=100)
    expect(manager.thread.get_by_role("status").filter(has_text="Martin Novak is typing")).to_be_visible()
    manager.replies("It comes on Friday")
    agent.sees("It comes on Friday")

    agent.box.press("Enter")
    panel = agent.thread.get_by_role("group", name="Before it is sent")
    expect(panel).to_contain_text("Tom Becker has just replied. Send anyway?")
    expect(agent.box).to_have_value("It is sold out")
    expect(shopper.log).not_to_contain_text("It is sold out")

    agent.button("Send anyway").click()
    shopper.sees("It is sold out")


def test_ctrl_enter_sends_and_resolves(question: str, shopper: Shopper, agent: Agent) -> None:
    agent.opens(question)
    agent.box.fill("That is all then")
    agent.box.press("Control+Enter")

    shopper.sees("That is all then")
    shopper.sees("This conversation was closed.")
    expect(agent.row("That is all then")).to_be_hidden()


def test_a_paste_of_several_lines_keeps_them_and_an_emoji_goes_to_the_cursor(
    question: str, shopper: Shopper, agent: Agent
) -> None:
    agent.opens(question)
    agent.box.focus()
    agent.page.keyboard.insert_text("One\nTwo\n\nFour")
    agent.page.keyboard.press("Control+Home")
    agent.button("Emoji").click()
    expect(agent.page.get_by_role("button", name="grinning face", exact=True)).to_be_focused()
    agent.page.keyboard.press("ArrowDown")
    agent.page.keyboard.press("Enter")

    expect(agent.box).to_have_value("😘One\nTwo\n\nFour")
    expect(agent.box).to_be_focused()
    agent.page.keyboard.press("Control+z")
    expect(agent.box).to_have_value("One\nTwo\n\nFour")
