"""Who may see and do what."""

import itertools
from uuid import uuid4

import pytest
from django.contrib.auth.models import AbstractUser, AnonymousUser, Permission
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from wagtail.models import Site

from tests import people
from tests.people import AnsweringPerson, VisitingPerson
from wagtail_livechat import permissions
from wagtail_livechat.exceptions import NotFound
from wagtail_livechat.models import Agent, AgentGroup, Conversation, Visitor, VisitorMerge
from wagtail_livechat.permissions import Reach
from wagtail_livechat.selectors.visitors import charges_of


def test_agents_managers_and_owners_may_enter(agent: AnsweringPerson, manager: AnsweringPerson) -> None:
    owner = people.a_user("owner", is_superuser=True)

    assert all(permissions.may_enter(user) for user in (agent.user, manager.user, owner))


def test_who_has_no_live_chat_right_may_not_enter(db: None) -> None:
    assert not permissions.may_enter(AnonymousUser())
    assert not permissions.may_enter(people.a_user("editor", group="Editors"))


def test_who_may_not_enter_the_admin_may_not_enter_the_chat(db: None) -> None:
    user = people.a_user("outsider")
    user.user_permissions.add(Permission.objects.get(codename="answer_conversation"))

    assert not permissions.may_enter(user)


def test_who_was_deactivated_may_not_enter(db: None) -> None:
    assert not permissions.may_enter(people.a_user("owner", is_superuser=True, is_active=False))


def test_reach_ends_with_the_last_right(agent: AnsweringPerson) -> None:
    agent.user.groups.clear()

    assert permissions.reach_of(Agent.objects.get()) is None


def test_a_limited_agent_reaches_what_is_theirs_or_nobodys(agent: AnsweringPerson) -> None:
    reach = agent.reach
    [site] = reach.sites

    assert not reach.managed
    assert reach.sees(site=site, assignee=None, group=None)
    assert reach.sees(site=site, assignee=agent.agent.pk, group=None)
    assert not reach.sees(site=site, assignee=agent.agent.pk + 1, group=None)


def test_a_limited_agent_reaches_what_their_groups_have_charge_of(agent: AnsweringPerson) -> None:
    theirs, others = people.a_group("Support", agent), people.a_group("Sales")
    reach = agent.reach
    [site] = reach.sites

    assert reach.sees(site=site, assignee=None, group=theirs.pk)
    assert reach.sees(site=site, assignee=agent.agent.pk + 1, group=theirs.pk)
    assert not reach.sees(site=site, assignee=None, group=others.pk)
    assert reach.sees(site=site, assignee=agent.agent.pk, group=others.pk)


def test_a_manager_reaches_everything_on_the_site(manager: AnsweringPerson) -> None:
    [site] = manager.reach.managed

    assert manager.reach.sees(site=site, assignee=10**6, group=10**6)
    assert not manager.reach.sees(site=site + 1, assignee=None, group=None)


def test_a_right_on_one_site_ends_there(visitor: VisitingPerson) -> None:
    other = people.another_site()
    agent = people.an_agent_of(other, "elsewhere")
    manager = people.an_agent_of(other, "elsewhere too", codename="manage_conversation")
    conversation = visitor.writes("Hello")

    for person in (agent, manager):
        with pytest.raises(NotFound):
            permissions.conversation_for(person.reach, conversation.public_id)


