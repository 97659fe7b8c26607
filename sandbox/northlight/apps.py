from django.apps import AppConfig


class NorthlightConfig(AppConfig):
    """The shop's own pages, look and demo data."""

    name = "northlight"
    verbose_name = "Northlight Coffee"
    default_auto_field = "django.db.models.BigAutoField"
