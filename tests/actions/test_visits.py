"""Visits begin, go on and end; what agents are told of it."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests import people
from tests.people import AnsweringPerson, VisitingPerson
from wagtail_livechat import broadcast, locating
from wagtail_livechat.actions import merging, operations, presence, visits
from wagtail_livechat.actions.visits import Sighting
from wagtail_livechat.events import Envelope
from wagtail_livechat.inputs import PageIn
from wagtail_livechat.locating import Place
from wagtail_livechat.models import PageView, Visit, Visitor, VisitorMerge

SHOP = "https://shop.example"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1"


def sighting(visitor: VisitingPerson, path: str | None = "/", **fields: Any) -> Sighting:
    page = None if path is None else PageIn(url=f"{SHOP}{path}", title=path)
    return Sighting(visitor=visitor.visitor.pk, page=page, **fields)


def looks(visitor: VisitingPerson, *paths: str | None, **fields: Any) -> None:
    for path in paths:
        visits.record(sightings=[sighting(visitor, path, **fields)])


def kept(path: str, at: datetime) -> PageIn:
    """A page that the browser remembered."""
    return PageIn(url=f"{SHOP}{path}", at=at.isoformat())


def away(visitor: VisitingPerson, minutes: float) -> None:
    """Nothing was seen of the visitor for so long."""
    then = timezone.now() - timedelta(minutes=minutes)
    shift = Visitor.objects.get(pk=visitor.visitor.pk).last_seen_at - then
    Visitor.objects.filter(pk=visitor.visitor.pk).update(last_seen_at=then)
    for visit in visitor.visitor.visits.all():
        visit.started_at, visit.last_seen_at = visit.started_at - shift, visit.last_seen_at - shift
        visit.save()
        for view in visit.page_views.all():
            view.at -= shift
            view.save()


def history(visitor: VisitingPerson) -> list[list[str]]:
    """The paths of each visit."""
    return [
        [view.url.removeprefix(SHOP) for view in visit.page_views.order_by("at", "pk")]
        for visit in visitor.visitor.visits.order_by("started_at", "pk")
    ]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Envelope]:
    envelopes: list[Envelope] = []
    monkeypatch.setattr(broadcast, "publish", lambda events: envelopes.extend(event.envelope() for event in events))
    return envelopes


def told(heard: list[Envelope]) -> list[dict[str, Any]]:
    """What agents heard of visits."""
    return [json.loads(envelope["agents"] or "") for envelope in heard if envelope["type"] == "visits"]


# One stay is one visit.


def test_pages_of_one_stay_are_one_visit(visitor: VisitingPerson) -> None:
    looks(visitor, "/", "/shop/", "/shop/guji/")

    assert history(visitor) == [["/", "/shop/", "/shop/guji/"]]


@pytest.mark.parametrize(("minutes", "count"), [(29, 1), (31, 2)])
def test_half_an_hour_away_is_another_visit(visitor: VisitingPerson, minutes: int, count: int) -> None:
    looks(visitor, "/")
    away(visitor, minutes)

    looks(visitor, "/shop/")

    assert visitor.visitor.visits.count() == count
    ended = visitor.visitor.visits.exclude(ended_at=None)
    assert [visit.ended_at for visit in ended] == [visit.last_seen_at for visit in ended]
    assert ended.count() == count - 1


def test_who_comes_back_to_the_same_page_looks_at_it_anew(visitor: VisitingPerson) -> None:
    looks(visitor, "/")
    away(visitor, 31)

    looks(visitor, "/")

    assert history(visitor) == [["/"], ["/"]]


def test_whoever_is_noted_as_here_first_does_not_go_on_with_an_old_visit(visitor: VisitingPerson) -> None:
    looks(visitor, "/")
    away(visitor, 31)

    presence.touch(visitors=[visitor.visitor.pk])
    looks(visitor, "/shop/")

    assert history(visitor) == [["/"], ["/shop/"]]


def test_a_long_look_at_one_page_with_an_open_socket_is_one_visit(visitor: VisitingPerson) -> None:
    looks(visitor, "/")
    away(visitor, 45)
    # Noted every 20 seconds, also a moment ago.
    Visitor.objects.update(last_seen_at=timezone.now() - timedelta(seconds=20), is_present=True)
    operations.sweep()

    looks(visitor, "/shop/")

    assert history(visitor) == [["/", "/shop/"]]


def test_a_reload_does_not_count_again(visitor: VisitingPerson) -> None:
    looks(visitor, "/shop/", "/shop/#top", "/", "/shop/")

    assert history(visitor) == [["/shop/", "/", "/shop/"]]


def test_still_here_begins_no_visit(visitor: VisitingPerson) -> None:
    looks(visitor, None)

    assert history(visitor) == []


def test_two_devices_are_two_visits(visitor: VisitingPerson) -> None:
    looks(visitor, "/")
    looks(visitor, "/shop/", user_agent=PHONE)
    looks(visitor, "/blog/")

    assert history(visitor) == [["/", "/blog/"], ["/shop/"]]
    assert Visit.objects.get(device="phone").browser == "Mobile Safari"


def test_who_is_here_with_one_device_has_left_with_the_other(visitor: VisitingPerson) -> None:
    looks(visitor, "/", user_agent=PHONE)
    away(visitor, 31)
    looks(visitor, "/", user_agent="another")
    Visit.objects.filter(user_agent=PHONE).update(ended_at=None)

    looks(visitor, "/shop/", user_agent="another")

    assert Visit.objects.get(user_agent=PHONE).ended_at is not None
    assert history(visitor) == [["/"], ["/", "/shop/"]]


# What the browser kept until the chat was opened.


def test_what_was_remembered_is_one_visit_with_what_is_seen_now(visitor: VisitingPerson) -> None:
    now = timezone.now()
    pages = (kept("/", now - timedelta(minutes=20)), kept("/shop/", now - timedelta(minutes=1)))

    looks(visitor, "/shop/", pages=pages, at=now)

    visit = Visit.objects.get()
    assert history(visitor) == [["/", "/shop/"]]
    assert (visit.started_at, visit.last_seen_at) == (now - timedelta(minutes=20), now)


def test_a_long_pause_in_it_parts_two_visits(visitor: VisitingPerson) -> None:
    now = timezone.now()
    pages = tuple(kept(f"/{minutes}", now - timedelta(minutes=minutes)) for minutes in (100, 90, 50, 10))

    looks(visitor, "/now", pages=pages, at=now)

    assert history(visitor) == [["/100", "/90"], ["/50"], ["/10", "/now"]]
    ended = [visit.ended_at for visit in Visit.objects.order_by("started_at")]
    assert ended == [now - timedelta(minutes=90), now - timedelta(minutes=50), None]


def test_it_may_be_told_twice(visitor: VisitingPerson) -> None:
    now = timezone.now()
    pages = (kept("/", now - timedelta(minutes=5)), kept("/shop/", now - timedelta(minutes=2)))

    looks(visitor, "/shop/", pages=pages)
    looks(visitor, "/blog/", pages=pages)
    looks(visitor, "/blog/", pages=pages)

    assert history(visitor) == [["/", "/shop/", "/blog/"]]


def test_it_may_be_told_twice_within_a_moment(visitor: VisitingPerson) -> None:
    now = timezone.now()
    pages = (kept("/", now - timedelta(minutes=5)), kept("/shop/", now - timedelta(minutes=2)))

    visits.record(sightings=[sighting(visitor, None, pages=pages), sighting(visitor, "/blog/", pages=pages)])

    assert history(visitor) == [["/", "/shop/", "/blog/"]]


def test_a_visit_that_just_began_may_have_begun_earlier(visitor: VisitingPerson) -> None:
    before = timezone.now() - timedelta(minutes=2)

    visits.record(sightings=[sighting(visitor, "/"), sighting(visitor, None, pages=(kept("/help/", before),))])

    assert history(visitor) == [["/help/", "/"]]
    assert Visit.objects.get().started_at == before


def test_another_tab_may_have_remembered_more(visitor: VisitingPerson) -> None:
    now = timezone.now()
    looks(visitor, "/here", pages=(kept("/later", now - timedelta(minutes=3)),))

    looks(visitor, "/there", pages=(kept("/before", now - timedelta(minutes=8)),))

    assert history(visitor) == [["/before", "/later", "/here", "/there"]]
    assert Visit.objects.get().started_at == now - timedelta(minutes=8)


def test_what_is_long_before_the_visit_belongs_to_none(visitor: VisitingPerson) -> None:
    looks(visitor, "/here")

    looks(visitor, "/there", pages=(kept("/long-ago", timezone.now() - timedelta(hours=3)),))

    assert history(visitor) == [["/here", "/there"]]


# Where from and with what.


def test_the_first_page_says_where_from(visitor: VisitingPerson) -> None:
    first = PageIn(url=f"{SHOP}/?utm_source=letter", referrer="https://mail.example/")
    second = PageIn(url=f"{SHOP}/shop/?utm_source=other", referrer="https://search.example/")

    for page in (first, second):
        visits.record(sightings=[Sighting(visitor=visitor.visitor.pk, page=page)])

    visit = Visit.objects.get()
    assert (visit.referrer, visit.campaign) == ("https://mail.example/", {"utm_source": "letter"})


def test_the_address_says_where(visitor: VisitingPerson, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visits, "locate", {"192.0.2.7": Place("FR", "Bretagne", "Brest")}.get)

    looks(visitor, "/", address="192.0.2.7")

    visit = Visit.objects.get()
    assert (visit.ip, visit.country_code, visit.region, visit.city) == ("192.0.2.7", "FR", "Bretagne", "Brest")


@pytest.fixture
def places(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where addresses are."""
    known = {"192.0.2.7": Place("FR", "Rhône", "Lyon"), "192.0.2.8": Place("BE"), "192.0.2.9": Place()}
    monkeypatch.setattr(visits, "locate", known.get)


