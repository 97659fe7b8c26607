from collections.abc import Iterator

import pytest
from django.test.utils import setup_databases, teardown_databases
from pytest_django import DjangoDbBlocker

from tests import people
from tests.people import AnsweringPerson, Browser, VisitingPerson
from wagtail_livechat import throttling
from wagtail_livechat.actions import visit_batches
from wagtail_livechat.actions.visits import Sighting
from wagtail_livechat.selectors import expectation


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_keepdb: bool,
    django_db_createdb: bool,
) -> Iterator[None]:
    """pytest-django's own makes no database where all tests ask for a `committed` one."""
    keep = django_db_keepdb and not django_db_createdb
    with django_db_blocker.unblock():
        databases = setup_databases(verbosity=0, interactive=False, aliases={"default"}, keepdb=keep)
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            teardown_databases(databases, verbosity=0)


@pytest.fixture(autouse=True)
def _fresh_throttles() -> None:
    """What one test did must not slow down another."""
    for throttle in (
        throttling.new_visitors,
        throttling.messages_of_visitor,
        throttling.messages_from_address,
        throttling.forms_of_visitor,
        throttling.files_of_visitor,
        throttling.files_from_address,
        throttling.typing_of_visitor,
        throttling.transcripts_of_visitor,
        throttling.page_views_of_visitor,
        throttling.rules_from_address,
        throttling.transcripts_from_address,
        throttling.frames_of_visitor,
        throttling.frames_of_agent,
    ):
        throttle.clear()


@pytest.fixture(autouse=True)
def _no_memory() -> None:
    """What was read in this minute is of another test."""
    expectation.forget()


class _AtOnce:
    """Page views that do not wait, also where a test gives settings of its own."""

    def add(self, sighting: Sighting) -> None:
        visit_batches.write([sighting])


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visit_batches, "_line", _AtOnce())


@pytest.fixture(autouse=True)
def _site_after_a_flush(request: pytest.FixtureRequest) -> None:
    """Django's transactional tests flush what Wagtail's migrations made; the next one needs it again."""
    if "transactional_db" in request.fixturenames or "live_server" in request.fixturenames:
        request.getfixturevalue("transactional_db")
        people.make_site()


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database in which everything is committed, as threads need it; what the test made is deleted afterwards."""
    with django_db_blocker.unblock():
        people.make_site()
        yield
        people.leave()


@pytest.fixture
def database(db: None) -> None:
    """Where people are stored; a folder whose threads or processes meet in it has one in which all is committed."""


@pytest.fixture
def visitor(database: None) -> VisitingPerson:
    return people.a_visitor()


@pytest.fixture
def agent(database: None) -> AnsweringPerson:
    return people.an_agent()


@pytest.fixture
def manager(database: None) -> AnsweringPerson:
    return people.a_manager()


@pytest.fixture
def browser(db: None) -> Browser:
    """Somebody's browser before the first click."""
    return Browser()
