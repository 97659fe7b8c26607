"""Who a visitor is: tokens, logging in, and what agents write down."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.utils import timezone
from wagtail.models import Site

from tests import people
from tests.people import AnsweringPerson, VisitingPerson
from wagtail_livechat.actions import visitors
from wagtail_livechat.actions.visitors import Identity
from wagtail_livechat.models import Visitor, VisitorToken


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


def test_logging_in_keeps_a_name_that_an_agent_wrote_down(visitor: VisitingPerson, alice: AbstractUser) -> None:
    visitors.change_contact(visitor=visitor.visitor, name="Ally")

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
    """A row that was linked while its token was not: the newcomer's name must not be written into it."""
    identity = identified(None)
    Visitor.objects.update(user=people.a_user("bob"))

    assert identified(identity.token, user=alice).visitor.user != alice


def test_contact_fields_that_are_not_given_stay(visitor: VisitingPerson, agent: AnsweringPerson) -> None:
    visitors.change_contact(visitor=visitor.visitor, name=" Anna ", email="anna@example.com", phone="1", note="Nice")

    changed = visitors.change_contact(visitor=visitor.visitor, phone="2")

    assert (changed.name, changed.email, changed.phone, changed.note) == ("Anna", "anna@example.com", "2", "Nice")


def test_contact_fields_are_cut_to_their_columns(visitor: VisitingPerson) -> None:
    assert len(visitors.change_contact(visitor=visitor.visitor, name="x" * 300).name) == 200


def test_a_known_user_in_another_browser_is_there(db: None) -> None:
    alice = people.a_user("alice")
    known = visitors.identify(site=people.site(), token=None, user=alice).visitor
    for token in (None, people.a_visitor().token):
        Visitor.objects.filter(pk=known.pk).update(is_present=False)

        visitors.identify(site=people.site(), token=token, user=alice)

        assert Visitor.objects.get(pk=known.pk).is_present
