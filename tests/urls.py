from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from wagtail_livechat.templatetags import livechat  # noqa: F401 — the tag must import on its own

PAGE = "{% load livechat %}<!doctype html><html lang=en><title>Shop</title><h1>Shop</h1>{% livechat_widget %}"


def shop(request: HttpRequest) -> HttpResponse:
    """A public page with the widget on it."""
    return HttpResponse(Template(PAGE).render(RequestContext(request)))


urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("livechat/", include("wagtail_livechat.urls")),
    path("", shop),
]
