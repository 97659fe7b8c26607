"""What Django tells us: rights and sessions that changed, and a database that was migrated. Nothing else happens here."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import m2m_changed, post_delete, post_save

from . import broadcast
from .actions import setup
from .events import RightsChanged


def connect() -> None:
    """Listen to users, their groups and logging out."""
    user_model = get_user_model()
    post_save.connect(user_saved, sender=user_model, dispatch_uid="livechat_user_saved")
    post_delete.connect(user_saved, sender=user_model, dispatch_uid="livechat_user_deleted")
    for relation in ("groups", "user_permissions"):
        through = getattr(getattr(user_model, relation, None), "through", None)
        m2m_changed.connect(membership_changed, sender=through, dispatch_uid=f"livechat_{relation}_changed")
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


def logged_out(*, user: AbstractBaseUser | None, **_: Any) -> None:
    if user is not None:
        _tell([user.pk])


def _tell(users: Iterable[object]) -> None:
    known = tuple(str(user) for user in users)
    if known:
        broadcast.publish([RightsChanged(users=known)])
