"""Each role at each door: generated from the routes, the frames and the events, so that a new one must be judged here."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, get_args
from uuid import uuid4

import pytest
from django.contrib.auth.models import AbstractUser
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests import people
from tests.people import AGENT_API, AnsweringPerson
from wagtail_livechat import events, permissions
from wagtail_livechat.api.api import api
from wagtail_livechat.events import Envelope, frame_for
from wagtail_livechat.models import Attachment, Conversation, Message, Shortcut, Tag
from wagtail_livechat.realtime import frames

#: Who acts: how far a role sees the one conversation, which a colleague of the group "Support" is in charge of.
UNKNOWN, REFUSED, OUT_OF_REACH, IN_REACH, IN_CHARGE, MANAGES = range(6)


@dataclass
class World:
    """One conversation, a colleague who answers it, and whatever else the routes are about."""

    colleague: AnsweringPerson = field(default_factory=lambda: people.an_agent("colleague"))

    def __post_init__(self) -> None:
        self.visitor = people.a_visitor()
        self.conversation = self.visitor.writes("Hello")
        self.group = people.a_group("Support", self.colleague)
        people.in_group(self.conversation, self.group)
        self.colleague.takes(self.conversation)
        file = self.colleague.uploads()
        self.message = self.colleague.replies(self.conversation, "Hi", attachments=(file.public_id,))
        self.file = Attachment.objects.get()
        self.shortcut = Shortcut.objects.create(site=people.site(), keyword="hello", body="Hello")
        self.other_group = people.a_group("Sales")
        self.tag = Tag.objects.create(site=people.site(), name="vip")
        self.stranger, merged = people.a_visitor(), people.a_visitor()
        self.merge = self.colleague.merges(merged, self.visitor)

    @property
    def names(self) -> dict[str, Any]:
        """What stands in the routes' paths."""
        return {
            "public_id": self.conversation.public_id,
            "visitor": self.visitor.visitor.public_id,
            "conversation": self.conversation.public_id,
            "message": self.message.pk,
            "shortcut": self.shortcut.pk,
            "merge": self.merge.pk,
        }


def _in_no_group(world: World) -> AbstractUser:
    return people.an_agent("somebody").user


def _in_the_group(world: World) -> AbstractUser:
    member = people.an_agent("member")
    world.group.members.add(member.agent)
    return member.user


def _deactivated(world: World) -> AbstractUser:
    return people.an_agent("gone", is_active=False).user


def _elsewhere(codename: str) -> Callable[[World], AbstractUser]:
    return lambda _world: people.an_agent_of(people.another_site(), "elsewhere", codename=codename).user


ROLES: dict[str, tuple[Callable[[World], AbstractUser | None], int]] = {
    "nobody": (lambda _world: None, UNKNOWN),
    "a deactivated agent": (_deactivated, UNKNOWN),
    "a shopper": (lambda _world: people.a_user("alice"), REFUSED),
    "an editor": (lambda _world: people.a_user("editor", group="Editors"), REFUSED),
    "an agent of another site": (_elsewhere("answer_conversation"), OUT_OF_REACH),
    "a manager of another site": (_elsewhere("manage_conversation"), OUT_OF_REACH),
    "an agent of no group": (_in_no_group, OUT_OF_REACH),
    "a member of the group": (_in_the_group, IN_REACH),
    "the agent in charge": (lambda world: world.colleague.user, IN_CHARGE),
    "a manager": (lambda _world: people.a_manager().user, MANAGES),
    "an owner": (lambda _world: people.a_user("owner", is_superuser=True), MANAGES),
}

#: What a role that may see the conversation gets where the deed is not open to all who see it.
EXCEPTIONS = {
    ("post", "conversations/{public_id}/resolve"): {IN_REACH: 403},
    ("post", "conversations/{public_id}/leave"): {IN_REACH: 409, MANAGES: 409},
    ("delete", "conversations/{public_id}/messages/{message}"): {IN_REACH: 403, MANAGES: 403},
    ("get", "visitors/{visitor}/customer"): {IN_REACH: 403, IN_CHARGE: 403},
}

