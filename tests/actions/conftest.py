from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests import people
from tests.actions.racing import ROUNDS
from tests.people import AnsweringPerson
from wagtail_livechat.models import AgentGroup, Assignment


@pytest.fixture(params=range(ROUNDS))
def racers(committed: None) -> Iterator[ThreadPoolExecutor]:
    """Threads for those who act at once; a test that asks for them is run several times."""
    with ThreadPoolExecutor(max_workers=4) as pool:
        yield pool


@pytest.fixture
def anna(db: None) -> AnsweringPerson:
    return people.an_agent("anna")


@pytest.fixture
def ben(db: None) -> AnsweringPerson:
    return people.an_agent("ben")


@pytest.fixture
def group(anna: AnsweringPerson, ben: AnsweringPerson) -> AgentGroup:
    return people.a_group("Support", anna, ben, assignment=Assignment.ROUND_ROBIN)


@pytest.fixture
def committing(django_capture_on_commit_callbacks: Callable[..., Any]) -> Callable[..., Any]:
    """What is done within this block is committed, with all that follows from it."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
