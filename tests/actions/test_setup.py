"""What a fresh installation needs in its database."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django_q.models import Schedule
from wagtail.models import GroupSitePermission

from tests import people
from wagtail_livechat.actions import setup


def codenames(group: Group) -> set[str]:
    return set(group.permissions.values_list("codename", flat=True))


@pytest.fixture
def _no_groups(db: None) -> None:
    Group.objects.all().delete()
    Schedule.objects.all().delete()


@pytest.mark.usefixtures("_no_groups")
def test_setting_up_makes_a_group_for_agents_and_one_for_managers() -> None:
    setup.set_up()

    agents, managers = Group.objects.order_by("name")
    assert (agents.name, managers.name) == ("Live chat agents", "Live chat managers")
    assert codenames(agents) == {"access_admin", "answer_conversation"}
    assert codenames(managers) == {
        "access_admin",
        "answer_conversation",
        "manage_conversation",
        "change_livechatsettings",
    }


@pytest.mark.usefixtures("_no_groups")
def test_setting_up_again_changes_nothing() -> None:
    setup.set_up()
    Group.objects.get(name="Live chat agents").permissions.clear()

    setup.set_up()

    assert codenames(Group.objects.get(name="Live chat agents")) == set()
    assert Schedule.objects.count() == 1


@pytest.mark.usefixtures("_no_groups")
def test_no_groups_are_made_where_one_holds_a_live_chat_permission() -> None:
    support = Group.objects.create(name="Support")
    support.permissions.add(Permission.objects.get(codename="answer_conversation"))

    setup.set_up()

    assert list(Group.objects.all()) == [support]


@pytest.mark.usefixtures("_no_groups")
def test_no_groups_are_made_where_one_holds_a_live_chat_permission_on_one_site() -> None:
    people.rights_on(people.site(), "answer_conversation", name="Support")
    assert GroupSitePermission.objects.count() == 1

    setup.set_up()

    assert [group.name for group in Group.objects.all()] == ["Support"]


@pytest.mark.usefixtures("_no_groups")
def test_without_the_permissions_nothing_is_made() -> None:
    Permission.objects.filter(content_type__app_label="wagtail_livechat").delete()

    setup.set_up()

    assert not Group.objects.exists()


@pytest.mark.usefixtures("_no_groups")
def test_the_command_sets_up(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("livechat_setup")

    assert capsys.readouterr().out == "Live chat is set up.\n"
    schedule = Schedule.objects.get()
    assert (schedule.func, schedule.minutes, schedule.repeats) == ("wagtail_livechat.tasks.sweep", 1, -1)
