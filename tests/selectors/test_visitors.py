"""Recognising a visitor; finding their conversations."""

from django.contrib.auth.models import AnonymousUser

from tests import people
from tests.people import AnsweringPerson, VisitingPerson
from wagtail_livechat.selectors.visitors import conversations_of, recognise


def test_a_visitor_is_recognised_by_the_token(visitor: VisitingPerson) -> None:
    assert recognise(site=people.site(), token=visitor.token, user=AnonymousUser()) == visitor.visitor


def test_nobody_is_recognised_without_one(visitor: VisitingPerson) -> None:
    assert recognise(site=people.site(), token=None, user=AnonymousUser()) is None
    assert recognise(site=people.site(), token="altered", user=AnonymousUser()) is None


def test_conversations_come_newest_first(visitor: VisitingPerson, manager: AnsweringPerson) -> None:
    first = visitor.writes("Hello")
    manager.resolves(first)
    second = visitor.writes("Something else", conversation="new")
    people.a_visitor().writes("Not mine")

    assert list(conversations_of(visitor.visitor)) == [second, first]
