"""Reads school years."""

from __future__ import annotations

from datetime import date

from tirek.access.models import School
from tirek.schoolyear.models import SchoolYear


def year_at(school: School, day: date) -> SchoolYear | None:
    """The school year that began last on or before `day`, with its quarters and holidays."""
    return (
        SchoolYear.objects.filter(school=school, starts_on__lte=day)
        .order_by("-starts_on")
        .prefetch_related("quarters", "holidays")
        .first()
    )


def year_of(school: School, year: int) -> SchoolYear | None:
    """The school year that begins in the calendar year `year`."""
    return (
        SchoolYear.objects.filter(school=school, year=year)
        .prefetch_related("quarters", "holidays")
        .first()
    )


def year_before(school_year: SchoolYear) -> SchoolYear | None:
    """The school year before this one."""
    return (
        SchoolYear.objects.filter(school=school_year.school_id, starts_on__lt=school_year.starts_on)
        .order_by("-starts_on")
        .first()
    )


def years_of(school: School) -> list[SchoolYear]:
    """All years of a school, the newest first."""
    return list(SchoolYear.objects.filter(school=school).prefetch_related("quarters", "holidays"))
