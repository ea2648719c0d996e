"""Questions about plans: a file, a row, a due item."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tirek.access.models import School, User
from tirek.access.roles import Role
from tirek.access.sight import sight_of
from tirek.cards.queries import categories
from tirek.journal import kinds
from tirek.plans.models import Adjustment, PlanRow
from tirek.plans.rules.evidence import UNITS
from tirek.plans.rules.words import parse_term
from tirek.plans.wording import proof_words, role_words, term_words
from tirek.web.forms import ChoiceRows, DayField, TickRows

UNIT_NAMES = {
    "SCHOOL": gettext_lazy("the whole school"),
    "CLASS": gettext_lazy("each class"),
    "PUPIL": gettext_lazy("each pupil"),
    "HOUSEHOLD": gettext_lazy("each family"),
}


class FileForm(forms.Form):
    """A plan's file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Word (.docx) or plain text (.txt), 50 MB at most."),
    )


class RowForm(forms.Form):
    """One row of a plan; the term is written in words."""

    text_kk = forms.CharField(
        label=gettext_lazy("Activity, in Kazakh"), widget=forms.Textarea(attrs={"rows": 3})
    )
    text_ru = forms.CharField(
        label=gettext_lazy("Activity, in Russian"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    term = forms.CharField(
        label=gettext_lazy("Term"),
        help_text=gettext_lazy("For example: қыркүйек – қазан; жылына 2 рет; ай сайын; жыл бойы"),
    )
    responsible = forms.MultipleChoiceField(
        label=gettext_lazy("Responsible"), choices=Role.choices, widget=TickRows, required=False
    )
    unit = forms.ChoiceField(label=gettext_lazy("Counted by"), widget=ChoiceRows)
    social = forms.BooleanField(
        label=gettext_lazy("Only pupils with a social status"), required=False
    )
    statuses = forms.MultipleChoiceField(
        label=gettext_lazy("Only these categories"), widget=TickRows, required=False
    )
    grades = forms.CharField(
        label=gettext_lazy("Only these grades"),
        help_text=gettext_lazy("For example: 5, 6"),
        required=False,
    )
    evidence = forms.MultipleChoiceField(
        label=gettext_lazy("Proved by"),
        help_text=gettext_lazy("Each kind of work chosen is needed."),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    grace_days = forms.IntegerField(
        label=gettext_lazy("Days of grace"), min_value=0, max_value=366, initial=0
    )

    def __init__(self, *args: Any, row: PlanRow, school: School, **kwargs: Any) -> None:
        cohort = row.cohort or {}
        kwargs["initial"] = {
            "text_kk": row.text_kk,
            "text_ru": row.text_ru,
            "term": term_words(row.term),
            "responsible": row.responsible,
            "unit": row.unit,
            "social": cohort.get("social", False),
            "statuses": cohort.get("statuses", []),
            "grades": ", ".join(str(one) for one in cohort.get("grades", [])),
            "evidence": [one for one in row.evidence if isinstance(one, str)],
            "grace_days": row.grace_days,
        }
        super().__init__(*args, **kwargs)
        self.row = row
        fields: Any = self.fields
        fields["unit"].choices = [(code, UNIT_NAMES[code]) for code in UNITS]
        fields["statuses"].choices = [(c, one.name()) for c, one in categories(school).items()]
        fields["evidence"].choices = [
            choice
            for code, kind in kinds.kinds().items()
            for choice in [
                (code, str(kind.name)),
                *((f"{code}:{topic}", proof_words(code, topic)) for topic in kind.topics),
            ]
        ]
        # What the form cannot say in its own words is left as it is.
        if "any" in cohort:
            for name in ("social", "statuses", "grades"):
                del fields[name]
        if any(not isinstance(one, str) for one in row.evidence):
            del fields["evidence"]

    def clean_term(self) -> dict[str, Any]:
        """The words as a term; unchanged words keep the term as it is."""
        text = self.cleaned_data["term"]
        if text.strip() == term_words(self.row.term):
            return dict(self.row.term)
        term = parse_term(text)
        if term is None:
            raise ValidationError(_("These words of time are not understood."))
        return term.as_json()

    def clean_grades(self) -> list[int]:
        """Grades 0 to 12, as "5, 6" or "8-11"."""
        found: list[int] = []
        for part in re.split(r"[,;\s]+", self.cleaned_data["grades"].strip()):
            if not part:
                continue
            one = re.fullmatch(r"(\d{1,2})(?:[-–](\d{1,2}))?", part)
            if one is None or int(one[2] or one[1]) > 12:
                raise ValidationError(_("Write grades as 5, 6 or 8-11."))
            found += range(int(one[1]), int(one[2] or one[1]) + 1)
        return list(dict.fromkeys(found))

    def row_fields(self) -> dict[str, Any]:
        """What to change in the row."""
        data = self.cleaned_data
        found = {
            name: data[name]
            for name in ("text_kk", "text_ru", "term", "responsible", "unit", "grace_days")
        }
        if "evidence" in self.fields:
            found["evidence"] = data["evidence"]
        if "statuses" in self.fields:
            kept = {
                name: self.row.cohort[name]
                for name in ("arrived", "requested")
                if name in (self.row.cohort or {})
            }
            if data["statuses"]:
                kept["statuses"] = data["statuses"]
            if data["social"]:
                kept["social"] = True
            if data["grades"]:
                kept["grades"] = data["grades"]
            found["cohort"] = kept
        return found


class AdjustForm(forms.Form):
    """Leave a due item out, put it off, or hand it on."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What to do"),
        widget=ChoiceRows,
        choices=[
            (Adjustment.Kind.MOVED, gettext_lazy("Move to another day")),
            (Adjustment.Kind.ASSIGNED, gettext_lazy("Hand to a colleague")),
            (Adjustment.Kind.WAIVED, gettext_lazy("Leave out")),
        ],
    )
    to_day = DayField(label=gettext_lazy("New last day"), required=False)
    to_user = forms.ModelChoiceField(
        label=gettext_lazy("Colleague"), queryset=User.objects.none(), required=False
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(
        self, *args: Any, school: School, colleagues: Sequence[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to_user"]
        chosen = User.objects.filter(pk__in=[one.pk for one in colleagues])
        field.queryset = chosen.order_by("full_name", "pk")
        roles = {one.pk: role_words(sorted(sight_of(one).roles(school.pk))) for one in colleagues}
        field.label_from_instance = lambda one: f"{one.full_name} · {roles.get(one.pk, '')}"


class AdjustManyForm(AdjustForm):
    """The same for many items of a row: all that are not done, whole classes, or some by name."""

    every = forms.BooleanField(label=gettext_lazy("All that are not done"), required=False)
    classes = forms.MultipleChoiceField(
        label=gettext_lazy("Whole classes"), widget=TickRows, required=False
    )
    chosen = forms.MultipleChoiceField(
        label=gettext_lazy("By name"),
        widget=TickRows,
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy("Something has changed meanwhile. Look at it again.")
        },
    )
    field_order = ("every", "classes", "chosen", "kind", "to_day", "to_user", "reason")

    def __init__(
        self,
        *args: Any,
        people: Sequence[tuple[str, str]],
        classes: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["chosen"].choices = people
        fields["classes"].choices = classes
        fields["every"].label = f"{fields['every'].label}: {len(people)}"
        if not classes:
            del fields["classes"]

    def clean(self) -> dict[str, Any]:
        """Somebody must be chosen, and what is done with them be whole before it is shown."""
        found = super().clean() or {}
        if not (found.get("every") or found.get("classes") or found.get("chosen")):
            self.add_error("chosen", _("Choose at least one."))
        kind = found.get("kind")
        if kind == Adjustment.Kind.MOVED and not found.get("to_day"):
            self.add_error("to_day", _("Choose a day after the period's beginning."))
        if kind == Adjustment.Kind.ASSIGNED and not found.get("to_user"):
            self.add_error("to_user", _("Choose a colleague."))
        return found


class ReasonForm(forms.Form):
    """Why something is given back."""

    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2}))
