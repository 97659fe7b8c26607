"""What agents do stands in Wagtail's log, for superusers: Wagtail knows no reach."""

import csv
import io

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from tests import people
from tests.admin.reading import text_of
from tests.people import AnsweringPerson, VisitingPerson
from wagtail_livechat.actions import tags
from wagtail_livechat.models import Conversation, LoggedConversation, Tag, Visitor

REPORT = "/admin/reports/site-history/"


@pytest.fixture
def elsewhere(db: None) -> Conversation:
    """A conversation of another site, which an agent resolved there."""
    there = people.another_site()
    colleague = people.an_agent_of(there, "colleague")
    conversation = people.a_visitor(on=there).writes("Hello")
    colleague.takes(conversation)
    colleague.resolves(conversation)
    return conversation


def exported(client: Client) -> list[dict[str, str]]:
    """The report as a table of text."""
    answer = client.get(REPORT, {"export": "csv"})
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))


def test_the_site_history_tells_what_agents_did(
    owner: AnsweringPerson, manager: AnsweringPerson, agent: AnsweringPerson, visitor: VisitingPerson
) -> None:
    conversation = visitor.writes("Hello")
    group = people.a_group("Support")
    reply = agent.replies(conversation, "Good morning")
    agent.tags(conversation, "delivery", "urgent")
    agent.tags(conversation, "delivery")
    agent.transfers(conversation, manager)
    manager.transfers(conversation, group)
    manager.assigns(conversation, agent)
    agent.deletes(reply)
    manager.assigns(conversation, None)
    agent.takes(people.in_group(conversation, None))
    agent.leaves(conversation)
    agent.takes(conversation)
    agent.resolves(conversation)
    manager.reopens(conversation)

    page = text_of(owner.client, REPORT)

    for told in (
        "Took charge by replying first",
        "Added tags: delivery, urgent",
        "Removed tags: urgent",
        "Transferred conversation to manager",
        "Transferred conversation to Support",
        "Assigned conversation to agent",
        "Took the conversation off its agent",
        "Deleted a message of conversation",
        "Left conversation",
        "Resolved conversation",
        "Reopened conversation",
    ):
        assert told in page, told


def test_what_a_visitor_or_the_system_did_is_no_action_of_an_agent(visitor: VisitingPerson) -> None:
    visitor.writes("Hello")

    assert not ModelLogEntry.objects.exists()


def test_the_site_history_tells_how_tags_were_merged(owner: AnsweringPerson) -> None:
    one, two = (tags.save(tag=Tag(site=people.site(), name=name), by=owner.user) for name in ("one", "two"))
    tags.merge(tag=one, into=two, by=owner.user)

    assert "Merged into tag two" in text_of(owner.client, REPORT)


def test_an_entry_without_facts_still_says_what_happened(owner: AnsweringPerson, visitor: VisitingPerson) -> None:
    conversation = visitor.writes("Hello")
    for action in ("transferred", "tagged"):
        log(LoggedConversation.of(conversation), f"wagtail_livechat.{action}", user=owner.user)

    page = text_of(owner.client, REPORT)

    assert "Transferred conversation" in page
    assert "Changed the tags of conversation" in page


def test_the_export_names_the_actions(owner: AnsweringPerson, elsewhere: Conversation) -> None:
    rows = exported(owner.client)

    assert [(row["Type"], row["Action type"], row["User"]) for row in rows] == [
        ("Conversation", "Resolve a conversation", "colleague"),
        ("Conversation", "Assign a conversation", "colleague"),
    ]
    assert {row["ID"] for row in rows} == {str(elsewhere.pk)}


@pytest.mark.parametrize("codename", ["answer_conversation", "manage_conversation"])
def test_the_log_of_another_site_is_not_shown(elsewhere: Conversation, codename: str) -> None:
    here = people.an_agent_of(people.site(), "here", codename=codename)

    assert str(elsewhere.public_id) not in text_of(here.client, REPORT)
    assert "Resolve a conversation" not in here.client.get(REPORT).content.decode(), "not even among the filters"
    assert "colleague" not in here.client.get(REPORT).content.decode()
    assert exported(here.client) == []


def test_nobody_else_reads_the_log_of_their_own_site_either(
    agent: AnsweringPerson, manager: AnsweringPerson, visitor: VisitingPerson
) -> None:
    manager.takes(visitor.writes("Hello"))

    assert exported(agent.client) == exported(manager.client) == []


def test_a_right_on_another_model_shows_no_entry_of_ours(elsewhere: Conversation) -> None:
    """Wagtail's own rule would show an entry to whoever has any right on its model."""
    here = people.an_agent_of(people.site(), "here")
    here.user.user_permissions.add(Permission.objects.get(codename="view_customer_data_conversation"))

    assert exported(here.client) == []


def test_an_entry_links_the_conversation_to_the_inbox_for_those_who_can_see_it(
    owner: AnsweringPerson, manager: AnsweringPerson, agent: AnsweringPerson, visitor: VisitingPerson
) -> None:
    conversation = visitor.writes("Hello")
    manager.takes(conversation)
    conversation.refresh_from_db()

    address = f"/admin/livechat/#{conversation.public_id}"
    assert address in owner.client.get(REPORT).content.decode()
    assert AdminURLFinder().get_edit_url(conversation) == address
    assert AdminURLFinder(agent.user).get_edit_url(conversation) is None
    assert AdminURLFinder(people.a_user("editor")).get_edit_url(conversation) is None


def test_what_was_done_to_who_never_wrote_is_told_to_superusers_without_a_name(
    owner: AnsweringPerson, manager: AnsweringPerson, visitor: VisitingPerson
) -> None:
    Visitor.objects.update(name="Vera Novak", email="vera@example.com")
    merged, said = people.a_visitor(), f"visitor {visitor.visitor.public_id}"
    manager.blocks(visitor)
    manager.separates(manager.merges(merged, visitor))

    page = text_of(owner.client, REPORT)

    for told in (said, "Blocked the visitor", "Merged the visitor with another", "Undid merging the visitor"):
        assert told in page, told
    assert "Vera" not in page
    assert "vera@" not in page
    assert exported(manager.client) == []


def test_who_blocked_whom_and_who_sent_what_is_told_without_an_address(
    owner: AnsweringPerson, agent: AnsweringPerson, visitor: VisitingPerson
) -> None:
    conversation = visitor.writes("Hello")
    agent.asks_for_rating(conversation)
    agent.sends_transcript(conversation, "vera@example.com")
    agent.blocks(visitor)
    agent.unblocks(visitor)

    page = text_of(owner.client, REPORT)

    for said in (
        "Asked for a rating of conversation",
        "Had a transcript sent of conversation",
        "Blocked the visitor",
        "Unblocked the visitor",
    ):
        assert said in page
    assert "vera@example.com" not in page
