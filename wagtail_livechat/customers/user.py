"""What every Django site knows of somebody who is logged in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..shapes import CustomerValue
from .base import Customer, CustomerProvider, Words
from .values import date, status, text


class UserProvider(CustomerProvider):
    """Since when they are a customer, their last login, their groups; with django-allauth, whether the e-mail address
    is verified."""

    title = gettext_lazy("User account")
    section_names: Mapping[str, Words] = {"account": gettext_lazy("Account")}

    def values(self, section: str, customer: Customer) -> Sequence[CustomerValue]:
        if customer.user is None:
            return ()
        return [*_moments(customer.user), *_groups(customer.user), *_addresses(customer.user)]


def _moments(user: AbstractBaseUser) -> list[CustomerValue]:
    # A user model of the site's own may not keep it.
    joined: datetime | None = getattr(user, "date_joined", None)
    since = [date(_("Customer since"), localtime(joined).date())] if joined else []
    return [*since, date(_("Last login"), user.last_login)] if user.last_login else since


def _groups(user: AbstractBaseUser) -> list[CustomerValue]:
    if not isinstance(user, PermissionsMixin):
        return []
    names = [group.name for group in user.groups.order_by("name")]
    return [text(ngettext("Group", "Groups", len(names)), ", ".join(names))] if names else []


def _addresses(user: AbstractBaseUser) -> list[CustomerValue]:
    """What allauth knows of the user's addresses, the main one first."""
    try:
        model: Any = apps.get_app_config("account").get_model("EmailAddress")
    except LookupError:
        return []
    return [_address(row) for row in model.objects.filter(user=user.pk).order_by("-primary", "pk")]


def _address(row: Any) -> CustomerValue:
    if row.verified:
        return status(row.email, _("verified"), "good")
    return status(row.email, _("not verified"), "warning")