def place_of(visitor: VisitingPerson) -> tuple[str, str]:
    visitor.visitor.refresh_from_db()
    return visitor.visitor.country_code, visitor.visitor.city


def changes(heard: list[Envelope]) -> list[dict[str, Any]]:
    """What agents heard of what is known of visitors."""
    frames = [json.loads(envelope["agents"] or "{}") for envelope in heard if envelope["type"] == "visitor"]
    return [frame["visitor"] for frame in frames if frame["type"] == "visitor.changed"]


def test_where_a_visitor_was_last_located_is_kept_and_told(
    visitor: VisitingPerson, places: None, heard: list[Envelope]
) -> None:
    looks(visitor, "/", address="192.0.2.7", language="fr")
    assert place_of(visitor) == ("FR", "Lyon")

    looks(visitor, "/", address="192.0.2.8", user_agent=PHONE)

    assert place_of(visitor) == ("BE", "")
    told_of = [(row["country_code"], row["city"], row["language"]) for row in changes(heard)]
    assert told_of == [("FR", "Lyon", "fr"), ("BE", "", "fr")]
    assert [envelope["visitors"] for envelope in heard if envelope["type"] == "visitor"] == [None, None]


def test_the_same_place_again_is_no_news(visitor: VisitingPerson, places: None, heard: list[Envelope]) -> None:
    looks(visitor, "/", address="192.0.2.7")
    looks(visitor, "/shop/", address="192.0.2.7", user_agent=PHONE)

    assert visitor.visitor.visits.count() == 2
    assert len(changes(heard)) == 1


