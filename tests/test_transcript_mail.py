"""The transcript as it arrives: what stands in it, in which words, and what mail servers make of it."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.utils import translation
from pytest_django.fixtures import Settings
from wagtail.models import Site

from tests import people
from tests.mail_servers import MailServer, listening
from tests.people import AnsweringPerson, VisitingPerson, events_of
from wagtail_livechat import mail, tasks
from wagtail_livechat.models import (
    Conversation,
    Delivery,
    LiveChatSettings,
    Message,
    OpeningHours,
    Visitor,
)
from wagtail_livechat.selectors import letters

RECIPIENT = "vera@example.com"


@pytest.fixture
def conversation(visitor: VisitingPerson, agent: AnsweringPerson) -> Conversation:
    """A question and its answer, and a note that is nobody's business."""
    Site.objects.update(site_name="Northlight")
    conversation = visitor.writes("Is Guji in stock?\nI need <b>two</b> bags.")
    agent.notes(conversation, "He asks every week")
    agent.replies(conversation, "Yes, it is")
    return conversation


def sent(conversation: Conversation, mailoutbox: list[Any]) -> EmailMultiAlternatives:
    """The e-mail after the visitor asked for it."""
    visitor = VisitingPerson(conversation.visitor)
    tasks.deliver(visitor.asks_for_transcript(conversation).pk)
    message = mailoutbox[-1]
    assert isinstance(message, EmailMultiAlternatives)
    return message


def html_of(message: EmailMultiAlternatives) -> str:
    [alternative] = message.alternatives
    assert alternative.mimetype == "text/html"
    return str(alternative.content)


def test_it_has_what_both_sides_wrote_with_names_and_times(conversation: Conversation, mailoutbox: list[Any]) -> None:
    Visitor.objects.update(name="Vera")
    Message.objects.update(created_at=datetime(2026, 7, 1, 8, 5, tzinfo=UTC))

    message = sent(conversation, mailoutbox)

    assert message.subject == "Your conversation with Northlight"
    # 10:05 in Paris, which the settings name.
    assert "July 1, 2026\n\n10:05 a.m. Vera:\nIs Guji in stock?\nI need <b>two</b> bags.\n" in message.body
    assert "10:05 a.m. agent:\nYes, it is\n" in message.body
    assert message.body.count("July 1, 2026") == 1
    assert "I need &lt;b&gt;two&lt;/b&gt; bags." in html_of(message)


def test_notes_and_what_only_agents_see_stay_out(
    conversation: Conversation, agent: AnsweringPerson, mailoutbox: list[Any]
) -> None:
    agent.tags(conversation, "regular")

    message = sent(conversation, mailoutbox)

    for text in (message.body, html_of(message)):
        assert "every week" not in text
        assert "regular" not in text
        assert "joined" not in text


def test_it_tells_how_the_conversation_went(
    conversation: Conversation, agent: AnsweringPerson, mailoutbox: list[Any]
) -> None:
    visitor = VisitingPerson(conversation.visitor)
    agent.asks_for_rating(conversation)
    agent.resolves(conversation)
    agent.reopens(conversation)
    visitor.ends(conversation)
    visitor.rates(conversation, 4, "Quick")

    body = sent(conversation, mailoutbox).body

    told = [
        "A rating was asked for.",
        "The conversation was resolved.",
        "The conversation was opened again.",
        "The conversation was ended.",
        "Rated 4 of 5",
    ]
    places = [body.index(line) for line in told]
    assert places == sorted(places)


def test_a_deleted_message_is_told_as_such(
    conversation: Conversation, agent: AnsweringPerson, mailoutbox: list[Any]
) -> None:
    agent.deletes(agent.replies(conversation, "Wrong window"))

    message = sent(conversation, mailoutbox)

    assert "Message deleted" in message.body
    assert "Message deleted" in html_of(message)
    assert "Wrong window" not in message.body


