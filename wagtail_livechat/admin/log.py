"""What Wagtail's log says of live chat."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry

#: The actions, their names in lists, and what an entry says where nothing more is known.
ACTIONS: dict[str, tuple[Promise, Promise]] = {
    "started": (_("Begin a conversation"), _("Began conversation")),
    "joined": (_("Join a conversation"), _("Took charge by replying first")),
    "assigned": (_("Assign a conversation"), _("Assigned conversation")),
    "transferred": (_("Transfer a conversation"), _("Transferred conversation")),
    "left": (_("Leave a conversation"), _("Left conversation")),
    "resolved": (_("Resolve a conversation"), _("Resolved conversation")),
    "reopened": (_("Reopen a conversation"), _("Reopened conversation")),
    "tagged": (_("Tag a conversation"), _("Changed the tags of conversation")),
    "rating_asked": (_("Ask for a rating"), _("Asked for a rating of conversation")),
    "transcript_asked": (_("Send a transcript"), _("Had a transcript sent of conversation")),
    "blocked": (_("Block a visitor"), _("Blocked the visitor")),
    "unblocked": (_("Unblock a visitor"), _("Unblocked the visitor")),
    "deleted_message": (_("Delete a message"), _("Deleted a message of conversation")),
    "merged": (_("Merge a tag"), _("Merged tag")),
    "visitors_merged": (_("Merge visitors"), _("Merged the visitor with another")),
    "visitors_separated": (_("Undo merging visitors"), _("Undid merging the visitor with another")),
}


def register(actions: LogActionRegistry) -> None:
    """The actions beside Wagtail's own."""
    for name, (label, message) in ACTIONS.items():
        formatter = {"label": label, "message": message}
        actions.register_action(f"wagtail_livechat.{name}")(type("LiveChatFormatter", (LiveChatFormatter,), formatter))


class LiveChatFormatter(LogFormatter):
    """Says to whom, where an entry knows it."""

    def format_message(self, log_entry: ModelLogEntry) -> str:
        return _told(log_entry.action.rpartition(".")[2], log_entry.data) or str(self.message)


def _told(action: str, data: dict[str, Any]) -> str:
    receiver = (data.get("to") or data.get("group") or {}).get("name", "")
    match action:
        case "assigned" if not receiver:
            return gettext("Took the conversation off its agent")
        case "assigned":
            return gettext("Assigned conversation to %(name)s") % {"name": receiver}
        case "transferred" if receiver:
            return gettext("Transferred conversation to %(name)s") % {"name": receiver}
        case "tagged":
            return _tags_told(data.get("added", []), data.get("removed", []))
        case "merged":
            return gettext("Merged into tag %(name)s") % {"name": data.get("into", "")}
    return ""


def _tags_told(added: list[str], removed: list[str]) -> str:
    texts = []
    if added:
        texts.append(gettext("Added tags: %(names)s") % {"names": ", ".join(added)})
    if removed:
        texts.append(gettext("Removed tags: %(names)s") % {"names": ", ".join(removed)})
    return "; ".join(texts)
