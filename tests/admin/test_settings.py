"""The forms of a site, in Wagtail's page of its settings."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from tests import people
from tests.admin.reading import errors_of, sends, text_of
from tests.formed import a_form
from tests.people import AnsweringPerson
from wagtail_livechat.models import LiveChatSettings


def page_of_settings() -> str:
    return f"/admin/settings/wagtail_livechat/livechatsettings/{people.site().pk}/"


def form(*asked: dict[str, str], known: int = 0, **fields: Any) -> dict[str, Any]:
    """The whole form, as a browser sends it."""
    data = {
        "enabled": "on",
        "colour": "#0c6b5f",
        "position": "end",
        "scheme": "auto",
        "return_after_minutes": "0",
        "when_away": "form",
        "form_moment": "before",
        "asks_name": "required",
        "asks_email": "optional",
        "asks_phone": "no",
        "recorded": "opening",
        "form_fields-TOTAL_FORMS": str(len(asked)),
        "form_fields-INITIAL_FORMS": str(known),
        **fields,
    }
    for number, field in enumerate(asked):
        wanted = {"kind": "text", "choices": "", "ORDER": str(number + 1), "id": "", "DELETE": "", **field}
        data |= {f"form_fields-{number}-{name}": value for name, value in wanted.items()}
    return data


def saves(client: Client, data: dict[str, Any]) -> LiveChatSettings:
    sends(client, page_of_settings(), **data)
    return LiveChatSettings.objects.get()


def refusals(answer: HttpResponse) -> list[dict[str, list[str]]]:
    """What the fields were refused for, one by one."""
    assert answer.status_code == 200
    return answer.context["form"].formsets["form_fields"].errors


def test_an_owner_makes_fields_of_each_kind(owner: AnsweringPerson) -> None:
    settings = saves(
        owner.client,
        form(
            {"label": "Order number"},
            {"label": "Colour", "kind": "choice", "choices": " Red\r\n\r\nBlue ", "is_required": "on"},
            {"label": "Newsletter", "kind": "checkbox"},
        ),
    )

    assert (settings.form_moment, settings.asks_name) == ("before", "required")
    made = [(field.label, field.kind, field.options, field.is_required) for field in settings.form_fields.all()]
    assert made == [
        ("Order number", "text", [], False),
        ("Colour", "choice", ["Red", "Blue"], True),
        ("Newsletter", "checkbox", [], False),
    ]
    assert 'value="Order number"' in owner.client.get(page_of_settings()).content.decode()


@pytest.mark.parametrize("choices", ["", "Red", "Red\n\n", "Red\nRed"])
def test_a_choice_needs_something_to_choose_from(owner: AnsweringPerson, choices: str) -> None:
    answer = owner.client.post(page_of_settings(), form({"label": "Colour", "kind": "choice", "choices": choices}))

    assert refusals(answer) == [{"choices": ["A choice needs at least two options, one on each line."]}]


def test_no_two_fields_have_the_same_label(owner: AnsweringPerson) -> None:
    answer = owner.client.post(page_of_settings(), form({"label": "Order"}, {"label": " order "}, {"label": "Size"}))

    assert refusals(answer) == [{}, {"label": ["Another field has this label."]}, {}]
    assert "Another field has this label." in answer.content.decode()
    assert not LiveChatSettings.objects.get().form_fields.exists()


def test_a_field_may_take_the_label_of_one_that_goes(owner: AnsweringPerson) -> None:
    settings = a_form()
    order, colour, _newsletter = settings.form_fields.all()

    saves(
        owner.client,
        form(
            {"id": str(order.pk), "label": "Order", "DELETE": "on"},
            {"id": str(colour.pk), "label": "Order"},
            known=2,
        ),
    )

    assert LiveChatSettings.objects.get().form_fields.get(pk=colour.pk).label == "Order"
    assert not LiveChatSettings.objects.get().form_fields.filter(pk=order.pk).exists()


def test_two_fields_may_swap_their_labels_and_places(owner: AnsweringPerson) -> None:
    settings = a_form()
    order, colour, newsletter = settings.form_fields.all()

    saves(
        owner.client,
        form(
            {"id": str(order.pk), "label": "Colour", "ORDER": "2"},
            {"id": str(colour.pk), "label": "Order", "ORDER": "1"},
            {"id": str(newsletter.pk), "label": "Newsletter", "kind": "checkbox"},
            known=3,
        ),
    )

    fields = LiveChatSettings.objects.get().form_fields.all()
    assert [(field.pk, field.label) for field in fields][:2] == [(colour.pk, "Order"), (order.pk, "Colour")]


def test_a_link_to_the_privacy_policy_is_a_link(owner: AnsweringPerson) -> None:
    answer = owner.client.post(page_of_settings(), form(privacy_link="privacy"))

    assert "privacy_link" in answer.context["form"].errors


KNOWLEDGE, GONE = "tests.shops.Knowing:orders", "gone.Provider:orders"


def test_an_owner_picks_what_is_shown_of_customers(owner: AnsweringPerson, settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {
        "CUSTOMER_PROVIDERS": ["no.such.Provider", "tests.sources.Shop", "tests.shops.Knowing"]
    }
    LiveChatSettings.objects.create(site=people.site(), customer_sections=[GONE])
    page = text_of(owner.client, page_of_settings())
    assert "What is shown A shop of the tests Orders Monday" in page
    assert LiveChatSettings.objects.get().customer_sections == [GONE], "looking at it changes nothing"

    saved = saves(owner.client, form(shows_customer_data="on", customer_sections=[KNOWLEDGE]))

    assert (saved.shows_customer_data, saved.customer_sections) == (True, [KNOWLEDGE])
    again = owner.client.get(page_of_settings()).context["form"]
    assert again["customer_sections"].value() == [KNOWLEDGE]


def test_what_no_provider_has_cannot_be_picked(owner: AnsweringPerson, settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {"CUSTOMER_PROVIDERS": ["tests.shops.Knowing"]}

    answer = owner.client.post(page_of_settings(), form(customer_sections=[GONE]))

    assert "customer_sections" in errors_of(answer)


def test_a_site_without_providers_is_told_so(owner: AnsweringPerson) -> None:
    assert "CUSTOMER_PROVIDERS names no provider" in text_of(owner.client, page_of_settings())
    assert saves(owner.client, form()).customer_sections == []
