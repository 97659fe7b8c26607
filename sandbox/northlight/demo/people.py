"""The people of the demo. Everybody's password is their user name."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import CommandError


@dataclass(frozen=True)
class Person:
    username: str
    first_name: str
    last_name: str
    role: str
    group: str = ""
    is_owner: bool = False

    @property
    def email(self) -> str:
        return f"{self.username}@example.com"


PEOPLE = [
    Person("agent", "Martin", "Novak", "live chat agent", group="Live chat agents"),
    Person("lena", "Lena", "Berg", "live chat agent", group="Live chat agents"),
    Person("manager", "Tom", "Becker", "live chat manager", group="Live chat managers"),
    Person("owner", "Nora", "Lindqvist", "superuser", is_owner=True),
    Person("alice", "Alice", "Moreau", "shopper with orders and an open basket"),
    Person("bob", "Bob", "Turner", "new shopper"),
]


def load() -> None:
    """Make whoever is missing and put the team into its groups."""
    for person in PEOPLE:
        user, created = get_user_model().objects.get_or_create(
            username=person.username,
            defaults={
                "first_name": person.first_name,
                "last_name": person.last_name,
                "email": person.email,
                "is_superuser": person.is_owner,
                "is_staff": person.is_owner,
            },
        )
        if created:
            user.set_password(person.username)
            user.save()
        if person.group:
            user.groups.add(_group(person.group))


def _group(name: str) -> Group:
    group = Group.objects.filter(name=name).first()
    if group is None:
        raise CommandError(f"The group {name!r} is missing. Run `manage.py livechat_setup` first.")
    return group
