"""Questions about pupils, classes and families."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tirek.access.models import User
from tirek.school.models import Household, SchoolClass, Sex
from tirek.school.rollover import Plan
from tirek.school.rules import rollover
from tirek.school.rules.names import parse_class_name
from tirek.school.rules.rollover import Decision, OldClass
from tirek.web.forms import ChoiceRows, DayField

EXAMPLE = _("For example, 05.09.2026")
LANGUAGES = [("kk", _("Kazakh")), ("ru", _("Russian")), ("en", _("English"))]


def _short(size: str, **attrs: str) -> forms.TextInput:
    return forms.TextInput({"size": size, **attrs})


class PupilForm(forms.Form):
    """Who the child is."""

    surname = forms.CharField(label=_("Surname"), max_length=100)
    given = forms.CharField(label=_("First name"), max_length=100)
    patronymic = forms.CharField(label=_("Patronymic"), max_length=100, required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, widget=ChoiceRows, required=False)
    born_on = DayField(label=_("Date of birth"), required=False, help_text=EXAMPLE)
    iin = forms.CharField(
        label=_("IIN"),
        max_length=12,
        required=False,
        widget=_short("14", inputmode="numeric", autocomplete="off"),
        help_text=_("12 digits"),
    )
    language = forms.ChoiceField(
        label=_("Language of teaching"), choices=LANGUAGES, widget=ChoiceRows, required=False
    )
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    phone = forms.CharField(
        label=_("Phone"), max_length=60, required=False, widget=_short("24", inputmode="tel")
    )


class ClassChoice(forms.Form):
    """A class and the first day in it."""

    school_class = forms.ModelChoiceField(
        label=_("Class"), queryset=SchoolClass.objects.none(), empty_label=""
    )
    since = DayField(label=_("First day in the class"), help_text=EXAMPLE)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        required=False,
        help_text=_("For example: from another school, order number."),
    )

    def __init__(self, *args: Any, classes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["school_class"]
        choice.queryset = classes


class NewPupilForm(PupilForm, ClassChoice):
    """Who the child is, and the class."""

    field_order = ["surname", "given", "patronymic", "school_class", "since", "reason"]


class LeaveForm(forms.Form):
    """The last day at school and why."""

    until = DayField(label=_("Last day at school"), help_text=EXAMPLE)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("For example: to another school, order number."),
    )


class ClassForm(forms.Form):
    """How a class learns and who answers for it."""

    language = forms.ChoiceField(
        label=_("Language of teaching"), choices=LANGUAGES, widget=ChoiceRows, required=False
    )
    shift = forms.TypedChoiceField(
        label=_("Shift"),
        choices=[("1", "1"), ("2", "2"), ("3", "3")],
        coerce=int,
        empty_value=None,
        widget=ChoiceRows,
        required=False,
    )
    teacher = forms.ModelChoiceField(
        label=_("Class teacher"), queryset=User.objects.none(), required=False, empty_label=""
    )

    def __init__(self, *args: Any, teachers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["teacher"]
        choice.queryset = teachers


class NewClassForm(ClassForm):
    """A class by its grade and letter."""

    grade = forms.IntegerField(
        label=_("Grade"), min_value=0, max_value=12, widget=forms.NumberInput({"size": "4"})
    )
    letter = forms.CharField(label=_("Letter"), max_length=10, required=False, widget=_short("4"))
    field_order = ["grade", "letter", "language", "shift", "teacher"]

    def clean_letter(self) -> str:
        """A capital letter without spaces."""
        return str(self.cleaned_data["letter"]).strip().upper()


class HouseholdForm(forms.Form):
    """Where the family lives."""

    address = forms.CharField(label=_("Address"), max_length=300)
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea({"rows": 3}), max_length=2000
    )


class MemberForm(forms.Form):
    """Somebody who lives in the family and is no pupil of the school."""

    surname = forms.CharField(label=_("Surname"), max_length=100)
    given = forms.CharField(label=_("First name"), max_length=100)
    patronymic = forms.CharField(label=_("Patronymic"), max_length=100, required=False)
    born_on = DayField(label=_("Date of birth"), required=False, help_text=EXAMPLE)
    phone = forms.CharField(
        label=_("Phone"), max_length=60, required=False, widget=_short("24", inputmode="tel")
    )
    phone2 = forms.CharField(
        label=_("Second phone"), max_length=60, required=False, widget=_short("24", inputmode="tel")
    )
    contact = forms.CharField(
        label=_("How best to reach"),
        max_length=100,
        required=False,
        help_text=_("For example: WhatsApp, after 18:00"),
    )
    language = forms.ChoiceField(
        label=_("Language of talks"), choices=LANGUAGES, widget=ChoiceRows, required=False
    )
    work = forms.CharField(label=_("Work or study"), max_length=200, required=False)
    since = DayField(label=_("Lives here since"), required=False, help_text=_("Empty: always."))
    until = DayField(
        label=_("Lived here until"),
        required=False,
        help_text=_("Leave empty while the member lives in the family."),
    )

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        said = super().clean() or self.cleaned_data
        since, until = said.get("since"), said.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first day."))
        return said


class JoinForm(forms.Form):
    """The family a pupil lives in: one that is there, or a new one at an address."""

    household = forms.ModelChoiceField(
        label=_("Family"),
        queryset=Household.objects.none(),
        required=False,
        empty_label=_("a new family"),
    )
    address = forms.CharField(label=_("Address of a new family"), max_length=300, required=False)
    since = DayField(
        label=_("First day in this family"), required=False, help_text=_("Empty: always.")
    )

    def __init__(self, *args: Any, households: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["household"]
        choice.queryset = households

    def clean(self) -> dict[str, Any]:
        """One of the two must be there."""
        said = super().clean() or self.cleaned_data
        if not said.get("household") and not said.get("address"):
            self.add_error("address", _("Choose a family or write the address of a new one."))
        return said


class RosterFileForm(forms.Form):
    """A class list, and from when its new pupils are in their classes."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel, OpenDocument, CSV or OneRoster, up to 50 MB"),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file.")},
    )
    since = DayField(
        label=_("First day in the class"),
        help_text=_("For new pupils whose day of arrival the list does not state"),
    )
    open_classes = forms.BooleanField(
        label=_("Open the classes that are not there yet"), required=False
    )


