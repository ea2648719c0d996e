"""Questions about consents and erasure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tirek.consents.models import Erasure, Scope
from tirek.school.models import HouseholdMember
from tirek.web.forms import ChoiceRows, DayField, TickRows

EXAMPLE = _("For example, 05.09.2026")


def _text(label: Any, rows: int = 2, required: bool = False, **more: Any) -> forms.CharField:
    area = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, widget=area, max_length=2000, required=required, **more)


class ConsentForm(forms.Form):
    """A consent: to what, which data, to whom, signed by whom, when, until when."""

    scope = forms.ChoiceField(label=_("Scope"))
    signed_by = forms.ModelChoiceField(
        label=_("Signed by"),
        queryset=HouseholdMember.objects.none(),
        required=False,
        empty_label=_("somebody else"),
    )
    signer_name = forms.CharField(
        label=_("Full name, if somebody else"), max_length=300, required=False
    )
    signer_relation = forms.CharField(
        label=_("Who this is to the child"), max_length=100, required=False
    )
    signed_on = DayField(label=_("Signed on"), help_text=EXAMPLE)
    until = DayField(
        label=_("Last day"), required=False, help_text=_("Empty: until it is withdrawn.")
    )
    operator = forms.CharField(label=_("Operator"), max_length=300)
    data = _text(_("List of data"))  # type: ignore[assignment]  # a field, taken off by Django
    purpose = _text(_("Purpose"))
    third_parties = forms.CharField(label=_("Third parties"), max_length=300, required=False)
    paper_number = forms.CharField(
        label=_("Number of the paper"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"size": "20"}),
    )

    def __init__(
        self, *args: Any, scopes: Mapping[str, Scope], members: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["scope"]
        choice.choices = [("", "")] + [(code, str(one)) for code, one in scopes.items()]
        choice = self.fields["signed_by"]
        choice.queryset = members


class WithdrawForm(forms.Form):
    """When and how a consent was taken back."""

    on = DayField(label=_("Withdrawn on"), help_text=EXAMPLE)
    how = forms.CharField(
        label=_("How it was withdrawn"),
        max_length=300,
        required=False,
        help_text=_("For example, a written statement, its number"),
    )


class StoppedForm(forms.Form):
    """The day on which the processing stopped."""

    on = DayField(label=_("Processing stopped on"), help_text=EXAMPLE)


class ReasonForm(forms.Form):
    """Why something recorded by mistake is annulled."""

    reason = _text(_("Reason"), required=True)


class ManyForm(forms.Form):
    """The papers of a class that came in together."""

    scope = forms.ChoiceField(label=_("Scope"))
    signed_on = DayField(label=_("Signed on"), help_text=EXAMPLE)
    until = DayField(
        label=_("Last day"), required=False, help_text=_("Empty: until it is withdrawn.")
    )
    pupils = forms.MultipleChoiceField(label=_("Pupils whose papers came"), widget=TickRows)

    def __init__(self, *args: Any, scopes: Mapping[str, Scope], pupils: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["scope"]
        choice.choices = [(code, str(one)) for code, one in scopes.items()]
        choice = self.fields["pupils"]
        choice.choices = pupils


class ScopeForm(forms.Form):
    """How the school words a scope."""

    name_kk = forms.CharField(label=_("Name in Kazakh"), max_length=200)
    name_ru = forms.CharField(label=_("Name in Russian"), max_length=200, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    data_kk = _text(_("List of data in Kazakh"))
    data_ru = _text(_("List of data in Russian"))
    purpose_kk = _text(_("Purpose in Kazakh"))
    purpose_ru = _text(_("Purpose in Russian"))
    holder = forms.ChoiceField(label=_("Whose work rests on it"), required=False)
    transfer = forms.BooleanField(label=_("A third party is named"), required=False)

    def __init__(self, *args: Any, holders: Any, fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["holder"]
        choice.choices = [("", _("of the whole school")), *holders]
        if fixed:
            self.fields["holder"].disabled = self.fields["transfer"].disabled = True


class RightsForm(forms.Form):
    """How long data are kept, how long one has to stop."""

    keep_years = forms.IntegerField(
        label=_("Years after a child has left, then the data are due to be erased"),
        required=False,
        help_text=_("Empty: never by term."),
        widget=forms.TextInput({"size": "4", "inputmode": "numeric"}),
    )
    stop_days = forms.IntegerField(
        label=_("Working days to stop after a withdrawal"),
        widget=forms.TextInput({"size": "4", "inputmode": "numeric"}),
    )


class ProposeForm(forms.Form):
    """Whose data are to be erased, and why."""

    why = forms.ChoiceField(label=_("Why"), choices=Erasure.Why.choices, widget=ChoiceRows)
    note = _text(_("Who asked, the number of the paper"))
    pupils = forms.MultipleChoiceField(label=_("Children"), widget=TickRows)

    def __init__(self, *args: Any, pupils: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["pupils"]
        choice.choices = pupils


class ConfirmForm(forms.Form):
    """The word that is typed before something goes for good."""

    typed = forms.CharField(
        label=_("Word of confirmation"),
        max_length=40,
        widget=forms.TextInput({"size": "20", "autocomplete": "off"}),
    )
