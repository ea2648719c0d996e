"""The question about a row of a plan: what, when, who, for whom, proved by what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tirek.access.models import School
from tirek.access.roles import Role
from tirek.cards.queries import categories
from tirek.journal import kinds
from tirek.plans.models import PlanRow
from tirek.plans.rules.alternatives import alternatives_of, cohort_of, evidence_of, groups_of
from tirek.plans.rules.cohorts import THIS_YEAR, cohort_from_json
from tirek.plans.rules.evidence import UNITS, evidence_from_json
from tirek.plans.rules.words import parse_term
from tirek.plans.wording import (
    UNIT_NAMES,
    cohort_words,
    evidence_words,
    proof_words,
    term_words,
)
from tirek.web.forms import ChoiceRows, TickRows

# How many alternatives the form has place for at the least; there is always an empty one.
LEAST = {"or": 3, "proof": 2}


@dataclass(frozen=True)
class Folded:
    """Fields that are shown when asked for: their words, whether they are open."""

    words: str
    open: bool
    fields: list[Any]


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
    arrived = forms.BooleanField(label=gettext_lazy("Only pupils new this year"), required=False)
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
        needed, self.groups = groups_of(row.evidence or [])
        self.alternatives = alternatives_of(cohort)
        kwargs["initial"] = {
            "text_kk": row.text_kk,
            "text_ru": row.text_ru,
            "term": term_words(row.term),
            "responsible": row.responsible,
            "unit": row.unit,
            **_asked(cohort),
            "evidence": needed,
            "grace_days": row.grace_days,
        }
        super().__init__(*args, **kwargs)
        self.row, self.school = row, school
        self._add_alternatives()
        fields: Any = self.fields
        known, proofs = self._categories(), self._proofs()
        fields["unit"].choices = [(code, UNIT_NAMES[code]) for code in UNITS]
        for name in fields:
            if name.endswith("statuses"):
                fields[name].choices = known
            elif name == "evidence" or name.startswith("proof"):
                fields[name].choices = proofs

    def _add_alternatives(self) -> None:
        """Fields for the alternatives there are, and for some more."""
        fields: Any = self.fields
        if self.alternatives is not None:
            for at in range(_places("or", self.alternatives)):
                for name in ("social", "arrived", "statuses", "grades"):
                    kind = self.base_fields[name]
                    fields[f"or{at}_{name}"] = field = type(kind)(
                        label=kind.label,
                        help_text=kind.help_text,
                        required=False,
                        widget=type(kind.widget)(),
                    )
                    some = self.alternatives[at : at + 1]
                    field.initial = _asked(some[0])[name] if some else None
        for at in range(_places("proof", self.groups)):
            fields[f"proof{at}"] = forms.MultipleChoiceField(
                label=gettext_lazy("One of these is enough"),
                required=False,
                initial=self.groups[at] if at < len(self.groups) else [],
                widget=forms.SelectMultiple(attrs={"size": 8}),
            )

    def _categories(self) -> list[tuple[str, str]]:
        """The categories of the school, and those that the row names already."""
        known = {code: one.name() for code, one in categories(self.school).items()}
        cohort = self.row.cohort or {}
        for one in (cohort, *(self.alternatives or ())):
            known |= {code: code for code in one.get("statuses", ()) if code not in known}
        return list(known.items())

    def _proofs(self) -> list[tuple[str, str]]:
        """The kinds of work with their topics, and those that the row names already."""
        found: dict[str, str] = {}
        for code, kind in kinds.kinds().items():
            found[code] = str(kind.name)
            found |= {f"{code}:{topic}": proof_words(code, topic) for topic in kind.topics}
        for one in (self.initial["evidence"], *self.groups):
            for proof in one:
                found.setdefault(proof, proof_words(*proof.partition(":")[::2]))
        return list(found.items())

    def main(self) -> list[Any]:
        """The fields that are always in sight."""
        return [one for one in self if not re.match(r"(or|proof)\d", one.name)]

    def folded(self) -> Iterator[tuple[str, str, list[Folded]]]:
        """The alternatives of the cohort and of the evidence: heading, hint, their fields."""
        whom = []
        for at in range(_places("or", self.alternatives or ())):
            if self.alternatives is not None:
                some = self.alternatives[at : at + 1]
                words = (
                    cohort_words(self.school, cohort_from_json(some[0]), "PUPIL") if some else ""
                )
                names = [f"or{at}_{name}" for name in ("social", "arrived", "statuses", "grades")]
                whom.append(self._fold(words, names))
        if whom:
            hint = _("One of these must hold, besides what is chosen above.")
            yield _("Any of several groups"), hint, whom
        proofs = []
        for at in range(_places("proof", self.groups)):
            group = self.groups[at : at + 1]
            words = evidence_words(evidence_from_json(group)) if group else ""
            proofs.append(self._fold(words, [f"proof{at}"]))
        hint = _("Of the works chosen here one is enough.")
        yield _("Proved by one of several works"), hint, proofs

    def _fold(self, words: str, names: list[str]) -> Folded:
        fields = [self[name] for name in names]
        typed = self.is_bound and any(one.errors or one.value() for one in fields)
        return Folded(words or _("nothing chosen"), typed, fields)

    def clean_term(self) -> dict[str, Any]:
        """The words as a term; unchanged words keep the term as it is."""
        text = self.cleaned_data["term"]
        if text.strip() == term_words(self.row.term):
            return dict(self.row.term)
        term = parse_term(text)
        if term is None:
            raise ValidationError(_("These words of time are not understood."))
        return term.as_json()

    def clean(self) -> dict[str, Any]:
        """Grades 0 to 12, as "5, 6" or "8-11"."""
        found = super().clean() or {}
        for name in self.fields:
            if name.endswith("grades"):
                try:
                    found[name] = _grades(found.get(name, ""))
                except ValidationError as error:
                    self.add_error(name, error)
        return found

    def row_fields(self) -> dict[str, Any]:
        """What to change in the row."""
        data = self.cleaned_data
        names = ("text_kk", "text_ru", "term", "responsible", "unit", "grace_days")
        groups = [data[name] for name in data if name.startswith("proof")]
        return {name: data[name] for name in names} | {
            "evidence": evidence_of(data["evidence"], groups, self.row.evidence or []),
            "cohort": self._cohort(),
        }

    def _cohort(self) -> dict[str, Any]:
        """The cohort as typed; what the form cannot say in its own words stays as it is."""
        before = self.row.cohort or {}
        base = self._said("")
        if "requested" in before:
            base["requested"] = before["requested"]
        if self.alternatives is None:
            return {**cohort_of(base, ()), "any": before["any"]}
        places = range(_places("or", self.alternatives))
        found = cohort_of(base, [self._said(f"or{at}_") for at in places])
        # Alternatives inside others mean the same as those beside them.
        same = found.get("any", []) == self.alternatives
        return {**found, "any": before["any"]} if same and "any" in before else found

    def _said(self, prefix: str) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "statuses": data[f"{prefix}statuses"],
            "social": data[f"{prefix}social"],
            "grades": data[f"{prefix}grades"],
            "arrived": THIS_YEAR if data[f"{prefix}arrived"] else "",
        }


def _places(what: str, there: Any) -> int:
    return max(LEAST[what], len(there) + 1)


def _asked(cohort: dict[str, Any]) -> dict[str, Any]:
    """A cohort's own parts as a form shows them."""
    return {
        "social": cohort.get("social", False),
        "arrived": "arrived" in cohort,
        "statuses": cohort.get("statuses", []),
        "grades": ", ".join(str(one) for one in cohort.get("grades", [])),
    }


def _grades(text: str) -> list[int]:
    found: list[int] = []
    for part in re.split(r"[,;\s]+", text.strip()):
        if not part:
            continue
        one = re.fullmatch(r"(\d{1,2})(?:[-–](\d{1,2}))?", part)
        if one is None or int(one[2] or one[1]) > 12 or int(one[1]) > int(one[2] or one[1]):
            raise ValidationError(_("Write grades as 5, 6 or 8-11."))
        found += range(int(one[1]), int(one[2] or one[1]) + 1)
    return list(dict.fromkeys(found))
