from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from .agents import Agent


class Assignment(models.TextChoices):
    """How conversations of a group are given to its agents."""

    OFF = "off", _("By hand")
    ROUND_ROBIN = "round_robin", _("Round robin: who has waited longest for one")
    LEAST_BUSY = "least_busy", _("Least busy: who has the fewest open conversations")


class AgentGroup(models.Model):
    """A set of agents of one site who share a queue."""

    wagtail_reference_index_ignore = True

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+", verbose_name=_("site"))
    name = models.CharField(_("name"), max_length=100)
    members = models.ManyToManyField(
        Agent, through="AgentGroupMember", related_name="agent_groups", verbose_name=_("members"), blank=True
    )
    assignment = models.CharField(
        _("automatic assignment"),
        max_length=20,
        choices=Assignment.choices,
        default=Assignment.OFF,
        help_text=_("Only agents who are online get conversations by themselves."),
    )
    #: 0: no limit.
    most_at_once = models.PositiveSmallIntegerField(
        _("most at once"),
        default=0,
        validators=[MaxValueValidator(1000)],
        help_text=_("Who has this many open conversations gets no further ones. 0: no limit."),
    )

    class Meta:
        verbose_name = _("agent group")
        verbose_name_plural = _("agent groups")
        default_permissions = ()
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "name"],
                name="livechat_group_name",
                violation_error_message=_("This site has a group of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class AgentGroupMember(models.Model):
    """An agent in a group."""

    wagtail_reference_index_ignore = True

    group = models.ForeignKey(AgentGroup, on_delete=models.CASCADE, related_name="memberships")
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="memberships")
    #: When the rule last gave them a conversation of this group.
    last_assigned_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["group", "agent"], name="livechat_group_member_once")]

    def __str__(self) -> str:
        return f"member {self.agent_id} of group {self.group_id}"
