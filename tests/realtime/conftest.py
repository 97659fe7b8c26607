from collections.abc import Iterator

import pytest

from tests import people
from tests.people import AnsweringPerson, VisitingPerson
from tests.realtime.server import Server


@pytest.fixture
def server(committed: None) -> Iterator[Server]:
    """A running web process and its database. Its people are committed, so that its threads see them."""
    server = Server()
    yield server
    server.stop()


@pytest.fixture
def visitor(server: Server) -> VisitingPerson:
    return people.a_visitor()


@pytest.fixture
def agent(server: Server) -> AnsweringPerson:
    return people.an_agent()


@pytest.fixture
def manager(server: Server) -> AnsweringPerson:
    return people.a_manager()
