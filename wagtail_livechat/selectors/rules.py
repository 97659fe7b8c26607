"""When an agent speaks first."""

import logging

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.models import Site

from ..customers import base as customers
from ..models import ProactiveRule
from ..permissions import people_for
from ..shapes import RuleShape, rule_shape
from .availability import is_online

logger = logging.getLogger(__name__)


def rules_for_widget(site: Site) -> list[RuleShape]:
    """The active rules of a site, as the pages of everybody carry them; the first one that fits speaks. One query."""
    return [rule_shape(rule) for rule in _active(site.pk)]


def active_rule(site: int, key: int) -> ProactiveRule | None:
    """An active rule with the agent who speaks."""
    return _active(site).select_related("agent__user__wagtail_userprofile").filter(pk=key).first()


def rule_to_show(request: HttpRequest, site: Site, key: int) -> ProactiveRule | None:
    """The rule, where it speaks to who asks now: its agent may still answer, somebody is online, and what it asks of
    the session holds."""
    rule = active_rule(site.pk, key)
    if rule is None or not people_for(site).filter(pk=rule.agent.user_id).exists():
        return None
    if rule.only_logged_in and not request.user.is_authenticated:
        return None
    if rule.only_with_basket and not _has_basket(request):
        return None
    return rule if is_online(site) else None


def _active(site: int) -> QuerySet[ProactiveRule]:
    return ProactiveRule.objects.filter(site=site, is_active=True)


def _has_basket(request: HttpRequest) -> bool:
    """Whether one of the site's shops says that there is something in the basket."""
    return any(_sees_basket(name, request) for name in customers.names())


def _sees_basket(name: str, request: HttpRequest) -> bool:
    try:
        return customers.provider(name).has_basket(request)
    except Exception:
        logger.exception("The customer provider %s could not say whether there is a basket", name)
        return False
