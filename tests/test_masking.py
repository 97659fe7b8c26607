"""Card numbers never get in, and nothing else is touched. The same cases drive the client's tests."""

import json
import re
import sys
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from wagtail_livechat.masking import dotted, masked

CASES = json.loads((Path(__file__).parent / "data" / "masking.json").read_text())
HIDDEN = "•••• •••• •••• "

#: How a brand's cards begin, and how long they are: written down apart from the table that is under test.
BRANDS = {
    "visa": (range(4000, 5000), (13, 16, 19)),
    "mastercard": ((*range(5100, 5600), *range(2221, 2721)), (16,)),
    "american express": ((*range(3400, 3500), *range(3700, 3800)), (15,)),
    "discover": ((6011, *range(6440, 6600)), (16, 17, 18, 19)),
    "diners club": ((*range(3000, 3060), *range(3600, 3700), *range(3800, 4000)), (14, 15, 16, 17, 18, 19)),
    "jcb": (range(3528, 3590), (16, 17, 18, 19)),
    "unionpay": (range(6200, 6300), (16, 17, 18, 19)),
    "maestro": ((*range(5000, 5100), *range(5600, 5900), 6304, 6390, *range(6700, 6800)), (16, 17, 18, 19)),
    "mir": (range(2200, 2205), (16, 17, 18, 19)),
    "rupay": ((*range(6069, 6085), 8172), (16,)),
    "troy": ((9792,), (16,)),
}
#: Where a script's digits begin.
ZEROS = [ord(zero) for zero in "0\uff10\u0660\u06f0\u0966\u0e50\U0001d7ce\U0001e950"]
SEPARATORS = [*" -.\n\t\u00a0\u2009\u202f\u2011\u2013\u2212\u3000\u200b\u00ad\u2060", "\r\n", " - ", " \n"]


def check_digit(digits: str) -> str:
    """Luhn, the slow way: from the right, every second digit doubled, its own digits added."""
    doubled = (str(int(digit) * (2 - place % 2)) for place, digit in enumerate(reversed(digits)))
    return str(-sum(map(int, "".join(doubled))) % 10)


@st.composite
def cards(draw) -> str:
    prefixes, lengths = BRANDS[draw(st.sampled_from(sorted(BRANDS)))]
    length = draw(st.sampled_from(lengths))
    begins = str(draw(st.sampled_from(prefixes)))
    middle = "".join(draw(st.lists(st.sampled_from("0123456789"), min_size=length - 5, max_size=length - 5)))
    return begins + middle + check_digit(begins + middle)


@st.composite
def written(draw, card: str) -> str:
    """The card as somebody may write it: digits of any script, in groups with any separators between."""
    zero = draw(st.sampled_from(ZEROS))
    gaps = draw(st.lists(st.sampled_from(["", "", "", *SEPARATORS]), min_size=len(card) - 1, max_size=len(card) - 1))
    digits = [chr(zero + int(digit)) for digit in card]
    return digits[0] + "".join(gap + digit for gap, digit in zip(gaps, digits[1:], strict=True))


#: Without digits, and without what joins or explains them.
AROUND = st.text().map(lambda text: re.sub(r"[\d+/%]", "", text))
NUMBERISH = st.text(st.sampled_from("0123456789444222  --..\n+/%•AE\u00a0\u0664\uff14"), max_size=120)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_case(case):
    assert masked(case["text"]) == case["masked"]
    assert masked(case["masked"]) == case["masked"]
    if "dotted" in case:
        assert dotted(case["text"]) == case["dotted"]
    assert masked(dotted(case["text"])) == dotted(case["text"]), "a preview shows a card"


@hypothesis_settings(max_examples=500, deadline=None)
@given(data=st.data(), card=cards(), before=AROUND, after=AROUND)
def test_any_card_in_any_text_is_masked_and_nothing_else_changes(data, card, before, after):
    text = before + data.draw(written(card)) + after

    assert masked(text) == before + HIDDEN + card[-4:] + after


@hypothesis_settings(max_examples=200, deadline=None)
@given(first=cards(), second=cards(), gap=st.sampled_from(SEPARATORS))
def test_two_cards_beside_each_other_are_both_masked(first, second, gap):
    assert masked(first + gap + second) == f"{HIDDEN}{first[-4:]}{gap}{HIDDEN}{second[-4:]}"


