"""Shortcuts in Wagtail's views."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import people
from tests.admin.reading import errors_of, sends, text_of
from tests.people import AnsweringPerson
from wagtail_livechat.models import Shortcut

INDEX = "/admin/livechat/shortcuts/"
#: The views of one row, below the index.
ROW_VIEWS = ("edit", "delete", "inspect", "history", "history-results")


def a_shortcut(keyword: str = "hello", **fields: object) -> Shortcut:
    return Shortcut.objects.create(**{"site": people.site(), "keyword": keyword, "body": "Hello!", **fields})


def a_file(name: str = "guide.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"93 degrees")


def form(**fields: object) -> dict[str, object]:
    return {"keyword": "hello", "body": "Hello {visitor}!", "language": "", **fields}


def test_a_manager_sees_all_with_whom_they_are_for(manager: AnsweringPerson, agent: AnsweringPerson) -> None:
    a_shortcut("all", language="fr")
    a_shortcut("some", group=people.a_group("Support"))
    a_shortcut("mine", owner=agent.agent, body="x" * 200)

    page = text_of(manager.client, INDEX)

    assert "/all" in page
    assert "Hello! Everyone Français" in page
    assert "Hello! Support" in page
    assert f"{'x' * 79}… agent" in page


def test_an_agent_sees_what_they_may_use(agent: AnsweringPerson) -> None:
    lena = people.an_agent("lena")
    a_shortcut("all")
    a_shortcut("ours", group=people.a_group("Support", agent, lena))
    a_shortcut("theirs", group=people.a_group("Sales", lena))
    a_shortcut("mine", owner=agent.agent)
    a_shortcut("hers", owner=lena.agent)

    page = text_of(agent.client, INDEX)

    assert [name for name in ("all", "ours", "theirs", "mine", "hers") if f"/{name}" in page] == ["all", "ours", "mine"]
    assert page.count("/ours") == 1, "twice, for a group of two"


def test_shortcuts_are_found_by_keyword_and_text_and_by_whom_they_are_for(
    manager: AnsweringPerson, agent: AnsweringPerson
) -> None:
    a_shortcut("all", body="Good morning")
    a_shortcut("some", group=people.a_group("Support"))
    a_shortcut("mine", owner=manager.agent)

    def found(**query: str) -> list[str]:
        page = text_of(manager.client, f"{INDEX}results/", **query)
        return [name for name in ("all", "some", "mine") if f"/{name}" in page]

    assert found(q="morning") == ["all"]
    assert found(q="som") == ["some"]
    assert found(audience="everyone") == ["all"]
    assert found(audience="group") == ["some"]
    assert found(audience="own") == ["mine"]


def test_a_manager_makes_one_for_everyone_for_a_group_or_for_themselves(manager: AnsweringPerson) -> None:
    group = people.a_group("Support")

    for audience in ("everyone", f"group-{group.pk}", "own"):
        sends(manager.client, f"{INDEX}new/", **form(audience=audience))

    made = Shortcut.objects.order_by("pk").values_list("group", "owner")
    assert list(made) == [(None, None), (group.pk, None), (None, manager.agent.pk)]


def test_an_agent_makes_one_of_their_own_whatever_they_send(agent: AnsweringPerson) -> None:
    assert "For whom" not in text_of(agent.client, f"{INDEX}new/")

    sends(agent.client, f"{INDEX}new/", **form(audience="everyone", owner="", group=""))

    assert Shortcut.objects.get().owner == agent.agent


def test_who_manages_one_site_only_makes_their_own_on_the_others(db: None) -> None:
    here = people.an_agent_of(people.site(), "somebody", codename="manage_conversation")
    there = people.another_site()
    here.user.groups.add(people.rights_on(there, "answer_conversation", name="There"))

    answer = here.client.post(f"{INDEX}new/", form(site=there.pk, audience="everyone"))
    assert errors_of(answer) == {"audience": ["On this site you can make shortcuts for yourself only."]}

    sends(here.client, f"{INDEX}new/", **form(site=there.pk, audience="own"))
    assert Shortcut.objects.get().owner == here.agent


def test_the_slash_may_be_typed_with_the_keyword(manager: AnsweringPerson) -> None:
    sends(manager.client, f"{INDEX}new/", **form(keyword="/hello", audience="everyone"))

    assert Shortcut.objects.get().keyword == "hello"


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({"keyword": "two words"}, {"keyword": ["Use letters, digits, - and _ only."]}),
        ({"body": " "}, {"body": ["A shortcut needs a text or a file."]}),
        ({"added": [SimpleUploadedFile("run.exe", b"MZ")]}, {"added": ["Files of this kind cannot be sent."]}),
        ({"added": [SimpleUploadedFile("no.txt", b"")]}, {"added": ["The submitted file is empty."]}),
        (
            {"audience": "group-0"},
            {"audience": ["Select a valid choice. group-0 is not one of the available choices."]},
        ),
    ],
)
def test_what_is_no_shortcut_is_refused_at_its_field(
    manager: AnsweringPerson, fields: dict[str, object], refused: dict[str, list[str]]
) -> None:
    answer = manager.client.post(f"{INDEX}new/", form(**{"audience": "everyone", **fields}))

    assert errors_of(answer) == refused
    assert not Shortcut.objects.exists()


def test_several_files_are_added_at_once_and_removed_one_by_one(manager: AnsweringPerson) -> None:
    sends(manager.client, f"{INDEX}new/", **form(audience="everyone", added=[a_file("one.txt"), a_file("two.txt")]))
    shortcut = Shortcut.objects.get()
    one, two = shortcut.files.all()
    assert "Remove files one.txt two.txt" in text_of(manager.client, f"{INDEX}edit/{shortcut.pk}/")

    sends(manager.client, f"{INDEX}edit/{shortcut.pk}/", **form(audience="everyone", removed=[one.pk]))

    assert list(shortcut.files.all()) == [two]
    assert "two.txt" in text_of(manager.client, INDEX)


def test_the_files_of_another_shortcut_are_not_removed(manager: AnsweringPerson) -> None:
    for keyword in ("one", "two"):
        sends(manager.client, f"{INDEX}new/", **form(keyword=keyword, audience="everyone", added=[a_file()]))
    one, two = Shortcut.objects.order_by("keyword")

    answer = manager.client.post(f"{INDEX}edit/{one.pk}/", form(audience="everyone", removed=[two.files.get().pk]))

    assert "removed" in errors_of(answer)
    assert two.files.exists()


def test_an_agent_changes_and_deletes_their_own(agent: AnsweringPerson) -> None:
    mine = a_shortcut(owner=agent.agent)

    sends(agent.client, f"{INDEX}edit/{mine.pk}/", **form(body="Good morning"))
    mine.refresh_from_db()
    assert (mine.body, mine.owner) == ("Good morning", agent.agent)

    sends(agent.client, f"{INDEX}delete/{mine.pk}/")
    assert not Shortcut.objects.exists()


def test_an_agent_only_reads_what_is_for_everyone(agent: AnsweringPerson) -> None:
    shared = a_shortcut()

    index = agent.client.get(INDEX).content.decode()
    assert f"{INDEX}inspect/{shared.pk}/" in index
    assert f"{INDEX}edit/{shared.pk}/" not in index
    assert f"{INDEX}delete/{shared.pk}/" not in index
    read = agent.client.get(f"{INDEX}inspect/{shared.pk}/").content.decode()
    assert "Hello!" in read
    assert f"{INDEX}edit/{shared.pk}/" not in read
    for view in ("edit", "delete", "history", "history-results"):
        answer = agent.client.get(f"{INDEX}{view}/{shared.pk}/")
        assert (answer.status_code, answer["Location"]) == (302, "/admin/"), view
    agent.client.post(f"{INDEX}edit/{shared.pk}/", form(body="Mine now"))
    agent.client.post(f"{INDEX}delete/{shared.pk}/")
    assert Shortcut.objects.get().body == "Hello!"


def test_a_manager_changes_what_belongs_to_an_agent_and_it_stays_theirs(
    manager: AnsweringPerson, agent: AnsweringPerson
) -> None:
    theirs = a_shortcut(owner=agent.agent)

    assert "Only agent" in text_of(manager.client, f"{INDEX}edit/{theirs.pk}/")
    sends(manager.client, f"{INDEX}edit/{theirs.pk}/", **form(audience="own", body="Good morning"))

    theirs.refresh_from_db()
    assert (theirs.owner, theirs.body) == (agent.agent, "Good morning")


def test_what_a_colleague_keeps_for_themselves_is_not_there(agent: AnsweringPerson) -> None:
    hers = a_shortcut(owner=people.an_agent("lena").agent)

    for view in ROW_VIEWS:
        assert agent.client.get(f"{INDEX}{view}/{hers.pk}/").status_code == 404, view
        assert agent.client.post(f"{INDEX}{view}/{hers.pk}/", form()).status_code in (404, 405), view
    assert Shortcut.objects.get() == hers


@pytest.mark.parametrize("codename", ["answer_conversation", "manage_conversation"])
def test_somebody_of_another_site_finds_nothing(db: None, codename: str) -> None:
    there = people.another_site()
    shared = a_shortcut("elsewhere", site=there)
    here = people.an_agent_of(people.site(), "here", codename=codename)

    for index in (INDEX, f"{INDEX}results/"):
        assert "elsewhere" not in text_of(here.client, index)
    for view in ROW_VIEWS:
        assert here.client.get(f"{INDEX}{view}/{shared.pk}/").status_code == 404, view
        assert here.client.post(f"{INDEX}{view}/{shared.pk}/", form()).status_code in (404, 405), view
    assert Shortcut.objects.get() == shared


def test_who_lost_the_right_to_answer_changes_nothing(agent: AnsweringPerson) -> None:
    mine = a_shortcut(owner=agent.agent)
    client = agent.client
    agent.user.groups.clear()
    agent.user.groups.add(people.a_user("editor", group="Editors").groups.get())

    assert client.get(f"{INDEX}edit/{mine.pk}/").status_code == 302
    client.post(f"{INDEX}delete/{mine.pk}/")
    assert Shortcut.objects.get() == mine