def test_an_address_of_nowhere_does_not_undo_what_is_known(visitor: VisitingPerson, places: None) -> None:
    looks(visitor, "/", address="192.0.2.7")
    looks(visitor, "/", address="192.0.2.9", user_agent=PHONE)

    assert visitor.visitor.visits.count() == 2
    assert place_of(visitor) == ("FR", "Lyon")


def test_without_a_database_of_places_it_is_unknown(visitor: VisitingPerson, settings: Settings) -> None:
    settings.GEOIP_PATH = None
    locating._opened.cache_clear()

    looks(visitor, "/", address="", user_agent="x" * 1_000)

    visit = Visit.objects.get()
    assert (visit.ip, visit.country_code, visit.device, visit.browser) == (None, "", "", "")
    assert len(visit.user_agent) == 500


def test_the_browser_says_language_and_time_zone(visitor: VisitingPerson, heard: list[Envelope]) -> None:
    looks(visitor, "/", language="fr", time_zone="Europe/Paris")
    looks(visitor, "/shop/", language="de", time_zone="Mars/Olympus")

    visitor.visitor.refresh_from_db()
    assert (visitor.visitor.language, visitor.visitor.time_zone) == ("fr", "Europe/Paris")
    changes = [envelope for envelope in heard if envelope["type"] == "visitor" and "visitor.changed" in str(envelope)]
    assert len(changes) == 1


