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
from wagtail.admin.menu import MenuItem

from .admin.inbox import InboxView, door_addresses
from .admin.site_rights import AnswerOnSitesForm, ManageOnSitesForm
from .permissions import may_enter


class InboxMenuItem(MenuItem):
    """Shown to those who may answer somewhere."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_enter(request.user)


@hooks.register("register_admin_urls")
def inbox_urls() -> list[URLPattern]:
    return [path("livechat/", InboxView.as_view(), name="livechat_inbox")]


@hooks.register("register_admin_menu_item")
def inbox_menu_item() -> InboxMenuItem:
    return InboxMenuItem(_("Live chat"), reverse("livechat_inbox"), name="livechat", icon_name="comment", order=150)


@hooks.register("register_permissions")
def rights() -> QuerySet[Permission]:
    """For Wagtail's page of a group: the rights for all sites."""
    return Permission.objects.filter(
        content_type__app_label="wagtail_livechat", codename__in=["answer_conversation", "manage_conversation"]
    )


hooks.register("register_group_permission_panel", lambda: AnswerOnSitesForm)
hooks.register("register_group_permission_panel", lambda: ManageOnSitesForm)


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