#: Every route of the agent API, with a request that somebody with all rights may make.
ROUTES: dict[tuple[str, str], Any] = {
    ("get", "me"): None,
    ("patch", "me"): {"status": "online"},
    ("get", "agents"): None,
    ("get", "groups"): None,
    ("get", "tags"): None,
    ("get", "shortcuts"): None,
    ("get", "pages"): None,
    ("post", "attachments"): "a file",
    ("get", "conversations"): None,
    ("post", "conversations/bulk"): "bulk",
    ("post", "shortcuts/{shortcut}/attachments"): {},
    ("get", "conversations/{public_id}"): None,
    ("get", "conversations/{public_id}/messages"): None,
    ("post", "conversations/{public_id}/messages"): {"client_id": "a", "body": "Hi"},
    ("delete", "conversations/{public_id}/messages/{message}"): None,
    ("post", "conversations/{public_id}/resolve"): {},
    ("post", "conversations/{public_id}/reopen"): {},
    ("post", "conversations/{public_id}/assign"): {"agent": None},
    ("post", "conversations/{public_id}/transfer"): "transfer",
    ("post", "conversations/{public_id}/leave"): {},
    ("post", "conversations/{public_id}/read"): {"up_to": 1},
    ("post", "conversations/{public_id}/tags"): {"tags": ["vip"]},
    ("post", "conversations/{public_id}/ask-rating"): {},
    ("post", "conversations/{public_id}/transcript"): {"email": "vera@example.com"},
    ("get", "visitors"): None,
    ("get", "visitors/{visitor}"): None,
    ("patch", "visitors/{visitor}"): {"name": "x"},
    ("post", "visitors/{visitor}/merge"): "merge",
    ("post", "merges/{merge}/undo"): {},
    ("post", "visitors/{visitor}/block"): {},
    ("post", "visitors/{visitor}/unblock"): {},
    ("get", "visitors/{visitor}/customer"): None,
    ("get", "visitors/{visitor}/page-views"): None,
    ("get", "visitors/{visitor}/conversations"): None,
    ("post", "visitors/{visitor}/conversations"): {"client_id": "a", "body": "Hi"},
    ("get", "visitors/{visitor}/conversations/{conversation}/messages"): None,
}

#: These belong to a site rather than to a conversation.
OF_A_SITE = {("post", "shortcuts/{shortcut}/attachments")}


@pytest.fixture
def world(db: None) -> World:
    return World()


