"""Who came, went, became known or may see other things now; agents and visitors."""

from dataclasses import dataclass

from .. import shapes
from ..models import Agent, Visitor
from ..permissions import Charge
from .envelope import Envelope, audience, sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentPresenceChanged:
    """An agent came, left or chose another status. Visitors hear of it through `SitePresenceChanged`."""

    agent: Agent
    online: bool

    def envelope(self) -> Envelope:
        agent = shapes.colleague_presence(self.agent, online=self.online)
        return sealed("presence", audience(), agents={"type": "presence", "agent": agent})


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePresenceChanged:
    """Whether somebody is there for the visitors of a site, and who (up to three faces)."""

    site: int
    agents: list[shapes.Face]

    def envelope(self) -> Envelope:
        frame = {"type": "presence", "online": bool(self.agents), "agents": self.agents}
        return sealed("presence", audience(site=self.site), visitors=frame)


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorChanged:
    """What is known of a visitor changed; told to those who may see one of the visitor's conversations."""

    visitor: Visitor
    charges: tuple[Charge, ...]

    def envelope(self) -> Envelope:
        frame = {"type": "visitor.changed", "visitor": shapes.visitor_details(self.visitor)}
        return sealed("visitor", audience(site=self.visitor.site_id, charges=self.charges), agents=frame)


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitsChanged:
    """Visitors of a site came, went or looked at another page; told to all of its agents, who fetch what they show.

    `visitors`: their public ids; `online`: how many are on the site now.
    """

    site: int
    visitors: tuple[str, ...]
    online: int

    def envelope(self) -> Envelope:
        # What nobody has charge of is in everybody's reach.
        told_to = audience(site=self.site, charges=[(None, None)])
        frame = {"type": "visits.changed", "site": self.site, "visitors": self.visitors, "online": self.online}
        return sealed("visits", told_to, agents=frame)


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorPresenceChanged:
    """A visitor came to the site or left it; told to those who may see one of the open conversations."""

    visitor: Visitor
    charges: tuple[Charge, ...]

    def envelope(self) -> Envelope:
        visitor = {"public_id": str(self.visitor.public_id), "online": self.visitor.is_present}
        told_to = audience(site=self.visitor.site_id, charges=self.charges)
        return sealed("visitor", told_to, agents={"type": "presence", "visitor": visitor})


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupsChanged:
    """Groups, tags or shortcuts of a site were made, changed or deleted; told to all of its agents."""

    site: int

    def envelope(self) -> Envelope:
        # What nobody has charge of is in everybody's reach.
        told_to = audience(site=self.site, charges=[(None, None)])
        return sealed("groups", told_to, agents={"type": "groups.changed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsChanged:
    """Rights or sessions of these users may have changed: their sockets must be looked at again. Nothing is told."""

    users: tuple[str, ...]

    def envelope(self) -> Envelope:
        return sealed("rights", {**audience(), "users": list(self.users)})


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorIdentified:
    """A visitor logged in: the open tabs were let in as somebody else and must ask anew who they are. Nothing is told."""

    visitor: int

    def envelope(self) -> Envelope:
        return sealed("identity", {**audience(), "visitor": self.visitor})
