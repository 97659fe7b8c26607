"""Files that shoppers send: chosen, pasted, dropped; how far they came, and what becomes of those that may not go."""

import io
import re
from base64 import b64encode

import pytest
from PIL import Image
from playwright.sync_api import Locator, Route, expect

from tests.browser.agents import Agent
from tests.browser.shoppers import Shopper

UPLOADS = "**/livechat/api/visitor/attachments"

_TRANSFER = """
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, { type }));
"""
_DROP = f"""(element, [name, type, base64]) => {{ {_TRANSFER}
  for (const kind of ["dragover", "drop"]) {{
    element.dispatchEvent(new DragEvent(kind, {{ bubbles: true, composed: true, cancelable: true, dataTransfer: transfer }}));
  }}
}}"""
_DRAG_OVER = f"""(element, [name, type, base64]) => {{ {_TRANSFER}
  element.dispatchEvent(new DragEvent("dragover", {{ bubbles: true, composed: true, cancelable: true, dataTransfer: transfer }}));
}}"""
_PASTE = f"""(element, [name, type, base64]) => {{ {_TRANSFER}
  element.dispatchEvent(new ClipboardEvent("paste", {{ bubbles: true, cancelable: true, clipboardData: transfer }}));
}}"""


def a_photo(size: tuple[int, int] = (900, 600), colour: str = "peru") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "JPEG")
    return buffer.getvalue()


def given(name: str, contents: bytes, kind: str = "image/jpeg") -> list[str]:
    return [name, kind, b64encode(contents).decode()]


def test_a_photo_is_chosen_pasted_or_dropped_and_the_agent_sees_it_small(shopper: Shopper, agent: Agent) -> None:
    shopper.visits()
    shopper.opens_the_chat()
    shopper.adds_a_file("kettle.jpg", a_photo(), "image/jpeg")
    shopper.box.evaluate(_PASTE, given("image.png", a_photo(), "image/png"))
    shopper.panel.evaluate(_DROP, given("grinder.jpg", a_photo(colour="olive")))
    expect(shopper.files).to_have_count(3)
    # What the clipboard called a PNG is none.
    expect(shopper.files.nth(1)).to_contain_text("This file is damaged, or not what its name says.")
    shopper.panel.get_by_role("button", name="Remove image.png").click()
    expect(shopper.box).to_be_focused()

    shopper.writes("It leaks, look")

    expect(shopper.files).to_have_count(0)
    expect(shopper.box).to_have_value("")
    shopper.sees_picture("kettle.jpg")
    agent.opens("It leaks, look")
    for name in ("kettle.jpg", "grinder.jpg"):
        picture = agent.log.get_by_role("img", name=name)
        expect(picture).not_to_have_js_property("naturalWidth", 0)
        expect(picture).to_have_js_property("naturalWidth", 480)
        expect(agent.log.get_by_role("link", name=name)).to_have_attribute("href", re.compile(rf"{name}$"))


def test_a_file_alone_is_a_message_and_stands_in_the_list(shopper: Shopper, agent: Agent) -> None:
    shopper.visits()
    shopper.opens_the_chat()
    shopper.adds_a_file("order-77 receipt.txt")
    expect(shopper.panel.get_by_role("status").filter(has_text="order-77 receipt.txt is attached")).to_have_count(1)

    shopper.send_button.click()

    shopper.sees_file("order-77 receipt.txt")
    agent.opens("order-77 receipt.txt")
    expect(agent.log.get_by_role("link", name="order-77 receipt.txt")).to_be_visible()


def test_what_may_not_be_sent_says_so_at_once_and_holds_the_message(shopper: Shopper) -> None:
    asked: list[str] = []
    shopper.page.on("request", lambda request: asked.append(request.url))
    shopper.visits()
    shopper.opens_the_chat()
    shopper.panel.evaluate(_DROP, given("program.exe", b"MZ", "application/x-msdownload"))
    expect(shopper.panel.get_by_role("alert")).to_have_text(["Files of this kind cannot be sent."])
    expect(shopper.panel.get_by_role("button", name="Try again")).to_have_count(0)
    shopper.writes("With a program")
    expect(shopper.box).to_have_value("With a program")
    expect(shopper.send_button).to_have_attribute("aria-disabled", "true")
    assert not any(url.endswith("/attachments") for url in asked)

    shopper.panel.get_by_role("button", name="Remove program.exe").click()
    shopper.box.press("Enter")

    shopper.sees("With a program")


