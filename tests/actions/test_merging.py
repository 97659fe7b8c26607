"""Making one visitor of two, and two of one again."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.utils import timezone
from wagtail.models import ModelLogEntry

from tests import people
from tests.people import AnsweringPerson, VisitingPerson, texts_of
from wagtail_livechat import broadcast, permissions
from wagtail_livechat.actions import visitors
from wagtail_livechat.actions.messages import post
from wagtail_livechat.exceptions import CannotMergeVisitors, MergedSince, NotFound, NoVisitor, TooLateToUndo
from wagtail_livechat.models import Consent, PageView, Visit, Visitor, VisitorMerge
from wagtail_livechat.selectors.visitors import recognise
from wagtail_livechat.shapes import visitor_details


def known(person: VisitingPerson, **values: Any) -> Visitor:
    """The visitor's row as it is now, with these values."""
    if values:
        Visitor.objects.filter(pk=person.visitor.pk).update(**values)
    return Visitor.objects.get(pk=person.visitor.pk)


def browsing_as(person: VisitingPerson, user: AbstractUser | None = None) -> Visitor | None:
    """Who the person's browser is taken for."""
    return recognise(site=people.site(), token=person.token, user=user or AnonymousUser())


def a_customer(name: str = "alice") -> VisitingPerson:
    """Somebody who is logged in."""
    identity = visitors.identify(site=people.site(), token=None, user=people.a_user(name, first_name=name.title()))
    return VisitingPerson(identity.visitor, identity.token or "")


def shown(reach: permissions.Reach) -> set[Visitor]:
    return set(permissions.visible_visitors(reach))


@pytest.fixture
def phone(db: None) -> VisitingPerson:
    """A person's browser on the way."""
    return people.a_visitor()


@pytest.fixture
def laptop(db: None) -> VisitingPerson:
    """The same person's browser at home."""
    return people.a_visitor()


# --- What moves ------------------------------------------------------------------------------------------------------


def test_all_of_a_visitor_goes_to_the_other(
    phone: VisitingPerson, laptop: VisitingPerson, manager: AnsweringPerson
) -> None:
    conversation, file = phone.writes("Hello"), phone.uploads()
    visit = Visit.objects.create(visitor=phone.visitor)
    PageView.objects.create(visit=visit, url="https://shop.example/")
    consent = Consent.objects.create(visitor=phone.visitor, version="1", text="I agree.")

    merge = manager.merges(phone, laptop)

    for row in (conversation, file, visit, consent):
        row.refresh_from_db()
        assert row.visitor == laptop.visitor
    assert browsing_as(phone) == browsing_as(laptop) == laptop.visitor
    assert (merge.merged, merge.into, merge.by) == (phone.visitor, laptop.visitor, manager.agent)


def test_whatever_belongs_to_a_visitor_is_thought_of() -> None:
    """A model that comes to name a visitor has to move along with the others."""
    relations = Visitor._meta.get_fields(include_hidden=True)
    naming = {field.related_model._meta.model_name for field in relations if field.one_to_many}

    assert naming == {"attachment", "consent", "conversation", "visit", "visitormerge", "visitortoken"}


def test_a_consent_that_both_gave_is_kept_once(
    phone: VisitingPerson, laptop: VisitingPerson, manager: AnsweringPerson
) -> None:
    for person in (phone, laptop):
        Consent.objects.create(visitor=person.visitor, version="1", text="I agree.")

    merge = manager.merges(phone, laptop)

    assert laptop.visitor.consents.count() == 1
    manager.separates(merge)
    assert phone.visitor.consents.count() == laptop.visitor.consents.count() == 1


