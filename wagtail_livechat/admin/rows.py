"""Wagtail's generic views for rows of a site: kept to what the user may see, and writing through verbs.

Wagtail's own ask only whether a user has a right on some row. An index and the views of one row are scoped by two
mixins: a history has a base query set too, of log entries.
"""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history
from wagtail.admin.viewsets.model import ModelViewSet

from ..exceptions import ChatError
from .forms import RowForm
from .policies import VIEW, policy_of


def visible_rows(request: HttpRequest, model: type[Model]) -> "QuerySet[Any]":
    """The rows that the user may see."""
    rows: QuerySet[Any] = policy_of(model).instances_user_has_any_permission_for(request.user, [VIEW])
    return rows


class SiteFilterSet(WagtailFilterSet):
    """Asks for a site where the user has several."""

    site = django_filters.ModelChoiceFilter(label=_("Site"), empty_label=_("All sites"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sites = policy_of(self._meta.model).sites(self.request.user)
        if sites.count() > 1:
            self.filters["site"].extra["queryset"] = sites
        else:
            del self.filters["site"]


class VisibleRows:
    """For an index."""

    model: type[Model]
    request: HttpRequest

    def get_base_queryset(self) -> "QuerySet[Any]":
        return visible_rows(self.request, self.model)


class VisibleRow:
    """For a view of one row: 404 for what the user may not see, a refusal for what they may only read."""

    model: type[Model]
    request: HttpRequest
    kwargs: dict[str, Any]
    permission_required: str | None
    any_permission_required: list[str] | None

    def get_base_object_queryset(self) -> "QuerySet[Any]":
        return visible_rows(self.request, self.model)

    def get_object(self, queryset: Any = None) -> Any:
        actions = [self.permission_required] if self.permission_required else self.any_permission_required
        policy = policy_of(self.model)
        if not policy.user_has_any_permission(self.request.user, actions):
            raise PermissionDenied
        row = get_object_or_404(self.get_base_object_queryset(), pk=self.kwargs["pk"])
        if not policy.user_has_any_permission_for_instance(self.request.user, actions, row):
            raise PermissionDenied
        return row


class ByVerb:
    """For a form that a verb carries out: what the verb refuses stands at its field."""

    request: HttpRequest
    form: RowForm

    def save_instance(self) -> Model:
        return self.form.carry_out(by=self.request.user)

    def form_valid(self, form: RowForm) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc,no-any-return]
        except ChatError as refused:
            form.refuse(refused)
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined,no-any-return]


class RowIndexView(VisibleRows, generic.IndexView):
    """Its column of the site is shown to those who have several."""

    @cached_property
    def columns(self) -> list[BaseColumn]:
        several = policy_of(self.model).sites(self.request.user).count() > 1
        return [column for column in super().columns if several or column.name != "site"]

    def get_edit_url(self, instance: Model) -> str | None:
        may_change = self.user_has_permission_for_instance("change", instance)
        return super().get_edit_url(instance) if may_change else None

    def get_delete_url(self, instance: Model) -> str | None:
        may_delete = self.user_has_permission_for_instance("delete", instance)
        return super().get_delete_url(instance) if may_delete else None


class RowCreateView(ByVerb, generic.CreateView):
    pass


class RowEditView(ByVerb, VisibleRow, generic.EditView):
    pass


class RowDeleteView(VisibleRow, generic.DeleteView):
    """Looks its row up once, as Wagtail's own does; what is lost stands in the question, not in a list of references."""

    def get_object(self, queryset: Any = None) -> Any:
        return getattr(self, "object", None) or super().get_object(queryset)

    def get_usage_url(self) -> None:
        return None


class RowHistoryView(VisibleRow, history.HistoryView):
    pass


class RowInspectView(VisibleRow, generic.InspectView):
    """Offers to change a row only to those who may."""

    def get_edit_url(self) -> str | None:
        may_change = self.user_has_permission_for_instance("change", self.object)
        return super().get_edit_url() if may_change else None

    def get_delete_url(self) -> str | None:
        may_delete = self.user_has_permission_for_instance("delete", self.object)
        return super().get_delete_url() if may_delete else None


class RowViewSet(ModelViewSet):
    """Rows of one kind, in the menu of settings."""

    add_to_settings_menu = True
    # Conversations stand in no reference index, nor does what they refer to.
    add_to_reference_index = False
    copy_view_enabled = False
    search_backend_name = None
    index_view_class = RowIndexView
    add_view_class = RowCreateView
    edit_view_class = RowEditView
    delete_view_class = RowDeleteView
    history_view_class = RowHistoryView
    inspect_view_class = RowInspectView


class UnusedRowViewSet(RowViewSet):
    """Rows that nothing refers to, so that there is no usage to show."""

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        common: dict[str, Any] = super().get_common_view_kwargs(**{"usage_url_name": None, **kwargs})
        return common

    def get_urlpatterns(self) -> list[URLPattern]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "usage"]


def site_column() -> Column:
    """The site of a row."""
    return Column("site", label=_("Site"), accessor=lambda row: row.site.site_name or row.site.hostname)
