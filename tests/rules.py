"""Proactive messages of the tests."""

from typing import Any

from tests import people
from tests.people import AnsweringPerson
from wagtail_livechat.models import ProactiveRule


def a_rule(agent: AnsweringPerson, **fields: Any) -> ProactiveRule:
    """What this agent says first, on every page where the test says nothing else."""
    said = {"site": people.site(), "name": "Checkout", "message": "Can I help?", **fields}
    return ProactiveRule.objects.create(agent=agent.agent, **said)
