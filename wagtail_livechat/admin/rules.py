"""Proactive messages in Wagtail's views."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BaseColumn, BooleanColumn, Column

from ..actions import rules
from ..exceptions import BadPath, CannotAssign
from ..models import ProactiveRule
from ..permissions import User
from .forms import RowForm, name_of
from .rows import RowDeleteView, RowIndexView, SiteFilterSet, UnusedRowViewSet, site_column

#: Characters of a message in the list.
SHOWN = 80


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A user by the name that colleagues know."""

    def label_from_instance(self, obj: Any) -> str:
        return name_of(obj)


class RuleForm(RowForm):
    refusals = {CannotAssign: "speaker", BadPath: "path"}

    speaker = PersonField(queryset=None, label=_("Agent"), help_text=_("Who says it. Visitors see name and picture."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["speaker"].queryset = self.people()
        if self.instance.pk is not None:
            self.initial["speaker"] = self.instance.agent.user_id

    def carry_out(self, *, by: User) -> ProactiveRule:
        return rules.save(rule=self.instance, speaker=self.cleaned_data["speaker"], by=by)


class RuleFilterSet(SiteFilterSet):
    class Meta:
        model = ProactiveRule
        fields: Sequence[str] = ["is_active"]


class RuleIndexView(RowIndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("agent__user__wagtail_userprofile")


class RuleDeleteView(RowDeleteView):
    object: ProactiveRule

    def delete_action(self) -> None:
        rules.delete(rule=self.object, by=self.request.user)


class RuleViewSet(UnusedRowViewSet):
    model = ProactiveRule
    url_prefix = "livechat/proactive"
    url_namespace = "livechat_proactive"
    icon = "comment-add"
    menu_label = _("Live chat proactive messages")
    menu_order = 513
    index_view_class = RuleIndexView
    delete_view_class = RuleDeleteView
    filterset_class = RuleFilterSet
    search_fields = ["name", "message", "path"]

    @cached_property
    def list_display(self) -> list[str | BaseColumn]:
        return [
            "name",
            site_column(),
            Column("message", label=_("Message"), accessor=_beginning),
            Column("agent", label=_("Agent"), accessor=lambda row: row.agent.name),
            Column("path", label=_("Pages"), accessor=lambda row: row.path or _("Every page"), sort_key="path"),
            Column("sort_order", label=_("Order"), sort_key="sort_order"),
            BooleanColumn("is_active", label=_("Active"), sort_key="is_active"),
        ]

    @cached_property
    def edit_handler(self) -> ObjectList:
        asked = _(
            "Pages stay the same for everybody and may be cached. When the page, the time on it, the referrer and "
            "“was here before” fit, the browser asks this site once whether to show the message; that is the only "
            "request before a visitor opens the chat. “Was here before” needs a mark that the browser keeps from the "
            "earlier visit (no cookie), “logged in” and “basket” need the shop's own session."
        )
        said = MultiFieldPanel([FieldPanel("message"), FieldPanel("speaker")], heading=_("What is said"))
        when = MultiFieldPanel(
            [HelpPanel(content=asked), FieldPanel("path"), FieldPanel("seconds"), FieldPanel("referrer")],
            heading=_("Where and when"),
        )
        whom = MultiFieldPanel(
            [FieldPanel("only_returning"), FieldPanel("only_logged_in"), FieldPanel("only_with_basket")],
            heading=_("To whom"),
        )
        return ObjectList(
            [
                FieldPanel("site"),
                FieldPanel("name"),
                said,
                when,
                whom,
                FieldPanel("sort_order"),
                FieldPanel("is_active"),
            ],
            base_form_class=RuleForm,
        )


def _beginning(rule: ProactiveRule) -> str:
    text = " ".join(rule.message.split())
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
