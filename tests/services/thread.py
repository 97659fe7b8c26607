"""What one side of a conversation has on its screen, by the rules of the real client's `shared/thread.ts`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Frame = dict[str, Any]


@dataclass
class Thread:
    """A conversation as one tab knows it."""

    public_id: str
    #: Everything up to here was applied.
    revision: int = 0
    conversation: Frame = field(default_factory=dict)
    messages: dict[int, Frame] = field(default_factory=dict)

    @property
    def texts(self) -> list[str]:
        """The bodies in reading order."""
        return [message["body"] for message in self.in_order() if message["kind"] == "text"]

    @property
    def events(self) -> list[str]:
        return [message["event"] for message in self.in_order() if message["kind"] == "event"]

    def in_order(self) -> list[Frame]:
        return [self.messages[key] for key in sorted(self.messages)]

    def apply(self, frame: Frame) -> bool:
        """Apply a frame; False where a revision was skipped, so that the rest has to be fetched."""
        message = frame.get("message")
        revision = message["revision"] if message else frame["conversation"]["revision"]
        if revision <= self.revision:
            return True
        if revision > self.revision + 1:
            return False
        self.revision = revision
        self._merge(frame["conversation"], [message] if message else [])
        return True

    def apply_page(self, page: Frame) -> None:
        """Apply what was made or changed after our revision."""
        reached = page["messages"][-1]["revision"] if page["more"] else page["conversation"]["revision"]
        self.revision = max(self.revision, reached)
        self._merge(page["conversation"], page["messages"])

    def _merge(self, conversation: Frame, messages: list[Frame]) -> None:
        if conversation["revision"] >= self.conversation.get("revision", 0):
            self.conversation = conversation
        for message in messages:
            known = self.messages.get(message["id"])
            if known is None or known["revision"] <= message["revision"]:
                self.messages[message["id"]] = message