def test_what_the_other_lacks_is_taken_over_and_nothing_else(
    phone: VisitingPerson, laptop: VisitingPerson, manager: AnsweringPerson
) -> None:
    known(
        phone,
        name="Ada",
        email="ada@example.com",
        phone="1",
        fields={"Order": "1", "Size": "M"},
        time_zone="Asia/Tokyo",
    )
    known(phone, variables={"plan": "pro"}, language="ja", note="Likes tea")
    known(laptop, name="Ms Lovelace", fields={"Order": "2"}, note="Prefers calls")

    manager.merges(phone, laptop)

    row = known(laptop)
    assert (row.name, row.email, row.phone) == ("Ms Lovelace", "ada@example.com", "1")
    assert (row.fields, row.variables) == ({"Order": "2", "Size": "M"}, {"plan": "pro"})
    assert (row.language, row.time_zone) == ("ja", "Asia/Tokyo")
    assert row.note == "Prefers calls\n\nLikes tea"


def located(person: VisitingPerson, country: str, city: str, *, days_ago: int) -> None:
    """As a visit is recorded."""
    at = timezone.now() - timedelta(days=days_ago)
    Visit.objects.create(visitor=person.visitor, country_code=country, city=city, started_at=at)
    known(person, country_code=country, city=city)


def place_of(person: VisitingPerson) -> tuple[str, str]:
    return known(person).country_code, known(person).city


@pytest.mark.parametrize(("phone_was_seen", "place"), [(1, ("FR", "Lyon")), (3, ("BE", ""))])
def test_the_one_who_is_left_is_where_either_was_located_last(
    phone: VisitingPerson,
    laptop: VisitingPerson,
    manager: AnsweringPerson,
    phone_was_seen: int,
    place: tuple[str, str],
) -> None:
    located(phone, "FR", "Lyon", days_ago=phone_was_seen)
    located(laptop, "BE", "", days_ago=2)
    Visit.objects.create(visitor=laptop.visitor)

    merge = manager.merges(phone, laptop)

    assert place_of(laptop) == place
    manager.separates(merge)
    assert (place_of(phone), place_of(laptop)) == (("FR", "Lyon"), ("BE", ""))


def test_a_place_goes_back_with_the_visit_that_said_it(
    phone: VisitingPerson, laptop: VisitingPerson, manager: AnsweringPerson
) -> None:
    located(phone, "FR", "Lyon", days_ago=1)

    merge = manager.merges(phone, laptop)

    assert place_of(laptop) == ("FR", "Lyon")
    manager.separates(merge)
    assert (place_of(phone), place_of(laptop)) == (("FR", "Lyon"), ("", ""))


def test_a_note_that_stands_there_already_is_not_repeated(
    phone: VisitingPerson, laptop: VisitingPerson, manager: AnsweringPerson
) -> None:
    known(phone, note="Likes tea")
    known(laptop, note="Likes tea, green")

    manager.merges(phone, laptop)

    assert known(laptop).note == "Likes tea, green"


def test_who_was_on_the_site_still_is(phone: VisitingPerson, laptop: VisitingPerson, manager: AnsweringPerson) -> None:
    seen = timezone.now() - timedelta(minutes=9)
    known(laptop, is_present=False, last_seen_at=seen)

    manager.merges(phone, laptop)

    assert known(laptop).is_present
    assert known(laptop).last_seen_at > seen
    assert not known(phone).is_present


@pytest.mark.parametrize("blocked", ["phone", "laptop"])
def test_a_block_stays(phone: VisitingPerson, laptop: VisitingPerson, manager: AnsweringPerson, blocked: str) -> None:
    for person in (phone, laptop):
        person.writes("Hello")
    manager.blocks({"phone": phone, "laptop": laptop}[blocked])

    merge = manager.merges(phone, laptop)
    assert known(laptop).blocked_at is not None

    manager.separates(merge)
    assert (known(phone).blocked_at is not None, known(laptop).blocked_at is not None) == (
        blocked == "phone",
        blocked == "laptop",
    )


def test_a_customers_history_is_not_for_browsers_in_which_they_are_not_logged_in(
    phone: VisitingPerson, manager: AnsweringPerson
) -> None:
    customer = a_customer()
    user = customer.visitor.user

    merge = manager.merges(phone, customer)
    assert browsing_as(phone) is None
    assert browsing_as(phone, user) == browsing_as(customer, user) == customer.visitor

    manager.separates(merge)
    assert browsing_as(phone) == phone.visitor


