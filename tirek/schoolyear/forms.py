"""Questions about a school year: its bounds, four quarters, its holidays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tirek.schoolyear.models import SchoolYear
from tirek.schoolyear.rules.calendar import QUARTERS_IN_YEAR, Calendar
from tirek.web.forms import DayField

SPARE_HOLIDAYS = 2
PROBLEMS = {
    "ends_before_start": _("The last day is earlier than the first."),
    "other_year": _("The first day lies in another calendar year."),
    "outside_year": _("The quarter goes beyond the school year."),
    "overlaps_before": _("The quarter begins before the one before it ends."),
    "four_quarters": _("There must be four quarters."),
}


class NewYearForm(forms.Form):
    """Which school year to open."""

    year = forms.IntegerField(
        label=_("The year it begins in"),
        min_value=2000,
        max_value=2100,
        help_text=_("2026 is the school year 2026–2027"),
        widget=forms.NumberInput({"size": "6"}),
    )


class YearForm(forms.Form):
    """A year's days; a quarter or a holiday is a pair of days, both included."""

    starts_on = DayField(label=_("First day of the year"))
    ends_on = DayField(label=_("Last day of the year"))

    def __init__(self, *args: Any, school_year: SchoolYear, **kwargs: Any) -> None:
        self.school_year = school_year
        calendar = school_year.calendar()
        holidays = [(h.since, h.until, h.name) for h in school_year.holidays.all()]
        self.rows = len(holidays) + SPARE_HOLIDAYS
        initial: dict[str, Any] = {"starts_on": calendar.starts_on, "ends_on": calendar.ends_on}
        for number, (since, until) in enumerate(calendar.quarters, start=1):
            initial |= {f"q{number}_since": since, f"q{number}_until": until}
        for number, (since, until, name) in enumerate(holidays, start=1):
            initial |= {
                f"h{number}_since": since,
                f"h{number}_until": until,
                f"h{number}_name": name,
            }
        super().__init__(*args, **{**kwargs, "initial": initial})
        for number in range(1, QUARTERS_IN_YEAR + 1):
            self._ask(f"q{number}", _("Quarter %(n)s") % {"n": number}, required=True)
        for number in range(1, self.rows + 1):
            self._ask(f"h{number}", f"{_('Holidays')} {number}", required=False)
            label = f"{_('Holidays')} {number}: {_('Name')}"
            self.fields[f"h{number}_name"] = forms.CharField(
                label=label,
                max_length=100,
                required=False,
                widget=forms.TextInput({"aria-label": label, "size": "28"}),
            )

    def _ask(self, prefix: str, what: str, *, required: bool) -> None:
        """The first and the last day of a line of the table, each named in full."""
        for name, words in (("since", _("First day")), ("until", _("Last day"))):
            label = f"{what}: {words}"
            field = DayField(label=label, required=required)
            field.widget.attrs["aria-label"] = label
            self.fields[f"{prefix}_{name}"] = field

    def quarters(self) -> Iterator[tuple[int, Any, Any]]:
        """Each quarter's number and its two questions."""
        for number in range(1, QUARTERS_IN_YEAR + 1):
            yield number, self[f"q{number}_since"], self[f"q{number}_until"]

    def holidays(self) -> Iterator[tuple[int, Any, Any, Any]]:
        """Each holiday's number and its three questions."""
        for number in range(1, self.rows + 1):
            names = (f"h{number}_since", f"h{number}_until", f"h{number}_name")
            yield number, *(self[name] for name in names)  # type: ignore[misc]

    def clean(self) -> dict[str, Any]:
        """The whole calendar must hold together; each problem stands at its field."""
        data = super().clean() or self.cleaned_data
        holidays: list[tuple[date, date, str]] = []
        for number in range(1, self.rows + 1):
            since, until = data.get(f"h{number}_since"), data.get(f"h{number}_until")
            name = data.get(f"h{number}_name") or ""
            if since and until:
                holidays.append((since, until, name))
                if since > until:
                    self.add_error(f"h{number}_until", PROBLEMS["ends_before_start"])
            elif (since or until or name) and not self._wrong(f"h{number}"):
                missing = "since" if not since else "until"
                self.add_error(f"h{number}_{missing}", _("Enter both days, or empty the line."))
        if self.errors:
            return data
        quarters = tuple(
            (data[f"q{number}_since"], data[f"q{number}_until"])
            for number in range(1, QUARTERS_IN_YEAR + 1)
        )
        calendar = Calendar(
            year=self.school_year.year,
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            quarters=quarters,
        )
        self.answers = {
            "starts_on": data["starts_on"],
            "ends_on": data["ends_on"],
            "quarters": quarters,
            "holidays": sorted(holidays),
        }
        for problem in calendar.problems():
            self.add_error(_field(problem.path), PROBLEMS[problem.code])
        return data

    def _wrong(self, prefix: str) -> bool:
        return any(name.startswith(prefix + "_") for name in self.errors)


def _field(path: str) -> str:
    """`quarters[1]` is the first day of the second quarter."""
    if not path.startswith("quarters["):
        return "starts_on" if path == "quarters" else path
    return f"q{int(path[9:-1]) + 1}_since"
