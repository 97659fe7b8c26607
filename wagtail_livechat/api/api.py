"""The API as a whole: its routers, its error documents, its description."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import NinjaAPI, Swagger

from .. import __version__
from . import (
    agent,
    agent_conversations,
    agent_live,
    agent_visitors,
    agent_visits,
    errors,
    uploads,
    visitor,
    visitor_after,
    visitor_contact,
    visitor_visits,
)


class StaffDocs(Swagger):
    """The documentation page, for those who may enter Wagtail's admin; the description itself is public."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("wagtailadmin.access_admin"):
            return redirect_to_login(request.get_full_path(), login_url=reverse("wagtailadmin_login"))
        return super().render_page(request, api, **kwargs)


api = NinjaAPI(
    title="wagtail-livechat",
    version=__version__,
    description="The visitor's and the agent's side of the live chat.",
    urls_namespace="livechat_api",
    docs=StaffDocs(),
)
errors.register(api)
api.add_router("visitor/", visitor.router)
api.add_router("visitor/", visitor_contact.router)
api.add_router("visitor/", visitor_after.router)
api.add_router("visitor/", uploads.visitor_router)
api.add_router("visitor/", visitor_visits.router)
api.add_router("agent/", agent.router)
api.add_router("agent/", uploads.agent_router)
api.add_router("agent/", agent_conversations.router)
api.add_router("agent/", agent_live.router)
api.add_router("agent/", agent_visitors.router)
api.add_router("agent/", agent_visits.router)
