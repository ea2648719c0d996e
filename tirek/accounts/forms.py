"""Questions about the account."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tirek.access.models import RoleGrant, User
from tirek.access.queries import NamedClass
from tirek.access.roles import Role
from tirek.web.forms import DayField, TickRows


class SignInForm(forms.Form):
    """Login and password."""

    username = forms.CharField(
        label=_("Login"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class ConfirmForm(forms.Form):
    """One's own password once more."""

    password = forms.CharField(
        label=_("Password now"),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput({"size": "30", "autocomplete": "current-password"}),
    )


def _code_field(label: Any, hint: Any) -> forms.CharField:
    attrs = {"size": "12", "autocomplete": "one-time-code", "inputmode": "numeric"}
    return forms.CharField(
        label=label, help_text=hint, max_length=20, widget=forms.TextInput(attrs)
    )


class CodeForm(forms.Form):
    """A code of the app, or a recovery code."""

    code = _code_field(_("Code"), _("6 digits of the app, or one of the recovery codes"))


class AppForm(forms.Form):
    """The first code of an app that is being set up."""

    code = _code_field(_("Code of the app"), _("6 digits"))


class PasskeyForm(forms.Form):
    """What the browser answers when a passkey is made or shown."""

    name = forms.CharField(
        label=_("Name of the passkey"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"size": "30", "autocomplete": "off"}),
    )
    credential = forms.JSONField(widget=forms.HiddenInput)

    def clean_credential(self) -> dict[str, Any]:
        """An object, whatever is in it."""
        answer = self.cleaned_data["credential"]
        if not isinstance(answer, dict):
            raise ValidationError(_("The passkey was not made. Try again."))
        return answer


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


class SchoolNameForm(forms.Form):
    """The school's name as documents show it."""

    name = forms.CharField(label=_("Name of the school"), max_length=300)


class NewPasswordForm(forms.Form):
    """A password of one's own, twice."""

    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 10 characters, not digits alone."),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput({"size": "30", "autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password once more"),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput({"size": "30", "autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        """A password that is hard enough to guess."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def clean(self) -> dict[str, Any]:
        """The password twice the same."""
        data = super().clean() or {}
        if "password" in data and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", _("The two passwords differ."))
        return data


class FirstForm(NewPasswordForm):
    """The first run: the code from the server's screen, the school, the first person."""

    field_order = ["code", "name", "full_name", "username", "password", "again"]

    code = forms.CharField(
        label=_("Code of the first run"),
        max_length=20,
        help_text=_("The server shows it when it starts."),
        widget=forms.TextInput({"size": "14", "autocomplete": "off"}),
    )
    name = forms.CharField(label=_("Name of the school"), max_length=300)
    full_name = forms.CharField(
        label=_("Your full name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"})
    )
    username = forms.CharField(
        label=_("Login"),
        max_length=60,
        validators=[UnicodeUsernameValidator()],
        widget=forms.TextInput({"size": "24", "autocomplete": "username"}),
    )


class RoleForm(forms.Form):
    """A role from - to, with its classes or grades where a role has any."""

    role = forms.ChoiceField(label=_("Role"))
    class_names = forms.MultipleChoiceField(
        label=_("Classes"),
        required=False,
        help_text=_("For class and subject teachers"),
        widget=TickRows,
    )
    grades = forms.TypedMultipleChoiceField(
        label=_("Grades"),
        required=False,
        coerce=int,
        help_text=_("For a social pedagogue; none ticked: all grades"),
        widget=TickRows,
    )
    since = DayField(label=_("First day"))
    until = DayField(label=_("Last day"), required=False)

    def __init__(
        self, *args: Any, roles: Iterable[Role], classes: Sequence[NamedClass] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["role"]
        choice.choices = [("", "—"), *((role.value, role.label) for role in roles)]
        _offer(self, classes)


def _offer(form: forms.Form, classes: Sequence[NamedClass], also: Iterable[Any] = ()) -> None:
    """Offer the school's classes and grades, and those held already; no question without any."""
    names = [one.name for one in classes]
    choices: dict[str, list[Any]] = {
        "class_names": [*names, *(str(one) for one in also if one not in names)],
        "grades": sorted({one.grade for one in classes} | {n for n in also if isinstance(n, int)}),
    }
    for name, offered in choices.items():
        field: Any = form.fields.get(name)
        if field is not None and offered:
            field.choices = [(str(one), str(one)) for one in offered]
        elif field is not None:
            del form.fields[name]


class NarrowingForm(forms.Form):
    """To which classes or grades a role is narrowed from today."""

    class_names = RoleForm.base_fields["class_names"]
    grades = RoleForm.base_fields["grades"]

    def __init__(
        self, *args: Any, grant: RoleGrant, classes: Sequence[NamedClass], **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"initial": grant.narrowing, **kwargs})
        for name in set(self.fields) - {grant.narrowed_by}:
            del self.fields[name]
        held = getattr(grant, grant.narrowed_by) if grant.narrowed_by in self.fields else ()
        _offer(self, classes, held)


class SubstituteForm(forms.Form):
    """Who stands in, from - to."""

    user = forms.ModelChoiceField(label=_("Substitute"), queryset=User.objects.none())
    since = DayField(label=_("First day"))
    until = DayField(label=_("Last day"))

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["user"]
        choice.queryset = people


class HandOverForm(forms.Form):
    """Who takes over, and from which day."""

    taker = forms.ModelChoiceField(
        label=_("Successor"), queryset=User.objects.none(), to_field_name="pid"
    )
    on = DayField(label=_("From which day"))

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["taker"]
        choice.queryset = people


class PersonForm(RoleForm):
    """Somebody new, with the first role."""

    field_order = ["full_name", "username", "role", "class_names", "grades", "since", "until"]

    full_name = forms.CharField(label=_("Full name"), max_length=200)
    username = forms.CharField(
        label=_("Login"),
        max_length=60,
        validators=[UnicodeUsernameValidator()],
        help_text=_("Latin letters and digits; told to the person with the link"),
        widget=forms.TextInput({"size": "24", "autocomplete": "off"}),
    )


class EndForm(forms.Form):
    """The last day of a role."""

    until = DayField(label=_("Last day"))
