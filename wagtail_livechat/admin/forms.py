"""Forms for rows of a site, such as groups and tags. They read and check what comes in; a verb carries it out."""

from collections.abc import Mapping
from typing import Any, ClassVar, cast

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files import File
from django.db.models import Model, Q, QuerySet
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.models import Site

from ..actions import groups, presence, shortcuts, tags
from ..exceptions import (
    BadTag,
    CannotBeMember,
    ChatError,
    EmptyShortcut,
    FileInfected,
    FileNotAllowed,
    FileTooBig,
    FileUnscanned,
    NameTaken,
    NoSuchGroup,
    NotAllowed,
    TooManyFiles,
)
from ..models import AgentGroup, Shortcut, ShortcutFile, Tag
from ..permissions import User, managed_sites, people_for
from ..selectors.presence import is_online
from .policies import policy_of

#: What a colour input shows for tags without a colour; such an input is never empty.
GREY = "#8c8c8c"

EVERYONE, OWN = "everyone", "own"


class RowForm(WagtailAdminModelForm):
    """A form for a row of a site; the site is asked for only where there is a choice, and never changed later."""

    #: At which field a refusal stands; others stand above the form.
    refusals: ClassVar[Mapping[type[ChatError], str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sites: list[Site] = list(policy_of(type(self.instance)).sites(self.for_user))
        if self.instance.pk is not None:
            self.sites = [self.instance.site]
        if len(self.sites) == 1:
            self.instance.site = self.sites[0]
            del self.fields["site"]
        else:
            self.fields["site"].queryset = Site.objects.filter(pk__in=[site.pk for site in self.sites])

    def people(self) -> "QuerySet[Any]":
        """Who may answer on one of the form's sites."""
        able = Q()
        for site in self.sites:
            able |= Q(pk__in=people_for(site).values("pk"))
        users: QuerySet[Any] = get_user_model()._default_manager.filter(able)
        return users.select_related("livechat_agent")

    def validate_constraints(self) -> None:
        """The verbs hold to them, and say at which field."""

    def carry_out(self, *, by: User) -> Model:
        """Have the verb store what the form says. Raises ChatError."""
        raise NotImplementedError

    def refuse(self, refused: ChatError) -> None:
        """Show what a verb refused, at the field that it is about."""
        fields = (field for kind, field in self.refusals.items() if isinstance(refused, kind) and field in self.fields)
        self.add_error(next(fields, None), str(refused.detail))


def name_of(person: Any) -> str:
    """The name of a user that colleagues know."""
    agent = getattr(person, "livechat_agent", None)
    return str(agent.name if agent else person.get_full_name() or person.get_username())


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Users by the names that colleagues know, and whether they are there."""

    def label_from_instance(self, obj: Any) -> str | SafeString:
        agent, name = getattr(obj, "livechat_agent", None), name_of(obj)
        if agent is None or not is_online(agent):
            return name
        return format_html('{} <span class="w-status w-status--primary">{}</span>', name, gettext("online"))


class GroupForm(RowForm):
    refusals = {NameTaken: "name", CannotBeMember: "members"}

    members = PeopleField(queryset=None, required=False, label=_("Members"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["members"]
        field.queryset = self.people()
        field.choices = sorted(field.choices, key=lambda choice: str(choice[1]).casefold())
        if self.instance.pk is not None:
            self.initial["members"] = list(self.instance.members.values_list("user", flat=True))

    def carry_out(self, *, by: User) -> AgentGroup:
        return groups.save(group=self.instance, members=self.cleaned_data["members"], by=by)


class ColourInput(forms.TextInput):
    input_type = "color"


class ColourField(forms.CharField):
    """A colour such as `#0c6b5f`; grey is no colour of its own."""

    widget = ColourInput

    def prepare_value(self, value: Any) -> Any:
        return value or GREY

    def to_python(self, value: Any) -> str:
        colour = super().to_python(value) or ""
        return "" if colour.lower() == GREY else colour


class TagForm(RowForm):
    refusals = {NameTaken: "name", BadTag: "name"}

    colour = ColourField(required=False, label=_("Colour"), help_text=_("Grey stands for no colour of its own."))

    def carry_out(self, *, by: User) -> Tag:
        return tags.save(tag=self.instance, by=by)


class MergeForm(forms.Form):
    """Into which other tag of the same site."""

    into: "forms.ModelChoiceField[Tag]" = forms.ModelChoiceField(queryset=None, label=_("Merge into"))

    def __init__(self, *args: Any, tag: Tag, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Tag.objects.filter(site=tag.site_id).exclude(pk=tag.pk)
        cast("forms.ModelChoiceField[Tag]", self.fields["into"]).queryset = others


class FilesInput(forms.FileInput):
    """For several files at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[Any]:
        return files.getlist(name) if isinstance(files, MultiValueDict) else list(files.get(name, []))


class FilesField(forms.FileField):
    """Any number of files."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> "list[File[bytes]]":
        return [super(FilesField, self).clean(each, initial) for each in data or []]


class FileNamesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: ShortcutFile) -> str:
        return obj.name


class ShortcutForm(RowForm):
    refusals = {
        NotAllowed: "audience",
        NoSuchGroup: "audience",
        EmptyShortcut: "body",
        FileTooBig: "added",
        FileNotAllowed: "added",
        FileInfected: "added",
        FileUnscanned: "added",
        TooManyFiles: "added",
    }

    audience = forms.ChoiceField(label=_("For whom"))
    language = forms.ChoiceField(required=False, label=_("Language"))
    added = FilesField(required=False, label=_("Add files"), help_text=_("They go along with the text."))
    removed = FileNamesField(
        queryset=None, required=False, label=_("Remove files"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", _("Any language")), *settings.LANGUAGES]
        self._ask_for_whom()
        if self.instance.pk is not None and self.instance.files.exists():
            self.fields["removed"].queryset = self.instance.files.all()
        else:
            del self.fields["removed"]

    def _ask_for_whom(self) -> None:
        """Those who manage nothing have shortcuts of their own only."""
        managed = managed_sites(self.for_user).filter(pk__in=[site.pk for site in self.sites])
        offered = AgentGroup.objects.filter(site__in=managed).select_related("site")
        self.groups = {f"group-{group.pk}": group for group in offered}
        if not managed.exists():
            del self.fields["audience"]
            return
        owner = self.instance.owner
        is_somebody_elses = owner is not None and owner.user_id != self.for_user.pk
        own = format_lazy(gettext("Only {name}"), name=str(owner)) if is_somebody_elses else _("Only me")
        named = [(key, format_lazy(gettext("Group {name}"), name=group.name)) for key, group in self.groups.items()]
        self.fields["audience"].choices = [(EVERYONE, _("Everyone")), *named, (OWN, own)]
        group = self.instance.group_id
        self.initial["audience"] = OWN if owner else f"group-{group}" if group else EVERYONE

    def clean_keyword(self) -> str:
        # As it is typed in the composer.
        keyword: str = self.cleaned_data["keyword"]
        return keyword.removeprefix("/")

    def carry_out(self, *, by: User) -> Shortcut:
        shortcut, audience = self.instance, self.cleaned_data.get("audience", OWN)
        shortcut.group = self.groups.get(audience)
        shortcut.owner = (shortcut.owner or presence.enrol(user=by)) if audience == OWN else None
        return shortcuts.save(
            shortcut=shortcut,
            added=self.cleaned_data["added"],
            removed=self.cleaned_data.get("removed", []),
            by=by,
        )
