"""Questions about a package."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tirek.access import clock
from tirek.cards.rules.lists import LISTS
from tirek.handover.models import Package
from tirek.journal import kinds
from tirek.web.forms import ChoiceRows, DayField, TickRows

EXAMPLE = _("For example, 05.09.2026")
LANGUAGES = [("kk", _("Kazakh")), ("ru", _("Russian")), ("en", _("English"))]


class PackageForm(forms.Form):
    """What goes, to whom, on what basis."""

    as_of = DayField(label=_("As of"), help_text=EXAMPLE)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, widget=ChoiceRows)
    lists = forms.MultipleChoiceField(
        label=_("Lists by name"), choices=(), required=False, widget=TickRows
    )
    passports = forms.BooleanField(
        label=_("Social passports of all classes"),
        required=False,
        help_text=_("They name children, too."),
    )
    school_passport = forms.BooleanField(label=_("School social passport"), required=False)
    movement = forms.CharField(
        label=_("Social movement of the school, month"),
        required=False,
        help_text=_("For example, 2026-10"),
        widget=forms.TextInput({"size": "10"}),
    )
    aggregates = forms.BooleanField(label=_("Counts without names"), required=False)
    threshold = forms.IntegerField(
        label=_("Counts below this are hidden"), min_value=2, max_value=50, initial=5
    )
    to = forms.ChoiceField(label=_("To whom"), widget=ChoiceRows)
    recipient = forms.CharField(
        label=_("Recipient"),
        max_length=300,
        required=False,
        help_text=_("When it is somebody else"),
    )
    basis_document = forms.CharField(
        label=_("Basis: document"),
        max_length=300,
        required=False,
        help_text=_("Names of children go out on a basis only."),
    )
    basis_number = forms.CharField(
        label=_("Number"), max_length=60, required=False, widget=forms.TextInput({"size": "20"})
    )
    basis_on = DayField(label=_("Date of the document"), required=False, help_text=EXAMPLE)
    word = forms.CharField(
        label=_("Accompanying words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, school: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = school
        fields: Any = self.fields
        topics = kinds.kind("LIST_ISSUED").topics
        fields["lists"].choices = [(name, topics.get(name, name)) for name in LISTS]
        own = [("DEPARTMENT", school.department.name)] if school.department else []
        fields["to"].choices = [*own, ("OTHER", _("somebody else"))]

    def clean_movement(self) -> str:
        """A month as 2026-10, or nothing."""
        text: str = self.cleaned_data["movement"].strip()
        year, dash, month = text.partition("-")
        right = dash and len(year) == 4 and year.isdecimal() and month.isdecimal()
        if text and not (right and 1 <= int(month) <= 12):
            raise forms.ValidationError(_("Write the month as 2026-10."))
        return text

    def values(self) -> dict[str, Any]:
        """The answers as `draft_package` takes them."""
        said = self.cleaned_data
        inside = said["to"] == "DEPARTMENT"
        wants = {
            name: said[name]
            for name in ("lists", "passports", "school_passport", "movement", "aggregates")
        }
        return {
            **{
                name: said[name]
                for name in (
                    *("as_of", "language", "threshold", "word"),
                    *("basis_document", "basis_number", "basis_on"),
                )
            },
            "wants": wants,
            "department": self.school.department if inside else None,
            "recipient": self.school.department.name if inside else said["recipient"],
        }

    @staticmethod
    def first(package: Package | None, language: str) -> dict[str, Any]:
        """What stands in the form at first: the package's own answers, or what names nobody."""
        if package is None:
            return {
                "as_of": clock.today(),
                "language": language,
                "school_passport": True,
                "aggregates": True,
                "threshold": 5,
                "to": "DEPARTMENT",
            }
        names = ("as_of", "language", "threshold", "word", "recipient")
        basis = ("basis_document", "basis_number", "basis_on")
        return {
            **{name: getattr(package, name) for name in (*names, *basis)},
            **package.wants,
            "to": "DEPARTMENT" if package.department_id else "OTHER",
        }


class SendForm(forms.Form):
    """How the package is handed over."""

    way = forms.ChoiceField(
        label=_("How it is handed over"), choices=Package.Way.choices, widget=ChoiceRows
    )


class ReceiptForm(forms.Form):
    """A receipt on paper."""

    number = forms.CharField(
        label=_("Number of the receipt"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"size": "20"}),
    )
    on = DayField(label=_("Date"), help_text=EXAMPLE)
    name = forms.CharField(label=_("Who received it"), max_length=200)


class ReasonForm(forms.Form):
    """Why a package is withdrawn."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 2}), max_length=1000)


class RemarkForm(forms.Form):
    """A question or an answer."""

    text = forms.CharField(label=_("Text"), widget=forms.Textarea({"rows": 3}), max_length=2000)
