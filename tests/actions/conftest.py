from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.actions.racing import ROUNDS


@pytest.fixture(params=range(ROUNDS))
def racers(committed: None) -> Iterator[ThreadPoolExecutor]:
    """Threads for those who act at once; a test that asks for them is run several times."""
    with ThreadPoolExecutor(max_workers=4) as pool:
        yield pool
