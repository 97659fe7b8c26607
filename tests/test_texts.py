"""The texts of the inbox, which several modules share out among them."""

from collections.abc import Mapping
from itertools import combinations

import pytest

from wagtail_livechat.texts.composer import COMPOSER_TEXTS, KEYBOARD_TEXTS
from wagtail_livechat.texts.emoji import EMOJI_TEXTS
from wagtail_livechat.texts.inbox import INBOX_TEXTS
from wagtail_livechat.texts.live import LIVE_TEXTS
from wagtail_livechat.texts.panel import PANEL_TEXTS

PARTS = (COMPOSER_TEXTS, KEYBOARD_TEXTS, EMOJI_TEXTS, LIVE_TEXTS, PANEL_TEXTS)


@pytest.mark.parametrize(("one", "other"), list(combinations(PARTS, 2)))
def test_no_two_modules_have_a_text_of_the_same_key(one: Mapping[str, object], other: Mapping[str, object]) -> None:
    assert one.keys() & other.keys() == set()


@pytest.mark.parametrize("part", PARTS)
def test_no_text_of_theirs_is_hidden_by_one_of_the_inbox(part: Mapping[str, object]) -> None:
    assert {key: INBOX_TEXTS[key] for key in part} == part
