from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from oscar.core.loading import get_class

EmailAuthenticationForm = get_class("customer.forms", "EmailAuthenticationForm")


class LoginForm(EmailAuthenticationForm):
    """Oscar's form, for people who log in with a name as well as for those who use an e-mail address."""

    username = forms.CharField(label=_("E-mail address or user name"), max_length=254)

    def __init__(self, host: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(host, *args, **kwargs)
        self.fields["username"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].widget.attrs["autocomplete"] = "current-password"