def test_files_are_links_that_need_no_cookie(
    conversation: Conversation, agent: AnsweringPerson, mailoutbox: list[Any]
) -> None:
    agent.replies(conversation, "The guide", attachments=(agent.uploads("guide.txt").public_id,))

    message = sent(conversation, mailoutbox)

    [line] = [line for line in message.body.splitlines() if line.startswith("guide.txt: ")]
    link = line.removeprefix("guide.txt: ")
    root = people.site().root_url
    assert link.startswith(f"{root}/livechat/files/")
    assert f'<a href="{link}">guide.txt</a>' in html_of(message)
    answer = people.Browser().client.get(link.removeprefix(root))
    assert b"".join(answer.streaming_content) == b"How to brew"


def test_it_speaks_the_visitors_language(conversation: Conversation, mailoutbox: list[Any]) -> None:
    Visitor.objects.update(language="fr-CA")
    conversation.visitor.refresh_from_db()

    with translation.override("en"):
        message = sent(conversation, mailoutbox)

    assert 'lang="fr"' in html_of(message)


@pytest.mark.parametrize("language", ["", "xx", "not a language"])
def test_a_language_that_the_site_does_not_speak_becomes_its_own(
    conversation: Conversation, mailoutbox: list[Any], language: str
) -> None:
    Visitor.objects.update(language=language)

    with translation.override("fr"):
        assert 'lang="en"' in html_of(sent(conversation, mailoutbox))


def test_it_reads_from_the_right_where_the_language_does(
    conversation: Conversation, mailoutbox: list[Any], settings: Settings
) -> None:
    settings.LANGUAGES = [("en", "English"), ("ar", "Arabic")]
    Visitor.objects.update(language="ar")

    assert 'dir="rtl"' in html_of(sent(conversation, mailoutbox))


def test_times_are_those_of_the_opening_hours(conversation: Conversation, mailoutbox: list[Any]) -> None:
    OpeningHours.objects.create(site=people.site(), time_zone="Asia/Tokyo")
    Message.objects.update(created_at=datetime(2026, 7, 1, 20, 0, tzinfo=UTC))

    assert "July 2, 2026\n\n5 a.m. " in sent(conversation, mailoutbox).body


def test_a_time_zone_that_this_machine_does_not_know_keeps_no_letter_back(
    conversation: Conversation, mailoutbox: list[Any], settings: Settings
) -> None:
    settings.TIME_ZONE = "Asia/Tokyo"
    OpeningHours.objects.create(site=people.site(), time_zone="Moon/Tycho")
    Message.objects.update(created_at=datetime(2026, 7, 1, 20, 0, tzinfo=UTC))

    assert "July 2, 2026\n\n5 a.m. " in sent(conversation, mailoutbox).body


def test_a_visitor_and_an_agent_without_a_name(conversation: Conversation, mailoutbox: list[Any]) -> None:
    Message.objects.update(agent=None)

    body = sent(conversation, mailoutbox).body

    assert "Visitor:\nIs Guji in stock?" in body
    assert "Northlight:\nYes, it is" in body


def test_a_title_with_line_breaks_and_markup_harms_nothing(conversation: Conversation, mailoutbox: list[Any]) -> None:
    LiveChatSettings.objects.create(site=people.site(), title="North & Light\r\nBcc: eve@example.com")

    message = sent(conversation, mailoutbox)

    assert message.subject == "Your conversation with North & Light Bcc: eve@example.com"
    assert message.message()["Bcc"] is None
    assert "North &amp; Light" in html_of(message)


