"""Questions about a card that goes or has come."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tirek.access.models import School
from tirek.school.models import Pupil, SchoolClass
from tirek.transfers.rules.parcel import CARD, FAMILY, STATUSES
from tirek.transfers.wording import PARTS
from tirek.web.forms import ChoiceRows, DayField, TickRows

EXAMPLE = _("For example, 05.09.2026")


class SendForm(forms.Form):
    """To which school, what goes, who agreed to it."""

    to = forms.ModelChoiceField(
        label=_("School"),
        queryset=School.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("outside the program: a sealed file"),
    )
    to_name = forms.CharField(label=_("Name of the school outside"), max_length=300, required=False)
    leaves_on = DayField(label=_("Last day at this school"), help_text=EXAMPLE)
    parts = forms.MultipleChoiceField(
        label=_("What goes"),
        choices=[(code, name) for code, name in PARTS.items() if code != CARD],
        widget=TickRows,
        required=False,
        initial=[STATUSES, FAMILY],
        help_text=_("The card itself always goes. Notes, texts, incomes and files never go."),
    )
    signer = forms.CharField(label=_("Legal representative who agreed"), max_length=300)
    document = forms.CharField(
        label=_("Paper of the agreement"), max_length=300, help_text=_("For example, statement")
    )
    number = forms.CharField(
        label=_("Number"), max_length=60, required=False, widget=forms.TextInput({"size": "20"})
    )
    signed_on = DayField(label=_("Date of the document"), help_text=EXAMPLE)
    # What was shown before it is sent: sent is only what was seen.
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, schools: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["to"]
        choice.queryset = schools


class AcceptForm(forms.Form):
    """Into which class, from which day; is the child known here already."""

    school_class = forms.ModelChoiceField(
        label=_("Class"), queryset=SchoolClass.objects.none(), to_field_name="pid", empty_label=""
    )
    since = DayField(label=_("First day"), help_text=EXAMPLE)
    pupil = forms.ModelChoiceField(
        label=_("Is the child here already?"),
        queryset=Pupil.objects.none(),
        to_field_name="pid",
        required=False,
        widget=ChoiceRows,
        empty_label=_("no: a new card"),
        blank=True,
    )

    def __init__(self, *args: Any, classes: Any, alike: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["school_class"]
        choice.queryset = classes
        choice = self.fields["pupil"]
        choice.queryset = Pupil.objects.filter(pk__in=[one.pk for one in alike])
        if not alike:
            del self.fields["pupil"]


class ReasonForm(forms.Form):
    """Why a card is not taken."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("The sending school reads it."),
    )
