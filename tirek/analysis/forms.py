"""Asks what the year showed, of a row or of a plan as a whole."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 10_000


def _words(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=help_text,
    )


class PlanForm(forms.Form):
    """Of a plan as a whole."""

    worked = _words(_("What worked"))
    shortcomings = _words(_("Shortcomings"))
    proposal = _words(
        _("Proposals for next year"),
        _("One on a line: each can become a row of next year's plan."),
    )


class RowForm(PlanForm):
    """Of one row."""

    why = _words(_("Why not everything is done"))
    proposal = _words(
        _("Proposals for next year"),
        _("Stands beside this row when next year's plan is made."),
    )
    field_order = ("why", "worked", "shortcomings", "proposal")


class Confirmed(forms.Form):
    """Nothing but a button."""
