from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class LiveChatConfig(AppConfig):
    name = "wagtail_livechat"
    label = "wagtail_livechat"
    verbose_name = _("Live chat")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks, receivers
        from .admin import policies

        policies.register()
        checks.register_all()
        receivers.connect()
        post_migrate.connect(receivers.set_up_after_migrate, sender=self)
