"""The people of the tests, who do what the tests say: the same words at the level of verbs and of the API."""

import itertools
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, AnonymousUser, Group, Permission
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from wagtail.models import GroupSitePermission, Locale, ModelLogEntry, Page, Site

from wagtail_livechat import conf, permissions
from wagtail_livechat.actions import (
    attachments,
    blocking,
    conversations,
    deliveries,
    endings,
    merging,
    messages,
    presence,
    ratings,
    setup,
    tags,
    visitors,
)
from wagtail_livechat.exceptions import ChatError
from wagtail_livechat.models import (
    Agent,
    AgentGroup,
    AgentPresence,
    AgentStatus,
    Attachment,
    Conversation,
    Delivery,
    Heartbeat,
    LiveChatSettings,
    Message,
    OpeningHours,
    Relay,
    Shortcut,
    Tag,
    Visitor,
    VisitorMerge,
    VisitorToken,
)
from wagtail_livechat.permissions import Reach

VISITOR_API = "/livechat/api/visitor/"
AGENT_API = "/livechat/api/agent/"

_numbers = itertools.count(1)


def client_id() -> str:
    """A new id, as a sender would choose it."""
    return f"client-{next(_numbers)}"


@dataclass
class VisitingPerson:
    """Somebody on the public site."""

    visitor: Visitor
    token: str = ""

    def drafts(self, body: str, *, conversation: UUID | Literal["new"] | None = None, **fields: Any) -> messages.Draft:
        fields.setdefault("client_id", client_id())
        return messages.Draft(visitor=self.visitor.pk, body=body, conversation=conversation, **fields)

    def writes(self, body: str, **fields: Any) -> Conversation:
        return self.sends(body, **fields).conversation

    def sends(self, body: str, **fields: Any) -> Message:
        return stored(messages.post([self.drafts(body, **fields)])[0])

    def uploads(self, name: str = "photo.txt", contents: bytes = b"What I see") -> Attachment:
        return attachments.upload(file=ContentFile(contents, name=name), uploader=self.visitor)

    def reads(self, message: Message) -> Conversation:
        return conversations.read_by_visitor(conversation=message.conversation, up_to=message.pk)

    def ends(self, conversation: Conversation) -> Message | None:
        return endings.end(conversation=conversation)[1]

    def rates(self, conversation: Conversation, score: int, comment: str = "") -> Message | None:
        return ratings.rate(conversation=conversation, score=score, comment=comment)[1]

    def asks_for_transcript(self, conversation: Conversation, email: str = "vera@example.com") -> Delivery:
        deliveries.ask_for_transcript(conversation=conversation, email=email)
        return conversation.deliveries.latest("pk")

    @property
    def browser(self) -> "Browser":
        browser = Browser()
        browser.client.cookies[conf.VISITOR_COOKIE] = self.token
        return browser


