"""What Django tells us about rights and sessions is passed on, and nothing else."""

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupSitePermission

from tests import people
from tests.people import AnsweringPerson
from wagtail_livechat import broadcast, receivers
from wagtail_livechat.events import RightsChanged


@pytest.fixture
def told(db: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The users whose rights were said to have changed."""
    users: list[str] = []

    def note(events: list[RightsChanged]) -> None:
        users.extend(user for event in events for user in event.users)

    monkeypatch.setattr(broadcast, "publish", note)
    return users


def test_a_user_who_is_saved_is_looked_at_again(agent: AnsweringPerson, told: list[str]) -> None:
    agent.user.is_active = False
    agent.user.save()

    assert told == [str(agent.user.pk)]


def test_a_new_user_has_no_sockets_yet(told: list[str]) -> None:
    people.a_user("new")

    assert told == []


def test_logging_in_changes_no_right(agent: AnsweringPerson, told: list[str]) -> None:
    _client = agent.client

    assert told == []


def test_logging_out_is_told(agent: AnsweringPerson, told: list[str]) -> None:
    client = agent.client

    client.logout()

    assert told == [str(agent.user.pk)]


def test_a_logout_of_nobody_is_not_told(told: list[str]) -> None:
    receivers.logged_out(user=None)

    assert told == []


def test_a_deleted_user_is_looked_at_again(agent: AnsweringPerson, told: list[str]) -> None:
    key = str(agent.user.pk)

    agent.user.delete()

    assert key in told


def test_joining_and_leaving_a_group_is_told(agent: AnsweringPerson, told: list[str]) -> None:
    group = Group.objects.get(name="Live chat managers")

    agent.user.groups.add(group)
    agent.user.groups.clear()

    assert told == [str(agent.user.pk)] * 2


def test_a_group_that_takes_members_tells_of_each(
    agent: AnsweringPerson, manager: AnsweringPerson, told: list[str]
) -> None:
    Group.objects.create(name="Support").user_set.add(agent.user, manager.user)

    assert told == [str(agent.user.pk), str(manager.user.pk)]


def test_a_group_that_loses_all_members_at_once_is_left_to_the_next_renewal(
    agent: AnsweringPerson, told: list[str]
) -> None:
    """Django does not say who they were."""
    Group.objects.get(name="Live chat agents").user_set.clear()

    assert told == []


def test_a_right_of_ones_own_is_told(agent: AnsweringPerson, told: list[str]) -> None:
    agent.user.user_permissions.add(Permission.objects.get(codename="manage_conversation"))

    assert told == [str(agent.user.pk)]


def test_without_wagtails_admin_nothing_is_set_up(told: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    Group.objects.all().delete()
    monkeypatch.setattr(receivers.apps, "is_installed", lambda _name: False)

    receivers.set_up_after_migrate()
    assert not Group.objects.exists()

    monkeypatch.undo()
    receivers.set_up_after_migrate()
    assert Group.objects.count() == 2


def test_a_right_that_a_group_gets_or_loses_is_told_of_its_users(agent: AnsweringPerson, told: list[str]) -> None:
    group = Group.objects.get(name="Live chat agents")
    manage = Permission.objects.get(codename="manage_conversation")

    group.permissions.add(manage)
    manage.group_set.remove(group)
    group.permissions.clear()

    assert told == [str(agent.user.pk)] * 3


def test_a_right_that_all_groups_lose_at_once_is_left_to_the_next_renewal(
    agent: AnsweringPerson, told: list[str]
) -> None:
    """Django does not say which they were."""
    Permission.objects.get(codename="answer_conversation").group_set.clear()

    assert told == []


def test_a_right_on_one_site_that_a_group_gets_or_loses_is_told_of_its_users(
    agent: AnsweringPerson, told: list[str]
) -> None:
    group = Group.objects.get(name="Live chat agents")
    manage = Permission.objects.get(codename="manage_conversation")

    right = GroupSitePermission.objects.create(group=group, site=people.site(), permission=manage)
    right.delete()

    assert told == [str(agent.user.pk)] * 2


def test_a_group_that_is_deleted_is_told_of_its_users(agent: AnsweringPerson, told: list[str]) -> None:
    Group.objects.get(name="Live chat agents").delete()

    assert str(agent.user.pk) in told


def test_a_group_without_users_tells_nothing(told: list[str]) -> None:
    Group.objects.create(name="Empty").permissions.add(Permission.objects.get(codename="manage_conversation"))

    assert told == []