def test_the_basket_of_the_browser_is_kept_up_to_date(visitor: VisitingPerson, heard: list[Envelope]) -> None:
    looks(visitor, "/", baskets={"shop": "1"})
    looks(visitor, "/shop/", baskets={"shop": "1"})
    before = len(told(heard))

    looks(visitor, "/shop/", baskets={"shop": "2"})

    assert Visit.objects.get().baskets == {"shop": "2"}
    assert len(told(heard)) == before + 1


# Who is here.


def test_a_page_is_a_sign_of_life(visitor: VisitingPerson) -> None:
    looks(visitor, "/")
    away(visitor, 5)
    Visitor.objects.update(is_present=False)

    looks(visitor, "/shop/")

    visitor.visitor.refresh_from_db()
    assert visitor.visitor.is_present
    assert timezone.now() - visitor.visitor.last_seen_at < timedelta(seconds=10)


def test_who_leaves_was_here_until_they_were_last_seen(visitor: VisitingPerson) -> None:
    looks(visitor, "/")
    away(visitor, 20)
    seen = timezone.now() - timedelta(minutes=2)
    Visitor.objects.update(last_seen_at=seen)

    presence.expire()

    assert Visit.objects.get().last_seen_at == seen
    assert Visit.objects.get().ended_at is None


def test_the_sweep_ends_visits_when_they_were_last_seen(visitor: VisitingPerson) -> None:
    looks(visitor, "/")
    away(visitor, 31)
    other = people.a_visitor()
    looks(other, "/")

    operations.sweep()

    visit = visitor.visitor.visits.get()
    assert visit.ended_at == visit.last_seen_at
    assert other.visitor.visits.get().ended_at is None


# Many at once.


def test_one_batch_may_have_anything_in_it(visitor: VisitingPerson) -> None:
    other, gone = people.a_visitor(), people.a_visitor()
    batch = [sighting(person, path) for path in ("/", "/shop/") for person in (visitor, other, gone)]
    gone.visitor.delete()

    made = visits.record(sightings=batch)

    assert {visit.visitor_id for visit in made} == {visitor.visitor.pk, other.visitor.pk}
    assert history(visitor) == history(other) == [["/", "/shop/"]]


def test_nothing_is_nothing(db: None) -> None:
    assert visits.record(sightings=[]) == []


def test_it_takes_the_same_queries_for_any_number(db: None) -> None:
    def queries(number: int) -> int:
        everybody = [people.a_visitor() for _ in range(number)]
        with CaptureQueriesContext(connection) as asked:
            visits.record(sightings=[sighting(person, "/") for person in everybody])
        return len(asked)

    assert queries(2) == queries(20)


def test_what_comes_after_the_login_goes_to_who_they_became(visitor: VisitingPerson) -> None:
    other = people.a_visitor()
    waiting = sighting(visitor, "/")
    merging.absorb(visitor.visitor, other.visitor, by=None)

    visits.record(sightings=[waiting])

    assert history(other) == [["/"]]
    assert history(visitor) == []


