"""Who a visitor is: tokens, logging in, and what agents write down."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.utils import timezone
from pytest_django.fixtures import Settings
from wagtail.models import Site

from tests import people
from tests.people import AnsweringPerson, VisitingPerson
from wagtail_livechat import phones
from wagtail_livechat.actions import contact, visitors
from wagtail_livechat.actions.contact import Contact
from wagtail_livechat.actions.visitors import Identity
from wagtail_livechat.exceptions import BadPhone, NotFound
from wagtail_livechat.models import LiveChatSettings, Visit, Visitor, VisitorToken


def identified(
    token: str | None, *, user: AbstractUser | None = None, site: Site | None = None, language: str = ""
) -> Identity:
    return visitors.identify(site=site or people.site(), token=token, user=user or AnonymousUser(), language=language)


@pytest.fixture
def alice(db: None) -> AbstractUser:
    return people.a_user("alice", first_name="Alice", last_name="Adams")


def test_somebody_unknown_becomes_a_new_visitor_with_a_token(db: None) -> None:
    identity = identified(None, language="fr")

    assert identity.token
    assert identity.visitor.language == "fr"
    assert identity.visitor.user is None


def test_only_the_hash_of_a_token_is_kept(visitor: VisitingPerson) -> None:
    [stored] = VisitorToken.objects.all()

    assert visitor.token not in stored.hash
    assert len(stored.hash) == 64


def test_the_token_finds_the_visitor_again(visitor: VisitingPerson) -> None:
    Visitor.objects.update(last_seen_at=timezone.now() - timedelta(days=1))

    identity = identified(visitor.token)

    assert identity.visitor == visitor.visitor
    assert identity.token is None
    assert timezone.now() - Visitor.objects.get().last_seen_at < timedelta(minutes=1)


@pytest.mark.parametrize("token", ["", "altered", "\ud83d"])
def test_a_token_that_was_altered_makes_a_new_visitor(visitor: VisitingPerson, token: str) -> None:
    assert identified(token).visitor != visitor.visitor


def test_an_expired_token_makes_a_new_visitor(visitor: VisitingPerson) -> None:
    VisitorToken.objects.update(last_seen_at=timezone.now() - timedelta(days=181))

    assert identified(visitor.token).visitor != visitor.visitor


def test_a_token_that_is_used_does_not_expire(visitor: VisitingPerson) -> None:
    VisitorToken.objects.update(last_seen_at=timezone.now() - timedelta(days=179))
    identified(visitor.token)

    assert timezone.now() - VisitorToken.objects.get().last_seen_at < timedelta(minutes=1)


def test_a_token_of_another_site_makes_a_new_visitor(visitor: VisitingPerson) -> None:
    assert identified(visitor.token, site=people.another_site()).visitor != visitor.visitor


def test_a_logged_in_newcomer_brings_name_and_address(alice: AbstractUser) -> None:
    visitor = identified(None, user=alice).visitor

    assert (visitor.user, visitor.name, visitor.email) == (alice, "Alice Adams", "alice@example.com")


def test_a_user_is_one_visitor_in_all_browsers(alice: AbstractUser) -> None:
    first, second = identified(None, user=alice), identified(None, user=alice)

    assert first.visitor == second.visitor
    assert first.token != second.token


def test_a_user_is_another_visitor_on_another_site(alice: AbstractUser) -> None:
    assert identified(None, user=alice).visitor != identified(None, user=alice, site=people.another_site()).visitor


def test_logging_in_links_the_visitor_and_renews_the_token(visitor: VisitingPerson, alice: AbstractUser) -> None:
    identity = identified(visitor.token, user=alice)

    assert identity.visitor == visitor.visitor
    assert identity.visitor.user == alice
    assert identity.visitor.name == "Alice Adams"
    assert identity.token not in (None, visitor.token)
    assert identified(visitor.token).visitor != visitor.visitor


def test_logging_in_keeps_a_name_that_an_agent_wrote_down(
    visitor: VisitingPerson, alice: AbstractUser, agent: AnsweringPerson
) -> None:
    agent.edits(visitor, name="Ally")

    assert identified(visitor.token, user=alice).visitor.name == "Ally"


def test_logging_in_brings_the_conversations_to_the_users_visitor(visitor: VisitingPerson, alice: AbstractUser) -> None:
    known = identified(None, user=alice).visitor
    conversation = visitor.writes("Hello")

    identity = identified(visitor.token, user=alice)

    assert identity.visitor == known
    conversation.refresh_from_db()
    assert conversation.visitor == known


def test_a_users_token_does_not_count_after_logging_out(alice: AbstractUser) -> None:
    identity = identified(None, user=alice)

    assert identified(identity.token).visitor != identity.visitor


def test_a_users_token_does_not_count_for_another_user(alice: AbstractUser) -> None:
    identity = identified(None, user=alice)

    assert identified(identity.token, user=people.a_user("bob")).visitor != identity.visitor


def test_a_visitor_of_another_user_is_not_taken_over(alice: AbstractUser) -> None:
    """A row that was linked while its token was not, as by an agent's merge: neither alice nor nobody is bob."""
    identity = identified(None)
    Visitor.objects.update(user=people.a_user("bob"))

    assert identified(identity.token, user=alice).visitor != identity.visitor
    assert identified(identity.token).visitor != identity.visitor


