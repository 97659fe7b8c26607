"""The shop in a process that dies at the worst moment: after a commit, before anybody is told of it.

It does so while the file that LIVECHAT_DIES_IF names exists.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from pathlib import Path

# The sandbox is on the path of the processes that run this, not of the type checker.
from northlight.asgi import application  # type: ignore[import-not-found]
from wagtail_livechat.events import Envelope
from wagtail_livechat.realtime.hub import Hub

__all__ = ["application"]

_publish = Hub.publish


def _die_or_publish(hub: Hub, envelopes: Sequence[Envelope]) -> None:
    if envelopes and Path(os.environ["LIVECHAT_DIES_IF"]).exists():
        os.kill(os.getpid(), signal.SIGKILL)
    _publish(hub, envelopes)


Hub.publish = _die_or_publish  # type: ignore[assignment,method-assign]
