"""Groups of agents in Wagtail's views."""

import re

from pytest_django import DjangoAssertNumQueries

from tests import people
from tests.admin.reading import errors_of, sends, text_of
from tests.people import AnsweringPerson, VisitingPerson
from wagtail_livechat.models import AgentGroup, Visitor

INDEX = "/admin/livechat/groups/"
#: The views of one row, below the index.
ROW_VIEWS = ("edit", "delete", "history", "history-results", "usage")


def form(**fields: object) -> dict[str, object]:
    return {"name": "Support", "assignment": "off", "most_at_once": 0, **fields}


def test_the_list_shows_who_is_in_a_group_and_who_of_them_is_there(
    manager: AnsweringPerson, agent: AnsweringPerson
) -> None:
    people.a_group("Support", agent, manager, assignment="round_robin", most_at_once=5)
    people.a_group("Sales")
    agent.comes_online()

    page = text_of(manager.client, INDEX)

    assert "Support" in page
    assert "1 of 2 online agent (online) , manager" in page
    assert "Round robin, at most 5" in page
    assert "Nobody yet" in page


def test_the_number_of_queries_does_not_grow_with_the_groups(
    manager: AnsweringPerson, agent: AnsweringPerson, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        people.a_group(f"Group {number}", agent, manager)
    client = manager.client
    client.get(INDEX)

    with django_assert_max_num_queries(24):
        client.get(INDEX)


def test_a_group_is_found_by_its_name(manager: AnsweringPerson) -> None:
    people.a_group("Support")
    people.a_group("Sales")

    page = text_of(manager.client, f"{INDEX}results/", q="sal")

    assert "Sales" in page
    assert "Support" not in page


def test_a_manager_makes_a_group(manager: AnsweringPerson, agent: AnsweringPerson) -> None:
    page = sends(manager.client, f"{INDEX}new/", **form(members=[agent.user.pk], assignment="least_busy"))

    assert "Agent group 'Support' created." in page
    group = AgentGroup.objects.get()
    assert (group.site, group.assignment) == (people.site(), "least_busy")
    assert list(group.members.all()) == [agent.agent]


def test_the_form_says_who_of_the_agents_is_there(manager: AnsweringPerson, agent: AnsweringPerson) -> None:
    agent.comes_online()
    people.a_user("unseen", group="Live chat agents", first_name="Una", last_name="Seen")

    page = text_of(manager.client, f"{INDEX}new/")

    assert "agent online manager Una Seen" in page


def test_a_group_is_changed(manager: AnsweringPerson, agent: AnsweringPerson) -> None:
    group = people.a_group("Support", agent)

    assert "checked" in manager.client.get(f"{INDEX}edit/{group.pk}/").content.decode()
    page = sends(manager.client, f"{INDEX}edit/{group.pk}/", **form(name="Helpdesk", members=[manager.user.pk]))

    assert "Agent group 'Helpdesk' updated." in page
    assert list(group.members.all()) == [manager.agent]


def test_a_second_group_of_the_same_name_is_refused_at_the_name(manager: AnsweringPerson) -> None:
    people.a_group("Support")

    answer = manager.client.post(f"{INDEX}new/", form())

    assert answer.status_code == 200
    assert errors_of(answer) == {"name": ["This site has a group of this name."]}
    assert "could not be created due to errors" in answer.content.decode()
    assert AgentGroup.objects.count() == 1


def test_a_name_that_is_taken_is_refused_in_a_change_too(manager: AnsweringPerson) -> None:
    people.a_group("Support")
    sales = people.a_group("Sales")

    answer = manager.client.post(f"{INDEX}edit/{sales.pk}/", form())

    assert errors_of(answer) == {"name": ["This site has a group of this name."]}
    sales.refresh_from_db()
    assert sales.name == "Sales"


def test_a_manager_of_several_sites_chooses_one_and_only_its_agents(owner: AnsweringPerson) -> None:
    there = people.another_site()
    lena = people.an_agent_of(there, "lena")

    assert "Site" in text_of(owner.client, f"{INDEX}new/")
    answer = owner.client.post(f"{INDEX}new/", form(site=people.site().pk, members=[lena.user.pk]))
    assert errors_of(answer) == {"members": ["These people may not answer on this site: lena."]}

    owner.client.post(f"{INDEX}new/", form(site=there.pk, members=[lena.user.pk]))
    assert AgentGroup.objects.get().site == there


def test_who_has_several_sites_sees_and_filters_them(owner: AnsweringPerson) -> None:
    there = people.another_site()
    people.a_group("Here")
    people.a_group("There", on=there)

    assert "Other" in text_of(owner.client, INDEX)
    found = text_of(owner.client, f"{INDEX}results/", site=str(there.pk))
    assert "There" in found
    assert "Here" not in found


def test_the_site_of_a_group_stays(owner: AnsweringPerson) -> None:
    group = people.a_group("Support")

    owner.client.post(f"{INDEX}edit/{group.pk}/", form(site=people.another_site().pk))

    group.refresh_from_db()
    assert group.site == people.site()


def test_before_a_group_is_deleted_one_reads_what_becomes_of_its_conversations(
    manager: AnsweringPerson, visitor: VisitingPerson
) -> None:
    group = people.a_group("Support")
    conversation = people.in_group(visitor.writes("Hello"), group)

    assert "Its 1 conversation stays" in text_of(manager.client, f"{INDEX}delete/{group.pk}/")
    page = sends(manager.client, f"{INDEX}delete/{group.pk}/")

    assert "Agent group 'Support' deleted." in page
    conversation.refresh_from_db()
    assert conversation.group is None


def test_the_usage_of_a_group_is_its_conversations(manager: AnsweringPerson, visitor: VisitingPerson) -> None:
    group = people.a_group("Support")
    conversation = people.in_group(visitor.writes("Hello"), group)

    page = manager.client.get(f"{INDEX}usage/{group.pk}/").content.decode()

    assert f"/admin/livechat/#{conversation.public_id}" in page
    assert f"Visitor {str(visitor.visitor.public_id)[:4].upper()}" in page
    assert "1 conversation" in text_of(manager.client, f"{INDEX}edit/{group.pk}/")


def test_in_the_usage_of_a_group_a_script_names_the_country_of_a_visitor(
    manager: AnsweringPerson, visitor: VisitingPerson
) -> None:
    group = people.a_group("Support")
    people.in_group(visitor.writes("Hello"), group)
    Visitor.objects.update(country_code="FR")

    page = manager.client.get(f"{INDEX}usage/{group.pk}/").content.decode()

    assert 'Visitor from <span data-livechat-country="FR">FR</span>' in page
    assert re.search(r'<script defer src="[^"]*live_visitors[^"]*" data-livechat-live></script>', page)


def test_the_history_of_a_group_tells_who_changed_it(manager: AnsweringPerson) -> None:
    manager.client.post(f"{INDEX}new/", form())
    group = AgentGroup.objects.get()

    assert "Created" in text_of(manager.client, f"{INDEX}history/{group.pk}/")


def test_a_manager_of_another_site_finds_nothing(manager: AnsweringPerson) -> None:
    people.a_group("Elsewhere", on=people.another_site())
    here = people.an_agent_of(people.site(), "here", codename="manage_conversation")
    group = AgentGroup.objects.get()

    assert "Elsewhere" not in text_of(here.client, INDEX)
    assert "Elsewhere" not in text_of(here.client, f"{INDEX}results/")
    for view in ROW_VIEWS:
        assert here.client.get(f"{INDEX}{view}/{group.pk}/").status_code == 404, view
        assert here.client.post(f"{INDEX}{view}/{group.pk}/", form()).status_code in (404, 405), view
    assert AgentGroup.objects.get().name == "Elsewhere"


def test_a_manager_of_one_site_makes_no_group_on_another(db: None) -> None:
    there = people.another_site()
    here = people.an_agent_of(people.site(), "here", codename="manage_conversation")

    here.client.post(f"{INDEX}new/", form(site=there.pk))

    assert AgentGroup.objects.get().site == people.site()
