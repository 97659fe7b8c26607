"""What managers do with proactive messages."""

from django.db import transaction
from wagtail.log_actions import log

from ..exceptions import BadPath, CannotAssign
from ..models import ProactiveRule
from ..permissions import User, people_for
from . import presence
from .staff_texts import mask_texts


def save(*, rule: ProactiveRule, speaker: User, by: User) -> ProactiveRule:
    """Store a new or changed rule in which `speaker` speaks; who has not opened the inbox yet is enrolled.

    Raises CannotAssign where the speaker may not answer on the rule's site, and BadPath.
    """
    with transaction.atomic():
        action = "wagtail.create" if rule.pk is None else "wagtail.edit"
        if not people_for(rule.site).filter(pk=speaker.pk).exists():
            raise CannotAssign
        rule.path = rule.path.strip()
        if rule.path and not rule.path.startswith(("/", "*")):
            raise BadPath
        mask_texts(rule, "name", "message", "path", "referrer")
        rule.agent = presence.enrol(user=speaker)
        rule.save()
        log(rule, action, user=by, content_changed=True)
    return rule


def delete(*, rule: ProactiveRule, by: User) -> None:
    """Delete a rule; what was said by it stays in its threads."""
    with transaction.atomic():
        log(rule, "wagtail.delete", user=by, deleted=True)
        rule.delete()
