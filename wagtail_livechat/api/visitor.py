"""The visitor's routes: the widget's way to the conversation where no socket is open."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.cache import cache_control
from ninja import Query, Router
from ninja.decorators import decorate_view
from ninja.responses import Status
from wagtail.models import Site

from .. import conf, inputs, permissions, shapes
from ..actions import conversations
from ..actions.drafts import Draft
from ..actions.messages import post
from ..exceptions import ChatError, NotFound
from ..models import Conversation, LiveChatSettings, Platform
from ..selectors import presence, transcript
from ..selectors.groups import offered_groups
from ..selectors.transcript import Page, Viewer
from ..selectors.visitors import conversations_of
from ..texts.widget import WIDGET_TEXTS
from ..throttling import check_visitor_message
from . import auth, schemas
from .auth import VisitorRequest

router = Router(auth=auth.own_origin, tags=["visitor"])

PAGE_SIZE = 50
Limit = Annotated[int, Query(ge=1, le=200)]
Position = Annotated[int | None, Query(ge=0, le=2**63 - 1)]


@router.get("config", response=schemas.Config)
@decorate_view(cache_control(public=True, max_age=60))
def config(request: VisitorRequest) -> schemas.Config:
    """What the widget needs to draw itself: the same for every visitor, so no cookie is read or set."""
    agents = presence.faces_of(request.site)
    return schemas.Config(
        online=bool(agents),
        expected_reply_s=None,
        reopens_at=None,
        agents=agents,
        form=_form(request.site),
        texts={key: str(text) for key, text in WIDGET_TEXTS.items()},
        look=_look(request.site, LiveChatSettings.for_site(request.site)),
        limits=schemas.Limits(message_length=conf.current().MESSAGE_MAX_LENGTH),
    )


@router.post("session", response=schemas.SessionOut)
def session(request: VisitorRequest, response: HttpResponse, payload: schemas.SessionIn) -> schemas.SessionOut:
    """Begin or find again: the visitor, the latest conversation and its newest messages."""
    visitor = auth.visitor_or_newcomer(request, response, language=payload.language)
    conversation = conversations_of(visitor).filter(platform=Platform.WEBSITE).first()
    found = transcript.latest(conversation, Viewer.VISITOR, limit=PAGE_SIZE) if conversation else Page([], more=False)
    return schemas.SessionOut(
        visitor=shapes.visitor_summary(visitor),
        conversation=shapes.conversation_for_visitor(conversation) if conversation else None,
        messages=[shapes.message_shape(message) for message in found.messages],
        revision=conversation.revision if conversation else 0,
        more=found.more,
        online=presence.online_agents(request.site).exists(),
    )


@router.get("conversations", response=schemas.VisitorConversations)
def list_conversations(request: VisitorRequest) -> schemas.VisitorConversations:
    """The visitor's conversations, newest first."""
    visitor = auth.known_visitor(request)
    rows = conversations_of(visitor)[:PAGE_SIZE] if visitor else []
    return schemas.VisitorConversations(conversations=[shapes.conversation_for_visitor(row) for row in rows])


@router.get("messages", response=schemas.VisitorThread)
def list_messages(
    request: VisitorRequest,
    conversation: UUID,
    after: Position = None,
    before: Position = None,
    limit: Limit = PAGE_SIZE,
) -> schemas.VisitorThread:
    """The newest entries, those before an entry's id, or what was made or changed after a revision."""
    row = _own(request, conversation)
    found = transcript.page(row, Viewer.VISITOR, after=after, before=before, limit=limit)
    return schemas.VisitorThread(
        conversation=shapes.conversation_for_visitor(row),
        messages=[shapes.message_shape(message) for message in found.messages],
        more=found.more,
    )


@router.post("messages", response={200: schemas.VisitorChange, 201: schemas.VisitorChange})
def write(
    request: VisitorRequest, response: HttpResponse, payload: inputs.VisitorMessageIn
) -> Status[schemas.VisitorChange]:
    """Store a message: 201; 200 where this `client_id` was stored before."""
    visitor = auth.visitor_or_newcomer(request, response)
    check_visitor_message(visitor=visitor.pk, address=auth.address_of(request))
    [result] = post(
        [
            Draft(
                visitor=visitor.pk,
                client_id=payload.client_id,
                body=payload.body,
                conversation=payload.conversation,
                group=payload.form.group,
                page_url=payload.page.url,
                page_title=payload.page.title,
            )
        ]
    )
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


def _own(request: VisitorRequest, public_id: UUID) -> Conversation:
    visitor = auth.known_visitor(request)
    if visitor is None:
        raise NotFound
    return permissions.conversation_of(visitor, public_id)


def _form(site: Site) -> schemas.FormOut | None:
    groups = offered_groups(site)
    return schemas.FormOut(groups=groups) if groups else None


def _look(site: Site, settings: LiveChatSettings) -> schemas.Look:
    return schemas.Look(
        title=settings.title or site.site_name or site.hostname,
        greeting=settings.greeting or str(WIDGET_TEXTS["greeting"]),
        offline_text=settings.offline_text or str(WIDGET_TEXTS["offline"]),
        colour=settings.colour,
        position=settings.position,
        scheme=settings.scheme,
    )
