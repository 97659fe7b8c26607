"""The inbox: one page; everything on it comes through the agent API and socket."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.auth import permission_denied

from .. import conf
from ..actions import presence
from ..permissions import may_enter
from ..texts.inbox import INBOX_TEXTS


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
            login_url=reverse("wagtailadmin_login"),
            **kwargs,
        )


def door_addresses() -> dict[str, str]:
    """Where the agent's API and socket are."""
    return {
        "api_url": f"{reverse('livechat_api:api-root')}agent/",
        "socket_url": f"{get_script_prefix()}{conf.AGENT_SOCKET}",
    }
