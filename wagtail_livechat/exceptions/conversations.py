"""What may not be written in a conversation, or done with one."""

from django.utils.translation import gettext_lazy as _

from .base import ChatError, NotAllowed


class EmptyMessage(ChatError):
    code = "empty"
    status = 422
    detail = _("Write something before you send.")


class MessageTooLong(ChatError):
    code = "too_long"
    status = 422
    detail = _("This message is too long.")


class BadCharacter(ChatError):
    code = "bad_character"
    status = 422
    detail = _("This message has a character that cannot be stored.")


class CannotResolve(NotAllowed):
    detail = _("Only the agent in charge or a manager can resolve this conversation. Take it over first.")


class NotTheAuthor(NotAllowed):
    detail = _("Only the agent who wrote a message can delete it.")


class NotResolved(ChatError):
    """A rating before the conversation was resolved or an agent asked for one."""

    code = "not_resolved"
    status = 409
    detail = _("You can rate the conversation once it is resolved.")


class RatingClosed(ChatError):
    code = "rating_closed"
    status = 409
    detail = _("A rating can be changed for a day.")


class NotInCharge(ChatError):
    """Only who is in charge can leave."""

    code = "not_in_charge"
    status = 409
    detail = _("You are not in charge of this conversation.")


class AlreadyInCharge(ChatError):
    """A transfer to who is in charge already."""

    code = "already_in_charge"
    status = 409
    detail = _("This agent is already in charge of the conversation. Choose somebody else.")


class AlreadyInGroup(AlreadyInCharge):
    detail = _("The conversation waits for an agent of this group already. Choose another one.")


class ColleagueInCharge(AlreadyInCharge):
    """The visitor is in a conversation that is out of the agent's reach."""

    detail = _("A colleague is already talking to this visitor.")


class TransferToOneself(AlreadyInCharge):
    code = "transfer_to_oneself"
    detail = _("You cannot transfer a conversation to yourself. Take it over instead.")


class CannotAssign(ChatError):
    """The agent was deactivated or has no right to answer on the conversation's site; or the group is of another one."""

    code = "cannot_assign"
    status = 409
    detail = _("This agent cannot answer conversations of this site.")


class NoSuchGroup(CannotAssign):
    detail = _("There is no such group on this site.")
