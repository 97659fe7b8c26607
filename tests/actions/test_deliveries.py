"""E-mails on their way out: asked for, sent by the queue worker, tried again, given up."""

import logging
import smtplib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone
from django_q.models import OrmQ

from tests.people import AnsweringPerson, VisitingPerson, events_of
from wagtail_livechat import queue, tasks
from wagtail_livechat.actions import deliveries
from wagtail_livechat.exceptions import BadEmail, NotFound
from wagtail_livechat.models import Conversation, Delivery, DeliveryState

RECIPIENT = "vera@example.com"


@pytest.fixture
def conversation(visitor: VisitingPerson) -> Conversation:
    return visitor.writes("Is it in stock?")


@pytest.fixture
def delivery(visitor: VisitingPerson, conversation: Conversation) -> Delivery:
    return visitor.asks_for_transcript(conversation)


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], None]:
    """From now on the mail server answers with this error."""

    def with_error(error: Exception) -> None:
        def refuse(_message: EmailMultiAlternatives, **_options: Any) -> int:
            raise error

        monkeypatch.setattr(EmailMultiAlternatives, "send", refuse)

    return with_error


def delivered(delivery: Delivery) -> Delivery:
    tasks.deliver(delivery.pk)
    delivery.refresh_from_db()
    return delivery


def due_again(delivery: Delivery) -> None:
    """The time of the next try has come."""
    Delivery.objects.filter(pk=delivery.pk).update(due_at=timezone.now())


# Asking.


def test_a_visitor_asks_and_the_thread_says_so(visitor: VisitingPerson, conversation: Conversation) -> None:
    delivery = visitor.asks_for_transcript(conversation, f" {RECIPIENT} ")

    assert (delivery.kind, delivery.recipient, delivery.state, delivery.agent) == ("transcript", RECIPIENT, "due", None)
    assert events_of(conversation) == ["started", "transcript_asked"]


def test_an_agent_asks_and_the_thread_says_who(agent: AnsweringPerson, conversation: Conversation) -> None:
    entry = agent.sends_transcript(conversation)

    assert entry.event_data == {"by": {"id": agent.agent.pk, "name": "agent"}}
    assert Delivery.objects.get().agent == agent.agent


def test_the_thread_never_has_the_address(delivery: Delivery, conversation: Conversation) -> None:
    delivered(delivery)

    assert not any(RECIPIENT in str(entry.event_data) for entry in conversation.messages.all())


@pytest.mark.parametrize(
    "address",
    [
        "",
        "vera",
        "vera@",
        "@example.com",
        "vera@example.com, eve@example.com",
        "vera@exa mple.com",
        "a" * 250 + "@b.example",
        "vera@example.com\nBcc: eve@example.com",
        "4242424242424242@example.com",
        "Vera <vera@example.com>",
    ],
)
def test_what_is_no_address_is_refused(visitor: VisitingPerson, conversation: Conversation, address: str) -> None:
    with pytest.raises(BadEmail):
        visitor.asks_for_transcript(conversation, address)
    assert not Delivery.objects.exists()


def test_an_agent_cannot_send_what_is_out_of_reach(
    agent: AnsweringPerson, manager: AnsweringPerson, conversation: Conversation
) -> None:
    reach = agent.reach
    manager.takes(conversation)

    with pytest.raises(NotFound):
        deliveries.ask_for_transcript(conversation=conversation, email=RECIPIENT, by=agent.agent, reach=reach)


def test_the_worker_is_told_after_the_commit(
    visitor: VisitingPerson, conversation: Conversation, committing: Callable[..., Any]
) -> None:
    with committing():
        delivery = visitor.asks_for_transcript(conversation)
        assert not OrmQ.objects.exists()

    [task] = OrmQ.objects.all()
    assert (task.func(), task.args()) == ("wagtail_livechat.tasks.deliver", (delivery.pk,))


