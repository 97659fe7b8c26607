"""Proactive messages in Wagtail's views."""

import pytest
from pytest_django import DjangoAssertNumQueries

from tests import people
from tests.admin.reading import errors_of, sends, text_of
from tests.people import AnsweringPerson
from tests.rules import a_rule
from wagtail_livechat.models import ProactiveRule

INDEX = "/admin/livechat/proactive/"
#: The views of one row, below the index.
ROW_VIEWS = ("edit", "delete", "history", "history-results")


def form(speaker: AnsweringPerson, **fields: object) -> dict[str, object]:
    said = {"name": "Checkout", "message": "Can I help?", "speaker": speaker.user.pk}
    return {**said, "path": "/shop/*", "seconds": 20, "sort_order": 0, "is_active": "on", **fields}


def test_the_list_shows_who_says_what_and_where(manager: AnsweringPerson, agent: AnsweringPerson) -> None:
    a_rule(agent, path="/shop/*")
    a_rule(manager, name="Help", message="x" * 200, is_active=False)

    page = text_of(manager.client, INDEX)

    assert "Checkout" in page
    assert "Can I help? agent /shop/*" in page
    assert f"{'x' * 79}… manager Every page" in page


def test_the_number_of_queries_does_not_grow_with_the_rules(
    manager: AnsweringPerson, agent: AnsweringPerson, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        a_rule(agent, name=f"Rule {number}")
    client = manager.client
    client.get(INDEX)

    with django_assert_max_num_queries(24):
        client.get(INDEX)


def test_rules_are_found_by_name_text_and_path_and_by_whether_they_are_active(
    manager: AnsweringPerson, agent: AnsweringPerson
) -> None:
    a_rule(agent, name="Checkout", path="/shop/checkout/")
    a_rule(agent, name="Guides", message="Looking for a grinder?", is_active=False)

    def found(**query: str) -> list[str]:
        page = text_of(manager.client, f"{INDEX}results/", **query)
        return [name for name in ("Checkout", "Guides") if name in page]

    assert found(q="grinder") == ["Guides"]
    assert found(q="checkout") == ["Checkout"]
    assert found(is_active="true") == ["Checkout"]


def test_managers_find_them_in_the_menu_of_settings(manager: AnsweringPerson, agent: AnsweringPerson) -> None:
    assert INDEX in manager.client.get("/admin/").content.decode()
    assert INDEX not in agent.client.get("/admin/").content.decode()


def test_a_manager_makes_a_rule(manager: AnsweringPerson, agent: AnsweringPerson) -> None:
    page = sends(manager.client, f"{INDEX}new/", **form(agent, path=" /shop/* ", only_returning="on"))

    assert "Proactive message 'Checkout' created." in page
    rule = ProactiveRule.objects.get()
    assert (rule.site, rule.agent, rule.path, rule.only_returning) == (people.site(), agent.agent, "/shop/*", True)


def test_somebody_who_never_opened_the_inbox_may_speak(manager: AnsweringPerson) -> None:
    una = people.a_user("unseen", group="Live chat agents", first_name="Una", last_name="Seen")

    assert "Una Seen" in text_of(manager.client, f"{INDEX}new/")
    sends(manager.client, f"{INDEX}new/", **{**form(manager), "speaker": una.pk})

    assert ProactiveRule.objects.get().agent.user == una


def test_a_rule_is_changed_and_deleted(manager: AnsweringPerson, agent: AnsweringPerson) -> None:
    rule = a_rule(agent)
    address = f"{INDEX}edit/{rule.pk}/"
    assert f'value="{agent.user.pk}" selected' in manager.client.get(address).content.decode()

    assert "Proactive message 'Cart' updated." in sends(manager.client, address, **form(manager, name="Cart"))
    rule.refresh_from_db()
    assert (rule.name, rule.agent) == ("Cart", manager.agent)
    assert "Edited" in text_of(manager.client, f"{INDEX}history/{rule.pk}/")

    assert "Proactive message 'Cart' deleted." in sends(manager.client, f"{INDEX}delete/{rule.pk}/")
    assert not ProactiveRule.objects.exists()


@pytest.mark.parametrize("path", ["shop", "https://shop.example/", "?x"])
def test_a_path_that_can_never_fit_is_refused_at_its_field(manager: AnsweringPerson, path: str) -> None:
    answer = manager.client.post(f"{INDEX}new/", form(manager, path=path))

    assert errors_of(answer) == {"path": ["A path begins with / or with *."]}
    assert not ProactiveRule.objects.exists()


@pytest.mark.parametrize("path", ["", "/", "*", "*/checkout/"])
def test_other_paths_are_fine(manager: AnsweringPerson, path: str) -> None:
    sends(manager.client, f"{INDEX}new/", **form(manager, path=path))

    assert ProactiveRule.objects.get().path == path


@pytest.mark.parametrize("fields", [{"seconds": 3601}, {"message": ""}, {"message": "x" * 301}])
def test_what_makes_no_sense_is_refused(manager: AnsweringPerson, fields: dict[str, object]) -> None:
    assert list(errors_of(manager.client.post(f"{INDEX}new/", form(manager, **fields)))) == list(fields)


def test_only_agents_of_the_site_speak_on_it(owner: AnsweringPerson) -> None:
    there = people.another_site()
    lena = people.an_agent_of(there, "lena")

    answer = owner.client.post(f"{INDEX}new/", form(lena, site=people.site().pk))

    assert errors_of(answer) == {"speaker": ["This agent cannot answer conversations of this site."]}
    sends(owner.client, f"{INDEX}new/", **form(lena, site=there.pk))
    assert ProactiveRule.objects.get().site == there


def test_who_is_no_agent_is_not_offered(manager: AnsweringPerson) -> None:
    shopper = people.a_user("alice")

    answer = manager.client.post(f"{INDEX}new/", {**form(manager), "speaker": shopper.pk})

    assert list(errors_of(answer)) == ["speaker"]


def test_a_manager_of_another_site_finds_nothing(manager: AnsweringPerson) -> None:
    there = people.another_site()
    lena = people.an_agent_of(there, "lena")
    rule = a_rule(lena, site=there, name="Elsewhere")
    here = people.an_agent_of(people.site(), "here", codename="manage_conversation")

    assert "Elsewhere" not in text_of(here.client, INDEX)
    for view in ROW_VIEWS:
        assert here.client.get(f"{INDEX}{view}/{rule.pk}/").status_code == 404, view
        assert here.client.post(f"{INDEX}{view}/{rule.pk}/", form(here)).status_code in (404, 405), view
    rule.refresh_from_db()
    assert rule.name == "Elsewhere"
