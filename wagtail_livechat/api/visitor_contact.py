"""The visitor's routes about themselves, and about what an agent says first."""

from typing import Annotated, NotRequired, cast

from django.views.decorators.cache import cache_control
from ninja import Query, Router
from ninja.decorators import decorate_view

from .. import inputs, shapes
from ..actions import contact
from ..actions.claims import Claims, left_out
from ..addresses import address_of
from ..selectors.rules import rule_to_show
from ..throttling import check_rule, check_visitor_form
from . import auth, schemas
from .auth import VisitorRequest

router = Router(auth=auth.own_origin, tags=["visitor"])

Key = Annotated[int, Query(ge=0, le=2**63 - 1)]


class OwnChange(shapes.OwnDetails):
    """`left_out`: the variables for which there was no room, if there are any."""

    left_out: NotRequired[list[str]]


@router.patch("me", response=OwnChange)
def change_me(request: VisitorRequest, payload: inputs.OwnIn) -> OwnChange:
    """What visitors say of themselves, or the page of them: null leaves a value as it is, an empty text empties it."""
    visitor = auth.writing_known_visitor(request)
    check_visitor_form(visitor=visitor.pk)
    said = contact.Contact.of(payload, without_values=payload.from_page)
    claims = Claims.of(payload)
    row = contact.change(visitor=visitor, contact=said or contact.NOTHING, claims=claims)
    answer = cast(OwnChange, shapes.own_details(row))
    if names := left_out(row, claims):
        answer["left_out"] = names
    return answer


@router.get("rule", response=schemas.RuleOut)
@decorate_view(cache_control(private=True, no_store=True))
def show_rule(request: VisitorRequest, id: Key) -> schemas.RuleOut:  # noqa: A002 - as the address has it
    """Whether a proactive message shall be shown now. Judged by the session; the visitor's cookie is not read."""
    check_rule(address=address_of(request))
    rule = rule_to_show(request, request.site, id)
    return schemas.RuleOut(rule=shapes.proactive_message(rule) if rule else None)
