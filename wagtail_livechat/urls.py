"""`path("livechat/", include("wagtail_livechat.urls"))`"""

from django.urls import path

from .api.api import api
from .api.files import serve

urlpatterns = [
    path("api/", api.urls),
    path("files/<uuid:public_id>/<str:name>", serve, name="livechat_file"),
]
