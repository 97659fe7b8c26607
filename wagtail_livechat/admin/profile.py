"""An agent's profile, in Wagtail's account page."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel

from ..actions import agents, presence
from ..models import Agent, AgentPresence, Alerts
from ..permissions import may_enter


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Agent
        fields = ["display_name", "title", "status", "alerts", "opens_next"]
        # Radio buttons wrap on a phone, where a list of such long choices would not fit.
        widgets = {"alerts": forms.RadioSelect}
        labels = {
            "display_name": _("Name that visitors see"),
            "status": _("Status"),
            "alerts": _("Alert me of new messages in"),
            "opens_next": _("Open the next waiting conversation after resolving one"),
        }
        help_texts = {
            "display_name": _("Left empty: your own name. The picture beside it is your profile picture above."),
            "title": _("What you do, as visitors read it: “Customer care”."),
            "status": _("Only who is online gets conversations by themselves."),
        }

    def save(self, commit: bool = True) -> Agent:
        """Have the verb store it."""
        chosen = self.cleaned_data
        return agents.change_profile(
            agent=self.instance,
            display_name=chosen["display_name"],
            title=chosen["title"],
            alerts=Alerts(chosen["alerts"]),
            opens_next=chosen["opens_next"],
            status=AgentPresence(chosen["status"]),
        )


class ProfilePanel(BaseSettingsPanel):
    """Shown to those who may answer somewhere."""

    name = "livechat"
    title = _("Live chat")
    order = 350
    form_class = ProfileForm

    def is_active(self) -> bool:
        return may_enter(self.user)

    def get_form(self) -> ProfileForm:
        # Who saves the page without this panel leaves it as it is.
        is_sent = any(name.startswith(f"{self.name}-") for name in self.request.POST)
        data = self.request.POST if is_sent else None
        return ProfileForm(data, instance=self._agent, prefix=self.name)

    @cached_property
    def _agent(self) -> Agent:
        return presence.enrol(user=self.user)


def profile_panel(request: Any, user: Any, profile: Any) -> ProfilePanel:
    """For Wagtail's hook."""
    return ProfilePanel(request, user, profile)
