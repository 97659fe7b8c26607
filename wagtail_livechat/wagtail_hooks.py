"""Registrations in Wagtail's admin; what is registered stands in `admin`."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.admin_url_finder import register_admin_url_finder
from wagtail.admin.menu import MenuItem

from .admin import log, settings
from .admin.groups import GroupViewSet
from .admin.hours import HoursViewSet
from .admin.inbox import InboxView, door_addresses
from .admin.live import LiveView
from .admin.profile import profile_panel
from .admin.rows import RowViewSet
from .admin.rules import RuleViewSet
from .admin.shortcuts import ShortcutViewSet
from .admin.site_rights import SITE_RIGHTS
from .admin.tags import TagViewSet
from .admin.usage import ConversationURLFinder
from .models import Conversation
from .permissions import may_enter


class InboxMenuItem(MenuItem):
    """Shown to those who may answer somewhere."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_enter(request.user)


@hooks.register("register_admin_urls")
def inbox_urls() -> list[URLPattern]:
    return [
        path("livechat/", InboxView.as_view(), name="livechat_inbox"),
        path("livechat/visitors/", LiveView.as_view(), name="livechat_visitors"),
        path("livechat/visitors/results/", LiveView.as_view(results_only=True), name="livechat_visitors_results"),
    ]


@hooks.register("register_admin_menu_item")
def inbox_menu_item() -> InboxMenuItem:
    return InboxMenuItem(_("Live chat"), reverse("livechat_inbox"), name="livechat", icon_name="comment", order=150)


@hooks.register("register_admin_menu_item")
def live_menu_item() -> InboxMenuItem:
    address = reverse("livechat_visitors")
    # Wagtail marks every item whose name the current one's begins with, so it must not be livechat-…
    return InboxMenuItem(_("Live visitors"), address, name="live-visitors", icon_name="group", order=151)


@hooks.register("register_admin_viewset")
def viewsets() -> list[RowViewSet]:
    return [GroupViewSet(), TagViewSet(), ShortcutViewSet(), HoursViewSet(), RuleViewSet()]


hooks.register("register_log_actions", log.register)
hooks.register("register_account_settings_panel", profile_panel)
register_admin_url_finder(Conversation, ConversationURLFinder)
settings.register()


@hooks.register("register_permissions")
def rights() -> QuerySet[Permission]:
    """For Wagtail's page of a group: the rights for all sites."""
    codenames = [form.codename for form in SITE_RIGHTS]
    return Permission.objects.filter(content_type__app_label="wagtail_livechat", codename__in=codenames)


for form in SITE_RIGHTS:
    hooks.register("register_group_permission_panel", lambda form=form: form)


@hooks.register("insert_global_admin_js")
def badge_script() -> SafeString:
    """The unread number beside the menu item, on every page of the admin; it also keeps the agent present."""
    addresses = door_addresses()
    return format_html(
        '<script defer src="{}" data-livechat-badge data-api="{}" data-socket="{}" data-inbox="{}"></script>',
        static("wagtail_livechat/badge.js"),
        addresses["api_url"],
        addresses["socket_url"],
        reverse("livechat_inbox"),
    )


@hooks.register("insert_global_admin_css")
def badge_style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("wagtail_livechat/badge.css"))