@dataclass
class AnsweringPerson:
    """Somebody who answers in the inbox."""

    user: AbstractUser
    agent: Agent = field(init=False)

    def __post_init__(self) -> None:
        self.agent = presence.enrol(user=self.user)

    @property
    def reach(self) -> Reach:
        fresh = Agent.objects.select_related("user").get(pk=self.agent.pk)
        reach = permissions.reach_of(fresh)
        assert reach is not None, "this person has no right to answer"
        return reach

    @property
    def client(self) -> Client:
        client = Client()
        client.force_login(self.user)
        return client

    def drafts(self, conversation: Conversation, body: str, **fields: Any) -> messages.Draft:
        fields.setdefault("client_id", client_id())
        return messages.Draft(reach=self.reach, conversation=conversation.public_id, body=body, **fields)

    def replies(self, conversation: Conversation, body: str, **fields: Any) -> Message:
        return stored(messages.post([self.drafts(conversation, body, **fields)])[0])

    def notes(self, conversation: Conversation, body: str, **fields: Any) -> Message:
        return self.replies(conversation, body, note=True, **fields)

    def deletes(self, message: Message) -> Message:
        return messages.delete(conversation=message.conversation, key=message.pk, by=self.agent, reach=self.reach)[1]

    def uploads(self, name: str = "guide.txt", contents: bytes = b"How to brew") -> Attachment:
        return attachments.upload(file=ContentFile(contents, name=name), uploader=self.agent)

    def tags(self, conversation: Conversation, *names: str) -> Message | None:
        return tags.set_tags(conversation=conversation, names=names, by=self.agent, reach=self.reach)[1]

    def resolves(self, conversation: Conversation) -> Message | None:
        return conversations.resolve(conversation=conversation, by=self.agent, reach=self.reach)[1]

    def reopens(self, conversation: Conversation) -> Message | None:
        return conversations.reopen(conversation=conversation, by=self.agent, reach=self.reach)[1]

    def assigns(self, conversation: Conversation, to: "AnsweringPerson | None") -> Message | None:
        return conversations.assign(
            conversation=conversation, to=to.agent if to else None, by=self.agent, reach=self.reach
        )[1]

    def takes(self, conversation: Conversation) -> Message | None:
        return self.assigns(conversation, self)

    def transfers(self, conversation: Conversation, to: "AnsweringPerson | AgentGroup", note: str = "") -> Message:
        receiver = to.agent if isinstance(to, AnsweringPerson) else to
        return conversations.transfer(
            conversation=conversation, to=receiver, by=self.agent, reach=self.reach, note=note
        )[1]

    def leaves(self, conversation: Conversation) -> Message:
        return conversations.leave(conversation=conversation, by=self.agent, reach=self.reach)[1]

    def asks_for_rating(self, conversation: Conversation) -> Message | None:
        return ratings.ask_for_rating(conversation=conversation, by=self.agent, reach=self.reach)[1]

    def sends_transcript(self, conversation: Conversation, email: str = "vera@example.com") -> Message:
        return deliveries.ask_for_transcript(conversation=conversation, email=email, by=self.agent, reach=self.reach)[1]

    def blocks(self, visitor: VisitingPerson) -> Visitor:
        return blocking.block(visitor=visitor.visitor, by=self.agent, reach=self.reach)

    def unblocks(self, visitor: VisitingPerson) -> Visitor:
        return blocking.unblock(visitor=visitor.visitor, by=self.agent, reach=self.reach)

    def edits(self, visitor: VisitingPerson, **fields: str) -> Visitor:
        return visitors.change_contact(visitor=visitor.visitor, by=self.agent, **fields)

    def merges(self, visitor: VisitingPerson, into: VisitingPerson) -> VisitorMerge:
        return merging.merge(visitor=visitor.visitor, into=into.visitor, by=self.agent, reach=self.reach)

    def separates(self, merge: VisitorMerge) -> Visitor:
        return merging.undo(merge=merge, by=self.agent, reach=self.reach)

    def comes_online(self) -> None:
        presence.choose_status(agent=self.agent, status=AgentPresence.ONLINE)

    def goes_offline(self) -> None:
        presence.choose_status(agent=self.agent, status=AgentPresence.OFFLINE)

    def reads(self, message: Message) -> Conversation:
        return conversations.read_by_agent(conversation=message.conversation, up_to=message.pk, reach=self.reach)


@dataclass
class Browser:
    """A browser on the public site, at the level of the visitor API."""

    client: Client = field(default_factory=Client)

    def gets(self, route: str, **query: Any) -> HttpResponse:
        return self.client.get(VISITOR_API + route, query)

    def patches(self, route: str, data: Any) -> HttpResponse:
        return self.client.patch(VISITOR_API + route, data, "application/json")

    def posts(self, route: str, data: Any = None, **options: Any) -> HttpResponse:
        return self.client.post(VISITOR_API + route, {} if data is None else data, "application/json", **options)

    def writes(self, body: str, **fields: Any) -> HttpResponse:
        return self.posts("messages", {"client_id": client_id(), "body": body, **fields})

    def uploads(self, file: Any, **headers: Any) -> HttpResponse:
        return self.client.post(f"{VISITOR_API}attachments", {"file": file}, headers={"X-Livechat": "1", **headers})

    @property
    def token(self) -> str:
        """The cookie's value."""
        return self.client.cookies[conf.VISITOR_COOKIE].value


