"""The widget's texts, by key."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WIDGET_TEXTS: Final[dict[str, str | Promise]] = {
    # The launcher
    "open": _("Open chat"),
    "unread_one": _("{count} unread message"),
    "unread_many": _("{count} unread messages"),
    # The panel
    "dialog": _("Chat"),
    "close": _("Close chat"),
    "mute": _("Mute sounds"),
    "unmute": _("Turn sounds on"),
    "online": _("Online"),
    "away": _("Away right now"),
    "greeting": _("Hi! How can we help?"),
    "offline": _("We are not here right now. Leave us a message and we will answer as soon as we can."),
    # The messages
    "messages": _("Messages"),
    "you": _("You"),
    "loading": _("Loading your messages…"),
    "loading_older": _("Loading earlier messages…"),
    "new_messages": _("New messages"),
    "to_end": _("Go to the newest message"),
    "event_resolved": _("This conversation was closed. Write again whenever you like."),
    "event_reopened": _("The conversation is open again."),
    "deleted": _("Message deleted"),
    "sending": _("Sending…"),
    "sent": _("Sent"),
    "seen": _("Seen"),
    "not_sent": _("Not sent."),
    "send_again": _("Try again"),
    "discard": _("Remove"),
    # The composer
    "ask_group": _("Who should answer?"),
    "any_group": _("No preference"),
    "message": _("Message"),
    "placeholder": _("Write a message"),
    "send": _("Send"),
    "characters_left": _("{count} characters left"),
    "too_long_by": _("{count} characters too many"),
    # What is wrong, and what is being done
    "notice_kept": _("No connection. Your message is kept and will be sent."),
    "notice_reconnecting": _("No connection. Connecting again…"),
    "notice_slower": _("That was quick! Your message goes out in a moment."),
    "notice_unavailable": _("The chat does not work in this browser right now. Are cookies blocked?"),
    "failed": _("The chat could not be loaded. Trying again…"),
    "retry": _("Try again"),
}
