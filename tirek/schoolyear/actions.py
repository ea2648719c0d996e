"""Opens and changes school years."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import School, User
from tirek.access.refused import Refused
from tirek.schoolyear.models import Holiday, Quarter, SchoolYear
from tirek.schoolyear.rules.calendar import Calendar, default_calendar


@transaction.atomic
def open_year(
    *, by: User | None, school: School, year: int, calendar: Calendar | None = None
) -> SchoolYear:
    """Open a school year with the default quarters, or with those of `calendar`."""
    if SchoolYear.objects.filter(school=school, year=year).exists():
        raise Refused(_("This school year is already there."), field="year")
    calendar = calendar or default_calendar(year)
    opened = SchoolYear.objects.create(
        school=school, year=year, starts_on=calendar.starts_on, ends_on=calendar.ends_on
    )
    _fill(opened, calendar.quarters, [(a, b, "") for a, b in calendar.holidays])
    audit.record(by=by, verb="CREATED", thing=opened, school=school)
    return opened


@transaction.atomic
def change_year(
    *,
    by: User,
    school_year: SchoolYear,
    starts_on: date,
    ends_on: date,
    quarters: Sequence[tuple[date, date]],
    holidays: Sequence[tuple[date, date, str]] = (),
) -> SchoolYear:
    """Change a year's bounds, quarters and holidays; every period follows them at once."""
    school_year.starts_on, school_year.ends_on = starts_on, ends_on
    school_year.save(update_fields=["starts_on", "ends_on"])
    school_year.quarters.all().delete()
    school_year.holidays.all().delete()
    _fill(school_year, quarters, holidays)
    audit.record(by=by, verb="CHANGED", thing=school_year, school=school_year.school)
    return school_year


def _fill(
    school_year: SchoolYear,
    quarters: Sequence[tuple[date, date]],
    holidays: Sequence[tuple[date, date, str]],
) -> None:
    Quarter.objects.bulk_create(
        Quarter(school_year=school_year, number=number, since=since, until=until)
        for number, (since, until) in enumerate(quarters, start=1)
    )
    Holiday.objects.bulk_create(
        Holiday(school_year=school_year, since=since, until=until, name=name)
        for since, until, name in holidays
    )


def running_year(today: date) -> int:
    """The calendar year in which the school year that runs or comes next began or begins.

    From June on people prepare the next one.
    """
    return today.year if today.month >= 6 else today.year - 1


def begin_school(*, by: User | None, school: School) -> None:
    """Open the running school year of a school that has just been entered."""
    open_year(by=by, school=school, year=running_year(clock.today()))
