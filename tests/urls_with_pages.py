"""The test site with Wagtail's pages below `/pages/` and, as a shop would be, some other view beside them."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from wagtail import urls as wagtail_urls

from tests import urls


def guide(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Not one of Wagtail's pages")


urlpatterns = [path("pages/guide/", guide), path("pages/", include(wagtail_urls)), *urls.urlpatterns]
