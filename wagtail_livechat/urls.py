"""`path("livechat/", include("wagtail_livechat.urls"))`"""

from django.urls import path

from .api.api import api

urlpatterns = [path("api/", api.urls)]
