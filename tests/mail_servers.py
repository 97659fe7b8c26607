"""Mail servers of the tests, on this machine: one that takes what it gets, and ones that do not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.services.servers import free_port

TAKEN = "250 OK"


class MailServer:
    """Answers each step as it was told to, and keeps what it took."""

    def __init__(self, *, recipient: str = TAKEN, data: str = TAKEN) -> None:
        self.recipient = recipient
        self.data = data
        self.taken: list[EmailMessage] = []

    async def handle_RCPT(  # noqa: N802 - as aiosmtpd names its steps
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.recipient == TAKEN:
            envelope.rcpt_tos.append(address)
        return self.recipient

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.data == TAKEN:
            message = message_from_bytes(cast(bytes, envelope.content), policy=policy.default)
            self.taken.append(cast(EmailMessage, message))
        return self.data


@contextmanager
def listening(server: MailServer) -> Iterator[int]:
    """The server at work; its port."""
    controller = Controller(server, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()
