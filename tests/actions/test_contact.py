"""What visitors say of themselves, beside a message or on its own."""

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest

from tests import people
from tests.formed import a_form, version
from tests.people import AnsweringPerson, VisitingPerson
from wagtail_livechat import broadcast
from wagtail_livechat.actions import contact
from wagtail_livechat.actions.contact import Contact
from wagtail_livechat.actions.messages import post
from wagtail_livechat.exceptions import Automated, BadChoice, BadEmail, ChatError, NoVisitor, OldConsent
from wagtail_livechat.models import Consent, Conversation, FormField, Message, Visitor

CARD = "4242 4242 4242 4242"
DOTTED = "•••• •••• •••• 4242"


def says(person: VisitingPerson, body: str = "Hello", **said: Any) -> Message | ChatError:
    """Sends a message with a form."""
    return post([person.drafts(body, contact=Contact(**said))])[0]


def known(person: VisitingPerson) -> Visitor:
    return Visitor.objects.get(pk=person.visitor.pk)


# --- Beside a message ------------------------------------------------------------------------------------------------


def test_a_form_is_written_down_with_its_message(visitor: VisitingPerson) -> None:
    a_form()

    answers = {"Order": " 1001 ", "Colour": "Blue", "Newsletter": True}
    message = says(visitor, name=" Ada ", email="ada@example.com", phone="+49 (0) 30/1234", fields=answers)

    assert isinstance(message, Message)
    row = known(visitor)
    assert (row.name, row.email, row.phone) == ("Ada", "ada@example.com", "+49 (0) 30/1234")
    assert row.fields == {"Order": "1001", "Colour": "Blue", "Newsletter": True}


def test_the_row_in_the_inbox_carries_the_name_at_once(visitor: VisitingPerson, committing: Callable[..., Any]) -> None:
    with broadcast.collected() as envelopes, committing():
        says(visitor, name="Ada")

    frames = [json.loads(envelope["agents"] or "{}") for envelope in envelopes]
    assert [frame["type"] for frame in frames] == ["message.created", "message.created", "visitor.changed"]
    assert {frame["conversation"]["visitor"]["name"] for frame in frames[:2]} == {"Ada"}
    assert frames[2]["visitor"]["name"] == "Ada"


def test_all_of_the_visitors_conversations_of_a_batch_carry_the_name(
    visitor: VisitingPerson, manager: AnsweringPerson
) -> None:
    first = visitor.writes("Hello")
    manager.resolves(first)
    visitor.writes("Another", conversation="new")

    [about_first, about_latest] = post(
        [
            visitor.drafts("One", conversation=first.public_id),
            visitor.drafts("Two", contact=Contact(name="Ada")),
        ]
    )

    assert isinstance(about_first, Message)
    assert isinstance(about_latest, Message)
    assert about_first.conversation.visitor.name == about_latest.conversation.visitor.name == "Ada"


def test_a_form_names_nobody_else_of_the_batch(visitor: VisitingPerson) -> None:
    other = people.a_visitor()
    conversations = [visitor.writes("Hello"), other.writes("Hello")]

    post([visitor.drafts("I am Ada", contact=Contact(name="Ada")), other.drafts("I am nobody")])

    assert [Conversation.objects.get(pk=row.pk).visitor.name for row in conversations] == ["Ada", ""]


def test_nothing_is_told_where_nothing_is_new(visitor: VisitingPerson, committing: Callable[..., Any]) -> None:
    says(visitor, name="Ada")

    with broadcast.collected() as envelopes, committing():
        says(visitor, name="Ada", phone="")

    assert [envelope["type"] for envelope in envelopes] == ["conversation"]


def test_what_is_known_and_sent_empty_stays(visitor: VisitingPerson) -> None:
    a_form()
    says(visitor, name="Ada", fields={"Order": "1001", "Newsletter": True})

    says(visitor, name=" ", email="", fields={"Order": "", "Newsletter": False})

    assert known(visitor).name == "Ada"
    assert known(visitor).fields == {"Order": "1001", "Newsletter": False}, "an empty box is an answer"


def test_answers_to_questions_that_the_site_does_not_ask_are_left_out(visitor: VisitingPerson) -> None:
    a_form()

    assert isinstance(says(visitor, fields={"Shoe size": "43", "Order": "1001"}), Message)

    assert known(visitor).fields == {"Order": "1001"}


def test_texts_are_cut_to_their_columns(visitor: VisitingPerson) -> None:
    a_form()

    says(visitor, name="é" * 300, phone="1" * 70, fields={"Order": "x" * 1_200})

    row = known(visitor)
    assert (len(row.name), len(row.phone), len(row.fields["Order"])) == (200, 60, 1_000)


def test_card_numbers_do_not_get_in(visitor: VisitingPerson) -> None:
    settings = a_form()
    FormField.objects.create(settings=settings, label="Card", kind="choice", choices=f"{CARD}\nNone", sort_order=9)

    says(visitor, name=f"Ada {CARD}", phone=CARD, fields={"Order": f"with {CARD}", "Card": CARD})

    row = known(visitor)
    assert (row.name, row.phone) == (f"Ada {DOTTED}", DOTTED)
    assert row.fields == {"Order": f"with {DOTTED}", "Card": DOTTED}


