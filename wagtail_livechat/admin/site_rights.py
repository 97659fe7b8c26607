"""Live chat rights per site, on Wagtail's page of a group; the rights for all sites stand in Wagtail's own table."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group, Permission
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.forms import SitePermissionForm

from ..models import Conversation


class SiteRightForm(SitePermissionForm):
    """The sites for which a group holds one right. Wagtail's own form knows only the right to change."""

    settings_model = Conversation
    icon = "comment"
    codename: str
    heading: Promise

    def __init__(self, *args: Any, instance: Group | None, **kwargs: Any) -> None:
        self.permission = Permission.objects.get(content_type__app_label="wagtail_livechat", codename=self.codename)
        self.instance = instance
        if not kwargs.get("prefix"):
            kwargs["prefix"] = f"wagtail_livechat_{self.codename}_sites"
        if instance and instance.pk is not None:
            kwargs["initial"] = {"sites": list(self.get_existing_permissions().values_list("site", flat=True))}
        # The parent's own look-up would fail: conversations have no right to change.
        forms.Form.__init__(self, *args, **kwargs)

    def as_admin_panel(self) -> str:
        return render_to_string(
            self.template_name,
            {"heading": self.heading, "form": self, "panel_id": f"wagtail_livechat-{self.codename}-permissions"},
        )


class AnswerOnSitesForm(SiteRightForm):
    codename = "answer_conversation"
    heading = _("Live chat: answer the conversations of single sites")


class ManageOnSitesForm(SiteRightForm):
    codename = "manage_conversation"
    heading = _("Live chat: manage single sites")


class CustomerDataOnSitesForm(SiteRightForm):
    codename = "view_customer_data_conversation"
    heading = _("Live chat: see customer data on single sites")


class RecordingsOnSitesForm(SiteRightForm):
    codename = "view_recordings_conversation"
    heading = _("Live chat: see recordings of single sites")


class ExportOnSitesForm(SiteRightForm):
    codename = "export_conversation"
    heading = _("Live chat: export the conversations of single sites")


#: In the order of Wagtail's page of a group.
SITE_RIGHTS = (AnswerOnSitesForm, ManageOnSitesForm, CustomerDataOnSitesForm, RecordingsOnSitesForm, ExportOnSitesForm)
