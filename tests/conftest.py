import pytest

from tests import people
from tests.people import AnsweringPerson, VisitingPerson
from wagtail_livechat import throttling


@pytest.fixture(autouse=True)
def _fresh_throttles() -> None:
    """What one test did must not slow down another."""
    for throttle in (
        throttling.new_visitors,
        throttling.messages_of_visitor,
        throttling.messages_from_address,
        throttling.frames_of_visitor,
        throttling.frames_of_agent,
    ):
        throttle.clear()


@pytest.fixture
def visitor(db: None) -> VisitingPerson:
    return people.a_visitor()


@pytest.fixture
def agent(db: None) -> AnsweringPerson:
    return people.an_agent()


@pytest.fixture
def manager(db: None) -> AnsweringPerson:
    return people.a_manager()