def test_a_customer_may_become_part_of_a_visitor(phone: VisitingPerson, manager: AnsweringPerson) -> None:
    customer = a_customer()
    user = customer.visitor.user

    merge = manager.merges(customer, phone)
    assert known(phone).user == user
    assert visitors.identify(site=people.site(), token=None, user=user or AnonymousUser()).visitor == phone.visitor

    manager.separates(merge)
    assert (known(phone).user, known(customer).user) == (None, user)
    assert phone.visitor.tokens.count() == 1, "the browser in which the customer logged in meanwhile goes with them"


def test_a_customer_who_is_gone_meanwhile_does_not_come_back(phone: VisitingPerson, manager: AnsweringPerson) -> None:
    customer = a_customer()
    merge = manager.merges(customer, phone)
    known(phone).user.delete()  # type: ignore[union-attr]

    manager.separates(merge)

    assert (known(phone).user, known(customer).user) == (None, None)
    assert browsing_as(phone) == phone.visitor


# --- Who may become one ----------------------------------------------------------------------------------------------


def test_nobody_becomes_part_of_themselves(phone: VisitingPerson, manager: AnsweringPerson) -> None:
    with pytest.raises(CannotMergeVisitors):
        manager.merges(phone, phone)


def test_two_customers_stay_two(manager: AnsweringPerson) -> None:
    with pytest.raises(CannotMergeVisitors):
        manager.merges(a_customer("alice"), a_customer("bob"))


def test_visitors_of_two_sites_stay_two(phone: VisitingPerson, manager: AnsweringPerson) -> None:
    with pytest.raises(CannotMergeVisitors):
        manager.merges(phone, people.a_visitor(on=people.another_site()))


