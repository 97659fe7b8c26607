"""The agent's route about what visitors look at."""

from uuid import UUID

from ninja import Schema

from .. import permissions, shapes
from ..selectors.visits import Browsed, history
from . import auth
from .auth import AgentRequest

router = auth.agent_router("agent")


class HistoryOut(Schema):
    """Visits, the latest first; `more`: there were others before."""

    visits: list[shapes.BrowsedVisit]
    more: bool


@router.get("visitors/{uuid:public_id}/page-views", response=HistoryOut)
def list_page_views(request: AgentRequest, public_id: UUID, before: UUID | None = None) -> HistoryOut:
    """What a visitor looked at: the latest five visits, or those before the visit of this public id, each with up to 50
    of its pages."""
    found = history(permissions.visitor_for(request.reach, public_id), before=before)
    return HistoryOut(visits=[_browsed(row) for row in found.visits], more=found.more)


def _browsed(row: Browsed) -> shapes.BrowsedVisit:
    return shapes.browsed_visit(row.visit, row.pages, is_now=row.is_now, more=row.more)
