"""The visitor's routes for what comes at the end of a conversation: ending it, rating it, having it sent."""

from uuid import UUID

from ninja import Router
from ninja.responses import Status

from .. import permissions, shapes
from ..actions import deliveries, endings, ratings
from ..addresses import address_of
from ..exceptions import NotFound
from ..models import Conversation, Message, Platform, Visitor
from ..selectors.visitors import conversations_of
from ..throttling import check_visitor_transcript
from . import auth, schemas
from .auth import VisitorRequest

router = Router(auth=auth.own_origin, tags=["visitor"])


@router.post("end", response=schemas.VisitorChange)
def end(request: VisitorRequest, payload: schemas.EndIn) -> schemas.VisitorChange:
    """End a conversation, by default the latest: the next message begins another one. An ended one stays as it is."""
    visitor = auth.writing_known_visitor(request)
    return _change(*endings.end(conversation=_conversation(visitor, payload.conversation)))


@router.post("rating", response=schemas.VisitorChange)
def rate(request: VisitorRequest, payload: schemas.RatingIn) -> schemas.VisitorChange:
    """Rate a conversation, by default the latest; for a day the rating can be changed."""
    visitor = auth.writing_known_visitor(request)
    row = _conversation(visitor, payload.conversation)
    return _change(*ratings.rate(conversation=row, score=payload.score, comment=payload.comment))


@router.post("transcript", response={202: schemas.Accepted})
def ask_for_transcript(request: VisitorRequest, payload: schemas.TranscriptIn) -> Status[schemas.Accepted]:
    """Have a conversation, by default the latest, sent by e-mail. What became of it is not told here."""
    visitor = auth.writing_known_visitor(request)
    row = _conversation(visitor, payload.conversation)
    email = deliveries.checked_address(payload.email)
    check_visitor_transcript(visitor=visitor.pk, address=address_of(request))
    deliveries.ask_for_transcript(conversation=row, email=email)
    return Status(202, schemas.Accepted())


def _conversation(visitor: Visitor, public_id: UUID | None) -> Conversation:
    if public_id is not None:
        return permissions.conversation_of(visitor, public_id)
    latest = conversations_of(visitor).filter(platform=Platform.WEBSITE).first()
    if latest is None:
        raise NotFound
    return latest


def _change(conversation: Conversation, message: Message | None) -> schemas.VisitorChange:
    return schemas.VisitorChange(
        conversation=shapes.conversation_for_visitor(conversation),
        message=shapes.message_shape(message) if message else None,
    )
