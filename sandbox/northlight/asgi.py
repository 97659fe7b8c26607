"""The sandbox as an ASGI application: Django over HTTP, the live chat over WebSocket."""

import gc
import os

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "northlight.settings")
# Not for the queue worker: it forks, and a pool does not survive that.
os.environ.setdefault("DATABASE_POOL", "on")

# Before the routing: its consumers import models, which need loaded apps.
django_application = get_asgi_application()

from wagtail_livechat.routing import websocket_urlpatterns  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": django_application,
        "websocket": URLRouter(websocket_urlpatterns),
    }
)

# What Django has made by now lives as long as the process. Without this Python looks through all of it again and again,
# and each time every message of the process waits for some tenths of a second.
get_resolver().url_patterns  # noqa: B018 - loads the views, which otherwise come with the first request
gc.collect()
gc.freeze()
