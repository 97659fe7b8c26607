"""What the site's shops know of a visitor: each section on its own, so that one that fails costs one line."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from time import monotonic
from typing import Final

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from .. import conf, permissions
from ..customers import base
from ..customers.base import Customer, CustomerProvider
from ..models import LiveChatSettings, Visit, Visitor
from ..permissions import VIEW_CUSTOMER_DATA, Reach, User
from ..shapes import BasketValue, CustomerData, CustomerSection, CustomerValue
from . import crews
from .crews import TooSlow
from .customer_values import Nonsense, checked, checked_address, checked_basket, checked_title
from .short_memory import key_of, recall, remember

logger = logging.getLogger(__name__)

#: Seconds for which what was looked up is believed, and for which it is not tried again where it failed.
KEPT: Final = 30
FAILURE_KEPT: Final = 5


class NotLoaded(Exception):
    """The provider could not be imported, or says what sections it has in no way that can be read."""


class _Missing(CustomerProvider):
    """Stands in for a provider that cannot be loaded."""

    def values(self, section: str, customer: Customer) -> Sequence[CustomerValue]:
        raise NotLoaded


# Compared by what it is: two providers may not be comparable at all.
@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """One section of a provider."""

    name: str
    key: str
    title: str
    provider: CustomerProvider

    @property
    def id(self) -> str:
        return f"{self.name}:{self.key}"


def customer_data(visitor: Visitor) -> CustomerData:
    """The sections that the visitor's site shows, in the active language; without those that have nothing to say.

    Never fails, and takes little more than `CUSTOMER_TIMEOUT` seconds at most.
    """
    settings = LiveChatSettings.objects.filter(site=visitor.site_id, shows_customer_data=True).first()
    if settings is None:
        return {"state": "off", "sections": []}
    visit = visitor.visits.order_by("-started_at", "-pk").first()
    baskets = _baskets(visit)
    if visitor.user_id is None and not baskets:
        return {"state": "no_user", "sections": []}
    parts = list(_shown(settings.customer_sections))
    found = _looked_up(visitor, parts, baskets, seen_at=visit.last_seen_at if visit else None)
    return {"state": "on", "sections": [section for section in found if section["values"] or section["error"]]}


def sites_with_data(user: User, reach: Reach) -> list[int]:
    """The sites within reach that show customer data, and on which the user may see it."""
    allowed = permissions.sites_where_may(user, VIEW_CUSTOMER_DATA) & reach.sites
    on = LiveChatSettings.objects.filter(site__in=allowed, shows_customer_data=True)
    return sorted(on.values_list("site", flat=True))


def basket_values(visits: Sequence[Visit]) -> dict[int, BasketValue]:
    """What the open baskets of the visitors of these visits are worth, by the visitor's key; without those who have none.

    Nothing is asked here of the sites' settings and of who may see it. The visits need their visitors with their users
    and sites. Never fails, and takes little more than `CUSTOMER_TIMEOUT` seconds at most.
    """
    until = _deadline()
    values: dict[int, BasketValue] = {}
    for name in base.names():
        asked = [visit for visit in visits if visit.visitor.user_id or visit.baskets.get(name)]
        values = _values_of(name, asked, until) | values
    return values


def _baskets(visit: Visit | None) -> dict[str, str]:
    """What the browser's baskets are known by, for each provider that knows one."""
    known = visit.baskets if visit else {}
    return {name: known[name] for name in base.names() if known.get(name)}


def _shown(chosen: Sequence[str]) -> Iterator[_Part]:
    """The chosen sections, in the order of the providers and of what each of them has."""
    for name in base.names():
        try:
            provider = base.provider(name)
            own = [_Part(name, key, checked_title(title), provider) for key, title in provider.section_names.items()]
        except Exception:
            # Whatever its module does while it is imported; a system check names it.
            keys = [section.removeprefix(f"{name}:") for section in chosen if section.startswith(f"{name}:")]
            own = [_Part(name, key, key.replace("_", " ").capitalize(), _Missing()) for key in keys]
        yield from (part for part in own if part.id in chosen)


