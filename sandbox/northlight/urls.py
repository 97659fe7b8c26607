from django.apps import apps
from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from northlight import views

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("livechat/", include("wagtail_livechat.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    # The same paths as Oscar's, so that its names still lead here.
    path("shop/", RedirectView.as_view(pattern_name="catalogue:index")),
    path("shop/catalogue/", views.Catalogue.as_view()),
    re_path(r"^shop/catalogue/category/(?P<slug>[\w/-]+)_(?P<pk>\d+)/$", views.CategoryPage.as_view()),
    path("shop/accounts/login/", views.Login.as_view()),
    path("shop/", include(apps.get_app_config("oscar").urls[0])),
    re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT}),
    path("", include(wagtail_urls)),
]
