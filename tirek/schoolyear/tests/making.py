"""Makes school years for tests."""

from __future__ import annotations

from tirek.access.models import School
from tirek.schoolyear.actions import open_year
from tirek.schoolyear.models import SchoolYear


def school_year(school: School, year: int = 2026) -> SchoolYear:
    """The school's year with the default quarters; made once."""
    found = SchoolYear.objects.filter(school=school, year=year).first()
    return found or open_year(by=None, school=school, year=year)
