"""Questions about the account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """Login and password; a wrong pair is not told which half of it is wrong."""

    error_messages = {
        "invalid_login": _("The login or the password is wrong. Check the keyboard's language."),
        "inactive": _("This account is closed."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Login")
        self.fields["password"].label = _("Password")


class OwnPasswordForm(PasswordChangeForm):
    """The old password, then the new one twice."""

    field_order = ["old_password", "new_password1", "new_password2"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "old_password": _("Password now"),
            "new_password1": _("New password"),
            "new_password2": _("New password once more"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
            if isinstance(self.fields[name].widget, forms.PasswordInput):
                self.fields[name].widget.attrs["size"] = "30"
        self.fields["new_password1"].help_text = _("At least 10 characters, not digits alone.")
        self.fields["new_password2"].help_text = ""