REFUSED = [
    ({"email": "ada"}, BadEmail),
    ({"email": "ada@example.com, bob@example.com"}, BadEmail),
    ({"email": "4242424242424242@example.com"}, BadEmail),
    ({"email": f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 30}.example"}, BadEmail),
    ({"fields": {"Colour": "Green"}}, BadChoice),
    ({"fields": {"Colour": True}}, BadChoice),
    ({"fields": {"Order": False}}, BadChoice),
    ({"fields": {"Newsletter": "yes"}}, BadChoice),
    ({"consent": "0" * 16}, OldConsent),
    ({"website": "https://spam.example"}, Automated),
]


@pytest.mark.parametrize(("said", "error"), REFUSED)
def test_what_cannot_be_right_refuses_the_message_and_leaves_nothing(
    visitor: VisitingPerson, said: dict[str, Any], error: type[ChatError]
) -> None:
    a_form(asks_consent=True)

    result = says(visitor, **{"name": "Ada", **said})

    assert type(result) is error
    assert not Conversation.objects.exists()
    assert (known(visitor).name, known(visitor).fields) == ("", {})


def test_what_is_refused_in_a_conversation_leaves_that_as_it_was(visitor: VisitingPerson) -> None:
    a_form(asks_consent=True)
    conversation = visitor.writes("Hello")

    assert type(says(visitor, consent="0" * 16)) is OldConsent

    conversation.refresh_from_db()
    assert conversation.revision == 2


def test_a_message_that_was_stored_before_is_not_judged_again(visitor: VisitingPerson) -> None:
    a_form()
    draft = visitor.drafts("Hello", client_id="same", contact=Contact(fields={"Colour": "Red"}))
    post([draft])
    FormField.objects.update(choices="Green\nYellow")

    [result] = post([draft])

    assert isinstance(result, Message)
    assert result.repeated


def test_a_foreign_conversation_writes_nothing_down(visitor: VisitingPerson) -> None:
    foreign = people.a_visitor().writes("Mine")

    post([visitor.drafts("Hello", conversation=foreign.public_id, contact=Contact(name="Ada"))])

    assert known(visitor).name == ""


def test_a_visitor_who_is_gone_says_nothing(visitor: VisitingPerson) -> None:
    draft = visitor.drafts("Hello", contact=Contact(name="Ada"))
    Visitor.objects.all().delete()

    assert isinstance(post([draft])[0], NoVisitor)


def test_a_program_is_noted_without_what_it_wrote(visitor: VisitingPerson, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "wagtail_livechat"):
        says(visitor, website="https://spam.example", name="Spam")

    [record] = [record for record in caplog.records if record.name.startswith("wagtail_livechat")]
    assert record.getMessage() == f"A program filled in a live chat form as visitor {visitor.visitor.pk}"


# --- Consent ---------------------------------------------------------------------------------------------------------


def test_a_consent_is_kept_once_with_its_text_and_time(visitor: VisitingPerson) -> None:
    settings = a_form(asks_consent=True, consent_text="I agree.", privacy_link="https://shop.example/privacy")

    says(visitor, consent=version(settings))
    says(visitor, consent=version(settings))

    [consent] = Consent.objects.all()
    assert (consent.visitor_id, consent.version, consent.text) == (visitor.visitor.pk, version(settings), "I agree.")
    assert consent.at is not None


def test_agents_hear_of_a_consent(visitor: VisitingPerson, committing: Callable[..., Any]) -> None:
    settings = a_form(asks_consent=True)

    with broadcast.collected() as envelopes, committing():
        says(visitor, consent=version(settings))

    assert json.loads(envelopes[-1]["agents"] or "{}")["visitor"]["consented_at"] is not None


def test_the_text_of_every_language_of_the_site_may_be_agreed_to(visitor: VisitingPerson) -> None:
    settings = a_form(asks_consent=True)
    english, french = version(settings), version(settings, "fr")

    says(visitor, consent=french)
    says(visitor, consent=english)

    assert english != french
    assert list(Consent.objects.order_by("pk").values_list("version", flat=True)) == [french, english]


def test_another_text_has_to_be_read_again(visitor: VisitingPerson) -> None:
    settings = a_form(asks_consent=True)
    read = version(settings)
    settings.privacy_link = "https://shop.example/privacy"
    settings.save()

    assert isinstance(says(visitor, consent=read), OldConsent)


def test_nothing_is_read_again_where_the_site_stopped_asking(visitor: VisitingPerson) -> None:
    settings = a_form(asks_consent=True)
    read = version(settings)
    settings.asks_consent = False
    settings.save()

    assert isinstance(says(visitor, consent=read), Message)
    assert not Consent.objects.exists()


# --- On its own ------------------------------------------------------------------------------------------------------


def changes(person: VisitingPerson, **said: Any) -> Visitor:
    return contact.change(visitor=person.visitor, contact=Contact(**said))


def test_visitors_change_what_they_said(visitor: VisitingPerson) -> None:
    a_form()
    changes(visitor, name="Ada", email="ada@example.com", fields={"Order": "1001", "Newsletter": True})

    row = changes(visitor, name="", fields={"Order": ""})

    assert (row.name, row.email, row.fields) == ("", "ada@example.com", {"Newsletter": True})
    assert known(visitor).fields == {"Newsletter": True}


def test_agents_hear_of_a_change_and_of_nothing_else(visitor: VisitingPerson, committing: Callable[..., Any]) -> None:
    visitor.writes("Hello")

    with broadcast.collected() as envelopes, committing():
        changes(visitor, name="Ada")
        changes(visitor, name="Ada")

    assert [envelope["type"] for envelope in envelopes] == ["visitor"]


@pytest.mark.parametrize(("said", "error"), REFUSED)
def test_a_change_that_cannot_be_right_is_refused(
    visitor: VisitingPerson, said: dict[str, Any], error: type[ChatError]
) -> None:
    a_form(asks_consent=True)

    with pytest.raises(error):
        changes(visitor, **{"name": "Ada", **said})

    assert known(visitor).name == ""


def test_who_is_gone_changes_nothing(visitor: VisitingPerson) -> None:
    Visitor.objects.all().delete()

    with pytest.raises(NoVisitor):
        changes(visitor, name="Ada")
