"""Forms of the register and of the council."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tirek.access.models import User
from tirek.prevention.models import Aim, Case, Matter, Member, Post, StepKind
from tirek.web.forms import ChoiceRows, DayField, TickRows


def _line(label: Any, size: int = 300, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=size, required=False, **more)


def _text(label: Any, rows: int = 3, required: bool = False) -> forms.CharField:
    widget = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, required=required, widget=widget, max_length=10_000)


class ProposeForm(forms.Form):
    """A proposal: when, on which ground, by whom, why."""

    on = DayField(label=_("Day of the proposal"))
    ground = forms.ChoiceField(label=_("Ground"), widget=ChoiceRows)
    who = _line(_("Proposed by"))
    text = _text(_("What happened, what has been done already"), required=True)

    def __init__(self, *args: Any, grounds: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["ground"]
        choice.choices = list(grounds)


class EarlierForm(forms.Form):
    """The decision by which a child has been on the register since before."""

    ground = forms.ChoiceField(label=_("Ground"), widget=ChoiceRows)
    number = _line(_("Number of the decision"), 60)
    text = _text(_("Text"))

    def __init__(self, *args: Any, grounds: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["ground"]
        choice.choices = list(grounds)


class StepForm(forms.Form):
    """A step with its day and words."""

    on = DayField(label=_("Date"))
    who = _line(_("With whom"))
    text = _text(_("Text"))


class ToldForm(forms.Form):
    """The parents were told: when, how, what they said."""

    on = DayField(label=_("Date"))
    who = _line(_("Who was told"))
    how = _line(_("How"), help_text=_("For example, in person, by letter"))
    words = _text(_("The parents' own words"))


class ReviewedForm(StepForm):
    """What a review found."""

    text = _text(_("What was found and decided"), required=True)


STEP_FORMS: dict[str, type[forms.Form]] = {
    StepKind.TOLD: ToldForm,
    StepKind.CONTACT: ReviewedForm,
    StepKind.REVIEWED: ReviewedForm,
    StepKind.WITHDRAWN: StepForm,
    StepKind.LEFT: StepForm,
}


class ReasonForm(forms.Form):
    """Why."""

    reason = _text(_("Reason"), 2, required=True)


class MeasureForm(forms.Form):
    """A measure of an individual plan."""

    what = _text(_("Measure"), 2, required=True)
    user = forms.ModelChoiceField(
        label=_("Specialist"), queryset=User.objects.none(), required=False, empty_label="–"
    )
    who = _line(_("Who, if not of the staff"))
    due_on = DayField(label=_("Term"))

    def __init__(self, *args: Any, staff: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["user"]
        choice.queryset = staff


class MarkForm(forms.Form):
    """A measure was carried out."""

    on = DayField(label=_("Carried out on"))
    mark = _text(_("How it was carried out"), 2, required=True)


class MemberForm(forms.Form):
    """Somebody joins the council."""

    name = forms.CharField(label=_("Full name"), max_length=200)
    job = _line(_("Post"), 200)
    post = forms.ChoiceField(label=_("In the council"), choices=Post.choices, widget=ChoiceRows)
    since = DayField(label=_("First day"))


class UntilForm(forms.Form):
    """A last day."""

    until = DayField(label=_("Last day"))


class MeetingForm(forms.Form):
    """A meeting is called."""

    on = DayField(label=_("Date"))
    place = _line(_("Place"), 200)


class MatterForm(forms.Form):
    """A case for the agenda."""

    case = forms.ModelChoiceField(
        label=_("Case"), queryset=Case.objects.none(), to_field_name="pid"
    )
    aim = forms.ChoiceField(label=_("Proposed"), choices=Aim.choices, widget=ChoiceRows)
    heard = _text(_("Heard"))

    def __init__(self, *args: Any, cases: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["case"]
        choice.queryset = cases


class HoldForm(forms.Form):
    """The minutes: number, who came, and for each matter its votes and decision."""

    number = _line(_("Number of the minutes"), 60)
    present = forms.ModelMultipleChoiceField(
        label=_("Present"), queryset=Member.objects.none(), to_field_name="pid", widget=TickRows
    )
    guests = _text(_("Invited"), 2)
    text = _text(_("What was said"))

    def __init__(self, *args: Any, members: Any, matters: Sequence[Matter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["present"]
        choice.queryset = members
        self.matters = matters
        for one in matters:
            head = f"{one.case}: {one.get_aim_display()}"
            for name, label in (("yes", _("For")), ("no", _("Against")), ("kept", _("Abstained"))):
                self.fields[f"{name}_{one.pk}"] = forms.IntegerField(
                    label=f"{head}. {label}",
                    required=False,
                    min_value=0,
                    max_value=999,
                    widget=forms.TextInput({"size": "4", "inputmode": "numeric"}),
                )
            self.fields[f"number_{one.pk}"] = _line(f"{head}. {_('Number of the decision')}", 60)
            self.fields[f"decided_{one.pk}"] = _text(f"{head}. {_('Decided')}", 2)

    def votes(self) -> dict[int, dict[str, Any]]:
        """What was voted and decided, by the id of the matter."""
        said = self.cleaned_data
        return {
            one.pk: {
                "yes": said[f"yes_{one.pk}"],
                "no": said[f"no_{one.pk}"],
                "abstained": said[f"kept_{one.pk}"],
                "number": said[f"number_{one.pk}"],
                "decided": said[f"decided_{one.pk}"],
            }
            for one in self.matters
        }


class TermsForm(forms.Form):
    """What the school sets; the numbers are its own."""

    quorum_percent = forms.IntegerField(label=_("Quorum: more than, per cent of the members"))
    decide_days = forms.IntegerField(label=_("Days to decide"))
    tell_days = forms.IntegerField(label=_("Days to tell the parents"))
    plan_days = forms.IntegerField(label=_("Days to make the plan"))
    review_days = forms.IntegerField(label=_("Days between reviews"))
    own_grounds = _text(_("The school's own grounds, one a line"))
