"""What agents decide about themselves."""

from django.db import transaction

from ..models import Agent, AgentPresence, Alerts
from . import presence
from .staff_texts import mask_texts


def change_preferences(*, agent: Agent, alerts: Alerts | None = None, opens_next: bool | None = None) -> Agent:
    """Change what alerts an agent, and what opens after a resolved conversation; None stays as it is."""
    with transaction.atomic():
        agent = _locked(agent)
        if alerts is not None:
            agent.alerts = alerts
        if opens_next is not None:
            agent.opens_next = opens_next
        agent.save(update_fields=["alerts", "opens_next"])
    return agent


def change_profile(
    *, agent: Agent, display_name: str, title: str, alerts: Alerts, opens_next: bool, status: AgentPresence
) -> Agent:
    """Change how visitors and colleagues see an agent, their preferences, and what they want to be taken for.

    Choosing another status counts as being there; the rest does not.
    """
    with transaction.atomic():
        agent = _locked(agent)
        name, chosen = agent.name, agent.status
        agent.display_name, agent.title = display_name.strip(), title.strip()
        mask_texts(agent, "display_name", "title")
        agent.save(update_fields=["display_name", "title"])
        agent = change_preferences(agent=agent, alerts=alerts, opens_next=opens_next)
        if status != chosen:
            agent = presence.choose_status(agent=agent, status=status)
        if agent.name != name:
            presence.tell_of(agent=agent)
    return agent


def _locked(agent: Agent) -> Agent:
    rows = Agent.objects.select_for_update(of=("self",), no_key=True).select_related("user")
    return rows.get(pk=agent.pk)
