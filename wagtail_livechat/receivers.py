"""What Django tells us: rights and sessions that changed, and a database that was migrated. Nothing else happens here."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, Group
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from wagtail.models import GroupSitePermission

from . import broadcast
from .actions import setup
from .events import RightsChanged


def connect() -> None:
    """Listen to users, their groups, what these may do, and logging out."""
    user_model = get_user_model()
    post_save.connect(user_saved, sender=user_model, dispatch_uid="livechat_user_saved")
    post_delete.connect(user_saved, sender=user_model, dispatch_uid="livechat_user_deleted")
    for relation in ("groups", "user_permissions"):
        through = getattr(getattr(user_model, relation, None), "through", None)
        m2m_changed.connect(membership_changed, sender=through, dispatch_uid=f"livechat_{relation}_changed")
    m2m_changed.connect(
        permissions_changed, sender=Group.permissions.through, dispatch_uid="livechat_group_permissions_changed"
    )
    pre_delete.connect(group_goes, sender=Group, dispatch_uid="livechat_group_goes")
    post_save.connect(site_right_changed, sender=GroupSitePermission, dispatch_uid="livechat_site_right_saved")
    post_delete.connect(site_right_changed, sender=GroupSitePermission, dispatch_uid="livechat_site_right_deleted")
    user_logged_out.connect(logged_out, dispatch_uid="livechat_logged_out")


def set_up_after_migrate(**_: Any) -> None:
    """The permissions exist only now, and only if Wagtail's admin was migrated too."""
    if apps.is_installed("wagtail.admin"):
        setup.set_up()


def user_saved(
    *, instance: AbstractBaseUser, created: bool = False, update_fields: Iterable[str] | None = None, **_: Any
) -> None:
    # Logging in saves `last_login`, and changes no right.
    if not created and set(update_fields or ()) != {"last_login"}:
        _tell([instance.pk])


def membership_changed(*, instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **_: Any) -> None:
    if not action.startswith("post_"):
        return
    if reverse:
        _tell(sorted(pk_set or ()))
    else:
        _tell([instance.pk])


def permissions_changed(*, instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **_: Any) -> None:
    if action.startswith("post_"):
        _tell_groups(pk_set or () if reverse else [instance.pk])


def group_goes(*, instance: Group, **_: Any) -> None:
    # Before: afterwards nobody is in it.
    _tell_groups([instance.pk])


def site_right_changed(*, instance: GroupSitePermission, **_: Any) -> None:
    _tell_groups([instance.group_id])


def logged_out(*, user: AbstractBaseUser | None, **_: Any) -> None:
    if user is not None:
        _tell([user.pk])


def _tell_groups(groups: Iterable[int]) -> None:
    users = get_user_model()._default_manager.filter(groups__in=list(groups)).distinct()
    _tell(users.order_by("pk").values_list("pk", flat=True))


def _tell(users: Iterable[object]) -> None:
    known = tuple(str(user) for user in users)
    if known:
        broadcast.publish([RightsChanged(users=known)])
