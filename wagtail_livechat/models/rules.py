from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from .agents import Agent


class ProactiveRule(models.Model):
    """When an agent speaks first: a message shown beside the launcher, once a visit and only while somebody is online."""

    wagtail_reference_index_ignore = True

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+", verbose_name=_("site"))
    name = models.CharField(_("name"), max_length=100, help_text=_("For editors only."))
    is_active = models.BooleanField(_("active"), default=True)
    agent = models.ForeignKey(
        Agent, on_delete=models.CASCADE, related_name="+", verbose_name=_("agent"), help_text=_("Who says it.")
    )
    message = models.TextField(_("message"), max_length=300)
    path = models.CharField(
        _("page path"),
        max_length=200,
        blank=True,
        help_text=_("Such as /shop/checkout/. A * stands for anything: /shop/*. Left empty: every page."),
    )
    seconds = models.PositiveSmallIntegerField(
        _("seconds on the page"), default=10, validators=[MaxValueValidator(3600)]
    )
    referrer = models.CharField(
        _("referrer"),
        max_length=200,
        blank=True,
        help_text=_("Part of the address that the visitor came from, such as google. Left empty: any."),
    )
    only_returning = models.BooleanField(_("only for visitors who were here before"), default=False)
    only_logged_in = models.BooleanField(_("only for customers who are logged in"), default=False)
    only_with_basket = models.BooleanField(_("only with something in the basket"), default=False)
    #: Of several that fit, the first one speaks.
    sort_order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Of several that fit, the one with the lowest number speaks.")
    )

    class Meta:
        verbose_name = _("proactive message")
        verbose_name_plural = _("proactive messages")
        default_permissions = ()
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.name
