"""Questions about a child's file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tirek.web.forms import ChoiceRows, DayField, TickRows


class AskForm(forms.Form):
    """Who asked for a child's file, when, by which paper; what is left out and why."""

    asked_by = forms.CharField(label=_("Who asked"), max_length=300)
    relation = forms.CharField(label=_("Who this is to the child"), max_length=100, required=False)
    asked_on = DayField(label=_("Asked on"))
    paper_number = forms.CharField(
        label=_("Number of the request"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"size": "20"}),
    )
    language = forms.ChoiceField(
        label=_("Language of the file"),
        choices=[("kk", "Қазақша"), ("ru", "Русский")],
        widget=ChoiceRows,
    )
    left_out = forms.MultipleChoiceField(label=_("Leave out"), required=False, widget=TickRows)
    left_why = forms.CharField(
        label=_("Why it is left out"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, parts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["left_out"]
        choice.choices = parts


class HandForm(forms.Form):
    """The day on which the file was handed over."""

    on = DayField(label=_("Handed over on"))
