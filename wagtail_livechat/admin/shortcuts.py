"""Shortcuts in Wagtail's views: agents read what they may use and change their own, managers change all."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import linebreaksbr
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BaseColumn, Column

from ..actions import shortcuts
from ..models import Shortcut
from .forms import EVERYONE, OWN, ShortcutForm
from .rows import RowDeleteView, RowIndexView, RowInspectView, SiteFilterSet, UnusedRowViewSet, site_column

#: Characters of the text in a list.
SHOWN = 80


def for_whom(shortcut: Shortcut) -> str | Promise:
    """Who has this shortcut: an agent, a group or everyone."""
    return str(shortcut.owner or shortcut.group or "") or _("Everyone")


def language_of(shortcut: Shortcut) -> str | Promise:
    """The name of the language that a shortcut is written in; empty where it says none."""
    return dict(settings.LANGUAGES).get(shortcut.language, shortcut.language)


class ShortcutFilterSet(SiteFilterSet):
    audience = django_filters.ChoiceFilter(
        label=_("For whom"),
        method="filter_audience",
        choices=[(EVERYONE, _("Everyone")), ("group", _("A group")), (OWN, _("Me"))],
        empty_label=_("All"),
    )

    class Meta:
        model = Shortcut
        fields: Sequence[str] = []

    def filter_audience(self, found: "QuerySet[Shortcut]", _name: str, value: str) -> "QuerySet[Shortcut]":
        chosen = {
            EVERYONE: Q(owner__isnull=True, group__isnull=True),
            "group": Q(group__isnull=False),
            OWN: Q(owner__user=self.request.user.pk),
        }
        return found.filter(chosen[value])


class ShortcutIndexView(RowIndexView):
    def get_base_queryset(self) -> "QuerySet[Any]":
        return super().get_base_queryset().prefetch_related("files")


class ShortcutInspectView(RowInspectView):
    object: Shortcut

    def get_fields_context(self) -> list[dict[str, Any]]:
        files = ", ".join(file.name for file in self.object.files.all())
        shown = {
            _("Keyword"): str(self.object),
            _("Text"): linebreaksbr(self.object.body),
            _("For whom"): for_whom(self.object),
            _("Language"): language_of(self.object) or _("Any language"),
            _("Files"): files or _("No files"),
        }
        return [{"label": label, "value": value, "component": None} for label, value in shown.items()]


class ShortcutDeleteView(RowDeleteView):
    object: Shortcut
    request: HttpRequest

    def delete_action(self) -> None:
        shortcuts.delete(shortcut=self.object, by=self.request.user)


class ShortcutViewSet(UnusedRowViewSet):
    model = Shortcut
    url_prefix = "livechat/shortcuts"
    url_namespace = "livechat_shortcuts"
    icon = "keyboard"
    menu_label = _("Live chat shortcuts")
    menu_order = 512
    index_view_class = ShortcutIndexView
    delete_view_class = ShortcutDeleteView
    filterset_class = ShortcutFilterSet
    search_fields = ["keyword", "body"]
    inspect_view_enabled = True
    inspect_view_class = ShortcutInspectView

    @cached_property
    def list_display(self) -> list[str | BaseColumn]:
        return [
            "__str__",
            site_column(),
            Column("text", label=_("Text"), accessor=_beginning),
            Column("for_whom", label=_("For whom"), accessor=for_whom),
            Column("language", label=_("Language"), accessor=language_of),
            Column("files", label=_("Files"), accessor=lambda row: ", ".join(file.name for file in row.files.all())),
        ]

    @cached_property
    def edit_handler(self) -> ObjectList:
        files = MultiFieldPanel([FieldPanel("removed"), FieldPanel("added")], heading=_("Files"))
        return ObjectList(
            [
                FieldPanel("site"),
                FieldPanel("keyword"),
                FieldPanel("body"),
                files,
                FieldPanel("audience"),
                FieldPanel("language"),
            ],
            base_form_class=ShortcutForm,
        )


def _beginning(shortcut: Shortcut) -> str:
    text = " ".join(shortcut.body.split())
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
