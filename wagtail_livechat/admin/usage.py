"""Which conversations have a tag or are in a group, in the place of Wagtail's references: nothing refers to them."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import StatusSidePanel
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import BaseListingView, usage

from ..actions.presence import enrol
from ..models import AgentGroup, Conversation, Tag, Visitor
from ..permissions import Reach, may_enter, reach_of, sees
from .rows import RowEditView, VisibleRow


def inbox_address(conversation: Conversation) -> str:
    """Where the inbox opens this conversation."""
    return f"{reverse('livechat_inbox')}#{conversation.public_id}"


def visitor_name(conversation: Conversation) -> str:
    """The name of a conversation's visitor."""
    return name_of_visitor(conversation.visitor)


def name_of_visitor(visitor: Visitor) -> str:
    """The visitor as the inbox calls it; a country stands there by its letters until a script writes its name."""
    if visitor.name or visitor.email or visitor.city or not visitor.country_code:
        return str(visitor)
    return format_html(gettext("Visitor from {place}"), place=country_name(visitor.country_code))


def country_name(country: str) -> str:
    """A country's letters; the script `live_visitors.js` puts the name in their place."""
    return format_html('<span data-livechat-country="{}">{}</span>', country, country)


class ConversationURLFinder(ModelAdminURLFinder):
    """Has Wagtail's lists, such as the site history, link a conversation to the inbox, for those who can see it."""

    def construct_edit_url(self, instance: Conversation) -> str:
        return inbox_address(instance)

    def get_edit_url(self, instance: Conversation) -> str | None:
        if self.user is None or (self._reach and sees(self._reach, instance)):
            return self.construct_edit_url(instance)
        return None

    @cached_property
    def _reach(self) -> Reach | None:
        return reach_of(enrol(user=self.user)) if may_enter(self.user) else None


class ConversationCountColumn(Column):
    """How many conversations there are, with a link to them."""

    cell_template_name = "wagtail_livechat/admin/conversations_cell.html"

    def __init__(self, url_name: str) -> None:
        super().__init__("conversation_count", label=_("Conversations"), sort_key="conversation_count")
        self.url_name = url_name

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, "url": reverse(self.url_name, args=[instance.pk])}


class ConversationsOfRowView(VisibleRow, usage.UsageView):
    """The conversations of a group or a tag, newest first."""

    page_title = _("Conversations")
    template_name = "wagtail_livechat/admin/conversations.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *before, last = super().get_breadcrumbs_items()
        return [*before, {**last, "label": self.page_title}]

    @cached_property
    def columns(self) -> list[BaseColumn]:
        return [
            TitleColumn("visitor", label=_("Visitor"), accessor=visitor_name, get_url=inbox_address),
            Column("status", label=_("Status"), accessor="get_status_display"),
            Column("assignee", label=_("In charge")),
            DateColumn("last_message_at", label=_("Last message")),
        ]

    def get_queryset(self) -> QuerySet[Conversation]:
        found: QuerySet[Conversation] = self.object.conversations.select_related("visitor", "assignee__user")
        return found.order_by("-last_message_at", "-pk")

    def get_table(self, object_list: Any, **kwargs: Any) -> Any:
        return BaseListingView.get_table(self, object_list)

    @cached_property
    def verbose_name_plural(self) -> Any:
        return Conversation._meta.verbose_name_plural


class ConversationsSidePanel(StatusSidePanel):
    """Counts conversations where Wagtail counts references."""

    def get_usage_context(self) -> dict[str, Any]:
        count = self.object.conversations.count()
        text = ngettext("%(count)s conversation", "%(count)s conversations", count) % {"count": count}
        return {"usage_count": count, "usage_url": self.usage_url, "usage_url_text": text}


class EditViewWithConversations(RowEditView):
    """For a group or a tag."""

    object: AgentGroup | Tag

    def get_side_panels(self) -> MediaContainer:
        panel = ConversationsSidePanel(
            self.object,
            self.request,
            usage_url=self.get_usage_url(),
            history_url=self.get_history_url(),
            last_updated_info=self.get_last_updated_info(),
        )
        return MediaContainer([panel])
