"""Everybody who races does so in a database in which what they did before is committed."""

import pytest

from tests import people
from tests.people import AnsweringPerson


@pytest.fixture
def agent(committed: None) -> AnsweringPerson:
    return people.an_agent()


@pytest.fixture
def manager(committed: None) -> AnsweringPerson:
    return people.a_manager()
