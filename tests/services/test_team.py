"""A team on several web processes."""

from __future__ import annotations

import asyncio
import json
import uuid
from contextlib import AsyncExitStack

from tests.services.conftest import Services
from tests.services.people import AgentTab, VisitorTab
from tests.services.tabs import until
from tests.services.thread import Frame

TEAM = """
from django.contrib.auth.models import Group, User
from wagtail.models import Site
from wagtail_livechat.actions import presence
from wagtail_livechat.models import AgentGroup, LiveChatSettings
site = Site.objects.get(is_default_site=True)
settings = LiveChatSettings.for_site(site)
settings.offers_groups = True
settings.save()
group, created = AgentGroup.objects.get_or_create(site=site, name="Round {number}", defaults={{"assignment": "{rule}"}})
for name in {names}:
    user, created = User.objects.get_or_create(username=name)
    if created:
        user.set_password(name)
        user.save()
        user.groups.add(Group.objects.get(name="Live chat agents"))
    group.members.add(presence.enrol(user=user))
print(group.pk)
"""
TAKE_OUT = """
from django.contrib.auth.models import User
from wagtail_livechat.actions import groups
from wagtail_livechat.models import AgentGroup
groups.save(group=AgentGroup.objects.get(pk={group}), members=[], by=User.objects.get(username="owner"))
"""
#: As Wagtail's page of a group saves it.
TAKE_THE_RIGHT = """
from django.contrib.auth.models import Group, Permission, User
group = Group.objects.create(name="Helpers {name}")
group.permissions.set(Permission.objects.filter(codename__in=["access_admin", "answer_conversation"]))
user = User.objects.get(username="{name}")
user.groups.set([group])
print(group.pk)
"""
LOSE_IT = """
from django.contrib.auth.models import Group, Permission
Group.objects.get(name="Helpers {name}").permissions.remove(Permission.objects.get(codename="answer_conversation"))
"""


def a_group(services: Services, *names: str, rule: str = "off") -> int:
    """A new group with these people, who are made where they are missing."""
    code = TEAM.format(number=uuid.uuid4().hex[:6], rule=rule, names=names)
    return int(services.shop.run(code).split()[-1])


async def writes_to(group: int, visitor: VisitorTab) -> Frame:
    """The visitor's first message, for this group."""
    message = {"client_id": str(uuid.uuid4()), "body": "Hello", "form": {"group": group}}
    answer = await visitor.http.post(f"{visitor.api}messages", json=message)
    assert answer.status_code == 201, answer.text
    conversation: Frame = answer.json()["conversation"]
    return conversation


async def test_agents_on_different_processes_see_who_else_has_a_conversation_open(services: Services) -> None:
    async with (
        AgentTab(services.first.url, name="manager") as manager,
        AgentTab(services.second.url, name="owner") as owner,
        VisitorTab(services.first.url) as visitor,
    ):
        for tab in (manager, owner, visitor):
            await tab.connected()
        await visitor.says("Hello")
        conversation = visitor.thread.public_id

        await manager.tells(type="watch", conversation=conversation)
        await owner.tells(type="watch", conversation=conversation)
        for tab in (manager, owner):
            await until(lambda tab=tab: len(_viewers(tab)) == 2, what="each sees both")  # type: ignore[misc]

        await owner.tells(type="typing", conversation=conversation)
        await until(lambda: manager.seen("typing"), what="the other one is seen typing")
        await owner.tells(type="watch", conversation=None)
        await until(lambda: len(_viewers(manager)) == 1, what="who left is gone")


async def test_two_processes_give_each_conversation_to_one_agent(services: Services) -> None:
    group = a_group(services, "anna", "ben", rule="round_robin")
    async with (
        AgentTab(services.first.url, name="anna") as anna,
        AgentTab(services.second.url, name="ben") as ben,
        AsyncExitStack() as stack,
    ):
        for tab in (anna, ben):
            await tab.connected()
        visitors = [
            await stack.enter_async_context(VisitorTab(process.url))
            for process in (services.first, services.second)
            for _ in range(5)
        ]

        await asyncio.gather(*(writes_to(group, visitor) for visitor in visitors))

        def given() -> dict[str, int]:
            rows = services.ask(
                "select u.username, count(*) from wagtail_livechat_conversation c "
                "join wagtail_livechat_agent a on a.id = c.assignee_id join auth_user u on u.id = a.user_id "
                "where c.group_id = %s group by u.username",
                group,
            )
            return dict(rows)

        await until(lambda: sum(given().values()) == 10, what="all are given away")
        assert given() == {"anna": 5, "ben": 5}
        [(most,)] = services.ask(
            "select max(number) from (select count(*) as number from wagtail_livechat_message m "
            "join wagtail_livechat_conversation c on c.id = m.conversation_id "
            "where c.group_id = %s and m.event = 'assigned' group by c.id) as each",
            group,
        )
        assert most == 1


async def test_who_is_taken_out_of_a_group_loses_sight_of_its_conversations_within_two_seconds(
    services: Services,
) -> None:
    group = a_group(services, "clara")
    async with (
        AgentTab(services.first.url, name="clara") as clara,
        AgentTab(services.second.url, name="manager") as manager,
        VisitorTab(services.second.url) as visitor,
    ):
        for tab in (clara, manager, visitor):
            await tab.connected()
        conversation = await writes_to(group, visitor)
        await until(lambda: _hears_of(clara, conversation), what="a member hears of it")
        resyncs = len(clara.seen("resync"))

        services.shop.run(TAKE_OUT.format(group=group))
        await until(lambda: len(clara.seen("resync")) > resyncs, within=2, what="the socket is told to fetch anew")

        heard = len(_hears_of(clara, conversation))
        await visitor.says("Still there?")
        await until(lambda: len(_hears_of(manager, conversation)) > heard, what="the manager hears of it")
        assert len(_hears_of(clara, conversation)) == heard


async def test_who_loses_the_right_with_their_wagtail_group_is_refused_within_two_seconds(services: Services) -> None:
    a_group(services, "dora")
    services.shop.run(TAKE_THE_RIGHT.format(name="dora"))
    async with AgentTab(services.second.url, name="dora") as dora:
        await dora.connected()

        services.shop.run(LOSE_IT.format(name="dora"))

        await until(lambda: dora.closings, within=2, what="the socket is closed")


def _viewers(tab: AgentTab) -> list[Frame]:
    seen = tab.seen("viewing")
    return list(seen[-1]["agents"]) if seen else []


def _hears_of(tab: AgentTab, conversation: Frame) -> list[Frame]:
    public_id = json.dumps(conversation["public_id"])
    return [frame for frame in tab.frames if frame["type"] == "message.created" and public_id in json.dumps(frame)]
