"""The agent's routes about visitors who are one person, and about what is written down of them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests import people
from tests.api.desks import Desk, code
from tests.people import AnsweringPerson, VisitingPerson
from wagtail_livechat.models import Visitor, VisitorMerge


@pytest.fixture
def other(db: None) -> VisitingPerson:
    return people.a_visitor()


@pytest.fixture
def desk(agent: AnsweringPerson) -> Desk:
    return Desk(agent)


def into(person: VisitingPerson) -> dict[str, str]:
    return {"into": str(person.visitor.public_id)}


def merge_route(person: VisitingPerson) -> str:
    return f"visitors/{person.visitor.public_id}/merge"


def test_two_visitors_become_one_and_two_again(visitor: VisitingPerson, other: VisitingPerson, desk: Desk) -> None:
    visitor.writes("Hello")
    other.writes("Hello again")
    desk.patches(f"visitors/{visitor.visitor.public_id}", {"name": "Ada"})

    answer = desk.posts(merge_route(visitor), into(other)).json()

    assert answer["visitor"]["public_id"] == str(other.visitor.public_id)
    assert answer["visitor"]["name"] == "Ada"
    assert answer["visitor"]["merges"] == [answer["merge"]]
    assert (answer["merge"]["visitor"]["name"], answer["merge"]["by"]) == ("Ada", "agent")
    rows = desk.gets("conversations")["results"]
    assert {row["visitor"]["public_id"] for row in rows} == {str(other.visitor.public_id)}
    assert desk.client.get(f"/livechat/api/agent/visitors/{visitor.visitor.public_id}").status_code == 404

    undone = desk.posts(f"merges/{answer['merge']['id']}/undo").json()

    assert (undone["visitor"]["merges"], undone["visitor"]["name"], undone["merge"]) == ([], "", None)
    rows = desk.gets("conversations")["results"]
    assert len({row["visitor"]["public_id"] for row in rows}) == 2


def test_the_browsers_of_both_show_one_history(visitor: VisitingPerson, other: VisitingPerson, desk: Desk) -> None:
    visitor.writes("Hello")
    other.writes("Hello again")

    desk.posts(merge_route(visitor), into(other))

    for person in (visitor, other):
        assert len(person.browser.gets("conversations").json()["conversations"]) == 2
        assert person.browser.posts("session").json()["visitor"]["public_id"] == str(other.visitor.public_id)


def test_what_cannot_be_merged_is_refused(visitor: VisitingPerson, other: VisitingPerson, desk: Desk) -> None:
    assert code(desk.posts(merge_route(visitor), into(visitor))) == (409, "cannot_merge_visitors")
    assert code(desk.posts(merge_route(visitor), {"into": str(uuid4())})) == (404, "not_found")
    assert code(desk.posts(merge_route(visitor), {"into": "somebody"})) == (422, "invalid")
    assert code(desk.posts(merge_route(visitor))) == (422, "invalid")
    for name, person in (("alice", visitor), ("bob", other)):
        Visitor.objects.filter(pk=person.visitor.pk).update(user=people.a_user(name))
    assert code(desk.posts(merge_route(visitor), into(other))) == (409, "cannot_merge_visitors")


def test_who_is_out_of_reach_is_merged_with_nobody(
    visitor: VisitingPerson, other: VisitingPerson, desk: Desk, manager: AnsweringPerson
) -> None:
    manager.takes(visitor.writes("Hello"))

    for person, target in ((visitor, other), (other, visitor)):
        assert code(desk.posts(merge_route(person), into(target))) == (404, "not_found")
    assert not VisitorMerge.objects.exists()


def test_it_is_undone_once_within_a_day_and_from_its_end(
    visitor: VisitingPerson, other: VisitingPerson, agent: AnsweringPerson, desk: Desk
) -> None:
    first = agent.merges(visitor, other)
    second = agent.merges(other, people.a_visitor())

    assert code(desk.posts(f"merges/{first.pk}/undo")) == (409, "merged_since")
    assert desk.posts(f"merges/{second.pk}/undo").status_code == 200
    assert code(desk.posts(f"merges/{second.pk}/undo")) == (409, "too_late_to_undo")
    VisitorMerge.objects.update(at=timezone.now() - timedelta(days=2))
    assert code(desk.posts(f"merges/{first.pk}/undo")) == (409, "too_late_to_undo")
    assert code(desk.posts(f"merges/{second.pk + 1}/undo")) == (404, "not_found")


def test_a_phone_number_is_checked_and_written_as_it_is_read_abroad(visitor: VisitingPerson, desk: Desk) -> None:
    route = f"visitors/{visitor.visitor.public_id}"

    assert desk.patches(route, {"phone": "+4930901820"}).json()["phone"] == "+49 30 901820"
    assert code(desk.patches(route, {"phone": "call me", "name": "Ada"})) == (422, "bad_phone")
    assert desk.gets(route)["name"] == ""
    assert desk.patches(route, {"phone": ""}).json()["phone"] == ""


def test_who_edited_last_is_told(visitor: VisitingPerson, desk: Desk) -> None:
    route = f"visitors/{visitor.visitor.public_id}"
    assert desk.gets(route)["edited"] is None

    edited = desk.patches(route, {"note": "Likes tea"}).json()["edited"]

    assert edited["by"] == "agent"
    assert edited["at"].startswith(str(timezone.now().year))


def test_a_visitors_own_words_are_no_edit(visitor: VisitingPerson, desk: Desk) -> None:
    visitor.browser.patches("me", {"name": "Ada", "phone": "call me"})

    row = desk.gets(f"visitors/{visitor.visitor.public_id}")
    assert (row["name"], row["phone"], row["edited"]) == ("Ada", "call me", None)
