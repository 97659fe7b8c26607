"""How a conversation begins or goes on after it was resolved: the page, what an agent said first, and whether somebody
was there."""

from datetime import datetime

from django.utils import timezone

from ..exceptions import NoVisitor
from ..models import Author, Conversation, Message, Platform, Visitor
from ..selectors.availability import is_online
from ..selectors.groups import offered_group
from ..selectors.rules import active_rule
from . import entries
from .drafts import Draft


def begin(draft: Draft, visitor: Visitor | None) -> Conversation:
    """A new conversation. Raises NoVisitor for a visitor who has no token."""
    # Without a token: another tab logged in, and the conversations moved to the user's visitor.
    if visitor is None or not visitor.tokens.exists():
        raise NoVisitor
    conversation = Conversation(
        site=visitor.site,
        visitor=visitor,
        platform=Platform.WEBSITE,
        page_url=draft.page_url[:2000],
        page_title=draft.page_title[:300],
        group=offered_group(visitor.site_id, draft.group) if draft.group else None,
    )
    conversation.offline_at = offline_at(conversation)
    conversation.save()
    return conversation


def offline_at(conversation: Conversation) -> datetime | None:
    """Now, where nobody who may take it is online or the hours are closed."""
    return None if is_online(conversation.site, group=conversation.group) else timezone.now()


def first_entries(draft: Draft, conversation: Conversation) -> list[Message]:
    """The unsaved entries before a conversation's first message: that it began, and the proactive message that the
    visitor answers."""
    page = {"url": conversation.page_url, "title": conversation.page_title}
    offline = {"offline": True} if conversation.offline_at else {}
    started = entries.event_entry(conversation, event="started", data={"page": page, **offline})
    rule = active_rule(conversation.site_id, draft.rule) if draft.rule is not None else None
    if rule is None:
        return [started]
    # Neither a reply nor unread: the visitor has read it, and nobody was asked yet.
    said = entries.text_entry(conversation, author=Author.BOT, body=rule.message, client_id="", agent=rule.agent)
    return [started, said]
