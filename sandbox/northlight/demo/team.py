"""How the team works: groups, tags, and the replies that it types most."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.core.files.base import File
from wagtail.models import Site

from northlight.demo import pictures
from wagtail_livechat.actions import agents, groups, presence, shortcuts, tags
from wagtail_livechat.models import AgentGroup, AgentPresence, Alerts, Assignment, Shortcut, Tag


@dataclass(frozen=True)
class Reply:
    keyword: str
    body: str
    group: str = ""
    owner: str = ""
    language: str = ""
    has_recipe: bool = False


GROUPS = {
    "Sales": (["lena", "manager"], Assignment.OFF),
    "Support": (["agent", "lena"], Assignment.OFF),
}
TAGS = {
    "delivery": "#0c6b5f",
    "order": "#2f5fb3",
    "refund": "#b3261e",
    "recipe": "#8a5a2b",
    "wholesale": "#6b4fa0",
    "praise": "",
}
TITLES = {"agent": "Customer care", "lena": "Coffee advice", "manager": "Head of customer care"}
REPLIES = [
    Reply("hello", "Hello {visitor}, this is {agent}. How can I help?"),
    Reply("bonjour", "Bonjour {visitor}, ici {agent}. Que puis-je faire pour vous ?", language="fr"),
    Reply("order", "I am looking at order {order}, just a moment."),
    Reply("roasting", "We roast on Tuesdays and Thursdays; what is ordered by noon leaves the house the same day."),
    Reply("recipe", "Here is our recipe for two mugs, {visitor}. You were looking at “{page}”: it works well with that one.", has_recipe=True),
    Reply("return", "Equipment can come back within thirty days. I send you a label for order {order}.", group="Support"),
    Reply("wholesale", "From ten kilograms a month we deliver at wholesale prices. How much do you need?", group="Sales"),
    Reply("bye", "Thank you, {visitor}, and enjoy your coffee. {agent}", owner="agent"),
]  # fmt: skip


def load() -> None:
    """Organise the team, unless it is."""
    if AgentGroup.objects.exists():
        return
    site = Site.objects.get(is_default_site=True)
    people = {user.username: user for user in get_user_model().objects.all()}
    owner = people["owner"]
    for username, title in TITLES.items():
        _profile(people[username], title)
    for name, (members, assignment) in GROUPS.items():
        group = AgentGroup(site=site, name=name, assignment=assignment)
        groups.save(group=group, members=[people[member] for member in members], by=owner)
    for name, colour in TAGS.items():
        tags.save(tag=Tag(site=site, name=name, colour=colour), by=owner)
    for reply in REPLIES:
        _shortcut(site, reply, people)


def _profile(user: object, title: str) -> None:
    agent = presence.enrol(user=user)
    agents.change_profile(
        agent=agent,
        display_name=agent.display_name,
        title=title,
        alerts=Alerts(agent.alerts),
        opens_next=agent.opens_next,
        status=AgentPresence(agent.status),
    )


def _shortcut(site: Site, reply: Reply, people: dict[str, object]) -> None:
    shortcut = Shortcut(
        site=site,
        keyword=reply.keyword,
        body=reply.body,
        group=AgentGroup.objects.filter(name=reply.group).first(),
        owner=presence.enrol(user=people[reply.owner]) if reply.owner else None,
        language=reply.language,
    )
    files: list[File] = [pictures.recipe()] if reply.has_recipe else []
    shortcuts.save(shortcut=shortcut, added=files, by=people["owner"])