def stored(result: Message | ChatError) -> Message:
    assert isinstance(result, Message), f"refused: {result!r}"
    return result


def site() -> Site:
    return Site.objects.get(is_default_site=True)


def another_site() -> Site:
    return Site.objects.create(hostname="other.example", root_page=site().root_page, site_name="Other")


def a_visitor(*, on: Site | None = None) -> VisitingPerson:
    identity = visitors.identify(site=on or site(), token=None, user=AnonymousUser())
    return VisitingPerson(identity.visitor, identity.token or "")


def a_user(name: str, *, group: str | None = None, **fields: Any) -> AbstractUser:
    user = get_user_model().objects.create_user(name, f"{name}@example.com", name, **fields)
    if group:
        setup.set_up()
        user.groups.add(Group.objects.get(name=group))
    return user


def an_agent(name: str = "agent", **fields: Any) -> AnsweringPerson:
    return AnsweringPerson(a_user(name, group="Live chat agents", **fields))


def a_manager(name: str = "manager", **fields: Any) -> AnsweringPerson:
    return AnsweringPerson(a_user(name, group="Live chat managers", **fields))


def rights_on(site: Site, codename: str, *, name: str) -> Group:
    """A group with one live chat permission on one site only."""
    group = Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    permission = Permission.objects.get(content_type__app_label="wagtail_livechat", codename=codename)
    GroupSitePermission.objects.create(group=group, site=site, permission=permission)
    return group


def an_agent_of(site: Site, name: str, *, codename: str = "answer_conversation") -> AnsweringPerson:
    """Somebody with a right on one site only."""
    # The two groups are made only while no group holds a right.
    setup.set_up()
    user = a_user(name)
    user.groups.add(rights_on(site, codename, name=f"{name} of {site.pk}"))
    return AnsweringPerson(user)


def a_group(name: str = "Support", *members: AnsweringPerson, on: Site | None = None, **fields: Any) -> AgentGroup:
    """A group of agents; by default its conversations are given by hand."""
    group = AgentGroup.objects.create(site=on or site(), name=name, **fields)
    group.members.set([member.agent for member in members])
    return group


def offers_groups() -> None:
    """Visitors may choose who answers."""
    LiveChatSettings.objects.update_or_create(site=site(), defaults={"offers_groups": True})


def in_group(conversation: Conversation, group: AgentGroup | None) -> Conversation:
    """The conversation, as if it had begun in this group."""
    Conversation.objects.filter(pk=conversation.pk).update(group=group)
    conversation.refresh_from_db()
    return conversation


def make_site() -> None:
    """What Wagtail's migrations make, where a flush took it away."""
    if Site.objects.filter(is_default_site=True).exists():
        return
    Locale.objects.get_or_create(language_code="en")
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    home = root.add_child(title="Home", slug="home")
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)


def leave() -> None:
    """Everybody goes, and takes along what they did."""
    for model in (
        Attachment,
        Message,
        Conversation,
        VisitorToken,
        Visitor,
        Shortcut,
        OpeningHours,
        AgentGroup,
        Tag,
        AgentStatus,
        Agent,
        Relay,
        Heartbeat,
        ModelLogEntry,
        LiveChatSettings,
    ):
        model.objects.all().delete()
    get_user_model().objects.all().delete()
    Session.objects.all().delete()
    GroupSitePermission.objects.all().delete()
    Group.objects.exclude(name__in=[*setup.GROUPS, "Moderators", "Editors"]).delete()
    Site.objects.exclude(is_default_site=True).delete()


def events_of(conversation: Conversation) -> list[str]:
    return list(conversation.messages.filter(kind="event").order_by("pk").values_list("event", flat=True))


def texts_of(conversation: Conversation) -> list[str]:
    return list(conversation.messages.filter(kind="text").order_by("pk").values_list("body", flat=True))


def a_file(name: str = "guide.txt", contents: bytes = b"How to brew") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, contents, "text/plain")
