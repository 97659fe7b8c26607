"""The models and their migrations."""

from django.contrib.auth import get_user_model
from django.core.management import call_command

from wagtail_livechat import models


def test_no_migration_is_missing(db: None) -> None:
    call_command("makemigrations", "wagtail_livechat", check=True, dry_run=True, verbosity=0)


def test_chat_stays_out_of_wagtails_reference_index() -> None:
    for name in models.__all__:
        model = getattr(models, name)
        if hasattr(model, "_meta") and name != "LiveChatSettings":
            assert model.wagtail_reference_index_ignore, name


def test_rows_name_themselves_for_whoever_reads_a_log() -> None:
    assert str(models.Visitor(name="Anna")) == "Anna"
    assert str(models.Relay(pk=1)) == "relay 1"
    assert str(models.Heartbeat(name="sweep")) == "sweep"
    assert str(models.Message(pk=1)) == "message 1"
    assert str(models.VisitorToken(pk=1)) == "token 1"
    assert str(models.Conversation()).startswith("conversation ")
    assert str(models.AgentStatus(status="away")).startswith("away since ")


def test_an_agent_is_called_as_they_chose_else_by_their_own_name() -> None:
    user = get_user_model()(username="nadia")
    assert str(models.Agent(user=user)) == "nadia"
    user.first_name = "Nadia"
    assert str(models.Agent(user=user)) == "Nadia"
    assert str(models.Agent(user=user, display_name="Support")) == "Support"
