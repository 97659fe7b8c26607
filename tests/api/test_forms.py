"""The visitor's routes about forms: what is asked, and what visitors say of themselves."""

from typing import Any

import pytest
from django.utils import translation
from pytest_django.fixtures import Settings

from tests import people
from tests.api.desks import code
from tests.formed import a_form, version
from tests.people import AnsweringPerson, Browser, VisitingPerson
from wagtail_livechat.models import Consent, Conversation, LiveChatSettings, Visitor
from wagtail_livechat.selectors import forms
from wagtail_livechat.texts.forms import FORM_TEXTS

# --- What is asked ---------------------------------------------------------------------------------------------------


def test_a_site_that_asks_nothing_says_so(browser: Browser) -> None:
    config = browser.gets("config").json()

    assert config["form"] == {
        "moment": "off",
        "name": "optional",
        "email": "optional",
        "phone": "no",
        "groups": [],
        "fields": [],
    }
    assert config["consent"] is None
    assert (config["previews_typing"], config["asks_rating"]) == (True, True)


def test_the_widget_hears_what_a_site_asks(browser: Browser) -> None:
    a_form(form_moment="before", asks_name="required", asks_email="no", asks_phone="optional", asks_rating=False)

    config = browser.gets("config").json()

    assert {**config["form"], "fields": None} == {
        "moment": "before",
        "name": "required",
        "email": "no",
        "phone": "optional",
        "groups": [],
        "fields": None,
    }
    assert config["form"]["fields"] == [
        {"label": "Order", "kind": "text", "options": [], "required": False},
        {"label": "Colour", "kind": "choice", "options": ["Red", "Blue"], "required": False},
        {"label": "Newsletter", "kind": "checkbox", "options": [], "required": False},
    ]
    assert config["asks_rating"] is False


def test_the_privacy_text_says_whether_agents_see_what_is_typed(browser: Browser) -> None:
    settings = a_form(privacy_link="https://shop.example/privacy")
    both = f"{FORM_TEXTS['privacy']} {FORM_TEXTS['previews']}"
    assert browser.gets("config").json()["privacy"] == {"text": both, "link": "https://shop.example/privacy"}

    settings.previews_typing = False
    settings.save()

    config = browser.gets("config").json()
    assert (config["privacy"]["text"], config["previews_typing"]) == (FORM_TEXTS["privacy"], False)


def test_a_consent_has_a_version_of_its_text_link_and_language(browser: Browser) -> None:
    settings = a_form(asks_consent=True, consent_text="I agree.", privacy_link="https://shop.example/privacy")

    asked = browser.gets("config").json()["consent"]

    assert asked == {
        "version": forms.consent_version("en", "I agree.", "https://shop.example/privacy"),
        "text": "I agree.",
        "link": "https://shop.example/privacy",
    }
    assert len(asked["version"]) == 16
    others = {
        forms.consent_version(*each) for each in (("fr", "I agree.", ""), ("en", "Yes.", ""), ("en", "I", " agree."))
    }
    assert len({asked["version"], *others, version(settings, "fr")}) == 5


def test_an_empty_consent_text_is_a_standard_one(browser: Browser) -> None:
    a_form(asks_consent=True)

    assert browser.gets("config").json()["consent"]["text"] == FORM_TEXTS["consent"]


def test_a_language_that_is_not_among_the_sites_own_is_known_too(db: None, settings: Settings) -> None:
    """Where nothing chooses a language, LANGUAGE_CODE is in use, listed or not."""
    settings.LANGUAGES = [("fr", "Français")]
    asked = a_form(asks_consent=True)

    with translation.override("fr"):
        text = forms.consent_text_of(asked, version(asked, "en"))

    with translation.override("en"):
        assert text == FORM_TEXTS["consent"]


def test_a_site_that_asks_for_no_consent_has_none_to_take(visitor: VisitingPerson) -> None:
    settings = a_form(asks_consent=True)
    read = version(settings)
    LiveChatSettings.objects.update(asks_consent=False)

    answer = visitor.browser.writes("Hello", form={"consent": read})

    assert (answer.status_code, Consent.objects.exists()) == (201, False)


# --- What is said beside a message -----------------------------------------------------------------------------------


