"""Writing in a conversation: the ways in, whichever door a message came through. Its rules stand in `batch`."""

import logging
from collections.abc import Sequence
from dataclasses import replace

from django.db import DatabaseError, close_old_connections, transaction
from django.utils import timezone
from wagtail.log_actions import log

from .. import broadcast
from ..exceptions import Busy, ChatError, NotFound
from ..models import Agent, Attachment, Conversation, LoggedConversation, Message
from ..permissions import Reach, check_delete, check_in_reach
from ..selectors.cards import cards_in
from ..selectors.links import has_links
from ..selectors.transcript import names_of_files, newest_text, unread_by_visitor
from ..shapes import standing
from . import entries
from .assignment import distribute_soon
from .attachments import discard
from .batch import Batch
from .contact import news_of
from .drafts import Draft, refusal, without_card_numbers

__all__ = ["Draft", "delete", "post"]

logger = logging.getLogger(__name__)


def post(drafts: Sequence[Draft]) -> list[Message | ChatError]:
    """Store messages in one transaction; one result per draft, in its order.

    A message whose `client_id` is known is returned as it was stored, with `repeated` set. A refused draft gives its
    ChatError. Where the transaction fails, each draft is tried alone: one bad draft harms only itself.
    """
    results: dict[int, Message | ChatError] = {}
    sound: dict[int, Draft] = {}
    for index, draft in enumerate(drafts):
        error = refusal(draft)
        if error:
            results[index] = error
        else:
            sound[index] = _with_cards(without_card_numbers(draft))
    if sound:
        results.update(zip(sound, _store(list(sound.values())), strict=True))
    return [results[index] for index in range(len(drafts))]


def _with_cards(draft: Draft) -> Draft:
    """Made before the transaction: a source of cards may be slow."""
    return replace(draft, cards=cards_in(draft.body)) if has_links(draft.body) else draft


def delete(*, conversation: Conversation, key: int, by: Agent, reach: Reach) -> tuple[Conversation, Message]:
    """Take back a message or a note: it keeps its place, but not its text and files. A second time changes nothing.

    Raises NotFound for a message of another conversation, NotTheAuthor unless `by` wrote it.
    """
    with transaction.atomic():
        conversation = entries.lock(conversation)
        check_in_reach(reach, conversation)
        message = conversation.messages.select_related("agent__user__wagtail_userprofile").filter(pk=key).first()
        if message is None:
            raise NotFound
        check_delete(reach, message)
        message.conversation = conversation
        if message.deleted_at is None:
            was = standing(conversation)
            _empty(message)
            _look_again(conversation)
            conversation.save()
            log(LoggedConversation.of(conversation), "wagtail_livechat.deleted_message", user=by.user)
            broadcast.publish([entries.updated(message, was=was)])
    return conversation, message


def _empty(message: Message) -> None:
    discard(Attachment.objects.filter(message=message))
    message.body, message.event_data, message.has_files, message.cards = "", {}, False, []
    message.deleted_at = timezone.now()
    message.revision = entries.next_revision(message.conversation)
    message.save()


def _look_again(conversation: Conversation) -> None:
    """The preview and the visitor's count, without what was deleted."""
    newest = newest_text(conversation)
    conversation.last_message_preview = entries.preview_of(newest.body or names_of_files(newest)) if newest else ""
    conversation.last_message_author = newest.author if newest else ""
    conversation.visitor_unread = unread_by_visitor(conversation, after=conversation.visitor_read_id)


def _store(drafts: list[Draft]) -> list[Message | ChatError]:
    try:
        return _store_together(drafts)
    except DatabaseError:
        logger.exception("%d live chat message(s) could not be stored together", len(drafts))
        # The connection itself may be what broke.
        close_old_connections()
    if len(drafts) == 1:
        return [Busy(retry_after=2)]
    return [result for draft in drafts for result in _store([draft])]


def _store_together(drafts: list[Draft]) -> list[Message | ChatError]:
    with transaction.atomic():
        batch = Batch.locked_for(drafts)
        results = [batch.write(draft) for draft in drafts]
        batch.save()
        entries.note_in_log(batch.made)
        broadcast.publish([*entries.events_of(batch.made, was=batch.was), *news_of(batch.told.values())])
        distribute_soon(batch.waiting_groups())
    return results