class ApplyForm(forms.Form):
    """Agreement to leave the refused rows out; `seen` is the plan that was shown."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    skip = forms.BooleanField(
        label=_("Refused"),
        error_messages={"required": _("Correct the file, or agree to leave the refused rows out.")},
    )


class RollOverClassesForm(forms.Form):
    """Where each class of the old year goes; a field for each, named by the class's public id."""

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        old = [OldClass(o.pid, o.grade, o.letter, o.name) for o in plan.classes.values()]
        last = rollover.last_grade(old)
        for one in old:
            usual = rollover.usual_target(one, last)
            near = {name for name in plan.names if _grade(name) == one.grade + 1}
            near |= {usual, plan.targets[one.pid]} - {rollover.LEAVES, rollover.NOWHERE}
            self.fields[one.pid] = forms.ChoiceField(
                label=one.name,
                choices=[*_named(near), *_APART],
                initial=plan.targets[one.pid],
            )


class RollOverPupilsForm(forms.Form):
    """Who of a class goes elsewhere; a field for each pupil, named by the pupil's public id."""

    def __init__(
        self,
        *args: Any,
        plan: Plan,
        usual: str,
        pupils: Iterable[tuple[Decision, Any]],
        chosen: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for one, pupil in pupils:
            grade = plan.classes[one.pupil.class_pid].grade
            again = plan.classes[one.pupil.class_pid].name
            near = {again, *(name for name in plan.names if _grade(name) in (grade, grade + 1))}
            self.fields[pupil.pid] = forms.ChoiceField(
                label=pupil.full_name,
                required=False,
                choices=[
                    ("", _("with the class")),
                    *_named(near - {usual}),
                    *(pair for pair in _APART if pair[0] != usual),
                ],
                initial=chosen.get(pupil.pid, ""),
            )


class FirstClassesForm(forms.Form):
    """Classes to be opened besides those that go on: 1А, 1Ә."""

    first = forms.CharField(label=_("New first classes"), required=False, max_length=200)

    def clean_first(self) -> list[str]:
        """The names as the program writes them, each once."""
        found = []
        for text in re.split(r"[,;]+", self.cleaned_data["first"]):
            if not text.strip():
                continue
            try:
                found.append(parse_class_name(text).name)
            except ValueError:
                message = _("%(text)s is no class. Write them as 1А, 1Ә.")
                raise forms.ValidationError(message % {"text": text}) from None
        return list(dict.fromkeys(found))


_APART = [
    (rollover.LEAVES, _("leaves the school")),
    (rollover.NOWHERE, _("will be placed one by one")),
]


def _grade(name: str) -> int:
    return parse_class_name(name).grade


def _named(names: Iterable[str]) -> list[tuple[str, str]]:
    ordered = sorted(names, key=lambda name: parse_class_name(name).order)
    return [(name, name) for name in ordered]
