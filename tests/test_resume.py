"""Stale state, and any drop, doubling and reordering of frames, and a resume, is the same as a fresh fetch."""

import itertools
import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests import people
from tests.people import AGENT_API, VISITOR_API, AnsweringPerson, VisitingPerson
from tests.reference_client import Numbers, Thread
from wagtail_livechat import broadcast
from wagtail_livechat.actions.messages import post
from wagtail_livechat.events import Envelope, frame_for
from wagtail_livechat.exceptions import AlreadyInCharge, NotInCharge, NotResolved
from wagtail_livechat.models import AgentGroup, Conversation, Message
from wagtail_livechat.permissions import Reach
from wagtail_livechat.selectors import inbox

#: Few examples of long histories: each is dozens of frames.
stateful = hypothesis_settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
)


@contextmanager
def published() -> Iterator[list[Envelope]]:
    """What verbs publish within this block, as every hub hears it."""
    heard: list[Envelope] = []
    publish = broadcast.publish
    broadcast.publish = lambda events: heard.extend(event.envelope() for event in events)
    try:
        yield heard
    finally:
        broadcast.publish = publish


class Shop:
    """One visitor, an agent, a manager: whatever they do is one step of a history."""

    def __init__(self) -> None:
        number = people.client_id()
        self.visitor = people.a_visitor()
        self.agent = people.an_agent(f"agent-{number}")
        self.manager = people.a_manager(f"manager-{number}")
        self.conversation = self.visitor.writes("Hello")
        self.group = people.a_group(f"Support {number}", self.agent)
        self.other_group = people.a_group(f"Sales {number}")
        self._numbers = itertools.count(1)

    def steps(self) -> dict[str, Callable[[], object]]:
        return {
            "the visitor writes": lambda: self.visitor.sends(self._text()),
            "the visitor writes twice at once": lambda: post(
                [self.visitor.drafts(self._text()), self.visitor.drafts(self._text())]
            ),
            "the visitor repeats": lambda: self.visitor.sends("again", client_id="repeated"),
            "the visitor reads": lambda: self.visitor.reads(self._last()),
            "the agent replies": lambda: post([self.agent.drafts(self.conversation, self._text())]),
            "the manager replies": lambda: self.manager.replies(self.conversation, self._text()),
            "both write at once": lambda: post(
                [self.manager.drafts(self.conversation, self._text()), self.visitor.drafts(self._text())]
            ),
            "the manager resolves": lambda: self.manager.resolves(self.conversation),
            "the manager reopens": lambda: self.manager.reopens(self.conversation),
            "the manager takes it": lambda: self.manager.assigns(self.conversation, self.manager),
            "the manager gives it to the agent": lambda: self.manager.assigns(self.conversation, self.agent),
            "the manager gives it to nobody": lambda: self.manager.assigns(self.conversation, None),
            "the manager reads": lambda: self.manager.reads(self._last()),
            "the manager writes a note": lambda: self.manager.notes(self.conversation, self._text()),
            "the manager tags": lambda: self.manager.tags(self.conversation, self._text()),
            "the manager deletes": self._delete,
            "the manager gives it to a group": lambda: self._give_to(self.group),
            "the manager gives it to a group of others": lambda: self._give_to(self.other_group),
            "the manager leaves": self._leave,
            "the manager asks for a rating": lambda: self.manager.asks_for_rating(self.conversation),
            "the visitor rates": self._rate,
        }

    def _delete(self) -> None:
        own = self.conversation.messages.filter(agent=self.manager.agent, kind__in=["text", "note"])
        message = own.select_related("conversation").last()
        if message:
            self.manager.deletes(message)

    def _give_to(self, group: AgentGroup) -> None:
        with suppress(AlreadyInCharge):
            self.manager.transfers(self.conversation, group, note="Please have a look")

    def _leave(self) -> None:
        with suppress(NotInCharge):
            self.manager.leaves(self.conversation)

    def _rate(self) -> None:
        with suppress(NotResolved):
            self.visitor.rates(self.conversation, next(self._numbers) % 5 + 1)

    def _text(self) -> str:
        return f"message {next(self._numbers)}"

    def _last(self) -> Message:
        return self.conversation.messages.select_related("conversation").latest("pk")

    def lives(self, names: list[str]) -> list[Envelope]:
        with published() as envelopes:
            for name in names:
                self.steps()[name]()
        return envelopes


