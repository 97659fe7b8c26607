"""The French catalogue keeps up with the texts in the code."""

import gettext
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils import translation
from django.utils.translation.template import templatize

from wagtail_livechat.texts.inbox import INBOX_TEXTS
from wagtail_livechat.texts.widget import WIDGET_TEXTS

PACKAGE = Path(__file__).parent.parent / "wagtail_livechat"
CATALOGUE = PACKAGE / "locale" / "fr" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"\{\w+\}|%\(\w+\)s")

#: A text's context, if it has one, and the English text.
Key = tuple[str | None, str]


def sources() -> Iterator[tuple[Path, str]]:
    """Python as it is, templates as Django turns them into Python for the same purpose."""
    for path in sorted(PACKAGE.rglob("*")):
        if "client" in path.relative_to(PACKAGE).parts:
            continue
        if path.suffix == ".py":
            yield path, path.read_text()
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            # The blanks of the template stand where Python would want an indentation.
            yield path, "\n".join(line.strip() for line in templatize(path.read_text()).splitlines())


def texts_in_the_code() -> dict[Key, Path]:
    found: dict[Key, Path] = {}
    for path, source in sources():
        for _line, message, _comments, context in extract("python", BytesIO(source.encode()), keywords=KEYWORDS):
            found[(context, message[0] if isinstance(message, tuple) else message)] = path
    return found


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="fr")


def entries(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def key_of(message: Message) -> Key:
    return (message.context, message.id if isinstance(message.id, str) else message.id[0])


def words_of(message: Message) -> list[str]:
    """The translations: one, or one for each plural form."""
    return [message.string] if isinstance(message.string, str) else list(message.string)


def test_every_text_of_the_package_is_in_the_french_catalogue(catalogue: Catalog) -> None:
    known = {key_of(message) for message in entries(catalogue)}

    missing = {text: path.name for (context, text), path in texts_in_the_code().items() if (context, text) not in known}

    assert not missing, "run `make messages`, translate, run it again"


def test_the_french_catalogue_has_no_text_that_the_package_lost(catalogue: Catalog) -> None:
    assert {key_of(message) for message in entries(catalogue)} <= set(texts_in_the_code())


def test_every_text_is_translated_and_none_is_a_guess(catalogue: Catalog) -> None:
    unfinished = [message.id for message in entries(catalogue) if message.fuzzy or not all(words_of(message))]

    assert unfinished == []


def test_a_translation_has_the_placeholders_of_its_text(catalogue: Catalog) -> None:
    for message in entries(catalogue):
        wanted = set(PLACEHOLDER.findall(key_of(message)[1]))
        for words in words_of(message):
            assert set(PLACEHOLDER.findall(words)) == wanted, message.id


def test_french_punctuation_keeps_to_its_word(catalogue: Catalog) -> None:
    loose = [
        message.id for message in entries(catalogue) for words in words_of(message) if re.search(r" [:;!?»]", words)
    ]

    assert loose == [], "a no-break space belongs before : ; ! ?"


def test_the_compiled_catalogue_is_the_written_one(catalogue: Catalog) -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    for message in entries(catalogue):
        context, text = key_of(message)
        translated = compiled.pgettext(context, text) if context else compiled.gettext(text)
        assert translated == words_of(message)[0], "run `make messages`"


def test_the_chat_speaks_french_to_those_who_do() -> None:
    with translation.override("fr"):
        assert str(WIDGET_TEXTS["open"]) == "Ouvrir le chat"
        assert str(INBOX_TEXTS["resolve"]) == "Résoudre"
