"""The agent's routes about visitors who are on the site now, and about those whom a search finds."""

from typing import Annotated, cast

from ninja import Query, Schema
from pydantic import Field

from .. import shapes
from ..inputs import Text
from ..selectors.live import MOST, Live, LiveVisits, Narrowed, found_visitors
from . import auth
from .auth import AgentRequest

router = auth.agent_router("agent")


class Asked(Schema):
    """What narrows the list, each left out where it does not; `q` is looked for in names, e-mail addresses, phone numbers
    and, with `online`, in the page that is looked at."""

    online: bool = False
    site: Annotated[int, Field(ge=0, le=2**63 - 1)] | None = None
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None = None
    device: shapes.Device | None = None
    returning: bool | None = None
    customer: bool | None = None
    basket: bool | None = None
    q: Annotated[Text, Field(max_length=200)] = ""


class LiveVisitors(Schema):
    """`online`: how many are on the sites asked about, whoever may see them; `recorded`: who can be listed, `opening`
    where some of these sites do not record everybody; `settings_url`: where that is changed, null for who may not;
    `countries`: those that somebody is in, by two letters."""

    visitors: list[shapes.LiveVisitor]
    online: int
    recorded: shapes.Recorded
    settings_url: str | None
    countries: list[str]


class FoundVisitors(Schema):
    visitors: list[shapes.FoundVisitor]


@router.get("visitors", response=LiveVisitors | FoundVisitors)
def list_visitors(request: AgentRequest, asked: Query[Asked]) -> LiveVisitors | FoundVisitors:
    """With `online`: who is on the site now, the latest arrival first, 200 at most. Without: visitors whose name, e-mail
    address or phone number has `q`, last seen first, 20 at most."""
    if not asked.online:
        found = found_visitors(request.reach, asked.q, site=asked.site)
        return FoundVisitors(visitors=[shapes.found_visitor(row) for row in found])
    narrowed = Narrowed(text=asked.q, **asked.dict(exclude={"online", "site", "q"}))
    return _live(LiveVisits(request.reach, request.user, site=asked.site), narrowed)


def _live(visits: LiveVisits, narrowed: Narrowed) -> LiveVisitors:
    return LiveVisitors(
        visitors=[_row(live) for live in visits.rows(visits.narrowed(narrowed)[:MOST])],
        online=visits.online,
        recorded=cast(shapes.Recorded, visits.recorded.value),
        settings_url=visits.settings_address,
        countries=visits.countries,
    )


def _row(live: Live) -> shapes.LiveVisitor:
    return shapes.live_visitor(
        live.visit, page=live.page, returning=live.returning, basket=live.basket, conversation=live.conversation
    )
