"""How a conversation begins or goes on after it was resolved: the page, what an agent said first, and whether somebody
was there."""

from datetime import datetime

from django.utils import timezone

from ..exceptions import NotFound, NoVisitor
from ..models import Agent, Author, Conversation, Message, Platform, Visitor
from ..selectors.availability import is_online
from ..selectors.groups import claimed_group, offered_group
from ..selectors.live import current_page
from ..selectors.rules import active_rule
from . import entries
from .assignment import put_in_charge
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
        group=offered_group(visitor.site_id, draft.group) if draft.group else claimed_group(visitor),
    )
    conversation.offline_at = offline_at(conversation)
    conversation.save()
    return conversation


def begin_by_agent(visitor: Visitor, agent: Agent) -> Conversation:
    """A new conversation in which the agent speaks first and is in charge; on the page that the visitor looks at.

    Raises NotFound for a visitor who has no token: nobody would ever read it.
    """
    if not visitor.tokens.exists():
        raise NotFound
    page = current_page(visitor)
    conversation = Conversation(
        site=visitor.site,
        visitor=visitor,
        platform=Platform.WEBSITE,
        page_url=page.url if page else "",
        page_title=page.title if page else "",
    )
    put_in_charge(conversation, agent)
    conversation.save()
    return conversation


def offline_at(conversation: Conversation) -> datetime | None:
    """Now, where nobody who may take it is online or the hours are closed."""
    return None if is_online(conversation.site, group=conversation.group) else timezone.now()


def first_entries(draft: Draft, conversation: Conversation) -> list[Message]:
    """The unsaved entries before a conversation's first message: that it began, and by which agent; and the proactive
    message that the visitor answers."""
    page = {"url": conversation.page_url, "title": conversation.page_title}
    offline = {"offline": True} if conversation.offline_at else {}
    # The agent who speaks first was put in charge; nobody is where the visitor does.
    started = entries.event_entry(
        conversation, event="started", by=conversation.assignee, data={"page": page, **offline}
    )
    rule = active_rule(conversation.site_id, draft.rule) if draft.rule is not None else None
    if rule is None:
        return [started]
    # Neither a reply nor unread: the visitor has read it, and nobody was asked yet.
    said = entries.text_entry(conversation, author=Author.BOT, body=rule.message, client_id="", agent=rule.agent)
    return [started, said]
