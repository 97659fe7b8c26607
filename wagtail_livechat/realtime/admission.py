"""Who may open a socket, and who may keep it. All of this runs in a database thread."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.contrib import auth
from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest
from wagtail.models import Site

from .. import conf, permissions
from ..actions import presence
from ..addresses import address_of
from ..permissions import Reach, User
from ..selectors.visitors import token_for
from .sockets import AgentSocket, Close, Socket, VisitorSocket

#: What a verdict on an open socket says: its reach as it is now (None for visitors), or why it is closed.
Verdict = Reach | Close | None


@dataclass(frozen=True, slots=True)
class Handshake:
    """A socket's opening request, as Django sees a request: host, cookies and proxies are read by its own rules."""

    request: HttpRequest

    @classmethod
    def of(cls, scope: Mapping[str, Any]) -> "Handshake":
        return cls(ASGIRequest({**scope, "type": "http", "method": "GET"}, BytesIO()))

    @property
    def is_own(self) -> bool:
        """Whether the page that opens the socket is this site's; a missing Origin and a foreign host are refused."""
        try:
            host = self.request.get_host()
        except DisallowedHost:
            return False
        return permissions.is_own_origin(self.request.headers.get("Origin", ""), host=host)

    @property
    def session_key(self) -> str | None:
        return self.request.COOKIES.get(settings.SESSION_COOKIE_NAME)

    @property
    def token(self) -> str | None:
        return self.request.COOKIES.get(conf.VISITOR_COOKIE)

    @property
    def address(self) -> str:
        """The network address that limits are counted by."""
        return address_of(self.request)


def admit_visitor(handshake: Handshake) -> VisitorSocket | Close:
    """A socket for the visitor behind the cookie; SESSION_GONE where it does not count, so that the client gets a new
    one; BLOCKED where the chat is closed to them; NO_RIGHT on a host that is no site."""
    site = Site.find_for_request(handshake.request)
    if site is None:
        return Close.NO_RIGHT
    user = user_of(handshake.session_key)
    token = token_for(site=site, token=handshake.token, user=user)
    if token is None:
        return Close.SESSION_GONE
    if token.visitor.blocked_at is not None:
        return Close.BLOCKED
    presence.touch(visitors=[token.visitor_id])
    return VisitorSocket(
        visitor=token.visitor_id,
        site=site.pk,
        user=str(token.user_id) if token.user_id else None,
        session_key=handshake.session_key,
    )


def admit_agent(handshake: Handshake) -> AgentSocket | Close:
    """A socket for the agent behind the session; SESSION_GONE without one, NO_RIGHT without the permission."""
    user = user_of(handshake.session_key)
    if not user.is_authenticated:
        return Close.SESSION_GONE
    if not permissions.may_enter(user):
        return Close.NO_RIGHT
    agent = presence.enrol(user=user)
    reach = permissions.reach_of(agent)
    if reach is None:
        return Close.NO_RIGHT
    presence.touch(agents=[agent.pk])
    return AgentSocket(reach=reach, user=str(user.pk), session_key=handshake.session_key)


def judge(sockets: Iterable[Socket]) -> list[tuple[Socket, Verdict]]:
    """Look again at the rights behind open sockets; each session and each user is read once."""
    sessions: dict[str | None, User] = {}
    reaches: dict[int, Reach | None] = {}
    return [(socket, _verdict(socket, sessions, reaches)) for socket in sockets]


def user_of(session_key: str | None) -> User:
    """The user whose session this is, as Django's own middleware would find it."""
    store = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user: User = auth.get_user(SimpleNamespace(session=store))  # type: ignore[arg-type]
    return user


def _verdict(socket: Socket, sessions: dict[str | None, User], reaches: dict[int, Reach | None]) -> Verdict:
    if socket.session_key not in sessions:
        sessions[socket.session_key] = user_of(socket.session_key)
    user = sessions[socket.session_key]
    if str(user.pk) != socket.user:
        return Close.SESSION_GONE
    if not isinstance(socket, AgentSocket):
        return None
    if socket.reach.agent not in reaches:
        reaches[socket.reach.agent] = permissions.reach_of(presence.enrol(user=user))
    return reaches[socket.reach.agent] or Close.NO_RIGHT
