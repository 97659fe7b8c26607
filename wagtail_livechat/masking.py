"""Card numbers out of any text. Nothing but the number changes: what stands around it stays as it was typed.

A run is groups of digits (of any script) with a gap between each two: up to four spaces, dashes, dots, line breaks or
invisible characters. A card is one or more whole groups of a run that together begin as a brand's cards do, are as long
as those are (13 to 19 digits) and have a right check digit (Luhn, ISO/IEC 7812-1 annex B). Which groups:

1. From left to right, those of which none but the last is shorter than four digits, as people write cards; the length
   that is usual for the brand first, then the longest. So an order number before a card or the code after it stays.
2. What is left between those, in whatever groups, where all of it is one card.

Left alone are what belongs to an IBAN, to a UUID or to a date, and phone numbers with a "+".
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from typing import Final, NamedTuple

#: What a card number becomes, before its last four digits.
_HIDDEN: Final = "\u2022\u2022\u2022\u2022 " * 3

# Spaces and line breaks; the categories Pd (and the minus) and Cf; dots; what makes a digit an emoji.
_SEPARATOR: Final = (
    r"[\s\-\u058a\u05be\u1400\u1806\u2010-\u2015\u2212\u2e17\u2e1a\u2e3a\u2e3b\u2e40\u2e5d\u301c\u3030\u30a0\ufe31\ufe32"
    r"\ufe58\ufe63\uff0d\U00010d6e\U00010ead\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f"
    r"\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f.\xb7\u2024\u2027\uff0e\ufe0f\u20e3]"
)
#: "+" is a URL's space; so is "%20", where it was not taken out before.
_GAP: Final = rf"(?:{_SEPARATOR}{{1,4}}|\+)"
_TYPED_GAP: Final = rf"(?:{_SEPARATOR}{{1,4}}|\+|%20)"

_DIGIT: Final = re.compile(r"\d")
_SEVEN_DIGITS: Final = re.compile(rf"\d(?:{_TYPED_GAP}?\d){{6,}}+")
_THIRTEEN_DIGITS: Final = re.compile(rf"\d(?:{_TYPED_GAP}?\d){{12}}")
#: A URL's escapes, and what was masked before.
_NO_DIGITS: Final = re.compile(rf"%[0-9A-Fa-f]{{2}}|{_HIDDEN}\d{{4}}(?!\d)")

# Of a text whose digits are all 0 to 9, see _plain().
_GROUP: Final = re.compile("[0-9]+")
_RUN: Final = re.compile(rf"[0-9]++(?:{_GAP}[0-9]++)*+")
_TIDY: Final = re.compile(rf"[0-9]{{4,}}+(?:{_GAP}[0-9]{{4,}}+)*+(?:{_GAP}[0-9]{{1,3}}+)?")

# Looked for apart from the rest, so that what only looks like an IBAN does not hide one; the letter first, which is
# fastest.
_IBAN_BEGINS: Final = re.compile(r"[A-Za-z](?<![^\W_][A-Za-z])(?=[A-Za-z][0-9]{2})")
_UUID: Final = re.compile(r"\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_DATE: Final = re.compile(
    r"(?<!\d)(?:[0-3]?\d([.-])[01]?\d\1(?:19|20)\d\d|(?:19|20)\d\d([.-])[01]\d\2[0-3]\d)(?!\d)", re.ASCII
)

_SEPARATORS: Final = re.compile(_SEPARATOR)
_LETTERS: Final = str.maketrans(
    {letter: str(value) for value, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ", start=10)}
)

#: How many characters an IBAN has, by country (SWIFT, IBAN Registry).
_IBAN_LENGTHS: Final = {
    entry[:2]: int(entry[2:])
    for entry in re.findall(
        "....",
        "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18"
        "FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21"
        "LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24"
        "SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30",
    )
}

_LONG: Final = (16, 19, 18, 17)
#: The first four digits from and to, and the lengths of such cards, the usual one first. ISO/IEC 7812 as the brands
#: publish their ranges; Maestro's shorter numbers are left out, because phone numbers and barcodes look like them.
_BRANDS: Final = (
    (4000, 4999, (16, 19, 13)),  # Visa
    (5100, 5599, (16,)),  # Mastercard
    (2221, 2720, (16,)),  # Mastercard
    (3400, 3499, (15,)),  # American Express
    (3700, 3799, (15,)),  # American Express
    (6011, 6011, _LONG),  # Discover
    (6440, 6599, _LONG),  # Discover; RuPay, Troy, Elo and Verve begin with 65 too
    (3000, 3059, (14, *_LONG, 15)),  # Diners Club
    (3095, 3095, (14, *_LONG, 15)),  # Diners Club
    (3600, 3699, (14, *_LONG, 15)),  # Diners Club
    (3800, 3999, (14, *_LONG, 15)),  # Diners Club
    (3528, 3589, _LONG),  # JCB
    (6200, 6299, _LONG),  # UnionPay
    (8100, 8299, _LONG),  # UnionPay, RuPay
    (6000, 6010, (16,)),  # RuPay
    (6012, 6099, (16,)),  # RuPay
    (9792, 9792, (16,)),  # Troy
    (2200, 2204, _LONG),  # Mir
    (5000, 5099, _LONG),  # Maestro; Elo, RuPay and Verve begin with 50 too
    (5600, 5999, _LONG),  # Maestro
    (6300, 6399, _LONG),  # Maestro; Elo and InstaPayment begin with 63 too
    (6700, 6799, _LONG),  # Maestro
)
#: Those lengths, by the first four digits.
_LENGTHS: Final = {str(first): lengths for low, high, lengths in _BRANDS for first in range(low, high + 1)}
#: In characters, with the widest gaps between its digits and around it.
_LONGEST_CARD: Final = 19 + 20 * 4
#: What a digit counts for the check digit: itself, or every second one its double's digits.
_ONCE: Final = bytes.maketrans(b"0123456789", bytes(range(10)))
_TWICE: Final = bytes.maketrans(b"0123456789", bytes((0, 2, 4, 6, 8, 1, 3, 5, 7, 9)))


class _Card(NamedTuple):
    """Where a card stands, and its last four digits."""

    start: int
    end: int
    last: str


def masked(text: str) -> str:
    """The text with "•••• •••• •••• 4242" for each card number. Masking twice changes nothing more."""
    if not _THIRTEEN_DIGITS.search(text):
        return text
    plain, parts, at = _plain(text), [], 0
    for run in _RUN.finditer(plain):
        for card in _cards(plain, run.start(), run.end()):
            parts += [text[at : card.start], _HIDDEN, card.last]
            at = card.end
    return "".join([*parts, text[at:]])


def dotted(text: str) -> str:
    """What a preview of unfinished text may show: a dot for each digit of a run of seven or more."""
    return _SEVEN_DIGITS.sub(lambda run: _DIGIT.sub("\u2022", run[0]), text)


def _plain(text: str) -> str:
    """As long as the text and with its digits at the same places, but all of them 0 to 9."""
    text = _NO_DIGITS.sub(lambda found: (" " if found[0] == "%20" else "%") * len(found[0]), text)
    if text.isascii():
        return text
    return text.translate({ord(digit): str(int(digit)) for digit in set(text) if digit.isdecimal()})


def _cards(text: str, start: int, end: int) -> Iterator[_Card]:
    """The cards of a run, in order."""
    if end - start < 13:
        return
    for card in _tidy_cards(text, start, end):
        yield from _only_card(text, start, card.start)
        yield card
        start = card.end
    yield from _only_card(text, start, end)


def _tidy_cards(text: str, start: int, end: int) -> Iterator[_Card]:
    for stretch in _TIDY.finditer(text, start, end):
        if stretch.end() - stretch.start() >= 13:
            yield from _cards_among(text, _groups(text, *stretch.span()))


def _cards_among(text: str, groups: list[tuple[int, int]]) -> Iterator[_Card]:
    """From left to right, the cards that whole groups make."""
    digits = _digits(text, groups)
    # Which group begins after so many digits.
    places = {
        place: number for number, place in enumerate(accumulate((end - start for start, end in groups), initial=0))
    }
    after = 0
    for place, number in places.items():
        if place < after:
            continue
        for length in _LENGTHS.get(digits[place : place + 4], ()):
            stop = places.get(place + length)
            if stop and (card := _card(text, groups[number:stop], digits[place : place + length])):
                yield card
                after = place + length
                break


def _only_card(text: str, start: int, end: int) -> Iterator[_Card]:
    """What is left of a run, where all of it is one card."""
    if not 13 <= end - start <= _LONGEST_CARD:
        return
    groups = _groups(text, start, end)
    # The month of "12/27" is no part of the card before it.
    if groups and groups[-1][1] - groups[-1][0] <= 2 and text.startswith("/", groups[-1][1]):
        groups.pop()
    digits = _digits(text, groups)
    if len(digits) in _LENGTHS.get(digits[:4], ()) and (card := _card(text, groups, digits)):
        yield card


def _groups(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [group.span() for group in _GROUP.finditer(text, start, end)]


def _digits(text: str, groups: list[tuple[int, int]]) -> str:
    return "".join([text[start:end] for start, end in groups])


def _card(text: str, groups: list[tuple[int, int]], digits: str) -> _Card | None:
    """These groups as a card; None where the check digit is wrong or they are something else."""
    codes = digits.encode()
    if (sum(codes[-1::-2].translate(_ONCE)) + sum(codes[-2::-2].translate(_TWICE))) % 10:
        return None
    start, end = groups[0][0], groups[-1][1]
    if _is_phone(text, start, len(digits)) or _DATE.search(text, start, end) or _is_code(text, start, end):
        return None
    return _Card(start, end, digits[-4:])


def _is_phone(text: str, start: int, length: int) -> bool:
    """Whether a "+" makes it an international number: those have up to 15 digits (ITU-T E.164)."""
    if length > 15 or text[max(0, start - 1) : start] not in ("+", "\uff0b"):
        return False
    # After a word it is a URL's space.
    return not text[max(0, start - 2) : start - 1].isalnum()


def _is_code(text: str, start: int, end: int) -> bool:
    """Whether some of it belongs to a UUID or an IBAN, which are up to 36 and 67 characters long."""
    uuids = _UUID.finditer(text, max(0, start - 35), end + 35)
    if any(uuid.start() < end and start < uuid.end() and not _all_digits(uuid[0]) for uuid in uuids):
        return True
    # A card has no letters, so the two that an IBAN begins with stand before it.
    for begin in _IBAN_BEGINS.finditer(text, max(0, start - 66), start + 2):
        length = _IBAN_LENGTHS.get(text[begin.start() : begin.start() + 2].upper(), 0)
        iban = length and _characters(length).match(text, begin.start())
        if iban and start < iban.end() and _is_iban(iban):
            return True
    return False


def _all_digits(uuid: str) -> bool:
    return uuid.replace("-", "").isdecimal()


@cache
def _characters(length: int) -> re.Pattern[str]:
    """So many letters and digits, with or without separators between."""
    return re.compile(rf"[A-Za-z0-9](?:{_SEPARATOR}?[A-Za-z0-9]){{{length - 1}}}")


def _is_iban(found: re.Match[str]) -> bool:
    """Whether its remainder by 97 is 1 (ISO 13616-1) and it ends there."""
    code = _SEPARATORS.sub("", found[0]).upper()
    if int((code[4:] + code[:4]).translate(_LETTERS)) % 97 != 1:
        return False
    return not found.string[found.end() : found.end() + 1].isalnum()
