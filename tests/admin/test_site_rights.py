"""Live chat rights on Wagtail's page of a group."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from tests import people
from wagtail_livechat.admin.site_rights import SITE_RIGHTS, AnswerOnSitesForm, ManageOnSitesForm, SiteRightForm
from wagtail_livechat.permissions import may_enter, reach_of
from wagtail_livechat.wagtail_hooks import rights


@pytest.fixture
def owner(db: None) -> Client:
    client = Client()
    client.force_login(people.a_user("owner", is_superuser=True))
    return client


def test_the_page_of_a_group_offers_the_rights_for_all_sites_and_for_single_ones(owner: Client) -> None:
    people.an_agent()
    group = Group.objects.get(name="Live chat agents")

    page = owner.get(reverse("wagtailusers_groups:edit", args=[group.pk])).content.decode()

    assert "Can answer live chat conversations" in page
    assert "Live chat: answer the conversations of single sites" in page
    assert "Live chat: manage single sites" in page


def test_the_rights_for_all_sites_are_those_of_a_conversation(db: None) -> None:
    of_a_conversation = Permission.objects.filter(
        content_type__app_label="wagtail_livechat", content_type__model="conversation"
    )

    assert set(rights()) == set(of_a_conversation)
    assert {form.codename for form in SITE_RIGHTS} == {permission.codename for permission in of_a_conversation}


@pytest.mark.parametrize(("form_class", "managed"), [(AnswerOnSitesForm, False), (ManageOnSitesForm, True)])
def test_a_right_for_one_site_reaches_that_site_only(db: None, form_class: type[SiteRightForm], managed: bool) -> None:
    people.a_manager()
    group = Group.objects.create(name="Editors of one site")
    group.permissions.add(*Group.objects.get(name="Live chat agents").permissions.filter(codename="access_admin"))
    here, elsewhere = people.site(), people.another_site()
    user = people.a_user("editor")
    user.groups.add(group)
    form = form_class(instance=group, data={f"wagtail_livechat_{form_class.codename}_sites-sites": [here.pk]})

    assert form.is_valid(), form.errors
    form.save()

    user = type(user).objects.get(pk=user.pk)
    assert may_enter(user)
    reach = reach_of(people.AnsweringPerson(user).agent)
    assert reach is not None
    assert reach.sites == {here.pk}
    assert reach.managed == ({here.pk} if managed else set())
    assert elsewhere.pk not in reach.sites
    assert form_class(instance=group).initial == {"sites": [here.pk]}