def test_a_message_brings_its_form(browser: Browser) -> None:
    settings = a_form(asks_consent=True)

    answer = browser.writes(
        "Hello",
        form={"name": "Ada", "email": "ada@example.com", "fields": {"Newsletter": True}, "consent": version(settings)},
    )

    assert answer.status_code == 201
    assert answer.json()["conversation"]["visitor"]["name"] == "Ada"
    assert Visitor.objects.get().fields == {"Newsletter": True}
    assert Consent.objects.count() == 1


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({"email": "ada"}, (422, "bad_email")),
        ({"fields": {"Colour": "Green"}}, (422, "bad_choice")),
        ({"website": "https://spam.example"}, (422, "automated")),
        ({"consent": "unknown"}, (409, "old_consent")),
        ({"fields": {"Newsletter": 1}}, (422, "invalid")),
        ({"fields": {"Order": None}}, (422, "invalid")),
        ({"fields": {"Order": "x" * 1001}}, (422, "invalid")),
        ({"fields": {"x" * 101: "y"}}, (422, "invalid")),
        ({"fields": {str(number): "x" for number in range(51)}}, (422, "invalid")),
        ({"name": "\x00"}, (422, "invalid")),
        ({"note": "x"}, (422, "invalid")),
    ],
)
def test_a_form_that_cannot_be_right_is_refused(
    browser: Browser, form: dict[str, Any], expected: tuple[int, str]
) -> None:
    a_form(asks_consent=True)

    assert code(browser.writes("Hello", form=form)) == expected
    assert not Conversation.objects.exists()


def test_a_plain_message_is_never_refused_for_lack_of_a_form(browser: Browser) -> None:
    a_form(form_moment="before", asks_name="required", asks_consent=True)

    assert browser.writes("Hello").status_code == 201


# --- What is said on its own -----------------------------------------------------------------------------------------


def test_visitors_see_and_change_what_they_said(visitor: VisitingPerson) -> None:
    settings = a_form(asks_consent=True)
    browser = visitor.browser

    said = {"name": "Ada", "phone": "030 1234", "fields": {"Order": "1001"}, "consent": version(settings)}
    answer = browser.patches("me", said)

    assert answer.status_code == 200
    assert answer.json() == {
        "public_id": str(visitor.visitor.public_id),
        "name": "Ada",
        "email": "",
        "online": True,
        "phone": "030 1234",
        "fields": {"Order": "1001"},
        "consented": [version(settings)],
    }
    assert browser.posts("session").json()["visitor"] == answer.json()


def test_a_change_of_nothing_changes_nothing(visitor: VisitingPerson) -> None:
    assert visitor.browser.patches("me", {}).json()["name"] == ""


def test_the_form_of_somebody_logged_in_is_filled_in_for_them(browser: Browser) -> None:
    browser.client.force_login(people.a_user("alice", first_name="Alice", last_name="Adams"))

    known = browser.posts("session").json()["visitor"]

    assert (known["name"], known["email"]) == ("Alice Adams", "alice@example.com")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"email": "ada"}, (422, "bad_email")),
        ({"fields": {"Colour": "Green"}}, (422, "bad_choice")),
        ({"website": "x"}, (422, "automated")),
        ({"consent": "unknown"}, (409, "old_consent")),
        ({"nickname": "Ada"}, (422, "invalid")),
    ],
)
def test_a_change_that_cannot_be_right_is_refused(
    visitor: VisitingPerson, said: dict[str, Any], expected: tuple[int, str]
) -> None:
    a_form(asks_consent=True)

    assert code(visitor.browser.patches("me", said)) == expected


def test_nobody_has_nothing_to_change(browser: Browser) -> None:
    assert code(browser.patches("me", {"name": "Ada"})) == (401, "no_visitor")
    assert not Visitor.objects.exists()


def test_too_many_forms_are_refused_and_others_behind_the_same_address_are_not(
    visitor: VisitingPerson, settings: Settings
) -> None:
    settings.WAGTAIL_LIVECHAT = {"VISITOR_FORM_LIMITS": [(2, 60)]}
    browser = visitor.browser

    answers = [browser.patches("me", {"name": "Ada"}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 61
    assert people.a_visitor().browser.patches("me", {"name": "Bob"}).status_code == 200


# --- What agents see -------------------------------------------------------------------------------------------------


def test_agents_read_the_answers_and_the_consent(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    settings = a_form(asks_consent=True)
    visitor.writes("Hello")
    address = f"/livechat/api/agent/visitors/{visitor.visitor.public_id}"
    assert agent.client.get(address).json()["consented_at"] is None

    visitor.browser.patches("me", {"fields": {"Order": "1001"}, "consent": version(settings)})

    details = agent.client.get(address).json()
    assert details["fields"] == {"Order": "1001"}
    assert details["consented_at"] is not None
