"""A client that follows the contract and nothing else: the model of what any client has to end with.

It hears frames (some lost, some twice, some late), applies what follows what it has, drops what it has already, and
fetches what it misses. Whatever happened, after a resume it must know the same as somebody who fetches everything.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Fetch = Callable[[int], dict[str, Any]]
Frame = dict[str, Any]


@dataclass
class Thread:
    """One conversation as a client knows it. `fetch(after)` asks the API for what came after a revision."""

    fetch: Fetch
    revision: int = 0
    conversation: dict[str, Any] = field(default_factory=dict)
    messages: dict[int, dict[str, Any]] = field(default_factory=dict)

    def hears(self, frame: Frame) -> None:
        if frame["type"] not in {"message.created", "message.updated", "conversation.changed"}:
            return
        message = frame.get("message")
        revision = message["revision"] if message else frame["conversation"]["revision"]
        if revision <= self.revision:
            return
        if revision > self.revision + 1:
            self.resumes()
            return
        self.revision = revision
        self.conversation = frame["conversation"]
        if message:
            self.messages[message["id"]] = message

    def resumes(self) -> None:
        """Fetch until nothing is missing, as after every connect and every `resync`."""
        after = self.revision
        while True:
            page = self.fetch(after)
            for message in page["messages"]:
                self.messages[message["id"]] = message
                after = message["revision"]
            if not page["more"]:
                break
        if page["conversation"]["revision"] >= self.revision:
            self.revision = page["conversation"]["revision"]
            self.conversation = page["conversation"]

    def log(self) -> list[dict[str, Any]]:
        """The messages in the order in which they are shown."""
        return [self.messages[key] for key in sorted(self.messages)]


@dataclass
class Numbers:
    """The numbers beside the queues, moved by each frame's `was` and what the conversation is now."""

    agent: int
    counts: dict[str, Any]

    def hears(self, frame: Frame) -> None:
        if frame["type"] in {"message.created", "message.updated", "conversation.changed"}:
            self._move(frame["was"], standing(frame["conversation"]))
        elif frame["type"] == "conversation.gone":
            self._move(frame["was"], None)

    def _move(self, was: dict[str, Any] | None, now: dict[str, Any] | None) -> None:
        for standing, step in ((was, -1), (now, 1)):
            for place in places(standing, self.agent):
                self.counts[place] += step
            self._move_group(standing, step)

    def _move_group(self, standing: dict[str, Any] | None, step: int) -> None:
        if standing is None or standing["status"] != "open" or standing["group"] is None:
            return
        groups, key = self.counts["groups"], str(standing["group"])
        groups[key] = groups.get(key, 0) + step
        # As the server tells it: a group without conversations is left out.
        if not groups[key]:
            del groups[key]


def standing(conversation: dict[str, Any]) -> dict[str, Any]:
    """How a conversation counts, in the words of `was`."""
    assignee = conversation["assignee"]
    return {
        "status": conversation["status"],
        "assignee": assignee["id"] if assignee else None,
        "group": conversation["group"]["id"] if conversation["group"] else None,
        "waiting": conversation["waiting_since"] is not None,
        "unread": conversation["unread"],
    }


def places(standing: dict[str, Any] | None, agent: int) -> list[str]:
    """The numbers that a conversation which stands so is part of."""
    if standing is None or standing["status"] != "open":
        return []
    own_or_nobodys = standing["assignee"] in (None, agent)
    holds = {
        "all": True,
        "mine": standing["assignee"] == agent,
        "unassigned": standing["assignee"] is None,
        "unanswered": standing["waiting"],
        "unread": own_or_nobodys and standing["unread"] > 0,
    }
    return [place for place, held in holds.items() if held]
