"""Who is on the site now, as one of Wagtail's listings. It shows itself anew by a script, `live_visitors.js`."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import formats
from django.utils.functional import Promise, cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import permission_denied
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn, StatusFlagColumn, TitleColumn
from wagtail.admin.views.generic import BaseListingView
from wagtail.admin.widgets import BooleanRadioSelect

from ..actions.presence import enrol
from ..models import Device, Recorded, Visit, Visitor
from ..permissions import answered_sites, may_enter, reach_of
from ..selectors.live import Live, LiveVisits, searched
from .usage import country_name, name_of_visitor

#: The letter A of the flags.
FLAG_OF_A = 0x1F1E6


def flag(country: str) -> str:
    """The flag of a country, by its two letters."""
    return "".join(chr(FLAG_OF_A + ord(letter) - ord("A")) for letter in country)


def country_label(country: str) -> str:
    """Flag and name."""
    return format_html('<span><span aria-hidden="true">{}</span> {}</span>', flag(country), country_name(country))


def address_in_inbox(live: Live) -> str:
    """Where the inbox opens the conversation with a visitor, or else the list of visitors."""
    return f"{reverse('livechat_inbox')}#{live.conversation or 'visitors'}"


def basket_label(live: Live) -> str:
    """What the basket is worth; the script writes it as the agent's language does."""
    if live.basket is None:
        return ""
    amount, currency = live.basket["amount"], live.basket["currency"]
    written = f"{formats.number_format(Decimal(amount), force_grouping=True)} {currency}"
    return format_html('<span data-livechat-amount="{}" data-currency="{}">{}</span>', amount, currency, written)


def device_label(live: Live) -> str | Promise:
    """The kind of device; nothing where it is unknown."""
    return Device(live.visit.device).label if live.visit.device else ""


class VisitorColumn(TitleColumn):
    """The visitor, with a link into the inbox that the script finds again."""

    def get_link_attrs(self, instance: Live, parent_context: Any) -> dict[str, Any]:
        attrs: dict[str, Any] = super().get_link_attrs(instance, parent_context)
        return {**attrs, "id": f"visitor-{instance.visit.visitor.public_id}"}