def test_a_broker_that_is_away_loses_nothing(
    visitor: VisitingPerson,
    conversation: Conversation,
    committing: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def away(name: str, *ids: int) -> None:
        raise ConnectionError

    monkeypatch.setattr(queue, "enqueue", away)
    with transaction.atomic(), committing():
        visitor.asks_for_transcript(conversation)
    monkeypatch.undo()

    tasks.sweep()

    assert OrmQ.objects.count() == 1


# Sending.


def test_what_is_due_is_sent_once(delivery: Delivery, conversation: Conversation, mailoutbox: list[Any]) -> None:
    delivered(delivery)
    delivered(delivery)

    assert [message.to for message in mailoutbox] == [[RECIPIENT]]
    assert (delivery.state, delivery.attempts, delivery.leased_until) == (DeliveryState.SENT, 1, None)
    assert delivery.sent_at is not None
    assert events_of(conversation) == ["started", "transcript_asked", "transcript_sent"]


def test_what_another_worker_has_is_left_to_it(delivery: Delivery, mailoutbox: list[Any]) -> None:
    Delivery.objects.update(leased_until=timezone.now() + timedelta(minutes=1))

    assert deliveries.deliver(delivery=delivery.pk) is None
    assert mailoutbox == []


def test_what_a_worker_died_with_is_sent_by_another(delivery: Delivery, mailoutbox: list[Any]) -> None:
    Delivery.objects.update(leased_until=timezone.now() - timedelta(seconds=1), attempts=1)

    tasks.sweep()

    [task] = OrmQ.objects.all()
    assert task.args() == (delivery.pk,)
    assert delivered(delivery).state == DeliveryState.SENT
    assert len(mailoutbox) == 1


def test_who_was_slower_than_the_lease_notes_nothing(
    delivery: Delivery, conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(message: EmailMultiAlternatives, **_options: Any) -> int:
        Delivery.objects.update(leased_until=timezone.now() + timedelta(minutes=20))
        return 1

    monkeypatch.setattr(EmailMultiAlternatives, "send", slow)

    assert deliveries.deliver(delivery=delivery.pk) is None
    assert Delivery.objects.get().state == DeliveryState.DUE
    assert "transcript_sent" not in events_of(conversation)


def test_a_conversation_that_is_deleted_meanwhile_takes_its_delivery_along(
    delivery: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deleting(message: EmailMultiAlternatives, **_options: Any) -> int:
        Conversation.objects.all().delete()
        return 1

    monkeypatch.setattr(EmailMultiAlternatives, "send", deleting)

    assert deliveries.deliver(delivery=delivery.pk) is None


def test_a_delivery_that_is_gone_is_nobodys_error(delivery: Delivery, mailoutbox: list[Any]) -> None:
    gone = delivery.pk
    delivery.delete()

    tasks.deliver(gone)

    assert mailoutbox == []


# Failing.

UNREACHABLE = [
    ConnectionRefusedError(),
    TimeoutError(),
    smtplib.SMTPServerDisconnected("gone"),
    smtplib.SMTPRecipientsRefused({RECIPIENT: (451, b"Greylisted")}),
    smtplib.SMTPDataError(452, b"Full"),
    smtplib.SMTPSenderRefused(421, b"Busy", "chat@example.com"),
    smtplib.SMTPConnectError(554, b"No service"),
    # Mended by whoever runs the site, not by the reader.
    smtplib.SMTPAuthenticationError(535, b"Wrong password"),
]
REFUSED = [
    smtplib.SMTPRecipientsRefused({RECIPIENT: (550, b"No such user")}),
    smtplib.SMTPDataError(554, b"Spam"),
    smtplib.SMTPSenderRefused(553, b"Not you", "chat@example.com"),
    smtplib.SMTPNotSupportedError("SMTPUTF8"),
    ValueError("Header values can't contain newlines"),
]


@pytest.mark.parametrize("error", UNREACHABLE, ids=lambda error: type(error).__name__)
def test_what_may_work_later_is_tried_later(
    delivery: Delivery, conversation: Conversation, failing: Callable[[Exception], None], error: Exception
) -> None:
    failing(error)
    before = timezone.now()

    delivered(delivery)

    assert (delivery.state, delivery.error, delivery.attempts) == (DeliveryState.DUE, type(error).__name__, 1)
    assert timedelta(minutes=1) <= delivery.due_at - before < timedelta(minutes=2)
    assert events_of(conversation) == ["started", "transcript_asked"]


@pytest.mark.parametrize("error", REFUSED, ids=lambda error: type(error).__name__)
def test_what_is_refused_is_given_up_at_once(
    delivery: Delivery, conversation: Conversation, failing: Callable[[Exception], None], error: Exception
) -> None:
    failing(error)

    delivered(delivery)

    assert (delivery.state, delivery.error) == (DeliveryState.FAILED, type(error).__name__)
    assert conversation.messages.get(event="transcript_failed").event_data == {"by": None, "why": "refused"}


def test_the_waits_grow_and_the_sixth_try_is_the_last(
    delivery: Delivery, conversation: Conversation, failing: Callable[[Exception], None]
) -> None:
    failing(ConnectionRefusedError())
    waits = []
    for _try in range(6):
        due_again(delivery)
        now = timezone.now()
        delivered(delivery)
        waits.append(round((delivery.due_at - now).total_seconds() / 60))

    assert waits == [1, 5, 30, 120, 480, 0]
    assert delivery.state == DeliveryState.FAILED
    assert conversation.messages.get(event="transcript_failed").event_data == {"by": None, "why": "unreachable"}


def test_what_kills_each_worker_is_not_tried_for_ever(delivery: Delivery, mailoutbox: list[Any]) -> None:
    Delivery.objects.update(attempts=6, leased_until=timezone.now())

    assert delivered(delivery).state == DeliveryState.FAILED
    assert mailoutbox == []


def test_what_is_not_due_yet_waits(
    delivery: Delivery, failing: Callable[[Exception], None], mailoutbox: list[Any]
) -> None:
    failing(ConnectionRefusedError())
    delivered(delivery)

    tasks.sweep()
    delivered(delivery)

    assert not OrmQ.objects.exists()
    assert delivery.attempts == 1


def test_an_error_of_our_own_is_logged_without_the_address(
    delivery: Delivery, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_delivery: Delivery) -> None:
        raise KeyError("lines")

    monkeypatch.setattr(deliveries, "transcript_letter", broken)

    with caplog.at_level(logging.INFO):
        delivered(delivery)

    assert (delivery.state, delivery.error) == (DeliveryState.DUE, "KeyError")
    assert f"delivery {delivery.pk}" in caplog.text
    assert RECIPIENT not in caplog.text


def test_a_failure_is_logged_without_the_address(
    delivery: Delivery, failing: Callable[[Exception], None], caplog: pytest.LogCaptureFixture
) -> None:
    failing(REFUSED[0])

    with caplog.at_level(logging.INFO):
        delivered(delivery)

    assert f"delivery {delivery.pk} failed: SMTPRecipientsRefused" in caplog.text
    assert RECIPIENT not in caplog.text
