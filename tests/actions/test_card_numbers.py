"""Card numbers never get in, whatever they are written into. What is one: `tests/test_masking.py`."""

import json
import logging
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.db import connection
from django.utils import timezone

from tests import people
from tests.people import AnsweringPerson, Browser, VisitingPerson, stored, texts_of
from wagtail_livechat import conf, tasks
from wagtail_livechat.actions import agents, groups, hours, messages, rules, shortcuts, visitors
from wagtail_livechat.actions.contact import Contact
from wagtail_livechat.exceptions import MessageTooLong
from wagtail_livechat.models import (
    AgentGroup,
    AgentPresence,
    Alerts,
    Conversation,
    Holiday,
    OpeningHours,
    PageView,
    ProactiveRule,
    Relay,
    Shortcut,
    Tag,
    Visitor,
)

CARD = "4000056655665556"
IN_FOURS = "4000 0566 5566 5556"
MASKED = "•••• •••• •••• 5556"


def test_a_visitors_message_is_stored_shown_and_told_without_it(visitor: VisitingPerson) -> None:
    message = visitor.sends(f"Mine is {IN_FOURS}, why?")

    conversation = Conversation.objects.get()
    assert message.body == f"Mine is {MASKED}, why?"
    assert texts_of(conversation) == [f"Mine is {MASKED}, why?"]
    assert conversation.last_message_preview == f"Mine is {MASKED}, why?"
    told = json.dumps(list(Relay.objects.values_list("events", flat=True)))
    assert f"Mine is {MASKED}, why?" in re.sub(r"\\+u2022", "•", told)
    assert "0566" not in told


def test_what_limits_a_message_applies_to_what_was_typed(visitor: VisitingPerson) -> None:
    most = conf.current().MESSAGE_MAX_LENGTH
    # Masked, this Visa of 13 digits is longer than it was typed.
    fits = "4222222222222".rjust(most)

    assert visitor.sends(fits).body == "•••• •••• •••• 2222".rjust(most + 6)
    [refused] = messages.post([visitor.drafts(f" {fits}")])
    assert isinstance(refused, MessageTooLong)


def test_a_message_sent_twice_is_stored_once(visitor: VisitingPerson) -> None:
    first = visitor.sends(CARD, client_id="same")

    assert visitor.sends(CARD, client_id="same").pk == first.pk