def test_it_goes_to_whom_that_one_became_in_turn(visitor: VisitingPerson, manager: AnsweringPerson) -> None:
    second, third = people.a_visitor(), people.a_visitor()
    waiting = sighting(visitor, "/")
    manager.merges(visitor, second)
    manager.merges(second, third)

    visits.record(sightings=[waiting])

    assert history(third) == [["/"]]


def test_it_goes_no_further_than_the_merges_that_stand(visitor: VisitingPerson, manager: AnsweringPerson) -> None:
    second, third = people.a_visitor(), people.a_visitor()
    waiting = sighting(visitor, "/")
    manager.merges(visitor, second)
    manager.separates(manager.merges(second, third))

    visits.record(sightings=[waiting])

    assert history(second) == [["/"]]


def test_merges_in_a_circle_are_no_endless_way(visitor: VisitingPerson) -> None:
    other = people.a_visitor()
    for merged, into in ((visitor, other), (other, visitor)):
        VisitorMerge.objects.create(merged=merged.visitor, into=into.visitor)

    [visit] = visits.record(sightings=[sighting(visitor, "/")])

    assert visit.visitor_id in (visitor.visitor.pk, other.visitor.pk)


# What agents are told.


def test_agents_hear_who_loads_a_page(visitor: VisitingPerson, heard: list[Envelope]) -> None:
    looks(visitor, "/")
    # Loaded again: there may be something in the basket now.
    looks(visitor, "/")
    looks(visitor, None)

    site, name = people.site().pk, str(visitor.visitor.public_id)
    assert told(heard) == [{"type": "visits.changed", "site": site, "visitors": [name], "online": 1}] * 2


def test_one_event_a_site_and_batch(db: None, heard: list[Envelope]) -> None:
    elsewhere = people.another_site()
    here, there = [people.a_visitor() for _ in range(3)], people.a_visitor(on=elsewhere)
    heard.clear()

    visits.record(sightings=[sighting(person, path) for person in [*here, there] for path in ("/", "/shop/")])

    frames = {frame["site"]: frame for frame in told(heard)}
    assert len(told(heard)) == 2
    assert frames[people.site().pk]["online"] == 3
    assert sorted(frames[people.site().pk]["visitors"]) == sorted(str(person.visitor.public_id) for person in here)
    assert frames[elsewhere.pk]["online"] == 1


def test_agents_hear_who_came_and_who_left(visitor: VisitingPerson, heard: list[Envelope]) -> None:
    looks(visitor, "/")
    heard.clear()
    away(visitor, 2)

    presence.expire()
    presence.touch(visitors=[visitor.visitor.pk])

    assert [frame["online"] for frame in told(heard)] == [0, 1]


def test_many_who_come_back_at_once_are_told_in_parts(
    monkeypatch: pytest.MonkeyPatch, heard: list[Envelope], db: None
) -> None:
    monkeypatch.setattr(presence, "TOLD_AT_ONCE", 2)
    everybody = [people.a_visitor() for _ in range(5)]
    Visitor.objects.update(is_present=False)
    heard.clear()

    presence.touch(visitors=[person.visitor.pk for person in everybody])

    assert [len(frame["visitors"]) for frame in told(heard)] == [2, 2, 1]


def test_all_agents_of_the_site_hear_it_and_no_others(
    visitor: VisitingPerson, agent: AnsweringPerson, heard: list[Envelope]
) -> None:
    from wagtail_livechat.events import frame_for

    stranger = people.an_agent_of(people.another_site(), "stranger")

    looks(visitor, "/")

    envelope = next(envelope for envelope in heard if envelope["type"] == "visits")
    assert frame_for(agent.reach, envelope) is not None
    assert frame_for(stranger.reach, envelope) is None
    assert envelope["visitors"] is None


def test_no_page_view_is_kept_of_what_failed(visitor: VisitingPerson, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_address: str) -> Place:
        raise RuntimeError

    monkeypatch.setattr(visits, "locate", fails)

    with pytest.raises(RuntimeError):
        looks(visitor, "/")

    assert not PageView.objects.exists()
    assert not Visit.objects.exists()
