"""What is asked: a reason, a child by name, what a review found, two moments."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tirek.access.models import Reviewed
from tirek.web.forms import ChoiceRows, DayField


class ReasonForm(forms.Form):
    """Why so much is read."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class GlassForm(forms.Form):
    """Whose card is needed, exactly as the child is called, and why."""

    surname = forms.CharField(label=_("Surname"), max_length=100)
    given = forms.CharField(label=_("First name"), max_length=100)
    class_name = forms.CharField(label=_("Class"), max_length=20, help_text=_("For example: 5А"))
    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReviewForm(forms.Form):
    """What the director found."""

    verdict = forms.ChoiceField(
        label=_("Result of the review"), widget=ChoiceRows, choices=Reviewed.Verdict.choices
    )
    word = forms.CharField(
        label=_("Word of the director"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ClockField(forms.TimeField):
    """A time of day: 14:05."""

    default_error_messages = {"invalid": _("There is no such time. Write it as 14:05.")}

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "size": "6", "class": "day"}
        super().__init__(
            input_formats=["%H:%M", "%H.%M"],
            widget=forms.TimeInput(attrs=attrs, format="%H:%M"),
            **kwargs,
        )


class IncidentForm(forms.Form):
    """The two moments of an incident report, and whose deeds or which child it is about."""

    since = DayField(label=_("From"))
    since_at = ClockField(label=_("Time"), required=False)
    until = DayField(label=_("To"))
    until_at = ClockField(label=_("Time"), required=False)
    person: Any = forms.ModelChoiceField(
        label=_("Person"), queryset=None, required=False, empty_label=_("all"), to_field_name="pid"
    )
    child = forms.CharField(label=_("Pupil"), max_length=100, required=False)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The moments: from the first minute of the first day to the last of the last."""
        said = super().clean() or {}
        since, until = said.get("since"), said.get("until")
        if since is None or until is None or {"since_at", "until_at"} & self.errors.keys():
            return said
        first = datetime.combine(since, said.get("since_at") or time.min)
        last_time = said.get("until_at")
        last = datetime.combine(until, last_time or time.max)
        if last_time:
            last = last.replace(second=59, microsecond=999_999)
        said["first"], said["last"] = timezone.make_aware(first), timezone.make_aware(last)
        if said["last"] < said["first"]:
            self.add_error("until", _("The end is earlier than the beginning."))
        return said
