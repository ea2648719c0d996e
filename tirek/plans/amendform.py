"""Questions about an amendment: from which day, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from tirek.access import clock
from tirek.plans.rowform import RowForm
from tirek.web.forms import DayField


class ReasonForm(forms.Form):
    """Why something is sent back or taken back."""

    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2}))


class WhyForm(forms.Form):
    """The day from which an approved plan is different, and the reason."""

    on = DayField(
        label=gettext_lazy("From which day"),
        help_text=gettext_lazy("What was due on earlier days stays as it was."),
        initial=clock.today,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason of the amendment"), widget=forms.Textarea(attrs={"rows": 2})
    )


class AmendForm(WhyForm, RowForm):
    """A row of an approved plan as it is to be, from which day, and why."""

    LAST = ("on", "reason")

    def main(self) -> list[Any]:
        """The fields of the row itself."""
        return [one for one in super().main() if one.name not in self.LAST]

    def last(self) -> list[Any]:
        """The fields that stand at the end."""
        return [self[name] for name in self.LAST]