@pytest.fixture(params=ROLES)
def role(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def client_of(world: World, role: str) -> Client:
    user = ROLES[role][0](world)
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def asked(client: Client, world: World, method: str, route: str, data: Any) -> HttpResponse:
    path = AGENT_API + route.format(**world.names)
    if data == "a file":
        return client.post(path, {"file": people.a_file()})
    if data == "bulk":
        data = {"ids": [str(world.conversation.public_id)], "action": "read"}
    if data is None:
        return getattr(client, method)(path)
    return client.generic(method.upper(), path, json.dumps(sent(world, data)), "application/json")


def sent(world: World, data: Any) -> Any:
    """The body of a request."""
    if data == "transfer":
        return {"group": world.other_group.pk}
    if data == "merge":
        return {"into": str(world.stranger.visitor.public_id)}
    return data


def expected(role: str, key: tuple[str, str]) -> set[int]:
    standing = ROLES[role][1]
    if standing in (UNKNOWN, REFUSED):
        return {401, 403}
    is_about_it = "{" in key[1] and key not in OF_A_SITE
    if is_about_it and standing == OUT_OF_REACH:
        return {404}
    if key in OF_A_SITE and "another site" in role:
        return {404}
    if standing in EXCEPTIONS.get(key, {}):
        return {EXCEPTIONS[key][standing]}
    return {200, 201, 202}


@pytest.mark.parametrize("key", ROUTES, ids=" ".join)
def test_each_role_at_each_route_of_the_api(world: World, role: str, key: tuple[str, str]) -> None:
    answer = asked(client_of(world, role), world, *key, ROUTES[key])

    assert answer.status_code in expected(role, key), answer.content
    if answer.status_code == 404:
        assert answer.json()["code"] == "not_found"


def test_every_route_of_the_api_is_judged() -> None:
    described = {
        (method, path.removeprefix(AGENT_API))
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method in methods
        if path.startswith(AGENT_API)
    }

    assert {(method, _as_described(route)) for method, route in ROUTES} == described


def _as_described(route: str) -> str:
    if route.startswith("visitors"):
        return route.replace("{visitor}", "{public_id}")
    return route.replace("{message}", "{key}").replace("{shortcut}", "{key}").replace("{merge}", "{key}")


@pytest.mark.parametrize(
    "key", [key for key in ROUTES if "{public_id}" in key[1] or "{visitor}" in key[1]], ids=" ".join
)
def test_what_is_out_of_reach_is_the_same_as_what_does_not_exist(world: World, key: tuple[str, str]) -> None:
    client = client_of(world, "an agent of no group")
    foreign = asked(client, world, *key, ROUTES[key])
    before = Conversation.objects.values().get()
    missing_id = uuid4()

    missing = client.generic(
        key[0].upper(),
        AGENT_API + key[1].format(**{**world.names, "public_id": missing_id, "visitor": missing_id}),
        json.dumps(sent(world, ROUTES[key])),
        "application/json",
    )

    assert (foreign.status_code, foreign.json()) == (missing.status_code, missing.json())
    assert Conversation.objects.values().get() == before


@pytest.mark.parametrize("role", [role for role, (_user, standing) in ROLES.items() if standing >= OUT_OF_REACH])
def test_lists_show_each_role_what_is_within_reach(world: World, role: str) -> None:
    client = client_of(world, role)

    listed = client.get(f"{AGENT_API}conversations").json()
    done = client.post(
        f"{AGENT_API}conversations/bulk",
        {"ids": [str(world.conversation.public_id)], "action": "read"},
        "application/json",
    ).json()

    sees = ROLES[role][1] > OUT_OF_REACH
    assert bool(listed["results"]) is sees
    assert bool(listed["counts"]["all"]) is sees
    assert bool(listed["counts"]["groups"]) is sees
    assert (done["results"][0]["error"] is None) is sees


def test_each_role_at_a_file(world: World, role: str) -> None:
    path = reverse("livechat_file", args=[world.file.public_id, world.file.name])

    answer = client_of(world, role).get(path)

    assert answer.status_code == (200 if ROLES[role][1] > OUT_OF_REACH else 404)


# Sockets: what each role hears, and what each frame may do.


def envelopes(world: World) -> dict[str, Envelope]:
    """One of each event that is about the conversation or its visitor."""
    row = Conversation.objects.select_related(*permissions.RELATIONS).get()
    message = Message.objects.select_related("agent__user").get(pk=world.message.pk)
    message.conversation = row
    charges = (events.charge_of(row),)
    found = [
        events.ConversationChanged(conversation=row, was=None),
        events.MessageCreated(message=message, was=None, visible_to_visitor=True),
        events.Typing(conversation=row),
        events.VisitorChanged(visitor=row.visitor, charges=charges),
        events.VisitorPresenceChanged(visitor=row.visitor, charges=charges),
    ]
    return {type(event).__name__: event.envelope() for event in found}


#: These name no conversation: names and status of colleagues, or nothing at all.
FOR_ALL = {
    "AgentPresenceChanged",
    "SitePresenceChanged",
    "RightsChanged",
    "VisitorIdentified",
    "GroupsChanged",
    "VisitsChanged",
}
ABOUT_IT = ("ConversationChanged", "MessageCreated", "Typing", "VisitorChanged", "VisitorPresenceChanged")


@pytest.mark.parametrize("event", ABOUT_IT)
def test_each_role_hears_of_what_is_within_reach(world: World, role: str, event: str) -> None:
    user = ROLES[role][0](world)
    reach = permissions.reach_of(AnsweringPerson(user).agent) if user and permissions.may_enter(user) else None
    if reach is None:
        assert ROLES[role][1] < OUT_OF_REACH, "no socket is opened for them"
        return

    heard = frame_for(reach, envelopes(world)[event])

    assert (heard is not None) is (ROLES[role][1] > OUT_OF_REACH)


def test_every_event_is_judged() -> None:
    known = {
        name
        for name, value in vars(events).items()
        if isinstance(value, type) and value.__module__.startswith(events.__name__) and hasattr(value, "envelope")
    }

    assert known - {"Event"} == {*ABOUT_IT, *FOR_ALL}


def frame_types(union: Any) -> Iterable[str]:
    for model in get_args(get_args(union)[0]):
        yield get_args(model.model_fields["type"].annotation)[0]


#: What each frame of an agent needs; the consumer tests send each of them for a conversation out of reach.
JUDGED_FRAMES = {"ping", "message.send", "read", "typing", "watch"}


def test_every_frame_of_an_agent_is_judged() -> None:
    assert set(frame_types(frames.AgentFrame)) == JUDGED_FRAMES
