"""Who asks. Agents by their Wagtail session and CSRF token, visitors by their cookie and the request's own origin."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Final, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router
from ninja.security import APIKeyCookie
from wagtail.admin.localization import get_localized_response
from wagtail.log_actions import LogContext
from wagtail.models import Site

from .. import conf, permissions
from ..actions import presence
from ..actions.visitors import identify
from ..addresses import address_of
from ..exceptions import BadOrigin, NotAllowed, NotFound, NotSignedIn, NoVisitor
from ..models import Agent, Visitor
from ..permissions import Reach
from ..selectors.sites import site_of
from ..selectors.visitors import recognise, token_for
from ..throttling import new_visitors

#: A poll counts as being there; written at most this often.
SEEN_EVERY: Final = timedelta(seconds=20)

#: A cookie lives on from each time that this much of its age is over.
RENEWED_AFTER: Final = timedelta(days=1)

_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class AgentRequest(HttpRequest):
    """A request that `AgentAuth` let through."""

    agent: Agent
    reach: Reach


class VisitorRequest(HttpRequest):
    """A request that `own_origin` let through."""

    site: Site


class AgentAuth(APIKeyCookie):
    """Wagtail's session and CSRF token, and the right to answer somewhere."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> Agent:
        if not request.user.is_authenticated:
            raise NotSignedIn
        if not permissions.may_enter(request.user):
            raise NotAllowed
        agent = presence.enrol(user=request.user)
        reach = permissions.reach_of(agent)
        if reach is None:
            raise NotAllowed
        _note_agent(agent)
        known = cast(AgentRequest, request)
        known.agent, known.reach = agent, reach
        return agent


def agent_router(tag: str) -> Router:
    """Routes for those whom `AgentAuth` lets through, in their language."""
    router = Router(auth=AgentAuth(), tags=[tag])
    router.add_decorator(as_wagtail_does, mode="view")
    return router


def own_origin(request: HttpRequest) -> bool:
    """The visitor API has no CSRF token, since pages may be cached: what changes something must come from this site."""
    if request.method not in _SAFE_METHODS:
        if request.headers.get("Sec-Fetch-Site") == "cross-site" or not _is_marked(request):
            raise BadOrigin
        origin = request.headers.get("Origin")
        if origin is not None and not permissions.is_own_origin(origin, host=request.get_host()):
            raise BadOrigin
    site = site_of(request)
    if site is None:
        raise NotFound
    cast(VisitorRequest, request).site = site
    return True


def as_wagtail_does(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What `require_admin_access` gives admin views: the user's language and time zone, and a log context."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return view(request, *args, **kwargs)
        with LogContext(user=request.user):
            response: HttpResponse = get_localized_response(view, request, *args, **kwargs)
        return response

    return wrapped


def known_visitor(request: VisitorRequest) -> Visitor | None:
    """The visitor behind the cookie, if it counts."""
    token = request.COOKIES.get(conf.VISITOR_COOKIE)
    visitor = recognise(site=request.site, token=token, user=request.user)
    if visitor and timezone.now() - visitor.last_seen_at > SEEN_EVERY:
        presence.touch(visitors=[visitor.pk])
    return visitor


def was_somebody_else(request: VisitorRequest) -> bool:
    """Whether the browser was known as somebody, and its cookie counts no longer: they logged out, or were long away."""
    token = request.COOKIES.get(conf.VISITOR_COOKIE)
    return token is not None and token_for(site=request.site, token=token, user=request.user) is None


def visitor_or_newcomer(request: VisitorRequest, response: HttpResponse, *, language: str = "") -> Visitor:
    """The visitor behind the cookie; a new one, with a new cookie, where it does not count. Raises TooMany."""
    token = request.COOKIES.get(conf.VISITOR_COOKIE)
    if recognise(site=request.site, token=token, user=request.user) is None:
        new_visitors.check(address_of(request))
    identity = identify(site=request.site, token=token, user=request.user, language=language)
    _keep(request, response, identity.token or token or "")
    return identity.visitor


def visitor_if_known(request: VisitorRequest, response: HttpResponse) -> Visitor | None:
    """The visitor behind the cookie, if it counts; nothing is written, unless they logged in or the cookie grows old."""
    token = token_for(site=request.site, token=request.COOKIES.get(conf.VISITOR_COOKIE), user=request.user)
    if token is None:
        return None
    has_logged_in = token.user_id is None and request.user.is_authenticated
    if has_logged_in or timezone.now() - token.last_seen_at > RENEWED_AFTER:
        return visitor_or_newcomer(request, response)
    return token.visitor


def writing_visitor(request: VisitorRequest, response: HttpResponse) -> Visitor:
    """As `visitor_or_newcomer`, for what only a visitor who is not blocked may do. Raises TooMany and Closed."""
    visitor = visitor_or_newcomer(request, response)
    permissions.check_open(visitor)
    return visitor


def writing_known_visitor(request: VisitorRequest) -> Visitor:
    """The visitor behind the cookie, who may act. Raises NoVisitor and Closed."""
    visitor = known_visitor(request)
    if visitor is None:
        raise NoVisitor
    permissions.check_open(visitor)
    return visitor


def _keep(request: HttpRequest, response: HttpResponse, token: str) -> None:
    response.set_cookie(
        conf.VISITOR_COOKIE,
        token,
        max_age=conf.current().VISITOR_COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def _note_agent(agent: Agent) -> None:
    if agent.last_seen_at is None or timezone.now() - agent.last_seen_at > SEEN_EVERY:
        presence.touch(agents=[agent.pk])


def _is_marked(request: HttpRequest) -> bool:
    """A form on another site can send neither JSON nor a header of its own."""
    if request.content_type == "multipart/form-data":
        return request.headers.get("X-Livechat") == "1"
    return request.content_type == "application/json"