def waiting(shopper: Shopper) -> list[Route]:
    """From now on uploads wait on the line."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    shopper.page.route(UPLOADS, hold)
    return held


def test_a_message_goes_out_once_its_file_is_there(shopper: Shopper) -> None:
    shopper.visits()
    shopper.opens_the_chat()
    held = waiting(shopper)
    shopper.adds_a_file("kettle.jpg", a_photo(), "image/jpeg")
    expect(shopper.panel.get_by_role("progressbar", name="Uploading kettle.jpg")).to_be_visible()
    shopper.writes("Here it is")
    expect(shopper.panel.get_by_text("Your message goes out as soon as its files are there.")).to_be_visible()
    expect(shopper.box).to_have_value("Here it is")

    held[0].continue_()

    shopper.sees("Here it is")
    shopper.sees_picture("kettle.jpg")
    expect(shopper.box).to_have_value("")


def test_an_upload_is_cancelled_and_the_words_go_alone(shopper: Shopper) -> None:
    shopper.visits()
    shopper.opens_the_chat()
    waiting(shopper)
    with shopper.page.expect_event("requestfailed", lambda request: request.url.endswith("/attachments")):
        shopper.adds_a_file("film.mp4", b"\0\0\0\x18ftypisom", "video/mp4")
        shopper.panel.get_by_role("button", name="Cancel film.mp4").click()
    expect(shopper.files).to_have_count(0)

    shopper.sends("Without it, then")

    expect(shopper.log.get_by_role("link")).to_have_count(0)


def test_an_upload_that_broke_off_is_tried_again(shopper: Shopper) -> None:
    shopper.visits()
    shopper.opens_the_chat()
    shopper.page.route(UPLOADS, lambda route: route.abort(), times=1)
    shopper.adds_a_file("list.csv", b"Guji;1 kg", "text/csv")
    expect(shopper.files).to_contain_text("Not uploaded.")

    shopper.panel.get_by_role("button", name="Try again").click()
    expect(shopper.panel.get_by_role("button", name="Remove list.csv")).to_be_visible()
    expect(shopper.panel.get_by_role("progressbar")).to_have_count(0)
    shopper.send_button.click()

    shopper.sees_file("list.csv")


def test_files_are_sent_by_keyboard_alone(shopper: Shopper) -> None:
    # Somebody listens all the time: a key is faster than a listener that is only being set up.
    shopper.page.on("filechooser", lambda _chooser: None)
    shopper.visits()
    shopper.launcher.focus()
    shopper.page.keyboard.press("Enter")
    expect(shopper.box).to_be_focused()
    shopper.page.keyboard.press("Shift+Tab")
    attach = shopper.panel.get_by_role("button", name="Attach a file")
    expect(attach).to_be_focused()
    for name in ("one.txt", "two.txt"):
        attach.focus()
        with shopper.page.expect_file_chooser() as chooser:
            shopper.page.keyboard.press("Enter")
        chooser.value.set_files([{"name": name, "mimeType": "text/plain", "buffer": b"words"}])
        expect(shopper.panel.get_by_role("button", name=f"Remove {name}")).to_be_visible()
        expect(shopper.box).to_be_focused()
    for _step in range(2):
        shopper.page.keyboard.press("Shift+Tab")
    expect(shopper.panel.get_by_role("button", name="Remove two.txt")).to_be_focused()
    shopper.page.keyboard.press("Enter")
    expect(shopper.box).to_be_focused()

    shopper.page.keyboard.press("Enter")

    shopper.sees_file("one.txt")
    expect(shopper.log.get_by_role("link")).to_have_count(1)


def test_where_files_can_be_dropped_shows_while_they_are_held(shopper: Shopper) -> None:
    shopper.visits()
    shopper.opens_the_chat()
    composer = shopper.panel.locator("form.composer")

    shopper.panel.evaluate(_DRAG_OVER, given("kettle.jpg", a_photo()))
    expect(composer).to_have_class(re.compile("over"))
    shopper.panel.evaluate(_DROP, given("kettle.jpg", a_photo()))

    expect(composer).not_to_have_class(re.compile("over"))
    expect(shopper.files).to_have_count(1)


@pytest.mark.parametrize(
    "options", [{"viewport": {"width": 360, "height": 640}}, {"color_scheme": "dark"}], ids=["phone", "dark"]
)
def test_nothing_is_cut_off_by_many_files_with_long_names(a_shopper, options: dict[str, object]) -> None:
    shopper: Shopper = a_shopper(**options)
    shopper.visits()
    shopper.opens_the_chat()
    for number in range(4):
        shopper.adds_a_file(f"{number} {'a very long name ' * 8}.txt")
    expect(shopper.files).to_have_count(4)

    widths: Locator = shopper.panel
    assert widths.evaluate("panel => panel.scrollWidth <= panel.clientWidth")
    expect(shopper.box).to_be_in_viewport()
    expect(shopper.send_button).to_be_in_viewport()