@hypothesis_settings(max_examples=300, deadline=None)
@given(card=cards(), more=st.text("0123456789", min_size=1, max_size=10), first=st.booleans())
def test_a_longer_number_is_no_card_because_of_a_part_of_it(card, more, first):
    number = more + card if first else card + more
    if len(number) > 19:
        assert masked(f"No. {number}.") == f"No. {number}."


@hypothesis_settings(max_examples=300, deadline=None)
@given(texts=st.lists(st.text("0123456789 -.\n", max_size=12), max_size=10))
def test_a_text_without_enough_digits_together_stays_as_it_is(texts):
    text = "x".join(texts)

    assert masked(text) == text


@hypothesis_settings(max_examples=300, deadline=None)
@given(card=cards(), wrong=st.integers(1, 9))
def test_a_wrong_check_digit_makes_no_card(card, wrong):
    number = card[:-1] + str((int(card[-1]) + wrong) % 10)

    assert masked(f"order {number}") == f"order {number}"


@hypothesis_settings(max_examples=1_000, deadline=None)
@given(NUMBERISH)
@example("4242424242424242 4242 4242 4242")
@example("4242 4242 4242 4242 42 42 42 42 42 42 42 42")
def test_masking_twice_changes_nothing_more(text):
    once = masked(text)

    assert masked(once) == once


@hypothesis_settings(max_examples=500, deadline=None)
@given(NUMBERISH | st.text())
def test_a_preview_has_no_long_number_and_keeps_everything_else(text):
    shown = dotted(text)

    assert not re.search(r"\d(?:[ .\-\n\u00a0]?\d){6}", shown)
    assert masked(shown) == shown
    assert len(shown) == len(text)
    assert all(was == now or (was.isdecimal() and now == "•") for was, now in zip(text, shown, strict=True))


@hypothesis_settings(max_examples=300, deadline=None)
@given(data=st.data(), card=cards())
def test_a_preview_of_any_card_shows_no_digit_of_it(data, card):
    assert not re.search(r"\d", dotted(data.draw(written(card))))


def test_every_space_dash_and_invisible_character_may_stand_between_digits():
    between = [chr(code) for code in range(sys.maxunicode) if unicodedata.category(chr(code)) in ("Zs", "Pd", "Cf")]

    kept = [hex(ord(character)) for character in between if masked(character.join("4242" for _ in range(4)))[:1] != "•"]

    assert kept == []


def test_every_decimal_digit_is_one():
    numbers = (chr(code) for code in range(sys.maxunicode) if unicodedata.decimal(chr(code), None) == 4)

    # 4444444444444448 is a Visa.
    assert {masked(four * 15 + chr(ord(four) + 4)) for four in numbers} == {f"{HIDDEN}4448"}


@pytest.fixture
def unwatched():
    """Without a tracer, such as that of coverage, which costs more than what is measured."""
    tracer = sys.gettrace()
    sys.settrace(None)
    yield
    sys.settrace(tracer)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("4" * 1_000_000, id="digits"),
        pytest.param("４" * 1_000_000, id="full-width digits"),
        pytest.param("4 " * 500_000, id="a space after each digit"),
        pytest.param("4\u200b-\u200b" * 250_000, id="several separators after each digit"),
        pytest.param("4242 " * 200_000, id="groups of four that are cards"),
        pytest.param("4243 " * 200_000, id="groups of four that are none"),
        pytest.param("42 4242-4242.42," * 62_500, id="odd groups"),
        pytest.param("4242424242424242 " * 58_800, id="cards"),
        pytest.param(" " * 1_000_000, id="spaces"),
        pytest.param("DE89 3704 0044 0532 0130 00 4242 4242 4242 4242 " * 20_800, id="cards after IBANs"),
        pytest.param("%20" * 333_333, id="escapes"),
        pytest.param("•••• " * 200_000, id="half of a mask"),
    ],
)
@pytest.mark.usefixtures("unwatched")
def test_a_megabyte_takes_less_than_a_second(text):
    spent = []
    # The better of two: the machine may do something else meanwhile.
    for function in (masked, dotted):
        for _ in range(2):
            began = time.process_time()
            function(text)
            spent.append(time.process_time() - began)

    assert min(spent[:2]) < 1
    assert min(spent[2:]) < 1
