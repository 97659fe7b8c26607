from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AgentPresence(models.TextChoices):
    """What an agent chose, and what a stretch of time was spent as."""

    ONLINE = "online", _("Online")
    AWAY = "away", _("Away")
    OFFLINE = "offline", _("Offline")


class Alerts(models.TextChoices):
    """For which conversations an agent is alerted of a visitor's message."""

    ALL = "all", _("All conversations")
    MINE = "mine", _("My conversations")
    MINE_AND_UNASSIGNED = "mine_and_unassigned", _("My conversations and unassigned ones")
    NONE = "none", _("None")


class Agent(models.Model):
    """Somebody who answers: a user of the Wagtail admin, as visitors and colleagues see them."""

    wagtail_reference_index_ignore = True

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="livechat_agent")
    display_name = models.CharField(_("display name"), max_length=100, blank=True)
    title = models.CharField(_("title"), max_length=100, blank=True)
    #: The chosen status; it is remembered. Whether the agent *is* online also asks when they were last seen.
    status = models.CharField(max_length=10, choices=AgentPresence.choices, default=AgentPresence.OFFLINE)
    #: The first visit to the inbox makes an agent online.
    opened_inbox_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_seen_at = models.DateTimeField(null=True, blank=True, editable=False)
    alerts = models.CharField(_("alerts"), max_length=20, choices=Alerts.choices, default=Alerts.MINE_AND_UNASSIGNED)
    opens_next = models.BooleanField(_("open the next waiting conversation after resolving one"), default=True)

    class Meta:
        verbose_name = _("agent")
        verbose_name_plural = _("agents")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What visitors and colleagues read."""
        return self.display_name or self.user.get_full_name() or self.user.get_username()

    @property
    def avatar_url(self) -> str | None:
        """The picture that they uploaded in Wagtail's account page; never one from another server."""
        profile = getattr(self.user, "wagtail_userprofile", None)
        return profile.avatar.url if profile and profile.avatar else None


class AgentStatus(models.Model):
    """A stretch of time that an agent spent online, away or offline; the open one has no `until`."""

    wagtail_reference_index_ignore = True

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="statuses")
    status = models.CharField(max_length=10, choices=AgentPresence.choices)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["agent"], condition=models.Q(until__isnull=True), name="livechat_one_open_status_per_agent"
            )
        ]

    def __str__(self) -> str:
        return f"{self.status} since {self.since:%Y-%m-%d %H:%M}"
