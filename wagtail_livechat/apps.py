from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class LiveChatConfig(AppConfig):
    name = "wagtail_livechat"
    label = "wagtail_livechat"
    verbose_name = _("Live chat")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks, permissions, receivers
        from .admin import policies
        from .models.log import LiveChatLogEntryManager

        policies.register()
        LiveChatLogEntryManager.rule = staticmethod(permissions.viewable_entries)
        checks.register_all()
        receivers.connect()
        post_migrate.connect(receivers.set_up_after_migrate, sender=self)
