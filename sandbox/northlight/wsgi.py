"""The sandbox as a WSGI application: no sockets, so the live chat polls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "northlight.settings")

application = get_wsgi_application()
