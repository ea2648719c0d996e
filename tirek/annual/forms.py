"""Asks for the words of a chapter, and for the day a report is frozen by."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tirek.web.forms import ChoiceRows, DayField


class ChapterForm(forms.Form):
    """What a person writes for a chapter."""

    text = forms.CharField(
        label=_("In words"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("The figures stand above it by themselves. Write no names of children."),
    )


class FreezeForm(forms.Form):
    """The day the figures speak of, and the language of the paper."""

    as_of = DayField(
        label=_("Figures by the day"),
        help_text=_("Drawn once more and kept as they are then."),
    )
    language = forms.ChoiceField(
        label=_("Language of the paper"), choices=settings.LANGUAGES, widget=ChoiceRows
    )
