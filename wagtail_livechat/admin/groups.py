"""Groups of agents in Wagtail's views."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.forms import RadioSelect
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BaseColumn, Column

from ..actions import groups
from ..models import AgentGroup, Assignment
from ..selectors.presence import is_online
from .forms import GroupForm
from .rows import RowDeleteView, RowIndexView, RowViewSet, SiteFilterSet, site_column
from .usage import ConversationCountColumn, ConversationsOfRowView, EditViewWithConversations

#: Shorter than in the form, where the choices explain themselves.
ASSIGNMENTS = {
    Assignment.OFF: _("By hand"),
    Assignment.ROUND_ROBIN: _("Round robin"),
    Assignment.LEAST_BUSY: _("Least busy"),
}


def assignment_of(group: AgentGroup) -> str:
    """The rule of a group, in a word or two."""
    rule = str(ASSIGNMENTS[Assignment(group.assignment)])
    if not group.most_at_once or group.assignment == Assignment.OFF:
        return rule
    return gettext("%(rule)s, at most %(number)s") % {"rule": rule, "number": group.most_at_once}


class GroupFilterSet(SiteFilterSet):
    class Meta:
        model = AgentGroup
        fields: Sequence[str] = []


class MembersColumn(BaseColumn):
    """Who is in a group, and who of them is there."""

    cell_template_name = "wagtail_livechat/admin/members_cell.html"

    def get_cell_context_data(self, instance: AgentGroup, parent_context: Any) -> dict[str, Any]:
        members = sorted((agent.name, is_online(agent)) for agent in instance.members.all())
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, "members": members, "online": sum(is_there for _name, is_there in members)}


class GroupIndexView(RowIndexView):
    def get_base_queryset(self) -> "QuerySet[Any]":
        found: QuerySet[Any] = super().get_base_queryset().prefetch_related("members__user__wagtail_userprofile")
        counted: QuerySet[Any] = found.annotate(conversation_count=Count("conversations"))
        return counted


class GroupDeleteView(RowDeleteView):
    object: AgentGroup

    @property
    def confirmation_message(self) -> str:
        count = self.object.conversations.count()
        return ngettext(
            "Are you sure you want to delete this group? Its %(count)s conversation stays; without somebody in charge "
            "it is open to all agents of the site. The group's shortcuts are deleted too.",
            "Are you sure you want to delete this group? Its %(count)s conversations stay; those without somebody in "
            "charge are open to all agents of the site. The group's shortcuts are deleted too.",
            count,
        ) % {"count": count}

    def delete_action(self) -> None:
        groups.delete(group=self.object, by=self.request.user)


class GroupViewSet(RowViewSet):
    model = AgentGroup
    url_prefix = "livechat/groups"
    url_namespace = "livechat_groups"
    icon = "group"
    menu_label = _("Live chat groups")
    menu_order = 510
    index_view_class = GroupIndexView
    edit_view_class = EditViewWithConversations
    delete_view_class = GroupDeleteView
    usage_view_class = ConversationsOfRowView
    filterset_class = GroupFilterSet
    search_fields = ["name"]
    ordering = "name"

    @cached_property
    def list_display(self) -> list[str | BaseColumn]:
        return [
            "name",
            site_column(),
            MembersColumn("members", label=_("Members")),
            Column("assignment", label=_("Assignment"), accessor=assignment_of, sort_key="assignment"),
            ConversationCountColumn(self.get_url_name("usage")),
        ]

    @cached_property
    def edit_handler(self) -> ObjectList:
        by_itself = MultiFieldPanel(
            [FieldPanel("assignment", widget=RadioSelect), FieldPanel("most_at_once")],
            heading=_("Automatic assignment"),
        )
        return ObjectList(
            [FieldPanel("site"), FieldPanel("name"), FieldPanel("members"), by_itself], base_form_class=GroupForm
        )
