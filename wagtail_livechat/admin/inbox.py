"""The inbox: one page; everything on it comes through the agent API and socket."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.auth import permission_denied

from .. import conf
from ..actions import presence
from ..models import AgentGroup, Shortcut, Tag
from ..permissions import User, may_enter
from ..texts.inbox import INBOX_TEXTS
from .policies import policy_of


class InboxView(TemplateView):
    """The page that the inbox lives in. Opening it for the first time makes an agent online."""

    template_name = "wagtail_livechat/inbox.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_enter(request.user):
            return permission_denied(request)  # type: ignore[no-any-return]
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agent = presence.open_inbox(agent=presence.enrol(user=self.request.user))
        return super().get_context_data(
            page_title=_("Live chat"),
            agent=agent,
            texts={key: str(text) for key, text in INBOX_TEXTS.items()},
            **door_addresses(),
            **row_addresses(self.request),
            login_url=reverse("wagtailadmin_login"),
            shortcuts_enabled=may_use_shortcuts(self.request.user),
            **kwargs,
        )


def row_addresses(request: HttpRequest) -> dict[str, str]:
    """Where groups, tags and shortcuts are edited; empty for those who may not."""
    models = {"groups": AgentGroup, "tags": Tag, "shortcuts": Shortcut}
    return {
        f"{name}_url": reverse(f"livechat_{name}:index")
        if policy_of(model).user_has_permission(request.user, "change")
        else ""
        for name, model in models.items()
    }


def may_use_shortcuts(user: User) -> bool:
    """Whether this user left Wagtail's keyboard shortcuts switched on; without a profile they are."""
    profile = getattr(user, "wagtail_userprofile", None)
    return profile is None or bool(profile.keyboard_shortcuts)


def door_addresses() -> dict[str, str]:
    """Where the agent's API and socket are."""
    return {
        "api_url": f"{reverse('livechat_api:api-root')}agent/",
        "socket_url": f"{get_script_prefix()}{conf.AGENT_SOCKET}",
    }