def test_who_went_out_of_reach_meanwhile_is_not_found(
    phone: VisitingPerson, laptop: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    manager.takes(phone.writes("Hello"))

    for pair in ((phone, laptop), (laptop, phone)):
        with pytest.raises(NotFound):
            agent.merges(*pair)


def test_who_is_gone_or_part_of_another_is_not_found(
    phone: VisitingPerson, laptop: VisitingPerson, manager: AnsweringPerson
) -> None:
    manager.merges(phone, laptop)
    with pytest.raises(NotFound):
        manager.merges(phone, people.a_visitor())

    Visitor.objects.filter(pk=laptop.visitor.pk).delete()
    with pytest.raises(NotFound):
        manager.merges(laptop, people.a_visitor())


def test_the_emptied_row_is_in_no_list(phone: VisitingPerson, laptop: VisitingPerson, manager: AnsweringPerson) -> None:
    merge = manager.merges(phone, laptop)
    assert shown(manager.reach) == {laptop.visitor}

    manager.separates(merge)
    assert shown(manager.reach) == {phone.visitor, laptop.visitor}


# --- Undoing ---------------------------------------------------------------------------------------------------------


def test_undoing_brings_everything_back(
    phone: VisitingPerson, laptop: VisitingPerson, manager: AnsweringPerson
) -> None:
    known(phone, name="Ada", fields={"Size": "M"}, note="Likes tea", variables={"plan": "pro"})
    known(laptop, email="ada@example.com", note="Prefers calls")
    before = list(Visitor.objects.order_by("pk").values())
    conversation, file, visit = phone.writes("Hello"), phone.uploads(), Visit.objects.create(visitor=phone.visitor)

    into = manager.separates(manager.merges(phone, laptop))

    assert into == laptop.visitor
    assert list(Visitor.objects.order_by("pk").values()) == [
        {**row, "is_present": row["is_present"] and row["id"] == laptop.visitor.pk, "last_seen_at": now["last_seen_at"]}
        for row, now in zip(before, Visitor.objects.order_by("pk").values(), strict=True)
    ]
    for row in (conversation, file, visit):
        row.refresh_from_db()
        assert row.visitor == phone.visitor
    assert (browsing_as(phone), browsing_as(laptop)) == (phone.visitor, laptop.visitor)


def test_what_was_written_meanwhile_goes_with_its_conversation(
    phone: VisitingPerson, laptop: VisitingPerson, manager: AnsweringPerson
) -> None:
    moved = phone.writes("Hello")
    merge = manager.merges(phone, laptop)
    photo = laptop.uploads()
    laptop.writes("One more thing", attachments=(photo.public_id,))
    manager.resolves(moved)
    begun = laptop.writes("Something else", conversation="new")

    manager.separates(merge)

    moved.refresh_from_db()
    photo.refresh_from_db()
    assert moved.visitor == photo.visitor == phone.visitor
    assert texts_of(moved) == ["Hello", "One more thing"]
    assert begun.visitor == laptop.visitor


def test_what_was_changed_since_is_not_taken_back(
    phone: VisitingPerson, laptop: VisitingPerson, manager: AnsweringPerson
) -> None:
    known(phone, name="Ada", email="ada@example.com", fields={"Size": "M", "Colour": "Red"}, note="Likes tea")
    known(laptop, note="Prefers calls")
    merge = manager.merges(phone, laptop)
    manager.edits(laptop, name="Ms Lovelace", note="Prefers letters")
    known(laptop, fields={"Size": "L", "Colour": "Red", "Order": "7"})

    manager.separates(merge)

    row = known(laptop)
    assert (row.name, row.email, row.note) == ("Ms Lovelace", "", "Prefers letters")
    assert row.fields == {"Size": "L", "Order": "7"}


def test_a_conversation_that_was_deleted_meanwhile_stays_deleted(
    phone: VisitingPerson, laptop: VisitingPerson, manager: AnsweringPerson
) -> None:
    conversation = phone.writes("Hello")
    merge = manager.merges(phone, laptop)
    conversation.delete()

    manager.separates(merge)

    assert not phone.visitor.conversations.exists()


def test_what_another_gave_too_stays(phone: VisitingPerson, laptop: VisitingPerson, manager: AnsweringPerson) -> None:
    tablet = people.a_visitor()
    for person in (phone, tablet):
        person.writes("Hello")
        manager.blocks(person)
    known(tablet, email="ada@example.com")
    known(phone, email="ada@home.example")

    first, second = manager.merges(phone, laptop), manager.merges(tablet, laptop)
    manager.separates(first)

    row = known(laptop)
    assert (row.email, row.blocked_at) == ("ada@example.com", known(tablet).blocked_at)
    manager.separates(second)
    row = known(laptop)
    assert (row.email, row.blocked_at) == ("", None)


@pytest.mark.parametrize("late", ["a day", "the second time"])
def test_it_is_undone_once_and_within_a_day(
    phone: VisitingPerson, laptop: VisitingPerson, manager: AnsweringPerson, late: str
) -> None:
    merge = manager.merges(phone, laptop)
    if late == "a day":
        VisitorMerge.objects.update(at=timezone.now() - timedelta(hours=24, seconds=1))
    else:
        manager.separates(merge)

    with pytest.raises(TooLateToUndo):
        manager.separates(merge)

    assert visitor_details(known(laptop))["merges"] == []


def test_a_chain_is_undone_from_its_end(
    phone: VisitingPerson, laptop: VisitingPerson, manager: AnsweringPerson
) -> None:
    tablet = people.a_visitor()
    conversation = phone.writes("Hello")
    first = manager.merges(phone, laptop)
    second = manager.merges(laptop, tablet)

    with pytest.raises(MergedSince):
        manager.separates(first)
    manager.separates(second)
    manager.separates(first)

    conversation.refresh_from_db()
    assert conversation.visitor == phone.visitor
    assert [browsing_as(person) for person in (phone, laptop, tablet)] == [
        person.visitor for person in (phone, laptop, tablet)
    ]


def test_who_was_separated_can_be_merged_again(
    phone: VisitingPerson, laptop: VisitingPerson, manager: AnsweringPerson
) -> None:
    manager.separates(manager.merges(phone, laptop))

    merge = manager.merges(phone, laptop)

    assert [each["id"] for each in visitor_details(known(laptop))["merges"]] == [merge.pk]


# --- Who hears of it -------------------------------------------------------------------------------------------------


def test_open_inboxes_and_browsers_hear_of_it(
    phone: VisitingPerson, laptop: VisitingPerson, manager: AnsweringPerson, committing: Callable[..., Any]
) -> None:
    known(laptop, name="Ada")
    conversation = phone.writes("Hello")
    revision = conversation.revision

    with broadcast.collected() as envelopes, committing():
        merge = manager.merges(phone, laptop)

    [moved, changed] = [json.loads(envelope["agents"]) for envelope in envelopes if envelope["agents"]]
    conversation.refresh_from_db()
    assert (moved["type"], moved["conversation"]["visitor"]["name"]) == ("conversation.changed", "Ada")
    assert conversation.revision == moved["conversation"]["revision"] == revision + 1
    assert moved["was"]["waiting"] is True
    assert (changed["type"], changed["visitor"]["merges"][0]["id"]) == ("visitor.changed", merge.pk)
    asked = [envelope["audience"]["visitor"] for envelope in envelopes if envelope["type"] == "identity"]
    assert set(asked) == {phone.visitor.pk, laptop.visitor.pk}

    with broadcast.collected() as envelopes, committing():
        manager.separates(merge)

    told = [json.loads(envelope["agents"]) for envelope in envelopes if envelope["agents"]]
    assert [frame["type"] for frame in told] == ["conversation.changed", "visitor.changed", "visitor.changed"]
    assert told[0]["conversation"]["visitor"]["public_id"] == str(phone.visitor.public_id)


def test_browsers_for_whom_nothing_changes_are_left_alone(
    phone: VisitingPerson, laptop: VisitingPerson, manager: AnsweringPerson, committing: Callable[..., Any]
) -> None:
    customer = a_customer()

    with broadcast.collected() as envelopes, committing():
        manager.merges(phone, laptop)
    assert [each["audience"]["visitor"] for each in envelopes if each["type"] == "identity"] == [phone.visitor.pk]

    with broadcast.collected() as envelopes, committing():
        manager.merges(customer, laptop)
    assert [each["audience"]["visitor"] for each in envelopes if each["type"] == "identity"] == [
        customer.visitor.pk,
        laptop.visitor.pk,
    ], "who is not logged in there must not read on"


def test_browsers_that_are_blocked_with_another_ask_anew(
    phone: VisitingPerson, laptop: VisitingPerson, manager: AnsweringPerson, committing: Callable[..., Any]
) -> None:
    manager.blocks(phone)
    both = [phone.visitor.pk, laptop.visitor.pk]

    with broadcast.collected() as envelopes, committing():
        merge = manager.merges(phone, laptop)
    assert [each["audience"]["visitor"] for each in envelopes if each["type"] == "identity"] == both

    with broadcast.collected() as envelopes, committing():
        manager.separates(merge)
    assert [each["audience"]["visitor"] for each in envelopes if each["type"] == "identity"] == both


def test_a_merge_that_went_out_of_reach_meanwhile_stays(
    phone: VisitingPerson, laptop: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    conversation = phone.writes("Hello")
    merge = agent.merges(phone, laptop)
    manager.takes(conversation)

    with pytest.raises(NotFound):
        agent.separates(merge)
    merge.refresh_from_db()
    assert merge.undone_at is None


def test_it_stands_in_wagtails_log(phone: VisitingPerson, laptop: VisitingPerson, manager: AnsweringPerson) -> None:
    conversation = phone.writes("Hello")
    manager.separates(manager.merges(phone, laptop))

    rows = list(ModelLogEntry.objects.filter(action__contains="visitors_").order_by("pk"))
    assert [row.action for row in rows] == ["wagtail_livechat.visitors_merged", "wagtail_livechat.visitors_separated"]
    assert {(row.object_id, row.user_id) for row in rows} == {(str(conversation.pk), manager.user.pk)}
    assert rows[0].data == {"visitor": str(phone.visitor.public_id), "into": str(laptop.visitor.public_id)}


def test_where_nothing_moved_the_latest_conversation_tells_of_it(
    phone: VisitingPerson, laptop: VisitingPerson, manager: AnsweringPerson
) -> None:
    conversation = laptop.writes("Hello")

    manager.merges(phone, laptop)

    assert ModelLogEntry.objects.get(action="wagtail_livechat.visitors_merged").object_id == str(conversation.pk)


def test_where_there_is_no_conversation_the_visitor_tells_of_it(
    phone: VisitingPerson, laptop: VisitingPerson, manager: AnsweringPerson
) -> None:
    manager.separates(manager.merges(phone, laptop))

    rows = list(ModelLogEntry.objects.for_instance(phone.visitor).order_by("pk"))
    assert [row.action for row in rows] == ["wagtail_livechat.visitors_merged", "wagtail_livechat.visitors_separated"]
    assert {row.user_id for row in rows} == {manager.user.pk}
    assert rows[0].data == {"visitor": str(phone.visitor.public_id), "into": str(laptop.visitor.public_id)}


def test_the_panel_shows_what_can_be_undone(
    phone: VisitingPerson, laptop: VisitingPerson, manager: AnsweringPerson
) -> None:
    known(phone, name="Ada")

    merge = manager.merges(phone, laptop)

    [told] = visitor_details(known(laptop))["merges"]
    assert (told["id"], told["visitor"]["name"], told["by"]) == (merge.pk, "Ada", manager.agent.name)


# --- Logging in ------------------------------------------------------------------------------------------------------


def test_logging_in_notes_a_merge_that_can_be_undone(phone: VisitingPerson, manager: AnsweringPerson) -> None:
    customer = a_customer()
    user = customer.visitor.user
    conversation = phone.writes("Hello")
    revision = conversation.revision

    visitors.identify(site=people.site(), token=phone.token, user=user or AnonymousUser())

    conversation.refresh_from_db()
    assert (conversation.visitor, conversation.revision) == (customer.visitor, revision + 1)
    [told] = visitor_details(known(customer))["merges"]
    assert told["by"] is None
    manager.separates(VisitorMerge.objects.get())
    conversation.refresh_from_db()
    assert conversation.visitor == phone.visitor


def test_logging_in_without_a_word_is_no_news_for_agents(phone: VisitingPerson, manager: AnsweringPerson) -> None:
    customer = a_customer()
    user = customer.visitor.user

    visitors.identify(site=people.site(), token=phone.token, user=user or AnonymousUser())

    assert visitor_details(known(customer))["merges"] == []
    assert shown(manager.reach) == {customer.visitor}
    assert not ModelLogEntry.objects.filter(action__contains="visitors_").exists()


def test_logging_in_takes_along_the_browsers_that_an_agent_found_to_be_theirs(
    phone: VisitingPerson, laptop: VisitingPerson, manager: AnsweringPerson
) -> None:
    customer = a_customer()
    user = customer.visitor.user
    manager.merges(phone, laptop)

    visitors.identify(site=people.site(), token=laptop.token, user=user or AnonymousUser())

    assert browsing_as(phone) is None
    assert browsing_as(phone, user) == customer.visitor


def test_a_browser_whose_visitor_was_merged_at_that_moment_is_its_users(
    phone: VisitingPerson, laptop: VisitingPerson, manager: AnsweringPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at the token and the lock an agent was faster."""
    user = people.a_user("alice")
    lock = visitors.entries.lock_visitors

    def late(keys: list[int]) -> dict[int, Visitor]:
        monkeypatch.setattr(visitors.entries, "lock_visitors", lock)
        manager.merges(phone, laptop)
        return lock(keys)

    monkeypatch.setattr(visitors.entries, "lock_visitors", late)

    identity = visitors.identify(site=people.site(), token=phone.token, user=user)

    assert identity.visitor not in (phone.visitor, laptop.visitor)
    assert identity.visitor.user == user


def test_who_writes_as_somebody_who_was_merged_is_asked_to_look_again(
    phone: VisitingPerson, laptop: VisitingPerson, manager: AnsweringPerson
) -> None:
    manager.merges(phone, laptop)

    assert isinstance(post([phone.drafts("Hello")])[0], NoVisitor)