def test_who_it_comes_from(conversation: Conversation, mailoutbox: list[Any], settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Shop <shop@example.com>"
    assert sent(conversation, mailoutbox).from_email == "Shop <shop@example.com>"

    settings.WAGTAIL_LIVECHAT = {"FROM_EMAIL": "Chat <chat@example.com>"}
    message = sent(conversation, mailoutbox)

    assert message.from_email == "Chat <chat@example.com>"
    # No out-of-office note comes back.
    assert message.message()["Auto-Submitted"] == "auto-generated"


def test_of_a_very_long_conversation_the_newest_part_is_sent(
    conversation: Conversation, mailoutbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "ENTRIES", 1)

    message = sent(conversation, mailoutbox)

    assert "Earlier messages are left out." in message.body
    assert "Earlier messages are left out." in html_of(message)
    assert "Guji" not in message.body
    assert "Yes, it is" in message.body


def test_a_mail_server_that_does_not_answer_is_not_waited_for_for_ever(
    settings: Settings, conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    waited: list[Any] = []

    def sending(backend: EmailBackend, messages: list[EmailMultiAlternatives]) -> int:
        waited.append(backend.timeout)
        return len(messages)

    monkeypatch.setattr(EmailBackend, "send_messages", sending)
    delivery = VisitingPerson(conversation.visitor).asks_for_transcript(conversation)
    tasks.deliver(delivery.pk)
    settings.EMAIL_TIMEOUT = 3
    tasks.deliver(VisitingPerson(conversation.visitor).asks_for_transcript(conversation).pk)

    assert waited == [mail.ANSWER_WITHIN, 3]


# Over a real line, to a mail server on this machine.


@pytest.fixture
def stack(settings: Settings) -> Iterator[ExitStack]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def delivery(conversation: Conversation) -> Delivery:
    return VisitingPerson(conversation.visitor).asks_for_transcript(conversation)


def sent_to(server: MailServer, delivery: Delivery, stack: ExitStack, settings: Settings) -> Delivery:
    settings.EMAIL_PORT = stack.enter_context(listening(server))
    tasks.deliver(delivery.pk)
    delivery.refresh_from_db()
    return delivery


def part_of(message: EmailMessage, kind: str) -> str:
    body = message.get_body([kind])
    assert body is not None
    return str(body.get_content())


def test_it_arrives(stack: ExitStack, settings: Settings, delivery: Delivery) -> None:
    server = MailServer()

    assert sent_to(server, delivery, stack, settings).state == "sent"

    [message] = server.taken
    assert message["To"] == RECIPIENT
    assert message["Auto-Submitted"] == "auto-generated"
    assert "Is Guji in stock?" in part_of(message, "plain")
    assert "Yes, it is" in part_of(message, "html")


@pytest.mark.parametrize(
    ("answers", "state", "event"),
    [
        ({"recipient": "550 5.1.1 No such user"}, "failed", "transcript_failed"),
        ({"recipient": "451 4.7.1 Greylisted, come again"}, "due", "transcript_asked"),
        ({"data": "554 5.7.1 Looks like spam"}, "failed", "transcript_failed"),
        ({"data": "452 4.3.1 No room"}, "due", "transcript_asked"),
    ],
)
def test_what_the_mail_server_says_decides(
    stack: ExitStack, settings: Settings, delivery: Delivery, answers: dict[str, str], state: str, event: str
) -> None:
    server = MailServer(**answers)

    assert sent_to(server, delivery, stack, settings).state == state

    assert server.taken == []
    assert events_of(delivery.conversation)[-1] == event


def test_where_no_mail_server_listens_it_waits(stack: ExitStack, settings: Settings, delivery: Delivery) -> None:
    with listening(MailServer()) as port:
        settings.EMAIL_PORT = port
    tasks.deliver(delivery.pk)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.error) == ("due", "ConnectionRefusedError")


def test_after_greylisting_it_arrives(stack: ExitStack, settings: Settings, delivery: Delivery) -> None:
    server = MailServer(recipient="451 4.7.1 Greylisted, come again")
    sent_to(server, delivery, stack, settings)

    server.recipient = "250 OK"
    Delivery.objects.update(due_at=delivery.created_at)
    tasks.deliver(delivery.pk)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, len(server.taken)) == ("sent", 2, 1)
