"""Whose page views a site keeps."""

from .. import permissions
from ..models import LiveChatSettings, Recorded
from ..permissions import User


def is_recorded(settings: LiveChatSettings, *, user: User, asks_not_to_be: bool) -> bool:
    """Whether the pages of a visitor may be kept. `asks_not_to_be`: the browser says so, with `Sec-GPC`. Who may answer
    is no visitor."""
    if settings.recorded == Recorded.NOBODY or asks_not_to_be:
        return False
    return not permissions.may_enter(user)


def welcomes_newcomers(settings: LiveChatSettings, *, has_agreed: bool) -> bool:
    """Whether somebody becomes a visitor by looking at a page, before they open the chat."""
    return settings.recorded == Recorded.EVERYBODY and (has_agreed or not settings.recording_needs_consent)
