"""A Wagtail site of one file with a live chat on its only page; what a stranger would write first."""

import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import execute_from_command_line
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path
from django.views.static import serve

HERE = Path(__file__).parent
DJANGO = ["auth", "contenttypes", "sessions", "messages", "staticfiles"]
WAGTAIL = ["contrib.settings", "users", "admin", "documents", "images"]
MIDDLEWARE = ["sessions.middleware.Session", "auth.middleware.Authentication", "messages.middleware.Message"]
PROCESSORS = ["template.context_processors.request", "contrib.auth.context_processors.auth"]
PAGE = "<!doctype html><title>Shop</title><h1>Shop</h1>{% load livechat %}{% livechat_widget %}"
POLICY = "default-src 'self'; script-src 'self'; style-src 'self'"

settings.configure(
    SECRET_KEY="for this check only",
    ALLOWED_HOSTS=["localhost"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=[
        "wagtail_livechat",
        "django_q",
        "channels",
        *(f"wagtail.{name}" for name in WAGTAIL),
        "wagtail",
        "modelcluster",
        "taggit",
        *(f"django.contrib.{name}" for name in DJANGO),
    ],
    MIDDLEWARE=[f"django.contrib.{name}Middleware" for name in MIDDLEWARE],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {"context_processors": [f"django.{name}" for name in PROCESSORS]},
        }
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HERE / "db.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    },
    CHANNEL_LAYERS={"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}},
    Q_CLUSTER={"orm": "default", "timeout": 60, "retry": 120, "max_attempts": 5},
    STORAGES={
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    },
    STATIC_URL="/static/",
    STATIC_ROOT=HERE / "static",
    WAGTAIL_SITE_NAME="Shop",
    WAGTAILADMIN_BASE_URL="http://localhost",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)
django.setup()


def home(request: HttpRequest) -> HttpResponse:
    page = engines["django"].from_string(PAGE).render({}, request)
    return HttpResponse(page, headers={"Content-Security-Policy": POLICY})


urlpatterns = [
    path("", home),
    path("livechat/", include("wagtail_livechat.urls")),
    path("admin/", include("wagtail.admin.urls")),
    path("static/<path:path>", serve, {"document_root": HERE / "static"}),
]

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
