import pytest

from tests import people
from tests.people import AnsweringPerson


@pytest.fixture
def owner(db: None) -> AnsweringPerson:
    """A superuser."""
    return AnsweringPerson(people.a_user("owner", is_superuser=True))
