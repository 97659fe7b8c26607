"""Every failure as RFC 9457 problem JSON with a stable `code`."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from ..exceptions import ChatError, Invalid, Malformed, NotAllowed, NotFound

_CODES: dict[int, type[ChatError]] = {400: Malformed, 403: NotAllowed, 404: NotFound, 422: Invalid}


def problem(error: ChatError, *, errors: Sequence[dict[str, Any]] = ()) -> HttpResponse:
    """The error as a problem document; `errors` name the fields that were refused, never their contents."""
    document: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(error.status).phrase,
        "status": error.status,
        "detail": str(error.detail),
        "code": error.code,
    }
    if errors:
        document["errors"] = [
            {"loc": list(entry["loc"]), "type": entry["type"], "msg": entry["msg"]} for entry in errors
        ]
    response = JsonResponse(document, status=error.status, content_type="application/problem+json")
    if error.retry_after is not None:
        response["Retry-After"] = str(error.retry_after)
    return response


def register(api: NinjaAPI) -> None:
    """Have the API answer with problems instead of ninja's own documents."""
    handlers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        ChatError: lambda _request, error: problem(error),
        ValidationError: lambda _request, error: problem(Invalid(), errors=error.errors),
        Http404: lambda _request, _error: problem(NotFound()),
        HttpError: lambda _request, error: problem(_CODES.get(error.status_code, Malformed)()),
    }
    for exception, handler in handlers.items():
        api.add_exception_handler(exception, handler)
