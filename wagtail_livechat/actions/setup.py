"""What a fresh installation needs in its database. Safe to run again and again."""

from typing import Final

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

from .. import queue

#: The two Wagtail groups, with the permission that each holds on conversations of all sites.
GROUPS: Final = {
    "Live chat agents": "answer_conversation",
    "Live chat managers": "manage_conversation",
}


def set_up() -> None:
    """Make the groups, unless some group holds a live chat permission already, and the worker's schedules."""
    with transaction.atomic():
        _make_groups()
        queue.ensure_schedules()


def _make_groups() -> None:
    ours = Permission.objects.filter(content_type__app_label="wagtail_livechat", codename__in=GROUPS.values())
    held = Group.objects.filter(Q(permissions__in=ours) | Q(site_permissions__permission__in=ours))
    if held.exists() or ours.count() < len(GROUPS):
        return
    enter = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    for name, codename in GROUPS.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.add(enter, ours.get(codename=codename))
    managers = Group.objects.get(name="Live chat managers")
    managers.permissions.add(
        *Permission.objects.filter(
            content_type__app_label="wagtail_livechat", codename__in=["answer_conversation", "change_livechatsettings"]
        )
    )
