"""The visitor's routes: the widget's way to the conversation where no socket is open."""

from contextlib import suppress
from typing import Annotated, cast
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from ninja import Query, Router, Schema
from ninja.responses import Status
from wagtail.models import Site

from .. import conf, inputs, permissions, shapes
from ..actions import contact, conversations
from ..actions.claims import Claims
from ..actions.drafts import Draft
from ..actions.keystrokes import visitor_types
from ..actions.messages import post
from ..actions.visit_batches import record_soon
from ..addresses import address_of
from ..exceptions import ChatError, NotFound, TooMany
from ..models import Conversation, LiveChatSettings, Platform, Visitor
from ..selectors import availability, forms, transcript
from ..selectors.availability import Outlook, SiteHours
from ..selectors.expectation import expected_reply
from ..selectors.groups import offered_groups
from ..selectors.recording import is_recorded
from ..selectors.sites import settings_of
from ..selectors.transcript import Page, Viewer
from ..selectors.visitors import conversations_of
from ..shapes import MessageShape, VisitorConversation
from ..texts.widget import WIDGET_TEXTS
from ..throttling import check_page_views, check_visitor_message, typing_of_visitor
from . import auth, schemas
from .auth import VisitorRequest
from .visitor_visits import asks_not_to_be_recorded, of_now, sighting_of

router = Router(auth=auth.own_origin, tags=["visitor"])

PAGE_SIZE = 50
#: Seconds for which the configuration may be cached.
LONGEST_KEPT = 60
Limit = Annotated[int, Query(ge=1, le=200)]
Position = Annotated[int | None, Query(ge=0, le=2**63 - 1)]


class VisitorConversations(Schema):
    """`blocked`: the chat is closed to the visitor, who may not hear of it over a socket."""

    conversations: list[VisitorConversation]
    blocked: bool


class VisitorThread(Schema):
    conversation: VisitorConversation
    messages: list[MessageShape]
    more: bool
    blocked: bool


@router.get("config", response=schemas.Config)
def config(request: VisitorRequest, response: HttpResponse) -> schemas.Config:
    """What the widget needs to draw itself: the same for every visitor, so no cookie is read or set."""
    settings = LiveChatSettings.for_site(request.site)
    hours = availability.hours_of(request.site)
    outlook = availability.outlook(request.site, hours)
    patch_cache_control(response, public=True, max_age=_kept_for(outlook))
    return schemas.Config(
        online=outlook.is_online,
        open=outlook.is_open,
        when_away=cast(shapes.WhenAway, settings.when_away),
        expected_reply_s=expected_reply(request.site, hours),
        reopens_at=shapes.optional_moment(outlook.reopens_at),
        closes_at=shapes.optional_moment(outlook.closes_at),
        agents=outlook.faces,
        form=_form(request.site, settings, hours),
        consent=forms.consent(settings),
        privacy=forms.privacy(settings),
        previews_typing=settings.previews_typing,
        asks_rating=settings.asks_rating,
        texts={key: str(text) for key, text in WIDGET_TEXTS.items()},
        look=_look(request.site, settings),
        limits=_limits(),
    )


@router.post("session", response=schemas.SessionOut)
def session(request: VisitorRequest, response: HttpResponse, payload: schemas.SessionIn) -> schemas.SessionOut:
    """Begin or find again: the visitor, the latest conversation and its newest messages."""
    was_somebody_else = auth.was_somebody_else(request)
    visitor = auth.visitor_or_newcomer(request, response, language=payload.language)
    claims = Claims.of_session(payload)
    if claims and visitor.blocked_at is None:
        visitor = contact.change(visitor=visitor, claims=claims)
    _note_pages(request, visitor, of_now(payload) if was_somebody_else else payload)
    conversation = conversations_of(visitor).filter(platform=Platform.WEBSITE).first()
    found = transcript.latest(conversation, Viewer.VISITOR, limit=PAGE_SIZE) if conversation else Page([], more=False)
    return schemas.SessionOut(
        visitor=shapes.own_details(visitor),
        conversation=shapes.conversation_for_visitor(conversation) if conversation else None,
        messages=[shapes.message_shape(message) for message in found.messages],
        revision=conversation.revision if conversation else 0,
        more=found.more,
        online=visitor.blocked_at is None and availability.is_online(request.site),
        blocked=visitor.blocked_at is not None,
    )


@router.get("conversations", response=VisitorConversations)
def list_conversations(request: VisitorRequest) -> VisitorConversations:
    """The visitor's conversations, newest first."""
    visitor = auth.known_visitor(request)
    rows = conversations_of(visitor)[:PAGE_SIZE] if visitor else []
    return VisitorConversations(
        conversations=[shapes.conversation_for_visitor(row) for row in rows],
        blocked=visitor is not None and visitor.blocked_at is not None,
    )


