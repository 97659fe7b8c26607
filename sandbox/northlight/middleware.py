"""The strict header under which the public site runs, so that nobody breaks it unseen."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

POLICY = "script-src 'self'; style-src 'self'; object-src 'none'; base-uri 'self'"
#: Wagtail's admin, Oscar's dashboard and the API's documentation bring inline scripts of their own.
EXEMPT = ("/admin/", "/shop/dashboard/", "/livechat/")

View = Callable[[HttpRequest], HttpResponse]


def content_security_policy(get_response: View) -> View:
    """Send the policy with every public page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not request.path.startswith(EXEMPT):
            response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    return middleware
