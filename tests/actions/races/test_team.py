"""A team that acts in the same moment."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial

from tests import people
from tests.actions.racing import check_consistent, race
from tests.people import AnsweringPerson, events_of, texts_of
from wagtail_livechat import tasks
from wagtail_livechat.actions import assignment
from wagtail_livechat.exceptions import CannotAssign
from wagtail_livechat.models import (
    Assignment,
    Conversation,
    Status,
    Tag,
)


def test_two_processes_give_a_conversation_to_one_agent(racers: ThreadPoolExecutor) -> None:
    members = [people.an_agent(name) for name in ("anna", "ben")]
    group = people.a_group("Support", *members, assignment=Assignment.ROUND_ROBIN, most_at_once=2)
    for member in members:
        member.comes_online()
    rows = [people.in_group(people.a_visitor().writes("Hello"), group) for _ in range(6)]

    race(racers, *[lambda: assignment.distribute(group=group.pk)] * 3)

    for row in rows:
        row.refresh_from_db()
        assert events_of(row).count("assigned") == (1 if row.assignee_id else 0)
    assert sorted(Counter(row.assignee_id for row in rows).values()) == [2, 2, 2], "two each, and two wait"


def test_two_groups_at_once_give_a_common_member_no_more_than_fits(racers: ThreadPoolExecutor) -> None:
    anna = people.an_agent("anna")
    rule = {"assignment": Assignment.LEAST_BUSY, "most_at_once": 1}
    groups = [people.a_group(name, anna, **rule) for name in ("Support", "Sales")]
    anna.comes_online()
    rows = [people.in_group(people.a_visitor().writes("Hello"), group) for group in groups]

    race(racers, *[partial(assignment.distribute, group=group.pk) for group in groups])

    assert Conversation.objects.filter(pk__in=[row.pk for row in rows], assignee=anna.agent).count() == 1


def test_an_agent_who_takes_one_while_the_rule_gives_it_away_leaves_one_in_charge(
    racers: ThreadPoolExecutor, manager: AnsweringPerson
) -> None:
    anna = people.an_agent("anna")
    group = people.a_group("Support", anna, assignment=Assignment.LEAST_BUSY)
    anna.comes_online()
    row = people.in_group(people.a_visitor().writes("Hello"), group)

    race(racers, lambda: assignment.distribute(group=group.pk), lambda: manager.takes(row))

    row.refresh_from_db()
    assert row.assignee_id == manager.agent.pk, "whoever was first, the manager is in charge in the end"
    check_consistent(row)


def test_two_agents_who_resolve_and_reply_at_once_leave_one_clear_outcome(
    racers: ThreadPoolExecutor, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    conversation = people.a_visitor().writes("Hello")
    agent.takes(conversation)

    race(racers, lambda: manager.resolves(conversation), lambda: agent.replies(conversation, "One more thing"))

    check_consistent(conversation)
    assert texts_of(conversation) == ["Hello", "One more thing"]
    if conversation.status == Status.RESOLVED:
        assert events_of(conversation) == ["started", "assigned", "resolved"]
    else:
        assert events_of(conversation) == ["started", "assigned", "resolved", "reopened"]


def test_two_transfers_at_once_leave_one_receiver_and_one_story(
    racers: ThreadPoolExecutor, manager: AnsweringPerson
) -> None:
    other = people.a_manager("other manager")
    anna, ben = people.an_agent("anna"), people.an_agent("ben")
    conversation = people.a_visitor().writes("Hello")

    race(
        racers,
        lambda: manager.transfers(conversation, anna, note="to Anna"),
        lambda: other.transfers(conversation, ben, note="to Ben"),
    )

    conversation.refresh_from_db()
    last = conversation.messages.filter(event="transferred").latest("revision")
    assert last.event_data["to"]["id"] == conversation.assignee_id
    assert events_of(conversation).count("transferred") == 2
    assert conversation.messages.filter(kind="note").count() == 2
    check_consistent(conversation)


def test_an_agent_who_is_deactivated_while_it_is_transferred_keeps_nothing_for_long(
    racers: ThreadPoolExecutor, manager: AnsweringPerson
) -> None:
    anna = people.an_agent("anna")
    conversation = people.a_visitor().writes("Hello")

    def is_deactivated() -> None:
        anna.user.is_active = False
        anna.user.save()

    def is_transferred() -> None:
        with suppress(CannotAssign):
            manager.transfers(conversation, anna)

    race(racers, is_transferred, is_deactivated)
    tasks.sweep()

    conversation.refresh_from_db()
    assert conversation.assignee is None
    check_consistent(conversation)


def test_a_new_tag_given_twice_at_once_is_one_tag(racers: ThreadPoolExecutor, manager: AnsweringPerson) -> None:
    one, other = people.a_visitor().writes("Hello"), people.a_visitor().writes("Hello")

    race(racers, lambda: manager.tags(one, "vip"), lambda: manager.tags(other, "VIP"))

    assert Tag.objects.count() == 1
    one.refresh_from_db()
    other.refresh_from_db()
    assert one.tag_names == other.tag_names == [Tag.objects.get().name]


def test_a_message_that_is_deleted_and_read_at_once_is_counted_right(
    racers: ThreadPoolExecutor, manager: AnsweringPerson
) -> None:
    visitor = people.a_visitor()
    conversation = visitor.writes("Hello")
    first, second = manager.replies(conversation, "Hi"), manager.replies(conversation, "Wrong window")

    race(racers, lambda: manager.deletes(second), lambda: visitor.reads(first))

    conversation.refresh_from_db()
    assert conversation.visitor_unread == 0
    assert conversation.last_message_preview == "Hi"
