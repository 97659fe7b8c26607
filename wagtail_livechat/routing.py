"""`URLRouter(wagtail_livechat.routing.websocket_urlpatterns)`; the sockets check origin and session themselves."""

from typing import Any, cast

from django.urls import path

from . import conf
from .realtime.consumers import AgentConsumer, VisitorConsumer, application

# Django's type of a view knows no ASGI application; channels' URLRouter takes both.
websocket_urlpatterns = [
    path(conf.VISITOR_SOCKET, cast(Any, application(VisitorConsumer))),
    path(conf.AGENT_SOCKET, cast(Any, application(AgentConsumer))),
]
