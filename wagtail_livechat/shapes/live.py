"""What the outside sees of visitors in lists: who is on the site now, and who was found."""

from typing import Literal
from uuid import UUID

from ..models import PageView, Visit, Visitor
from .browsing import PageLink, VisitShape
from .customers import BasketValue
from .rows import moment, visit_shape, visitor_summary
from .types import VisitorSummary

#: Whose visits are recorded: everybody's, those of who opened the chat, or nobody's.
Recorded = Literal["all", "opening", "nobody"]


class LiveVisitor(VisitorSummary):
    """Somebody who is on the site now. `page`: what they look at, since `page_at`; `returning`: not the first visit;
    `customer`: linked to a user; `basket`: null also where the agent may not know; `conversation`: the open one within the
    agent's reach, else the latest there."""

    visit: VisitShape
    page: PageLink
    page_at: str
    returning: bool
    customer: bool
    basket: BasketValue | None
    conversation: str | None


class FoundVisitor(VisitorSummary):
    """Somebody whom a search found. `signed_in`: linked to a user."""

    phone: str
    signed_in: bool
    last_seen_at: str


def live_visitor(
    visit: Visit, *, page: PageView | None, returning: bool, basket: BasketValue | None, conversation: UUID | None
) -> LiveVisitor:
    return {
        **visitor_summary(visit.visitor),
        "visit": visit_shape(visit),
        "page": {"url": page.url if page else "", "title": page.title if page else ""},
        "page_at": moment(page.at if page else visit.last_seen_at),
        "returning": returning,
        "customer": visit.visitor.user_id is not None,
        "basket": basket,
        "conversation": str(conversation) if conversation else None,
    }


def found_visitor(visitor: Visitor) -> FoundVisitor:
    return {
        **visitor_summary(visitor),
        "phone": visitor.phone,
        "signed_in": visitor.user_id is not None,
        "last_seen_at": moment(visitor.last_seen_at),
    }
