"""The visitor's route about the pages that they look at: one beacon, answered before anything is written."""

from typing import Annotated, TypeVar

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field

from ..actions.visit_batches import record_soon
from ..actions.visits import Sighting
from ..addresses import address_of
from ..inputs import PageIn, Strict, Text
from ..models import Visitor
from ..selectors.recording import is_recorded, welcomes_newcomers
from ..selectors.sites import settings_of
from ..selectors.visits import baskets_of, is_awaited
from ..throttling import check_page_views
from . import auth, schemas
from .auth import VisitorRequest

router = Router(auth=auth.own_origin, tags=["visitor"])

Told = TypeVar("Told", "PageViewsIn", schemas.SessionIn)


class PageViewsIn(Strict):
    """What is looked at now, and what was before; without any page: "still here". `consent`: the visitor agreed to be
    recorded."""

    page: PageIn | None = None
    pages: Annotated[list[PageIn], Field(max_length=20)] = []
    language: Annotated[Text, Field(max_length=20)] = ""
    time_zone: Annotated[Text, Field(max_length=100)] = ""
    consent: bool = False


class PageViewsOut(Schema):
    """`waiting`: an agent wrote something that the visitor has not read. `known`: false where whoever asks is no visitor
    (any more): a browser on which somebody logged out need not ask again."""

    waiting: bool
    known: bool = True


@router.post("page-views", response=PageViewsOut)
def note_page_views(request: VisitorRequest, response: HttpResponse, payload: PageViewsIn) -> PageViewsOut:
    """Tell which pages are looked at. Whether they are kept, and whether a newcomer becomes a visitor, is the site's
    setting; nothing is where the browser asks not to be tracked."""
    settings = settings_of(request.site)
    is_kept = is_recorded(settings, user=request.user, asks_not_to_be=asks_not_to_be_recorded(request))
    visitor = auth.visitor_if_known(request, response)
    if visitor is None and is_kept and welcomes_newcomers(settings, has_agreed=payload.consent):
        if auth.was_somebody_else(request):
            payload = of_now(payload)
        visitor = auth.visitor_or_newcomer(request, response, language=payload.language)
    if visitor is None:
        return PageViewsOut(waiting=False, known=False)
    check_page_views(visitor=visitor.pk)
    if is_kept:
        record_soon(sighting_of(request, visitor, payload))
    return PageViewsOut(waiting=is_awaited(visitor))


def asks_not_to_be_recorded(request: VisitorRequest) -> bool:
    """https://www.w3.org/TR/gpc/"""
    return request.headers.get("Sec-GPC") == "1"


def sighting_of(request: VisitorRequest, visitor: Visitor, payload: PageViewsIn | schemas.SessionIn) -> Sighting:
    """What a request says of where its visitor is."""
    return Sighting(
        visitor=visitor.pk,
        page=payload.page,
        pages=tuple(payload.pages),
        address=address_of(request),
        user_agent=request.headers.get("User-Agent", ""),
        language=payload.language,
        time_zone=payload.time_zone,
        baskets=baskets_of(request),
    )


def of_now(payload: Told) -> Told:
    """Only the page that is looked at now: what was looked at before belongs to whom the browser was known as."""
    return payload.model_copy(update={"pages": [] if payload.page else payload.pages[-1:]})