def _looked_up(
    visitor: Visitor, parts: Sequence[_Part], baskets: Mapping[str, str], *, seen_at: datetime | None
) -> list[CustomerSection]:
    """Each part's section: as it was a moment ago, else asked for now, all at once."""
    language, zone = translation.get_language(), timezone.get_current_timezone_name()
    # What is in the basket may be another thing as soon as the visitor loaded a page.
    about = (visitor.pk, visitor.user_id, seen_at, language, zone)
    keys = {part: key_of("customer", part.id, *about, baskets.get(part.name)) for part in parts}
    known = recall(keys.values())
    until = _deadline()
    asked = {part: _asked(part, visitor, baskets.get(part.name, "")) for part, key in keys.items() if key not in known}
    fresh = {keys[part]: _answered(part, answer, until, visitor) for part, answer in asked.items()}
    remember({key: section for key, section in fresh.items() if not section["error"]}, seconds=KEPT)
    remember({key: section for key, section in fresh.items() if section["error"]}, seconds=FAILURE_KEPT)
    return [(known | fresh)[key] for key in keys.values()]


def _asked(part: _Part, visitor: Visitor, basket: str) -> Future[CustomerSection]:
    customer = Customer(site=visitor.site, user=visitor.user, basket=basket)
    return crews.ask(part.id, partial(_said, part, customer))


def _said(part: _Part, customer: Customer) -> CustomerSection:
    """What the provider says, checked; in a thread of its own, since checking runs the provider's code, too."""
    values = checked(part.provider.values(part.key, customer))
    url = checked_address(part.provider.link(part.key, customer)) if values else ""
    return _section(part, values=values, url=url)


def _answered(part: _Part, answer: Future[CustomerSection], until: float, visitor: Visitor) -> CustomerSection:
    try:
        return crews.wait_for(answer, until=until)
    except Exception as error:
        # No more than the kind of error: what it says may be the customer's.
        kind = type(error).__name__
        logger.error("The customer provider %s failed at %s for visitor %s: %s", part.name, part.key, visitor.pk, kind)
        return _section(part, error=_failure(error))


def _failure(error: Exception) -> str:
    if isinstance(error, NotLoaded):
        return _("This cannot be looked up: its provider could not be loaded.")
    if isinstance(error, TooSlow):
        return _("This took too long to look up.")
    if isinstance(error, Nonsense):
        return _("What was found here cannot be shown.")
    return _("This could not be looked up.")


def _section(
    part: _Part, *, values: list[CustomerValue] | None = None, url: str = "", error: str | None = None
) -> CustomerSection:
    return {"id": part.id, "title": part.title, "url": url, "values": values or [], "error": error}


def _deadline() -> float:
    return monotonic() + conf.current().CUSTOMER_TIMEOUT


def _values_of(name: str, visits: Sequence[Visit], until: float) -> dict[int, BasketValue]:
    """By the visitor's key; known for a while, unless the visitor was seen again."""
    keys = {
        visit: key_of(
            "basket", name, visit.visitor_id, visit.visitor.user_id, visit.baskets.get(name), visit.last_seen_at
        )
        for visit in visits
    }
    known = recall(keys.values())
    unknown = [visit for visit, key in keys.items() if key not in known]
    said = _asked_for_values(name, unknown, until) if unknown else []
    fresh = dict(zip((keys[visit] for visit in unknown), said or [None] * len(unknown), strict=True))
    remember(fresh, seconds=KEPT if said else FAILURE_KEPT)
    found = known | fresh
    return {visit.visitor_id: found[key] for visit, key in keys.items() if found[key]}


def _asked_for_values(name: str, visits: Sequence[Visit], until: float) -> list[BasketValue | None] | None:
    """One for each visit; None where the provider fails."""
    customers = [
        Customer(site=visit.visitor.site, user=visit.visitor.user, basket=visit.baskets.get(name, ""))
        for visit in visits
    ]
    try:
        return crews.wait_for(crews.ask(f"{name}:", partial(_baskets_said, name, customers)), until=until)
    except Exception as error:
        logger.error("The customer provider %s could not say what baskets are worth: %s", name, type(error).__name__)
        return None


def _baskets_said(name: str, customers: Sequence[Customer]) -> list[BasketValue | None]:
    given = [checked_basket(value) for value in base.provider(name).basket_values(customers)]
    if len(given) != len(customers):
        raise Nonsense
    return given