STEPS = [
    "the visitor writes",
    "the visitor writes twice at once",
    "the visitor repeats",
    "the visitor reads",
    "the agent replies",
    "the manager replies",
    "both write at once",
    "the manager resolves",
    "the manager reopens",
    "the manager takes it",
    "the manager gives it to the agent",
    "the manager gives it to nobody",
    "the manager reads",
    "the manager writes a note",
    "the manager tags",
    "the manager deletes",
    "the manager gives it to a group",
    "the manager gives it to a group of others",
    "the manager leaves",
    "the manager asks for a rating",
    "the visitor rates",
]

histories = st.lists(st.sampled_from(STEPS), min_size=1, max_size=14)
seeds = st.integers(0, 2**32)


def test_every_step_is_drawn(db: None) -> None:
    assert list(Shop().steps()) == STEPS


class Line:
    """A bad connection: some frames are lost, some come twice, some come late, after what was sent later."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._on_the_way: list[dict[str, Any]] = []

    def carries(self, frames: list[dict[str, Any]]) -> None:
        self._on_the_way += [frame for frame in frames for _ in range(self._chance.choice([0, 1, 1, 1, 2]))]

    def delivers(self) -> list[dict[str, Any]]:
        self._chance.shuffle(self._on_the_way)
        some = self._chance.randint(0, len(self._on_the_way))
        delivered, self._on_the_way = self._on_the_way[:some], self._on_the_way[some:]
        # Most of the time in order, since a shuffled line would do nothing but resume.
        return delivered if self._chance.random() < 0.3 else sorted(delivered, key=_revision)


def _revision(frame: dict[str, Any]) -> int:
    revision: int = frame["conversation"]["revision"]
    return revision


def frames_for_visitor(envelopes: list[Envelope]) -> list[dict[str, Any]]:
    return [json.loads(envelope["visitors"]) for envelope in envelopes if envelope["visitors"]]


def frames_for_agent(envelopes: list[Envelope], reach: Reach) -> list[dict[str, Any]]:
    frames = [frame_for(reach, envelope) for envelope in envelopes]
    return [json.loads(frame) for frame in frames if frame]


def visitor_thread(visitor: VisitingPerson, conversation: Conversation, *, limit: int) -> Thread:
    browser = visitor.browser

    def fetch(after: int) -> dict[str, Any]:
        query = {"conversation": conversation.public_id, "after": after, "limit": limit}
        answer = browser.client.get(f"{VISITOR_API}messages", query)
        assert answer.status_code == 200, answer.content
        return answer.json()

    return Thread(fetch)


def agent_thread(agent: AnsweringPerson, conversation: Conversation, *, limit: int) -> Thread:
    client = agent.client

    def fetch(after: int) -> dict[str, Any]:
        path = f"{AGENT_API}conversations/{conversation.public_id}/messages"
        answer = client.get(path, {"after": after, "limit": limit})
        assert answer.status_code == 200, answer.content
        return answer.json()

    return Thread(fetch)


def known(thread: Thread) -> tuple[int, dict[str, Any], list[dict[str, Any]]]:
    return thread.revision, thread.conversation, thread.log()


@pytest.mark.parametrize("side", ["visitor", "agent"])
@given(before=histories, after=histories, seed=seeds, limit=st.sampled_from([1, 2, 3, 200]))
@stateful
def test_stale_state_and_mangled_frames_and_a_resume_is_a_fresh_fetch(
    db: None, side: str, before: list[str], after: list[str], seed: int, limit: int
) -> None:
    shop = Shop()

    def a_thread() -> Thread:
        if side == "visitor":
            return visitor_thread(shop.visitor, shop.conversation, limit=limit)
        return agent_thread(shop.manager, shop.conversation, limit=limit)

    shop.lives(before)
    stale, fresh = a_thread(), a_thread()
    stale.resumes()

    line = Line(seed)
    for step in after:
        envelopes = shop.lives([step])
        line.carries(
            frames_for_visitor(envelopes) if side == "visitor" else frames_for_agent(envelopes, shop.manager.reach)
        )
        for frame in line.delivers():
            stale.hears(frame)
    stale.resumes()
    fresh.resumes()

    assert known(stale) == known(fresh)


@pytest.mark.parametrize("side", ["visitor", "agent"])
@given(history=histories)
@stateful
def test_frames_that_all_arrive_need_no_resume(db: None, side: str, history: list[str]) -> None:
    shop = Shop()

    def a_thread() -> Thread:
        if side == "visitor":
            return visitor_thread(shop.visitor, shop.conversation, limit=200)
        return agent_thread(shop.manager, shop.conversation, limit=200)

    live, fresh = a_thread(), a_thread()
    live.resumes()
    live.fetch = never

    envelopes = shop.lives(history)
    frames = frames_for_visitor(envelopes) if side == "visitor" else frames_for_agent(envelopes, shop.manager.reach)
    for frame in frames:
        live.hears(frame)
    fresh.resumes()

    assert (live.revision, live.log()) == (fresh.revision, fresh.log())
    assert live.conversation == fresh.conversation


def never(_after: int) -> dict[str, Any]:
    raise AssertionError("revisions have a gap although every frame arrived")


@pytest.mark.parametrize("who", ["agent", "manager"])
@given(history=histories)
@stateful
def test_counts_moved_by_what_was_are_fresh_counts(db: None, who: str, history: list[str]) -> None:
    shop = Shop()
    person: AnsweringPerson = getattr(shop, who)
    numbers = Numbers(person.agent.pk, dict(inbox.counts(person.reach)))  # type: ignore[call-overload]

    for step in history:
        for frame in frames_for_agent(shop.lives([step]), person.reach):
            numbers.hears(frame)
        assert numbers.counts == inbox.counts(person.reach), step


@given(history=histories)
@stateful
def test_counts_of_many_conversations_stay_right(db: None, history: list[str]) -> None:
    """Steps of two conversations, one after the other, by the same agents."""
    shop, other = Shop(), people.a_visitor()
    numbers = Numbers(shop.manager.agent.pk, dict(inbox.counts(shop.manager.reach)))  # type: ignore[call-overload]

    with published() as envelopes:
        for step in history:
            shop.steps()[step]()
            other.writes(step)
    for frame in frames_for_agent(envelopes, shop.manager.reach):
        numbers.hears(frame)

    assert numbers.counts == inbox.counts(shop.manager.reach)


def test_counts_after_a_thousand_random_changes_are_fresh_counts(db: None) -> None:
    """Three visitors, a member of a group, a manager: nobody fetches a count in between."""
    chance = random.Random(20260101)
    shops = [Shop() for _ in range(3)]
    watchers = [shops[0].agent, shops[0].manager]
    numbers = [Numbers(who.agent.pk, dict(inbox.counts(who.reach))) for who in watchers]

    for step in (chance.choice(STEPS) for _ in range(1_000)):
        envelopes = chance.choice(shops).lives([step])
        for who, counted in zip(watchers, numbers, strict=True):
            for frame in frames_for_agent(envelopes, who.reach):
                counted.hears(frame)

    for who, counted in zip(watchers, numbers, strict=True):
        assert counted.counts == inbox.counts(who.reach)


def test_an_agent_who_loses_sight_of_a_conversation_stops_counting_it(db: None) -> None:
    shop = Shop()
    numbers = Numbers(shop.agent.agent.pk, dict(inbox.counts(shop.agent.reach)))  # type: ignore[call-overload]
    assert numbers.counts["all"] == 1

    for frame in frames_for_agent(shop.lives(["the manager takes it"]), shop.agent.reach):
        assert frame["type"] == "conversation.gone"
        numbers.hears(frame)

    assert numbers.counts == {"all": 0, "mine": 0, "unassigned": 0, "unanswered": 0, "unread": 0, "groups": {}}
