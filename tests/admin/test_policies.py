"""What Wagtail asks about rights on groups, tags and shortcuts."""

import pytest
from django.db.models import Model

from tests import people
from tests.people import AnsweringPerson
from wagtail_livechat.admin.policies import policy_of
from wagtail_livechat.models import AgentGroup, OpeningHours, ProactiveRule, Shortcut, Tag


@pytest.mark.parametrize(
    ("model", "agents_too"),
    [(AgentGroup, False), (Tag, False), (OpeningHours, False), (ProactiveRule, False), (Shortcut, True)],
)
def test_the_users_with_a_right_are_known(
    manager: AnsweringPerson, agent: AnsweringPerson, model: type[Model], agents_too: bool
) -> None:
    users = set(policy_of(model).users_with_any_permission(["change"]))

    assert users == ({manager.user, agent.user} if agents_too else {manager.user})


def test_an_agent_may_change_their_own_shortcuts_and_a_manager_all(
    manager: AnsweringPerson, agent: AnsweringPerson
) -> None:
    site, policy = people.site(), policy_of(Shortcut)
    shared = Shortcut.objects.create(site=site, keyword="hello", body="Hello!")
    own = Shortcut.objects.create(site=site, keyword="bye", body="Goodbye!", owner=agent.agent)

    assert set(policy.instances_user_has_permission_for(agent.user, "change")) == {own}
    assert set(policy.instances_user_has_permission_for(agent.user, "view")) == {own, shared}
    assert set(policy.instances_user_has_permission_for(manager.user, "change")) == {own, shared}
    assert policy.user_has_permission_for_instance(agent.user, "view", shared)
    assert not policy.user_has_permission_for_instance(agent.user, "change", shared)
