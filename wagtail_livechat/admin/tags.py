"""Tags in Wagtail's views, and how two of them become one."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.base import BaseObjectMixin
from wagtail.admin.widgets.button import Button

from ..actions import tags
from ..models import Tag
from .forms import GREY, MergeForm, TagForm
from .rows import RowDeleteView, RowIndexView, RowViewSet, SiteFilterSet, VisibleRow, site_column
from .usage import ConversationCountColumn, ConversationsOfRowView, EditViewWithConversations


class TagFilterSet(SiteFilterSet):
    class Meta:
        model = Tag
        fields: Sequence[str] = []


class ColourColumn(Column):
    cell_template_name = "wagtail_livechat/admin/colour_cell.html"

    def get_value(self, instance: Tag) -> str:
        return instance.colour or GREY


class TagIndexView(RowIndexView):
    merge_url_name = ""

    def get_base_queryset(self) -> "QuerySet[Any]":
        counted: QuerySet[Any] = super().get_base_queryset().annotate(conversation_count=Count("conversations"))
        return counted

    def get_list_more_buttons(self, instance: Tag) -> list[MenuItem]:
        address = reverse(self.merge_url_name, args=[instance.pk])
        merge = MenuItem(_("Merge"), url=address, icon_name="resubmit", priority=20)
        return [*super().get_list_more_buttons(instance), merge]


class TagEditView(EditViewWithConversations):
    merge_url_name = ""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        address = reverse(self.merge_url_name, args=[self.object.pk])
        merge = Button(_("Merge"), url=address, icon_name="resubmit", priority=15)
        return [*super().header_more_buttons, merge]


class TagDeleteView(RowDeleteView):
    object: Tag

    @property
    def confirmation_message(self) -> str:
        count = self.object.conversations.count()
        return ngettext(
            "Are you sure you want to delete this tag? It is taken off %(count)s conversation.",
            "Are you sure you want to delete this tag? It is taken off %(count)s conversations.",
            count,
        ) % {"count": count}

    def delete_action(self) -> None:
        tags.delete(tag=self.object, by=self.request.user)


class TagMergeView(VisibleRow, PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """Asks into which tag, and says what will happen."""

    permission_required = "delete"
    template_name = "wagtail_livechat/admin/merge_tag.html"
    page_title = gettext_lazy("Merge")
    form_class = MergeForm
    index_url_name = ""
    edit_url_name = ""
    object: Tag

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(self.index_url_name), "label": _("Tags")},
            {"url": reverse(self.edit_url_name, args=[self.object.pk]), "label": str(self.object)},
            {"url": "", "label": _("Merge"), "sublabel": str(self.object)},
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "tag": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        others = context["form"].fields["into"].queryset
        return {
            **context,
            "tag": self.object,
            "conversation_count": self.object.conversations.count(),
            "has_others": others.exists(),
            "index_url": reverse(self.index_url_name),
        }

    def form_valid(self, form: MergeForm) -> HttpResponse:
        into = tags.merge(tag=self.object, into=form.cleaned_data["into"], by=self.request.user)
        text = _("Tag '%(tag)s' merged into '%(into)s'.") % {"tag": self.object, "into": into}
        messages.success(self.request, text)
        return redirect(reverse(self.index_url_name))


class TagViewSet(RowViewSet):
    model = Tag
    url_prefix = "livechat/tags"
    url_namespace = "livechat_tags"
    icon = "tag"
    menu_label = gettext_lazy("Live chat tags")
    menu_order = 511
    index_view_class = TagIndexView
    edit_view_class = TagEditView
    delete_view_class = TagDeleteView
    usage_view_class = ConversationsOfRowView
    filterset_class = TagFilterSet
    search_fields = ["name"]
    ordering = "name"

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        merge = {"merge_url_name": self.get_url_name("merge")}
        common: dict[str, Any] = super().get_common_view_kwargs(**merge, **kwargs)
        return common

    @cached_property
    def list_display(self) -> list[str | BaseColumn]:
        return [
            "name",
            site_column(),
            ColourColumn("colour", label=gettext_lazy("Colour")),
            ConversationCountColumn(self.get_url_name("usage")),
        ]

    @cached_property
    def edit_handler(self) -> ObjectList:
        return ObjectList([FieldPanel("site"), FieldPanel("name"), FieldPanel("colour")], base_form_class=TagForm)

    def get_urlpatterns(self) -> list[URLPattern]:
        merge_view = self.construct_view(TagMergeView)
        return [*super().get_urlpatterns(), path("merge/<int:pk>/", merge_view, name="merge")]
