"""Questions about cases, checks and talks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tirek.guardianship.models import Ending, Placement, StepKind
from tirek.guardianship.rules.clock import TIMES_A_YEAR
from tirek.school.models import HouseholdMember, Pupil
from tirek.web.forms import ChoiceRows, DayField, TickRows

EXAMPLE = _("For example, 05.09.2026")


def _line(label: Any, most: int = 300, required: bool = False, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=required, **more)


def _text(label: Any, rows: int = 3, required: bool = False, **more: Any) -> forms.CharField:
    area = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, widget=area, max_length=4000, required=required, **more)


def _number(label: Any) -> forms.CharField:
    return _line(label, 60, widget=forms.TextInput({"size": "20"}))


class ChildForm(forms.Form):
    """A child who is no pupil of the school: what is known."""

    surname = _line(_("Surname"), 100, required=True)
    given = _line(_("First name"), 100, required=True)
    patronymic = _line(_("Patronymic"), 100)
    born_on = DayField(label=_("Date of birth"), required=False, help_text=EXAMPLE)
    address = _line(_("Address"))


class FoundForm(forms.Form):
    """The discovery: when, by whom, how, in what circumstances."""

    on = DayField(label=_("Day of discovery"), help_text=EXAMPLE)
    who = _line(_("Who found out"))
    how = _line(_("How it became known"), help_text=_("For example, from the class teacher"))
    text = _text(_("Circumstances"))


class FoundChildForm(ChildForm, FoundForm):
    """The discovery of a child who is no pupil."""

    field_order = (*ChildForm.base_fields, *FoundForm.base_fields)


class NotifiedForm(forms.Form):
    """The letter to the guardianship body."""

    on = DayField(label=_("Day of the notification"), help_text=EXAMPLE)
    number = _number(_("Number of the letter"))
    who = _line(_("Who was notified"))
    how = _line(_("How it was sent"), help_text=_("For example, by courier, by e-mail"))


class PlacedForm(forms.Form):
    """Where the child went, by which paper; who the guardian is."""

    placement = forms.ChoiceField(
        label=_("Placement"), choices=Placement.choices, widget=ChoiceRows
    )
    on = DayField(label=_("First day"), help_text=EXAMPLE)
    document = _line(
        _("Deciding paper"), help_text=_("Needed for guardianship, trusteeship and foster care.")
    )
    number = _number(_("Number"))
    paper_on = DayField(label=_("Date of the document"), required=False)
    member = forms.ModelChoiceField(
        label=_("Guardian"),
        queryset=HouseholdMember.objects.none(),
        required=False,
        empty_label=_("not in the family yet"),
    )
    surname = _line(_("Surname"), 100)
    given = _line(_("First name"), 100)
    patronymic = _line(_("Patronymic"), 100)
    phone = _line(_("Phone"), 60)
    open_status = forms.BooleanField(
        label=_("Open the status on the card too"), required=False, initial=True
    )
    text = _text(_("Note"), 2)

    def __init__(self, *args: Any, members: Any, card: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["member"]
        choice.queryset = members
        if not card:
            for name in ("member", "phone", "open_status"):
                del self.fields[name]


class PlacedAgainForm(forms.Form):
    """A placement corrected: its days and its paper."""

    placement = forms.ChoiceField(
        label=_("Placement"), choices=Placement.choices, widget=ChoiceRows
    )
    on = DayField(label=_("First day"), help_text=EXAMPLE)
    document = _line(_("Deciding paper"))
    number = _number(_("Number"))
    paper_on = DayField(label=_("Date of the document"), required=False)
    who = _line(_("Guardian"))
    text = _text(_("Note"), 2)


class ReviewedForm(forms.Form):
    """How the child lives now."""

    on = DayField(label=_("Day of the review"), help_text=EXAMPLE)
    who = _line(_("Who took part"))
    text = _text(_("What was found and decided"), required=True)


class ClosedForm(forms.Form):
    """Why the case is over."""

    on = DayField(label=_("Last day"), help_text=EXAMPLE)
    reason = forms.ChoiceField(label=_("Reason"), choices=Ending.choices, widget=ChoiceRows)
    document = _line(_("Document"))
    number = _number(_("Number"))
    paper_on = DayField(label=_("Date of the document"), required=False)
    text = _text(_("Note"), 2)
    end = forms.BooleanField(
        label=_("End the guardianship and the status on the card too"),
        required=False,
        initial=True,
    )


STEP_FORMS: dict[str, type[forms.Form]] = {
    StepKind.IDENTIFIED: FoundForm,
    StepKind.NOTIFIED: NotifiedForm,
    StepKind.PLACED: PlacedAgainForm,
    StepKind.REVIEWED: ReviewedForm,
    StepKind.CLOSED: ClosedForm,
}


class ReasonForm(forms.Form):
    """Why something recorded by mistake is annulled."""

    reason = _text(_("Reason"), 2, required=True)


class TermsForm(forms.Form):
    """What the school sets."""

    notify_days = forms.IntegerField(
        label=_("Working days to notify the guardianship body"),
        widget=forms.TextInput({"size": "4", "inputmode": "numeric"}),
    )
    checks_a_year = forms.TypedChoiceField(
        label=_("Checks of a guardian a year"),
        coerce=int,
        choices=[(times, str(times)) for times in TIMES_A_YEAR],
        widget=ChoiceRows,
    )
    body = _line(_("Guardianship body"), help_text=_("As it stands at the head of a letter."))


class PupilForm(forms.Form):
    """Which pupil the child of a case has become."""

    pupil = forms.ModelChoiceField(
        label=_("Pupil"), queryset=Pupil.objects.none(), to_field_name="pid", widget=ChoiceRows
    )

    def __init__(self, *args: Any, pupils: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["pupil"]
        choice.queryset, choice.empty_label = pupils, None


class WithGuardian(forms.Form):
    """With whom, and about which children of the same guardian."""

    on = DayField(label=_("Date"), help_text=EXAMPLE)
    guardian = forms.ModelChoiceField(
        label=_("Guardian"),
        queryset=HouseholdMember.objects.none(),
        required=False,
        to_field_name="pid",
        empty_label=_("somebody else"),
    )
    guardian_name = _line(_("Full name, if somebody else"))
    pupils = forms.MultipleChoiceField(label=_("About whom"), widget=TickRows, required=False)

    def __init__(
        self, *args: Any, members: Any, pupils: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["guardian"]
        choice.queryset = members
        choice = self.fields["pupils"]
        choice.choices = pupils
        if len(pupils) < 2:
            del self.fields["pupils"]


class TalkForm(WithGuardian):
    """A talk with a guardian."""

    living = _text(_("Living conditions"), 2)
    health = _text(_("Health"), 2)
    study = _text(_("Study"), 2)
    asked = _text(_("What is asked for"), 2)
    agreed = _text(_("What was agreed"), 2)
    text = _text(_("What else was said"), 2)
    next_on = DayField(label=_("Next talk"), required=False, help_text=EXAMPLE)


class CheckForm(WithGuardian):
    """A check of a guardian."""

    who = _line(_("Who checked"), help_text=_("For example, the commission by name"))
    findings = _text(_("Findings"), required=True)
    recommendation = _text(_("Recommendation"), 2)
    next_on = DayField(
        label=_("Next check"), required=False, help_text=_("Empty: by the school's own term.")
    )