@router.get("messages", response=VisitorThread)
def list_messages(
    request: VisitorRequest,
    conversation: UUID,
    after: Position = None,
    before: Position = None,
    limit: Limit = PAGE_SIZE,
) -> VisitorThread:
    """The newest entries, those before an entry's id, or what was made or changed after a revision."""
    row = _own(request, conversation)
    found = transcript.page(row, Viewer.VISITOR, after=after, before=before, limit=limit)
    return VisitorThread(
        conversation=shapes.conversation_for_visitor(row),
        messages=[shapes.message_shape(message) for message in found.messages],
        more=found.more,
        blocked=row.visitor.blocked_at is not None,
    )


@router.post("messages", response={200: schemas.VisitorChange, 201: schemas.VisitorChange})
def write(
    request: VisitorRequest, response: HttpResponse, payload: inputs.VisitorMessageIn
) -> Status[schemas.VisitorChange]:
    """Store a message: 201; 200 where this `client_id` was stored before."""
    visitor = auth.writing_visitor(request, response)
    check_visitor_message(visitor=visitor.pk, address=address_of(request))
    [result] = post([Draft.by_visitor(visitor.pk, payload)])
    if isinstance(result, ChatError):
        raise result
    change = schemas.VisitorChange(
        conversation=shapes.conversation_for_visitor(result.conversation), message=shapes.message_shape(result)
    )
    return Status(200 if result.repeated else 201, change)


@router.post("read", response=schemas.VisitorChange)
def read(request: VisitorRequest, payload: inputs.ConversationReadIn) -> schemas.VisitorChange:
    """Note how far the visitor has read."""
    row = conversations.read_by_visitor(conversation=_own(request, payload.conversation), up_to=payload.up_to)
    return schemas.VisitorChange(conversation=shapes.conversation_for_visitor(row))


@router.post("typing", response={204: None})
def typing(request: VisitorRequest, payload: inputs.VisitorTypingIn) -> Status[None]:
    """Tell the agents that the visitor writes, and what; the way of those who have no socket."""
    visitor = auth.writing_known_visitor(request)
    typing_of_visitor.check(str(visitor.pk))
    visitor_types(visitor=visitor.pk, text=payload.text)
    return Status(204, None)


def _note_pages(request: VisitorRequest, visitor: Visitor, payload: schemas.SessionIn) -> None:
    """Over the limit they are left out: nobody is refused the chat for what they looked at."""
    asks_not_to_be = asks_not_to_be_recorded(request)
    if not is_recorded(settings_of(request.site), user=request.user, asks_not_to_be=asks_not_to_be):
        return
    with suppress(TooMany):
        check_page_views(visitor=visitor.pk)
        record_soon(sighting_of(request, visitor, payload))


def _own(request: VisitorRequest, public_id: UUID) -> Conversation:
    visitor = auth.known_visitor(request)
    if visitor is None:
        raise NotFound
    return permissions.conversation_of(visitor, public_id)


def _kept_for(outlook: Outlook) -> int:
    """Seconds for which this stays true, 60 at most: when the site opens or closes, it is another."""
    boundary = outlook.reopens_at or outlook.closes_at
    if boundary is None:
        return LONGEST_KEPT
    left = (boundary - timezone.now()).total_seconds()
    return max(0, min(LONGEST_KEPT, int(left)))


def _form(site: Site, settings: LiveChatSettings, hours: SiteHours) -> schemas.FormOut:
    return schemas.FormOut(
        moment=cast(shapes.FormMoment, settings.form_moment),
        name=cast(shapes.AskedFor, settings.asks_name),
        email=cast(shapes.AskedFor, settings.asks_email),
        phone=cast(shapes.AskedFor, settings.asks_phone),
        groups=offered_groups(site, settings, hours),
        fields=forms.form_fields(settings),
    )


def _limits() -> schemas.Limits:
    settings = conf.current()
    return schemas.Limits(
        message_length=settings.MESSAGE_MAX_LENGTH,
        file_bytes=settings.FILE_MAX_BYTES,
        file_types=sorted(settings.FILE_TYPES),
        files=inputs.MOST_FILES,
    )


def _look(site: Site, settings: LiveChatSettings) -> schemas.Look:
    return schemas.Look(
        title=settings.title or site.site_name or site.hostname,
        greeting=settings.greeting or str(WIDGET_TEXTS["greeting"]),
        offline_text=settings.offline_text or str(WIDGET_TEXTS["offline"]),
        colour=settings.colour,
        position=settings.position,
        scheme=settings.scheme,
    )
