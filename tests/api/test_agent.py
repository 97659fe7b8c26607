"""The agent's routes."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Site
from wagtail.users.models import UserProfile

from tests import lookers, people
from tests.api.desks import Desk
from tests.people import AnsweringPerson, VisitingPerson, events_of, texts_of
from wagtail_livechat import tasks
from wagtail_livechat.actions import presence
from wagtail_livechat.models import Agent, AgentPresence, Conversation
from wagtail_livechat.selectors import operations


@pytest.fixture
def desk(agent: AnsweringPerson) -> Desk:
    return Desk(agent)


def test_me_is_who_asks(desk: Desk, agent: AnsweringPerson) -> None:
    me = desk.gets("me")

    assert me == {
        "id": agent.agent.pk,
        "name": "agent",
        "avatar": None,
        "status": "offline",
        "online": False,
        "sites": [{"id": people.site().pk, "name": "localhost", "visitors": 0}],
        "manages": [],
        "customer_data": [],
        "groups": [],
        "alerts": "mine_and_unassigned",
        "opens_next": True,
        "unread": 0,
        "worker": None,
    }


def test_my_sites_have_the_names_that_editors_gave_them(desk: Desk) -> None:
    Site.objects.update(site_name="Northlight")

    assert desk.gets("me")["sites"][0]["name"] == "Northlight"


def test_me_counts_who_is_on_each_of_my_sites(desk: Desk) -> None:
    lookers.somebody()
    lookers.leaves(lookers.somebody())
    other = people.another_site()
    lookers.somebody(on=other)
    lookers.somebody(on=other)

    assert [site["visitors"] for site in desk.gets("me")["sites"]] == [1, 2]


def test_me_counts_what_is_unread(desk: Desk, visitor: VisitingPerson) -> None:
    visitor.writes("Hello")
    visitor.writes("Anybody there?")

    assert desk.gets("me")["unread"] == 1


def test_managers_are_told_when_the_queue_worker_does_not_run(manager: AnsweringPerson, desk: Desk) -> None:
    manager_desk = Desk(manager)
    assert "qcluster" in manager_desk.gets("me")["worker"]["detail"]
    assert desk.gets("me")["worker"] is None

    tasks.sweep()

    assert manager_desk.gets("me")["worker"] is None


@pytest.mark.parametrize("status", ["online", "away", "offline"])
def test_an_agent_chooses_a_status(desk: Desk, status: str) -> None:
    me = desk.patches("me", {"status": status}).json()

    assert (me["status"], me["online"]) == (status, status == "online")


def test_asking_counts_as_being_there(desk: Desk, agent: AnsweringPerson) -> None:
    Agent.objects.update(last_seen_at=timezone.now() - timedelta(minutes=5), status=AgentPresence.ONLINE)
    desk.gets("me")
    seen = Agent.objects.get().last_seen_at
    assert seen
    assert timezone.now() - seen < timedelta(minutes=1)

    desk.gets("me")

    assert Agent.objects.get().last_seen_at == seen, "a poll is not written each time"


def test_who_can_be_assigned_is_listed_by_name(desk: Desk, agent: AnsweringPerson) -> None:
    other = people.another_site()
    people.an_agent_of(other, "elsewhere")
    presence.open_inbox(agent=people.an_agent("Abby").agent)

    here = desk.gets("agents", site=people.site().pk)["agents"]

    assert [(row["name"], row["status"], row["online"]) for row in here] == [
        ("Abby", "online", True),
        ("agent", "offline", False),
    ]
    assert [row["name"] for row in desk.gets("agents")["agents"]] == ["Abby", "agent", "elsewhere"]


def test_colleagues_of_a_site_out_of_reach_are_not_listed(db: None) -> None:
    other = people.another_site()
    elsewhere = Desk(people.an_agent_of(other, "elsewhere"))
    people.an_agent()

    assert elsewhere.gets("agents", site=people.site().pk) == {"agents": []}
    assert len(elsewhere.gets("agents")["agents"]) == 2


def test_the_list_comes_with_the_numbers_beside_the_queues(desk: Desk) -> None:
    for _ in range(3):
        people.a_visitor().writes("Hello")

    first = desk.gets("conversations", limit=2)
    second = desk.gets("conversations", limit=2, cursor=first["next_cursor"])

    assert first["counts"] == {"all": 3, "mine": 0, "unassigned": 3, "unanswered": 3, "unread": 3, "groups": {}}
    assert [len(page["results"]) for page in (first, second)] == [2, 1]
    assert second["next_cursor"] is None


def test_a_list_has_one_status_and_one_queue(desk: Desk, manager: AnsweringPerson) -> None:
    conversation = people.a_visitor().writes("Hello")
    manager.resolves(conversation)

    assert desk.gets("conversations")["results"] == []
    [row] = desk.gets("conversations", status="resolved", queue="unassigned", site=people.site().pk)["results"]
    assert row["public_id"] == str(conversation.public_id)


def test_a_conversation_comes_with_its_visitor(desk: Desk, visitor: VisitingPerson) -> None:
    conversation = visitor.writes("Hello", page_url="https://shop.example/guji", page_title="Guji")

    detail = desk.gets(f"conversations/{conversation.public_id}")

    assert detail["conversation"]["page"] == {"url": "https://shop.example/guji", "title": "Guji"}
    assert detail["visitor"]["public_id"] == str(visitor.visitor.public_id)
    assert detail["visitor"]["signed_in"] is False


def test_an_agent_reads_the_thread(desk: Desk, visitor: VisitingPerson) -> None:
    conversation = visitor.writes("Hello")

    thread = desk.gets(f"conversations/{conversation.public_id}/messages", after=0, limit=1)

    assert [message["event"] for message in thread["messages"]] == ["started"]
    assert thread["more"]
    assert thread["conversation"]["revision"] == 2


def test_a_reply_is_stored_once(desk: Desk, visitor: VisitingPerson) -> None:
    conversation = visitor.writes("Hello")
    route = f"conversations/{conversation.public_id}/messages"

    first = desk.posts(route, {"client_id": "same", "body": "Hi"})
    second = desk.posts(route, {"client_id": "same", "body": "Hi"})

    assert (first.status_code, second.status_code) == (201, 200)
    assert texts_of(conversation) == ["Hello", "Hi"]
    assert first.json()["conversation"]["assignee"]["name"] == "agent"


def test_deeds_answer_the_conversation_and_what_was_noted(
    desk: Desk, visitor: VisitingPerson, agent: AnsweringPerson
) -> None:
    message = visitor.sends("Hello")
    conversation = message.conversation
    deeds: list[tuple[str, Any, str | None]] = [
        ("assign", {"agent": agent.agent.pk}, "assigned"),
        ("read", {"up_to": message.pk}, None),
        ("resolve", None, "resolved"),
        ("resolve", None, None),
        ("reopen", None, "reopened"),
        ("reopen", None, None),
        ("assign", {"agent": None}, "assigned"),
    ]

    for deed, data, event in deeds:
        answer = desk.posts(f"conversations/{conversation.public_id}/{deed}", data)
        assert answer.status_code == 200, answer.content
        assert (answer.json()["message"] or {}).get("event") == event
        assert answer.json()["conversation"]["revision"] == Conversation.objects.get().revision
    assert events_of(conversation) == ["started", "assigned", "resolved", "reopened", "assigned"]


def test_an_agent_writes_down_what_they_learned(desk: Desk, visitor: VisitingPerson) -> None:
    visitor.writes("Hello")
    route = f"visitors/{visitor.visitor.public_id}"

    changed = desk.patches(route, {"name": "Anna", "note": "Likes it dark"}).json()

    assert (changed["name"], changed["note"], changed["email"]) == ("Anna", "Likes it dark", "")
    assert desk.gets(route) == changed


def test_a_colleague_without_rights_cannot_be_put_in_charge(desk: Desk, visitor: VisitingPerson) -> None:
    conversation = visitor.writes("Hello")
    elsewhere = people.an_agent_of(people.another_site(), "elsewhere")

    answer = desk.posts(f"conversations/{conversation.public_id}/assign", {"agent": elsewhere.agent.pk})

    assert (answer.status_code, answer.json()["code"]) == (409, "cannot_assign")


def test_what_went_out_of_reach_between_the_look_and_the_deed_is_not_found(
    desk: Desk, visitor: VisitingPerson, manager: AnsweringPerson
) -> None:
    conversation = visitor.writes("Hello")
    manager.assigns(conversation, manager)

    answer = desk.posts(f"conversations/{conversation.public_id}/messages", {"client_id": "a", "body": "Hi"})

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_the_agents_own_language_is_in_force_as_in_the_rest_of_the_admin(
    agent: AnsweringPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    UserProfile.objects.create(user=agent.user, preferred_language="fr")
    spoken = []
    monkeypatch.setattr(operations, "worker_is_missing", lambda: spoken.append(get_language()))
    agent.user.groups.add(Group.objects.get(name="Live chat managers"))

    Desk(agent).gets("me")

    assert spoken == ["fr"]
