"""Groups: whom they have, who of them is there, and which of them visitors may choose."""

from django.utils import timezone
from wagtail.models import Site

from ..models import AgentGroup, AgentPresence, LiveChatSettings, Visitor
from ..permissions import Reach, groups_of
from ..shapes import GroupShape, OfferedGroup, group_name
from .availability import SiteHours, online_groups
from .presence import status_at


def group_shapes(reach: Reach, *, site: int | None = None) -> list[GroupShape]:
    """The groups of the agent's sites, with their members and how many of them are online."""
    found = groups_of(reach).prefetch_related("members")
    return [_shape(group) for group in (found if site is None else found.filter(site=site))]


def offered_groups(site: Site, settings: LiveChatSettings, hours: SiteHours) -> list[OfferedGroup]:
    """The groups that a visitor may choose from, with the site's settings and hours in hand; none unless the settings
    say so."""
    if not settings.offers_groups:
        return []
    online = online_groups(site, hours)
    groups = AgentGroup.objects.filter(site=site)
    return [{**group_name(group), "online": group.pk in online} for group in groups]


def offered_group(site: int, key: int) -> AgentGroup | None:
    """The group that a visitor chose, if it was offered; a choice that no longer stands refuses no message."""
    offers = LiveChatSettings.objects.filter(site=site, offers_groups=True)
    return AgentGroup.objects.filter(pk=key, site=site).first() if offers.exists() else None


def claimed_group(visitor: Visitor) -> AgentGroup | None:
    """The group that a page names by id or name for those who do not choose, if it is one that visitors may choose."""
    claim = visitor.variables.get("group")
    if not claim or isinstance(claim, bool | float):
        return None
    if isinstance(claim, int):
        return offered_group(visitor.site_id, claim)
    named = AgentGroup.objects.filter(site=visitor.site_id, name__iexact=claim).first()
    return offered_group(visitor.site_id, named.pk) if named else None


def _shape(group: AgentGroup) -> GroupShape:
    now, members = timezone.now(), list(group.members.all())
    online = [agent for agent in members if status_at(agent, now) is AgentPresence.ONLINE]
    return {
        **group_name(group),
        "site": group.site_id,
        "members": sorted(agent.pk for agent in members),
        "online": len(online),
    }
