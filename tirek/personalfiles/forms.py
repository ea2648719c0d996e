"""What is asked about papers, scans, interests, the list of papers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tirek.cards.models import Category
from tirek.personalfiles.models import FilePaper, Paper
from tirek.web.forms import DayField

EXAMPLE = _("For example, 05.09.2026")


class PaperForm(forms.Form):
    """What is known of one paper of a pupil; the prefix is the paper's code."""

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", ""), *FilePaper.State.choices]
    )
    number = forms.CharField(
        label=_("Number"), required=False, max_length=60, widget=forms.TextInput({"size": "12"})
    )
    on = DayField(label=_("Date"), required=False)
    until = DayField(label=_("Valid until"), required=False)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=300, widget=forms.TextInput({"size": "20"})
    )


class ScanForm(forms.Form):
    """A scan, and of which paper it is."""

    paper = forms.ChoiceField(label=_("Paper"))
    file = forms.FileField(label=_("File"))

    def __init__(self, *args: Any, names: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["paper"]
        choice.choices = list(names.items())


class InterestsForm(forms.Form):
    """What a pupil is interested in, and who works with it."""

    on = DayField(label=_("Date"), help_text=EXAMPLE)
    clubs = forms.CharField(label=_("Clubs and sections"), required=False, max_length=500)
    subjects = forms.CharField(label=_("Favourite subjects"), required=False, max_length=500)
    leisure = forms.CharField(label=_("Leisure"), required=False, max_length=500)
    talents = forms.CharField(label=_("Talents"), required=False, max_length=500)
    who = forms.CharField(label=_("Who leads it"), required=False, max_length=300)


class ListForm(forms.Form):
    """A paper of the school's list."""

    name_kk = forms.CharField(label=_("Name in Kazakh"), max_length=200)
    name_ru = forms.CharField(label=_("Name in Russian"), max_length=200, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    category = forms.ChoiceField(
        label=_("Who needs it"),
        required=False,
        help_text=_("Leave empty when every pupil needs it."),
    )
    retired = forms.BooleanField(label=_("Asked for no more"), required=False)

    def __init__(self, *args: Any, categories: Mapping[str, Category], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["category"]
        choice.choices = [("", ""), *((code, one.name()) for code, one in categories.items())]

    @staticmethod
    def of(paper: Paper | None) -> dict[str, Any]:
        """What the form shows at first."""
        names = ("name_kk", "name_ru", "name_en", "category", "retired")
        return {name: getattr(paper, name) for name in names} if paper else {}
