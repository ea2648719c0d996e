"""Asks how somebody wants to be reminded."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tirek.reminders.models import LANGUAGES, Wish


class LanguageForm(forms.Form):
    """The language of a calendar."""

    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)


class WishForm(forms.ModelForm):  # type: ignore[type-arg]
    """The letters."""

    class Meta:
        model = Wish
        fields = ("address", "weekday", "language", "late", "week", "untouched", "handed", "quiet")
        labels = {
            "address": _("E-mail address"),
            "weekday": _("Day of the week"),
            "language": _("Language"),
            "late": _("How much is overdue"),
            "week": _("What is due this week"),
            "untouched": _("How many are untouched this quarter"),
            "handed": _("A letter of what was handed to me or given back, once a day at most"),
            "quiet": _("No letter in the holidays"),
        }
        help_texts = {"address": _("Leave it empty if you want no letter.")}

    def clean(self) -> dict[str, Any]:
        """A letter about nothing is no letter."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("address") and not any(
            found.get(one) for one in ("late", "week", "untouched", "handed")
        ):
            self.add_error("late", _("Choose what the letter is about."))
        return found
