"""The visitor's routes about themselves, and about what an agent says first."""

from typing import Annotated

from django.views.decorators.cache import cache_control
from ninja import Query, Router
from ninja.decorators import decorate_view

from .. import inputs, shapes
from ..actions import contact
from ..actions.claims import Claims
from ..selectors.rules import rule_to_show
from ..throttling import check_visitor_form
from . import auth, schemas
from .auth import VisitorRequest

router = Router(auth=auth.own_origin, tags=["visitor"])

Key = Annotated[int, Query(ge=0, le=2**63 - 1)]


@router.patch("me", response=shapes.OwnDetails)
def change_me(request: VisitorRequest, payload: inputs.OwnIn) -> shapes.OwnDetails:
    """What visitors say of themselves, or the page of them: null leaves a value as it is, an empty text empties it."""
    visitor = auth.writing_known_visitor(request)
    check_visitor_form(visitor=visitor.pk)
    said = contact.Contact.of(payload, without_values=payload.from_page)
    return shapes.own_details(
        contact.change(visitor=visitor, contact=said or contact.NOTHING, claims=Claims.of(payload))
    )


@router.get("rule", response=schemas.RuleOut)
@decorate_view(cache_control(private=True, no_store=True))
def show_rule(request: VisitorRequest, id: Key) -> schemas.RuleOut:  # noqa: A002 - as the address has it
    """Whether a proactive message shall be shown now. Judged by the session; the visitor's cookie is not read."""
    rule = rule_to_show(request, request.site, id)
    return schemas.RuleOut(rule=shapes.proactive_message(rule) if rule else None)
