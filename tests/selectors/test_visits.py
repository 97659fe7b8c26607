"""Who is on the site, what they looked at, and how their baskets are known."""

from datetime import timedelta

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests import lookers, people
from tests.people import VisitingPerson
from wagtail_livechat.customers.base import CustomerProvider
from wagtail_livechat.exceptions import NotFound
from wagtail_livechat.models import Visitor
from wagtail_livechat.selectors.visits import baskets_of, history, online_count


class Till(CustomerProvider):
    """A shop that knows the browser's basket by a cookie."""

    def basket_key(self, request: HttpRequest) -> str:
        return request.COOKIES.get("basket", "")


class Broken(CustomerProvider):
    def basket_key(self, request: HttpRequest) -> str:
        raise RuntimeError("no till")


def test_who_is_here_and_recorded_is_online(visitor: VisitingPerson) -> None:
    lookers.comes(visitor)
    lookers.comes(visitor)
    people.a_visitor()
    lookers.leaves(lookers.somebody())
    lookers.somebody(ended_at=timezone.now())
    lookers.somebody(on=people.another_site())

    assert online_count(people.site().pk) == 1


def test_the_page_of_now_has_no_end_and_the_others_last_until_the_next(visitor: VisitingPerson) -> None:
    visit = lookers.comes(visitor)
    lookers.goes_on(visit, "https://shop.example/guji/")

    [browsed] = history(visitor.visitor).visits

    assert browsed.is_now
    assert [page.url for page in browsed.pages] == ["https://shop.example/guji/", "https://shop.example/"]


def test_who_left_looks_at_nothing_now(visitor: VisitingPerson) -> None:
    lookers.comes(visitor)
    visitor.visitor.is_present = False

    [browsed] = history(visitor.visitor).visits

    assert not browsed.is_now


def test_an_ended_visit_is_not_now(visitor: VisitingPerson) -> None:
    lookers.comes(visitor, ended_at=timezone.now())

    [browsed] = history(visitor.visitor).visits

    assert not browsed.is_now


def test_visits_of_the_same_moment_are_told_apart(visitor: VisitingPerson) -> None:
    began = timezone.now() - timedelta(hours=1)
    visits = [lookers.comes(visitor, started_at=began) for _ in range(7)]

    first = history(visitor.visitor)
    second = history(visitor.visitor, before=first.visits[-1].visit.public_id)

    assert [row.visit for row in [*first.visits, *second.visits]] == visits[::-1]
    assert (first.more, second.more) == (True, False)


def test_a_visit_of_somebody_else_is_no_beginning(visitor: VisitingPerson) -> None:
    other = lookers.somebody()

    with pytest.raises(NotFound):
        history(visitor.visitor, before=other.public_id)


def test_without_visits_there_is_nothing(visitor: VisitingPerson) -> None:
    found = history(Visitor.objects.get())

    assert (list(found.visits), found.more) == ([], False)


def test_each_shop_says_what_it_knows_the_basket_by(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    names = [f"{__name__}.Broken", f"{__name__}.Till", "no.such.Shop"]
    settings.WAGTAIL_LIVECHAT = {"CUSTOMER_PROVIDERS": names}
    request = RequestFactory().get("/")
    request.COOKIES["basket"] = "7" * 300

    assert baskets_of(request) == {f"{__name__}.Till": "7" * 200}
    assert caplog.text.count("could not say which basket") == 2


def test_an_empty_basket_is_none(settings: Settings) -> None:
    settings.WAGTAIL_LIVECHAT = {"CUSTOMER_PROVIDERS": [f"{__name__}.Till"]}

    assert baskets_of(RequestFactory().get("/")) == {}
