"""What is wrong with a group, a tag, a shortcut, opening hours or a proactive message."""

from django.utils.translation import gettext_lazy as _

from .base import ChatError, NotAllowed
from .conversations import CannotAssign


class BadTag(ChatError):
    code = "bad_tag"
    status = 422
    detail = _("A tag needs at least one character.")


class TagTooLong(BadTag):
    code = "tag_too_long"
    detail = _("A tag may have at most 50 characters.")


class TooManyTags(BadTag):
    code = "too_many_tags"
    detail = _("A conversation may have at most 20 tags.")


class CannotBeMember(CannotAssign):
    """Somebody who may not answer on the group's site."""

    detail = _("These people may not answer on this site: %(names)s.")


class NameTaken(ChatError):
    """A group or tag of this name is there already."""

    code = "name_taken"
    status = 409
    detail = _("This site has a group of this name.")


class TagNameTaken(NameTaken):
    detail = _("This site has a tag of this name. Merge the two instead.")


class HoursTaken(ChatError):
    """A second row of opening hours for the same site or group."""

    code = "hours_taken"
    status = 409
    detail = _("This site has opening hours already.")


class GroupHoursTaken(HoursTaken):
    detail = _("This group has opening hours already.")


class OverlappingTimes(ChatError):
    code = "overlapping"
    status = 422
    detail = _("%(day)s: %(first)s and %(second)s overlap.")


class CannotMerge(ChatError):
    code = "cannot_merge"
    status = 409
    detail = _("Choose another tag of the same site.")


class OwnShortcutsOnly(NotAllowed):
    detail = _("On this site you can make shortcuts for yourself only.")


class EmptyShortcut(ChatError):
    code = "empty"
    status = 422
    detail = _("A shortcut needs a text or a file.")


class BadPath(ChatError):
    code = "bad_path"
    status = 422
    detail = _("A path begins with / or with *.")