def test_a_foreign_conversation_is_the_same_as_a_missing_one(
    visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    conversation = visitor.writes("Hello")
    manager.assigns(conversation, manager)
    stranger = people.a_visitor().visitor

    for public_id in (conversation.public_id, uuid4()):
        with pytest.raises(NotFound):
            permissions.conversation_for(agent.reach, public_id)
        with pytest.raises(NotFound):
            permissions.conversation_of(stranger, public_id)
    assert permissions.conversation_for(manager.reach, conversation.public_id) == conversation
    assert permissions.conversation_of(visitor.visitor, conversation.public_id) == conversation


def test_a_visitor_is_within_reach_with_one_of_their_conversations(
    visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    first = visitor.writes("Hello")
    manager.resolves(first)
    visitor.writes("Something else", conversation="new")
    manager.assigns(first, manager)

    assert permissions.visitor_for(agent.reach, visitor.visitor.public_id) == visitor.visitor


def test_a_visitor_out_of_reach_is_not_found(
    visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    manager.assigns(visitor.writes("Hello"), manager)

    for public_id in (visitor.visitor.public_id, uuid4()):
        with pytest.raises(NotFound):
            permissions.visitor_for(agent.reach, public_id)
    assert permissions.visitor_for(manager.reach, visitor.visitor.public_id) == visitor.visitor


def test_who_never_wrote_is_within_reach_of_all_agents_of_the_site(
    visitor: VisitingPerson, agent: AnsweringPerson, manager: AnsweringPerson
) -> None:
    elsewhere = people.an_agent_of(people.another_site(), "elsewhere")

    for person in (agent, manager):
        assert permissions.visitor_for(person.reach, visitor.visitor.public_id) == visitor.visitor
    with pytest.raises(NotFound):
        permissions.visitor_for(elsewhere.reach, visitor.visitor.public_id)


def test_who_became_part_of_another_visitor_is_nobody_until_that_is_undone(
    visitor: VisitingPerson, manager: AnsweringPerson
) -> None:
    other = people.a_visitor().visitor
    merge = VisitorMerge.objects.create(merged=visitor.visitor, into=other)
    assert set(permissions.visible_visitors(manager.reach)) == {other}

    merge.undone_at = timezone.now()
    merge.save()

    assert set(permissions.visible_visitors(manager.reach)) == {other, visitor.visitor}


def test_who_may_answer_on_a_site(agent: AnsweringPerson, manager: AnsweringPerson) -> None:
    owner = AnsweringPerson(people.a_user("owner", is_superuser=True))
    personal = people.a_user("personal")
    personal.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin"]))
    personal.groups.add(people.rights_on(people.site(), "answer_conversation", name="Support"))
    by_person = AnsweringPerson(personal)
    elsewhere = people.an_agent_of(people.another_site(), "elsewhere")
    gone = people.an_agent("gone", is_active=False)

    able = list(permissions.agents_for(people.site()))

    assert able == [agent.agent, manager.agent, owner.agent, by_person.agent]
    assert not {elsewhere.agent, gone.agent} & set(able)


def test_who_may_answer_but_not_enter_the_admin_is_no_agent(db: None) -> None:
    outsider = people.a_user("outsider")
    group = people.rights_on(people.site(), "answer_conversation", name="Support")
    group.permissions.clear()
    outsider.groups.add(group)
    AnsweringPerson(outsider)

    assert not permissions.agents_for(people.site()).exists()


# What may be granted on top of answering.


@pytest.mark.parametrize("action", permissions.FURTHER)
def test_a_further_right_is_granted_apart_and_for_its_site_only(db: None, action: str) -> None:
    here, elsewhere = people.site(), people.another_site()
    agent = people.an_agent_of(here, "agent")
    assert not permissions.may(agent.user, action, here)

    agent.user.groups.add(people.rights_on(here, f"{action}_conversation", name="Further"))
    user = type(agent.user).objects.get(pk=agent.user.pk)

    assert permissions.may(user, action, here)
    assert not permissions.may(user, action, elsewhere)
    assert not [other for other in permissions.FURTHER if other != action and permissions.may(user, other, here)]


@pytest.mark.parametrize("action", permissions.FURTHER)
def test_who_manages_a_site_holds_the_further_rights_there(db: None, action: str) -> None:
    here, elsewhere = people.site(), people.another_site()
    manager = people.an_agent_of(here, "manager", codename="manage_conversation")

    assert permissions.may(manager.user, action, here)
    assert not permissions.may(manager.user, action, elsewhere)


def test_a_further_right_alone_opens_nothing(db: None) -> None:
    user = people.a_user("auditor")
    user.groups.add(people.rights_on(people.site(), "export_conversation", name="Auditors"))

    assert not permissions.may_enter(user)


@pytest.mark.parametrize(
    ("origin", "own"),
    [
        ("https://shop.example", True),
        ("http://shop.example", True),
        ("https://shop.example:8000", False),
        ("https://shop.example.evil.example", False),
        ("https://app.example", True),
        ("http://app.example", False),
        ("null", False),
        ("", False),
        ("http://[", False),
    ],
)
def test_an_origin_is_the_own_host_or_one_that_the_settings_allow(settings: object, origin: str, own: bool) -> None:
    settings.WAGTAIL_LIVECHAT = {"ALLOWED_ORIGINS": ["https://app.example"]}  # type: ignore[attr-defined]

    assert permissions.is_own_origin(origin, host="shop.example") is own


class World:
    """Three sites, one user to be given rights, and conversations in every state that matters."""

    def __init__(self) -> None:
        self.sites = [people.site(), people.another_site(), self._third_site()]
        self.colleague = people.an_agent("colleague")
        self.agent = people.an_agent("somebody")
        self.agent.user.groups.clear()
        self.groups = [people.a_group(f"Group of {site.pk}", on=site) for site in self.sites]
        for site, group in zip(self.sites, self.groups, strict=True):
            people.a_visitor(on=site)
            for charge in itertools.product((None, self.colleague, self.agent), (None, group)):
                self._begin(site, *charge)

    @staticmethod
    def _begin(site: Site, assignee: AnsweringPerson | None, group: AgentGroup | None) -> None:
        row = people.a_visitor(on=site).writes("Hello")
        Conversation.objects.filter(pk=row.pk).update(assignee=assignee.agent if assignee else None, group=group)

    @staticmethod
    def _third_site() -> Site:
        return Site.objects.create(hostname="third.example", root_page=people.site().root_page)


@pytest.fixture
def world(db: None) -> World:
    return World()


rights = st.fixed_dictionaries(
    {
        "everywhere": st.sets(st.sampled_from(["answer_conversation", "manage_conversation"])),
        "sites": st.lists(
            st.tuples(st.integers(0, 2), st.sampled_from(["answer_conversation", "manage_conversation"])), max_size=4
        ),
        "superuser": st.booleans(),
        "member of": st.sets(st.integers(0, 2)),
        "reassigned": st.lists(st.tuples(st.integers(0, 17), st.integers(0, 2)), max_size=4),
    }
)


@given(state=rights)
@hypothesis_settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
def test_what_an_agent_sees_in_memory_is_what_the_database_says(world: World, state: dict[str, object]) -> None:
    user = _with_rights(world, state)
    reach = permissions.reach_of(Agent.objects.select_related("user").get(user=user))
    if reach is None:
        assert not any((user.is_superuser, state["everywhere"], state["sites"]))
        return

    reachable = set(permissions.reachable(reach))

    assert reachable == {
        row
        for row in Conversation.objects.all()
        if reach.sees(site=row.site_id, assignee=row.assignee_id, group=row.group_id)
    }
    assert set(permissions.visible_visitors(reach)) == {
        row for row in Visitor.objects.all() if reach.sees_any(site=row.site_id, charges=charges_of(row))
    }
    assert all(isinstance(key, int) for key in reach.sites | reach.managed)
    assert isinstance(reach, Reach)


def _with_rights(world: World, state: dict[str, object]) -> AbstractUser:
    user = world.agent.user
    user.groups.clear()
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["access_admin", *state["everywhere"]])  # type: ignore[misc]
    )
    for number, (index, codename) in enumerate(state["sites"]):  # type: ignore[arg-type, var-annotated]
        user.groups.add(people.rights_on(world.sites[index], codename, name=f"{people.client_id()}-{number}"))
    world.agent.agent.agent_groups.set([world.groups[index] for index in state["member of"]])  # type: ignore[attr-defined]
    type(user).objects.filter(pk=user.pk).update(is_superuser=state["superuser"])
    keys = list(Conversation.objects.order_by("pk").values_list("pk", flat=True))
    assignees = [None, world.colleague.agent, world.agent.agent]
    for key, assignee in state["reassigned"]:  # type: ignore[attr-defined]
        Conversation.objects.filter(pk=keys[key]).update(assignee=assignees[assignee])
    user.refresh_from_db()
    return user