class PageColumn(Column):
    """The page that is looked at, with a link to it where it is an address of the web."""

    cell_template_name = "wagtail_livechat/admin/page_cell.html"

    def get_cell_context_data(self, instance: Live, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        url = instance.page.url if instance.page else ""
        # It came from a browser, which may say anything.
        is_link = url.startswith(("https://", "http://"))
        title = instance.page.title if instance.page else ""
        return {**context, "value": title or url, "url": url if is_link else ""}


class VisitorPaginator(WagtailPaginator):
    """Counts those whose visits are listed."""

    verbose_name = Visitor._meta.verbose_name
    verbose_name_plural = Visitor._meta.verbose_name_plural


class LiveFilterSet(WagtailFilterSet):
    """By site only where there are several, by basket only for those who may know."""

    site = django_filters.ModelChoiceFilter(
        field_name="visitor__site", label=_("Site"), empty_label=_("All sites"), widget=forms.RadioSelect
    )
    country = django_filters.ChoiceFilter(
        field_name="country_code", label=_("Country"), empty_label=_("All countries"), widget=forms.RadioSelect
    )
    device = django_filters.ChoiceFilter(
        label=_("Device"),
        empty_label=_("All devices"),
        choices=[(each.value, each.label) for each in Device if each.value],
        widget=forms.RadioSelect,
    )
    returning = django_filters.BooleanFilter(field_name="is_returning", label=_("Returning"), widget=BooleanRadioSelect)
    customer = django_filters.BooleanFilter(
        field_name="visitor__user", lookup_expr="isnull", exclude=True, label=_("Customer"), widget=BooleanRadioSelect
    )
    basket = django_filters.BooleanFilter(method="filter_basket", label=_("In the basket"), widget=BooleanRadioSelect)

    class Meta:
        model = Visit
        fields: list[str] = []

    def __init__(self, *args: Any, visits: LiveVisits, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visits = visits
        self.filters["country"].extra["choices"] = [(code, country_label(code)) for code in visits.countries]
        if len(visits.sites) > 1:
            self.filters["site"].extra["queryset"] = answered_sites(visits.user)
        else:
            del self.filters["site"]
        if not visits.sites_with_baskets:
            del self.filters["basket"]

    def filter_basket(self, found: QuerySet[Visit], _name: str, value: bool) -> QuerySet[Visit]:
        return self.visits.with_basket(found, value)


class LiveView(BaseListingView):
    """Whoever may use the inbox sees whom they may speak to."""

    page_title = _("Live visitors")
    header_icon = "group"
    template_name = "wagtail_livechat/admin/live.html"
    index_url_name = "livechat_visitors"
    index_results_url_name = "livechat_visitors_results"
    filterset_class = LiveFilterSet
    is_searchable = True
    table_classname = "listing livechat-visitors"
    paginate_by = 50
    paginator_class = VisitorPaginator
    visits: LiveVisits
    default_ordering = "-started_at"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reach = reach_of(enrol(user=request.user)) if may_enter(request.user) else None
        if reach is None:
            return permission_denied(request)  # type: ignore[no-any-return]
        self.visits = LiveVisits(reach, request.user)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[no-any-return]

    @cached_property
    def columns(self) -> list[BaseColumn]:
        shown = {"site": len(self.visits.sites) > 1, "basket": bool(self.visits.sites_with_baskets)}
        return [column for column in _columns() if shown.get(column.name, True)]

    def get_base_queryset(self) -> QuerySet[Visit]:
        return self.visits.all()

    def get_filterset_kwargs(self) -> dict[str, Any]:
        return {**super().get_filterset_kwargs(), "visits": self.visits}

    def search_queryset(self, queryset: QuerySet[Visit]) -> QuerySet[Visit]:
        return searched(queryset, self.search_query)

    def get_table(self, object_list: Iterable[Visit]) -> Any:
        return super().get_table(self.visits.rows(object_list))

    @cached_property
    def no_results_message(self) -> str | Promise:
        if self.is_searching or self.is_filtering:
            return _("Nobody on the site is like that.")
        return _("Nobody is on the site right now.")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        limit = {"unlisted": self._unlisted, "settings_url": self.visits.settings_address}
        return super().get_context_data(*args, **limit, **kwargs)  # type: ignore[no-any-return]

    @property
    def _unlisted(self) -> str | Promise:
        """Who is on the site and yet not listed; empty: nobody."""
        if self.visits.recorded == Recorded.EVERYBODY:
            return ""
        if self.visits.recorded == Recorded.NOBODY:
            return _("Nobody is listed here, because visitors are not recorded.")
        if len(self.visits.sites) > 1:
            return _(
                "Not everybody is recorded on all of your sites: there, only visitors who opened the chat are listed."
            )
        return _("Only visitors who opened the chat are listed, because nobody else is recorded.")


def _columns() -> list[BaseColumn]:
    return [
        VisitorColumn(
            "visitor",
            label=_("Visitor"),
            accessor=lambda live: name_of_visitor(live.visit.visitor),
            get_url=address_in_inbox,
        ),
        Column("site", label=_("Site"), accessor=_site),
        PageColumn("page", label=_("Page"), classname="livechat-visitors__page"),
        DateColumn("started_at", label=_("Since"), accessor="visit.started_at", sort_key="started_at"),
        Column("country", label=_("Country"), accessor=_country),
        Column("device", label=_("Device"), accessor=device_label),
        StatusFlagColumn("returning", label=_("Returning"), true_label=_("Returning")),
        StatusFlagColumn(
            "customer", label=_("Customer"), accessor=lambda live: live.visit.visitor.user_id, true_label=_("Customer")
        ),
        Column("basket", label=_("In the basket"), accessor=basket_label),
    ]


def _site(live: Live) -> str:
    site = live.visit.visitor.site
    return str(site.site_name or site.hostname)


def _country(live: Live) -> str:
    return country_label(live.visit.country_code) if live.visit.country_code else ""