def test_an_agents_reply_and_note_are_stored_without_it(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    conversation = visitor.writes("Hello")

    assert agent.replies(conversation, f"You wrote {CARD}").body == f"You wrote {MASKED}"
    assert agent.notes(conversation, f"Says {CARD}").body == f"Says {MASKED}"


def test_a_note_to_who_takes_over_is_stored_without_it(
    visitor: VisitingPerson, anna: AnsweringPerson, ben: AnsweringPerson
) -> None:
    conversation = visitor.writes("Hello")

    anna.transfers(conversation, ben, note=f" Charged on {CARD} ")

    assert conversation.messages.get(kind="note").body == f"Charged on {MASKED}"


def test_the_page_is_kept_without_it(visitor: VisitingPerson) -> None:
    conversation = visitor.writes("Hello", page_url=f"https://shop.example/?q={CARD}&p=2", page_title=f"Search: {CARD}")

    started = conversation.messages.get(event="started")
    assert conversation.page_url == f"https://shop.example/?q={MASKED}&p=2"
    assert conversation.page_title == f"Search: {MASKED}"
    assert started.event_data["page"] == {"url": conversation.page_url, "title": conversation.page_title}


def test_what_is_known_of_a_visitor_is_kept_without_it(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    known = agent.edits(visitor, name=CARD, email=f"{CARD}@example.com", note=f"Pays with {CARD}")

    assert (known.name, known.email) == (MASKED, f"{MASKED}@example.com")
    assert known.note == f"Pays with {MASKED}"


def test_nothing_of_it_is_left_where_a_text_is_cut(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    agent.edits(visitor, name=f"{'x' * 190}{CARD}")

    assert Visitor.objects.get().name == f"{'x' * 190}•••• •••• "


def test_a_users_name_is_taken_over_without_it(db: None) -> None:
    user = people.a_user("vera", first_name="Vera", last_name=CARD)

    identity = visitors.identify(site=people.site(), token=None, user=user)

    assert identity.visitor.name == f"Vera {MASKED}"


def test_a_visitors_language_is_kept_without_it(db: None) -> None:
    identity = visitors.identify(site=people.site(), token=None, user=AnonymousUser(), language=CARD)

    assert identity.visitor.language == MASKED


def test_a_tag_is_made_without_it(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    agent.tags(visitor.writes("Hello"), f"card  {CARD}")

    assert [tag.name for tag in Tag.objects.all()] == [f"card {MASKED}"]


def test_a_shortcut_is_kept_without_it(manager: AnsweringPerson) -> None:
    shortcuts.save(shortcut=Shortcut(site=people.site(), keyword=CARD, body=f"Test with {CARD}"), by=manager.user)

    kept = Shortcut.objects.get()
    assert (kept.keyword, kept.body) == (MASKED, f"Test with {MASKED}")


def test_a_proactive_message_is_kept_without_it(manager: AnsweringPerson) -> None:
    said = {"name": CARD, "message": f"Is it {IN_FOURS}?", "path": f"/{CARD}/", "referrer": CARD}
    rules.save(rule=ProactiveRule(site=people.site(), **said), speaker=manager.user, by=manager.user)

    kept = ProactiveRule.objects.get()
    assert (kept.name, kept.message) == (MASKED, f"Is it {MASKED}?")
    assert (kept.path, kept.referrer) == (f"/{MASKED}/", MASKED)


def test_a_group_is_named_without_it(manager: AnsweringPerson) -> None:
    groups.save(group=AgentGroup(site=people.site(), name=CARD), members=[], by=manager.user)

    assert AgentGroup.objects.get().name == MASKED


def test_what_staff_write_is_cut_to_its_column(manager: AnsweringPerson) -> None:
    # Masked, this Visa of 13 digits is longer than it was typed.
    groups.save(group=AgentGroup(site=people.site(), name=f"{'x' * 87}4222222222222"), members=[], by=manager.user)

    assert AgentGroup.objects.get().name == f"{'x' * 87}•••• •••• •••"


def test_a_holiday_is_named_without_it(manager: AnsweringPerson) -> None:
    closed = Holiday(name=f"Since {CARD}", first_day=date(2026, 12, 24), last_day=date(2026, 12, 26))
    hours.save(hours=OpeningHours(site=people.site(), time_zone="UTC", holidays=[closed]), by=manager.user)

    assert Holiday.objects.get().name == f"Since {MASKED}"


def test_a_profile_is_kept_without_it(agent: AnsweringPerson) -> None:
    known = agents.change_profile(
        agent=agent.agent,
        display_name=CARD,
        title=f"Holder of {IN_FOURS}",
        alerts=Alerts.ALL,
        opens_next=True,
        status=AgentPresence.ONLINE,
    )

    known.refresh_from_db()
    assert (known.display_name, known.title) == (MASKED, f"Holder of {MASKED}")


def test_a_file_is_named_without_it(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    file = agent.uploads(f"{CARD}.txt")
    agent.replies(visitor.writes("Hello"), "", attachments=[file.public_id])

    assert file.name == f"{MASKED}.txt"
    assert CARD not in file.file.name
    assert Conversation.objects.get().last_message_preview == f"{MASKED}.txt"


def test_after_everybody_wrote_it_everywhere_it_is_nowhere(
    visitor: VisitingPerson,
    agent: AnsweringPerson,
    manager: AnsweringPerson,
    committing: Callable[..., Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    with committing():
        says = Contact(name=CARD, email="vera@example.com", phone=IN_FOURS)
        message = visitor.sends(f"{CARD}\n{IN_FOURS}", page_url=f"/?q={CARD}", page_title=CARD, contact=says)
        conversation = message.conversation
        file = agent.uploads(f"{CARD}.txt")
        agent.replies(conversation, f"{CARD} and http://localhost/{CARD}/", attachments=[file.public_id])
        agent.notes(conversation, CARD)
        agent.tags(conversation, CARD)
        agent.transfers(conversation, manager, note=CARD)
        agent.edits(visitor, note=CARD)
        manager.resolves(conversation)
        visitor.rates(conversation, 1, CARD)
        delivery = visitor.asks_for_transcript(conversation)
        tasks.deliver(delivery.pk)
        _is_said_by_the_browser(visitor.browser)
        _is_said_first(manager, people.a_visitor())

    assert PageView.objects.count() == 2
    assert len(Visitor.objects.get(pk=visitor.visitor.pk).variables) == 4
    assert len(mail.outbox) == 1
    found = [*_stored(), *(("log", record.getMessage()) for record in caplog.records)]
    found += [("mail", str(sent.message())) for sent in mail.outbox]
    found += [("mail", text) for sent in mail.outbox for text in (sent.subject, sent.body, str(sent.alternatives))]  # type: ignore[attr-defined]
    assert [place for place, text in found if CARD in re.sub(r"\D", "", text)] == []


def _is_said_by_the_browser(browser: Browser) -> None:
    """In all that a page and a browser say of themselves and of their visitor."""
    page = {
        "url": f"http://testserver/{CARD}/?q={CARD}&utm_source={CARD}&gclid={CARD}#{CARD}",
        "title": f"Paid with {IN_FOURS}",
        "referrer": f"https://search.example/{CARD}?q={CARD}",
    }
    before = {**page, "url": f"http://testserver/before/{CARD}/", "at": timezone.now().isoformat()}
    seen = browser.posts(
        "page-views",
        {"page": page, "pages": [before], "language": CARD, "time_zone": CARD},
        headers={"User-Agent": f"Mozilla/5.0 ({CARD}) Chrome/{CARD}"},
    )
    said = browser.patches(
        "me", {"from_page": True, "name": CARD, "group": CARD, "variables": {CARD: IN_FOURS, "number": int(CARD)}}
    )
    assert (seen.status_code, said.status_code) == (200, 200)


def _is_said_first(agent: AnsweringPerson, visitor: VisitingPerson) -> None:
    draft = messages.Draft(reach=agent.reach, visitor=visitor.visitor.pk, body=CARD, client_id="first")
    [message] = messages.post([draft])
    assert stored(message).body == MASKED


def _stored() -> Iterator[tuple[str, str]]:
    """Every value of every table of the database: messages, log entries, relayed broadcasts, tasks, search index."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield from ((table, str(value)) for value in row)
