import pytest


@pytest.fixture(autouse=True)
def database(committed: None) -> None:
    """Who races does so in a thread and a connection of their own."""
