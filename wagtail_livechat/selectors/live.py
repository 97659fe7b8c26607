"""Who is on the site now, and where; a fixed number of queries, however many there are."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Protocol, cast
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from ..models import LiveChatSettings, PageView, Recorded, Visit, Visitor
from ..permissions import Reach, User, sites_to_set_up, visible_visitors
from ..shapes import BasketValue, Device
from .customers import basket_values, sites_with_data
from .visitors import open_first
from .visits import newest_under_way, online

#: How many the inbox lists, and how many a search finds.
MOST: Final = 200
FOUND: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """What somebody narrows the list by; None and an empty text do not."""

    country: str | None = None
    device: Device | None = None
    returning: bool | None = None
    customer: bool | None = None
    basket: bool | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Live:
    """Somebody who is there: the newest visit, and the page of it that is looked at. `conversation`: the open one within
    reach, else the newest there; `basket`: None also where the user may not know."""

    visit: Visit
    page: PageView | None
    returning: bool
    conversation: UUID | None
    basket: BasketValue | None


class LiveVisits:
    """The visits under way that an agent may see, on all of their sites or on one."""

    def __init__(self, reach: Reach, user: User, *, site: int | None = None) -> None:
        self.reach = reach
        self.user = user
        self.sites = reach.sites if site is None else reach.sites & {site}

    def all(self) -> QuerySet[Visit]:
        """The newest visit of everybody who is there, latest arrival first."""
        visitors = online(self.sites) & visible_visitors(self.reach)
        others = Visit.objects.filter(visitor=OuterRef("visitor")).exclude(pk=OuterRef("pk"))
        pages = PageView.objects.filter(visit=OuterRef("pk")).order_by("-at", "-pk")
        conversations = open_first(self.reach).filter(visitor=OuterRef("visitor"))
        found = newest_under_way(Visit.objects.filter(visitor__in=visitors)).annotate(
            page_key=Subquery(pages.values("pk")[:1]),
            is_returning=Exists(others),
            conversation_id=Subquery(conversations.values("public_id")[:1]),
        )
        return found.select_related("visitor__site", "visitor__user").order_by("-started_at", "-pk")

    def narrowed(self, by: Narrowed) -> QuerySet[Visit]:
        """Those who fit."""
        exactly = {"country_code": by.country, "device": by.device, "is_returning": by.returning}
        found = searched(self.all(), by.text)
        found = found.filter(**{name: value for name, value in exactly.items() if value is not None})
        if by.customer is not None:
            found = found.filter(visitor__user__isnull=not by.customer)
        return found if by.basket is None else self.with_basket(found, by.basket)

    def with_basket(self, found: QuerySet[Visit], wanted: bool) -> QuerySet[Visit]:
        """Those with something in the basket, as far as the user may know; or the others."""
        having = Q(visitor__in=self._baskets(found).keys())
        return found.filter(having if wanted else ~having)

    def rows(self, found: Iterable[Visit]) -> list[Live]:
        """What there is to say of these visits, which came from here."""
        visits = list(found)
        noted = [cast(_Noted, visit) for visit in visits]
        pages = PageView.objects.in_bulk([row.page_key for row in noted if row.page_key is not None])
        baskets = self._baskets(visits)
        return [
            Live(
                visit=visit,
                page=None if row.page_key is None else pages.get(row.page_key),
                returning=row.is_returning,
                conversation=row.conversation_id,
                basket=baskets.get(visit.visitor_id),
            )
            for visit, row in zip(visits, noted, strict=True)
        ]

    @cached_property
    def online(self) -> int:
        """How many are there, whoever may see them."""
        return online(self.sites).count()

    @cached_property
    def countries(self) -> list[str]:
        """The codes of the countries that somebody is in now."""
        codes = self.all().exclude(country_code="").order_by("country_code").values_list("country_code", flat=True)
        return list(codes.distinct())

    @cached_property
    def limited_sites(self) -> list[int]:
        """The sites on which not everybody is recorded, so that some who are there are not listed."""
        return sorted(site for site in self.sites if self._settings.get(site) != Recorded.EVERYBODY)

    @cached_property
    def recorded(self) -> Recorded:
        """Whose visits can be listed: everybody's, nobody's on any of the sites, or else some."""
        if not self.limited_sites:
            return Recorded.EVERYBODY
        is_nobody = all(self._settings.get(site) == Recorded.NOBODY for site in self.sites)
        return Recorded.NOBODY if is_nobody else Recorded.AFTER_OPENING

    @cached_property
    def _settings(self) -> dict[int, str]:
        """Who is recorded on each site that has settings."""
        settings = LiveChatSettings.objects.filter(site__in=self.sites)
        return dict(settings.values_list("site", "recorded"))

    @cached_property
    def settings_address(self) -> str | None:
        """Where the user may have everybody recorded on the first such site."""
        own = sites_to_set_up(self.user)
        site = next((site for site in self.limited_sites if site in own), None)
        edited = (LiveChatSettings._meta.app_label, LiveChatSettings._meta.model_name)
        return reverse("wagtailsettings:edit", args=[*edited, site]) if site else None

    @cached_property
    def sites_with_baskets(self) -> Collection[int]:
        """Where the user may know what is in the baskets."""
        return self.sites & set(sites_with_data(self.user, self.reach))

    def _baskets(self, visits: Iterable[Visit]) -> dict[int, BasketValue]:
        asked = [visit for visit in visits if visit.visitor.site_id in self.sites_with_baskets]
        return basket_values(asked) if asked else {}


class _Noted(Protocol):
    """What the query notes of a visit."""

    page_key: int | None
    is_returning: bool
    conversation_id: UUID | None


def searched(found: QuerySet[Visit], text: str) -> QuerySet[Visit]:
    """Those whose name, e-mail address, phone number, or page has this text."""
    if not text.strip():
        return found
    on_page = PageView.objects.filter(_has(text, "url", "title"), pk=OuterRef("page_key"))
    return found.filter(_has(text, "visitor__name", "visitor__email", "visitor__phone") | Q(Exists(on_page)))


def found_visitors(reach: Reach, text: str, *, site: int | None = None) -> list[Visitor]:
    """Visitors whom the agent may see, whose name, e-mail address or phone number has this text; last seen first."""
    if not text.strip():
        return []
    found = visible_visitors(reach).filter(_has(text, "name", "email", "phone"))
    if site is not None:
        found = found.filter(site=site)
    return list(found.order_by("-last_seen_at", "-pk")[:FOUND])


def current_page(visitor: Visitor) -> PageView | None:
    """The page that the visitor looked at last."""
    return PageView.objects.filter(visit__visitor=visitor).order_by("-at", "-pk").first()


def _has(text: str, *fields: str) -> Q:
    query: Any = Q()
    for field in fields:
        query |= Q(**{f"{field}__icontains": text.strip()})
    return cast(Q, query)
