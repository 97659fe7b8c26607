"""Those who end, rate, block and deliver in the same moment."""

from concurrent.futures import ThreadPoolExecutor

from django.core import mail

from tests import people
from tests.actions.racing import check_consistent, race
from tests.people import AnsweringPerson, events_of, texts_of
from wagtail_livechat import tasks
from wagtail_livechat.actions.messages import post
from wagtail_livechat.models import Conversation, Delivery, Status


def test_a_message_that_crosses_the_ending_is_kept(racers: ThreadPoolExecutor) -> None:
    visitor = people.a_visitor()
    conversation = visitor.writes("Hello")

    race(racers, lambda: visitor.ends(conversation), lambda: visitor.writes("One more thing"))

    conversations = Conversation.objects.order_by("pk")
    assert sorted(text for row in conversations for text in texts_of(row)) == ["Hello", "One more thing"]
    for row in conversations:
        check_consistent(row)
    # Before the end, or after it in a conversation of its own, or the ending was taken back.
    assert sum(row.status == Status.OPEN for row in conversations) <= 1


def test_two_first_messages_after_the_end_begin_one_conversation(racers: ThreadPoolExecutor) -> None:
    visitor = people.a_visitor()
    visitor.ends(visitor.writes("Hello"))

    race(racers, lambda: visitor.writes("one"), lambda: visitor.writes("two"))

    _ended, begun = Conversation.objects.order_by("pk")
    assert sorted(texts_of(begun)) == ["one", "two"]
    check_consistent(begun)


def test_the_rating_of_two_tabs_makes_one_entry(racers: ThreadPoolExecutor) -> None:
    visitor = people.a_visitor()
    conversation = visitor.writes("Hello")
    visitor.ends(conversation)

    race(racers, lambda: visitor.rates(conversation, 1), lambda: visitor.rates(conversation, 5))

    assert events_of(conversation).count("rated") == 1
    conversation.refresh_from_db()
    assert conversation.messages.get(event="rated").event_data["score"] == conversation.rating
    check_consistent(conversation)


def test_two_agents_who_block_at_once_block_once(
    racers: ThreadPoolExecutor, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    visitor = people.a_visitor()
    conversation = visitor.writes("Buy my watches")

    race(
        racers,
        lambda: agent.blocks(visitor),
        lambda: manager.blocks(visitor),
        lambda: post([visitor.drafts("Buy them now")]),
    )

    assert events_of(conversation).count("blocked") == 1
    check_consistent(conversation)


def test_two_workers_send_an_email_once(racers: ThreadPoolExecutor) -> None:
    visitor = people.a_visitor()
    delivery = visitor.asks_for_transcript(visitor.writes("Hello"))
    mail.outbox.clear()

    race(racers, lambda: tasks.deliver(delivery.pk), lambda: tasks.deliver(delivery.pk))

    assert len(mail.outbox) == 1
    assert Delivery.objects.get().state == "sent"
    assert events_of(delivery.conversation).count("transcript_sent") == 1
