"""Two at once, each in a thread and a connection of its own: on PostgreSQL they meet in the middle."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from tests.people import events_of
from wagtail_livechat.models import Conversation

#: How often each race is run, since the order of events differs each time.
ROUNDS = 4
PATIENCE = 30.0


def race(racers: ThreadPoolExecutor, *deeds: Callable[[], object]) -> list[object]:
    """Do all of it at the same moment; what each returned."""
    start = threading.Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        start.wait(PATIENCE)
        try:
            return deed()
        finally:
            connections.close_all()

    return [future.result(PATIENCE) for future in [racers.submit(run, deed) for deed in deeds]]


def check_consistent(conversation: Conversation) -> None:
    """What holds after any history: one revision per entry, and counters that say what the thread says."""
    conversation.refresh_from_db()
    revisions = list(conversation.messages.order_by("pk").values_list("revision", flat=True))
    assert len(set(revisions)) == len(revisions)
    assert sorted(revisions) == revisions
    assert revisions[-1] <= conversation.revision
    unread = conversation.messages.filter(author="visitor", pk__gt=conversation.agent_read_id).count()
    assert conversation.agent_unread == unread
    last = conversation.messages.filter(kind="text").latest("pk")
    assert conversation.last_message_preview == last.body
    assert events_of(conversation).count("started") == 1
