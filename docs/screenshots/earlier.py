"""The conversations that were there before the pictures were taken."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

#: Where the shopper of the pictures asks.
PRODUCT: Final = "Ethiopia Guji, 1 kg"


@dataclass(frozen=True)
class Earlier:
    """A conversation that was there before the pictures were taken."""

    visitor: str
    email: str
    #: Minutes ago, the demo user who answers (nobody: the visitor writes), and what is said.
    entries: tuple[tuple[int, str, str], ...]
    resolved: bool = False
    #: The shopper's user name, where they were logged in.
    user: str = ""
    #: Which group the visitor chose.
    group: str = ""
    tags: tuple[str, ...] = ()
    #: What the manager tells the agent with a transfer.
    handed_over: str = ""
    #: Whether the visitor is still on the site.
    here: bool = False


EARLIER: Final = (
    Earlier(
        "",
        "",
        (
            (30_300, "", "Which filter papers fit the big dripper?"),
            (30_297, "lena", "Those of size 04. They are on page two of the filters."),
        ),
        user="alice",
        resolved=True,
    ),
    Earlier(
        "Clara Weiss",
        "clara@example.com",
        (
            (131, "", "Do you ship to Austria?"),
            (128, "manager", "We do: two to four days, and free from 50 euros."),
            (127, "", "Wonderful, thank you!"),
        ),
        tags=("delivery",),
        resolved=True,
    ),
    Earlier("", "", ((58, "", "Do you ship to Kraków?"), (55, "agent", "Yes, every Tuesday and Thursday."))),
    Earlier(
        "Sofia Bianchi",
        "sofia@example.com",
        (
            (41, "", "Where is my parcel? It was due yesterday."),
            (38, "agent", "It left our warehouse this morning, you should have it tomorrow."),
        ),
        group="Support",
        tags=("delivery",),
    ),
    Earlier("", "", ((11, "", "Which grinder would you take for a moka pot?"),), here=True),
    Earlier(
        "Jan Kovář",
        "jan@example.com",
        ((8, "", "Can I change the address of my order?"),),
        group="Support",
        tags=("delivery", "order"),
        here=True,
    ),
    Earlier(
        "",
        "",
        (
            (6, "", "Hello! I ordered the Guji last month and loved it 😊"),
            (6, "", "Is the 1 kg bag back before Friday?"),
        ),
        user="alice",
        group="Support",
        tags=("order", "praise"),
        handed_over="A regular: she orders for her office, too.",
    ),
)


def write_all(address: str) -> None:
    """Through the same verbs as everybody, then moved back in time. Django is set up; the shop is at `address`."""
    from wagtail.models import Site

    from wagtail_livechat.actions import presence
    from wagtail_livechat.models import LiveChatSettings, Relay

    site = Site.objects.get(is_default_site=True)
    # What is written while nobody is there is an offline message.
    presence.open_inbox(agent=agent_named("agent"))
    LiveChatSettings.objects.update_or_create(site=site, defaults={"offers_groups": True})
    for earlier in EARLIER:
        write(earlier, site, address)
    # What they tell is how it was before the times were moved.
    Relay.objects.all().delete()


def write(earlier: Earlier, site: Any, address: str) -> None:
    from wagtail_livechat.actions import conversations

    thread = written(earlier, site, page_of(earlier, address))
    by = {"by": agent_named("manager"), "reach": reach_of("manager")}
    mark(thread, earlier, by)
    if earlier.handed_over:
        conversations.transfer(conversation=thread, to=agent_named("agent"), note=earlier.handed_over, **by)
    if earlier.resolved:
        conversations.resolve(conversation=thread, **by)
    thread.refresh_from_db()
    move_back(thread, [minutes for minutes, _who, _body in earlier.entries])
    keep_visitor(thread.visitor, is_here=earlier.here)


def written(earlier: Earlier, site: Any, page: dict[str, str]) -> Any:
    """The conversation, with what both sides said."""
    from wagtail_livechat.actions import messages
    from wagtail_livechat.models import AgentGroup

    visitor = visitor_of(earlier, site)
    group = AgentGroup.objects.filter(name=earlier.group).values_list("pk", flat=True).first()
    first = {"visitor": visitor.pk, "conversation": "new", "group": group, **page}
    thread: Any = None
    for _minutes, who, body in earlier.entries:
        sender = {"visitor": visitor.pk} if not who else {"reach": reach_of(who), "conversation": thread.public_id}
        draft = messages.Draft(client_id=uuid.uuid4().hex, body=body, **(sender if thread else first))
        [message] = messages.post([draft])
        thread = message.conversation  # type: ignore[union-attr]
    return thread


def visitor_of(earlier: Earlier, site: Any) -> Any:
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import AnonymousUser

    from wagtail_livechat.actions import contact, visitors
    from wagtail_livechat.actions.contact import Contact

    user = get_user_model().objects.get(username=earlier.user) if earlier.user else AnonymousUser()
    visitor = visitors.identify(site=site, token=None, user=user, language="en").visitor
    if not earlier.user:
        said = Contact(name=earlier.visitor, email=earlier.email)
        return contact.change(visitor=visitor, contact=said)
    return visitor


def page_of(earlier: Earlier, address: str) -> dict[str, str]:
    """Where it began, for those whose page is in the picture."""
    from oscar.core.loading import get_model

    if not earlier.user:
        return {}
    product = get_model("catalogue", "Product").objects.get(title=PRODUCT)
    return {"page_url": address + product.get_absolute_url(), "page_title": f"{PRODUCT} | Northlight Coffee"}


def mark(thread: Any, earlier: Earlier, by: dict[str, Any]) -> None:
    from wagtail_livechat.actions import tags

    if earlier.tags:
        tags.set_tags(conversation=thread, names=earlier.tags, **by)


def agent_named(name: str) -> Any:
    from django.contrib.auth import get_user_model

    from wagtail_livechat.actions import presence

    return presence.enrol(user=get_user_model().objects.get(username=name))


def reach_of(name: str) -> Any:
    from wagtail_livechat import permissions

    return permissions.reach_of(agent_named(name))


def move_back(thread: Any, minutes: list[int]) -> None:
    from django.utils import timezone

    now = timezone.now()
    times = [now - timedelta(minutes=ago) for ago in minutes]
    texts = thread.messages.filter(kind="text").order_by("pk")
    for message, at in zip(texts, times, strict=True):
        thread.messages.filter(pk=message.pk).update(created_at=at)
    thread.messages.filter(kind="event").update(created_at=times[0])
    thread.messages.filter(kind="note").update(created_at=times[-1])
    thread.messages.filter(event="resolved").update(created_at=times[-1])
    thread.opened_at, thread.last_message_at = times[0], times[-1]
    thread.waiting_since = thread.waiting_since and times[0]
    thread.save()


def keep_visitor(visitor: Any, *, is_here: bool) -> None:
    """On the site, for as long as the pictures take, or not."""
    from django.utils import timezone

    visitor.last_seen_at = timezone.now() + timedelta(hours=1 if is_here else -1)
    visitor.is_present = is_here
    visitor.save()