def test_a_linked_visitors_own_user_is_known_in_a_browser_that_was_not_linked(alice: AbstractUser) -> None:
    identity = identified(None)
    Visitor.objects.update(user=alice)

    known = identified(identity.token, user=alice)

    assert known.visitor == identity.visitor
    assert known.token not in (None, identity.token)


def test_contact_fields_that_are_not_given_stay(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    agent.edits(visitor, name=" Anna ", email="anna@example.com", phone="+49 30 1234567", note="Nice")

    changed = agent.edits(visitor, phone="")

    assert (changed.name, changed.email, changed.phone, changed.note) == ("Anna", "anna@example.com", "", "Nice")


def test_contact_fields_are_cut_to_their_columns(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    assert len(agent.edits(visitor, name="x" * 300).name) == 200


def test_who_wrote_something_down_is_kept_with_the_time(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    changed = agent.edits(visitor, name="Anna")

    assert changed.edited_by == agent.agent
    assert changed.edited_at is not None
    assert timezone.now() - changed.edited_at < timedelta(minutes=1)


def test_an_edit_that_changes_nothing_is_none(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    agent.edits(visitor, name="Anna")

    unchanged = people.a_manager().edits(visitor, name=" Anna", email="")

    assert unchanged.edited_by == agent.agent


def test_a_visitor_who_is_gone_is_not_edited(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    Visitor.objects.all().delete()

    with pytest.raises(NotFound):
        agent.edits(visitor, name="Anna")


# --- Phone numbers, as agents write them down ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("visit", "setting", "language", "expected"),
    [
        ("DE", "FR", "en-us", "+49 30 901820"),
        ("", "DE", "en-us", "+49 30 901820"),
        ("", "", "de-de", "+49 30 901820"),
        ("AT", "DE", "de", "+43 30 901820"),
    ],
)
def test_a_number_is_dialled_where_the_visitor_is_else_where_the_site_is(
    visitor: VisitingPerson,
    agent: AnsweringPerson,
    settings: Settings,
    visit: str,
    setting: str,
    language: str,
    expected: str,
) -> None:
    settings.LANGUAGE_CODE = language
    LiveChatSettings.objects.update_or_create(site=people.site(), defaults={"phone_country": setting})
    now = timezone.now()
    Visit.objects.create(visitor=visitor.visitor, country_code=visit, started_at=now - timedelta(hours=1))
    Visit.objects.create(visitor=visitor.visitor, country_code="", started_at=now)

    if expected.startswith("+43"):
        with pytest.raises(BadPhone):
            agent.edits(visitor, phone="030 901820")
    else:
        assert agent.edits(visitor, phone="030 901820").phone == expected


@pytest.mark.parametrize("phone", ["12", "call me", "+49", "+999 123456789", "4242 4242 4242 4242", "030 901820"])
def test_what_is_no_number_is_refused_and_leaves_what_was_there(
    visitor: VisitingPerson, agent: AnsweringPerson, settings: Settings, phone: str
) -> None:
    settings.LANGUAGE_CODE = "zh-hans"
    agent.edits(visitor, phone="+49 30 901820")

    with pytest.raises(BadPhone):
        agent.edits(visitor, phone=phone)

    assert Visitor.objects.get().phone == "+49 30 901820"


def test_without_the_extra_a_number_is_kept_as_it_was_typed(
    visitor: VisitingPerson, agent: AnsweringPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phones, "phonenumbers", None)

    assert agent.edits(visitor, phone="call me").phone == "call me"


def test_a_visitors_own_number_is_kept_as_it_was_typed(visitor: VisitingPerson) -> None:
    assert contact.change(visitor=visitor.visitor, contact=Contact(phone="call me")).phone == "call me"


def test_a_known_user_in_another_browser_is_there(db: None) -> None:
    alice = people.a_user("alice")
    known = visitors.identify(site=people.site(), token=None, user=alice).visitor
    for token in (None, people.a_visitor().token):
        Visitor.objects.filter(pk=known.pk).update(is_present=False)

        visitors.identify(site=people.site(), token=token, user=alice)

        assert Visitor.objects.get(pk=known.pk).is_present
