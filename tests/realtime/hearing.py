"""Events and sockets as the hub's tests need them, without a browser."""

from typing import Any

from wagtail_livechat.events import Audience, Envelope
from wagtail_livechat.permissions import Charge, Reach
from wagtail_livechat.realtime.hub import Hub
from wagtail_livechat.realtime.sockets import AgentSocket, Socket, VisitorSocket

HERE, ELSEWHERE = 1, 2


def a_visitor_socket(hub: Hub, visitor: int, *, site: int = HERE) -> VisitorSocket:
    socket = VisitorSocket(visitor=visitor, site=site, user=None, session_key=None)
    hub.add(socket)
    return socket


def an_agent_socket(hub: Hub, agent: int, *, site: int = HERE, manages: bool = False) -> AgentSocket:
    sites = frozenset({site})
    reach = Reach(agent=agent, sites=sites, managed=sites if manages else frozenset())
    socket = AgentSocket(reach=reach, user=str(agent), session_key="key")
    hub.add(socket)
    return socket


def waiting(socket: Socket) -> list[Any]:
    """What waits to be sent to this socket; it is taken out."""
    frames: list[Any] = [*socket._frames]
    socket._frames.clear()
    return frames


def an_event(
    *,
    site: int | None = HERE,
    visitor: int | None = None,
    charges: list[Charge] | None = None,
    before: list[Charge] | None = None,
    conversation: str | None = None,
    watched: bool = False,
    kind: str = "conversation",
    agents: str | None = None,
    visitors: str | None = None,
    gone: str | None = None,
    arrived: str | None = None,
    elsewhere: str | None = None,
) -> Envelope:
    audience: Audience = {
        "site": site,
        "visitor": visitor,
        "conversation": conversation,
        "charges": charges,
        "before": before or [],
        "watched": watched,
        "users": [],
    }
    return {
        "type": kind,
        "audience": audience,
        "agents": agents,
        "visitors": visitors,
        "gone": gone,
        "arrived": arrived,
        "elsewhere": elsewhere,
    }
