"""Which shortcuts, tags and groups an agent may use."""

from django.db.models import Q, QuerySet

from ..models import Shortcut, Tag
from ..permissions import Reach


def usable_shortcuts(reach: Reach, *, site: int | None = None, text: str = "") -> QuerySet[Shortcut]:
    """For everyone of the agent's sites, for one of their groups (any group of a site that they manage), or their own."""
    for_whom = Q(owner=reach.agent) | Q(owner__isnull=True, group__isnull=True)
    for_whom |= Q(group__in=reach.groups) | Q(group__isnull=False, site__in=reach.managed)
    found = Shortcut.objects.filter(for_whom, site__in=reach.sites)
    if site is not None:
        found = found.filter(site=site)
    if text:
        found = found.filter(Q(keyword__icontains=text) | Q(body__icontains=text))
    return found.select_related("group").prefetch_related("files")


def usable_tags(reach: Reach, *, site: int | None = None, text: str = "") -> QuerySet[Tag]:
    """The tags of the agent's sites whose name contains the text."""
    found = Tag.objects.filter(site__in=reach.sites, name__icontains=text)
    return found if site is None else found.filter(site=site)
