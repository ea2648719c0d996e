"""School years with their quarters and holidays; "quarter" always means a school quarter."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q

from tirek.access.models import School
from tirek.access.sight import sight_of
from tirek.schoolyear.rules.calendar import Calendar


class SchoolYearQuerySet(models.QuerySet["SchoolYear"]):
    """Reads school years."""

    def visible_to(self, user: Any) -> SchoolYearQuerySet:
        """Years of the schools in which the user holds any role."""
        ids = {h.school_id for h in sight_of(user).held if h.school_id}
        return self.filter(school_id__in=ids)


class SchoolYear(models.Model):
    """A school's year, named by the calendar year it begins in: 2026 is 2026-2027."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()

    objects = SchoolYearQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["school", "year"], name="one_year_of_a_school"),
            models.CheckConstraint(
                name="year_ends_after_start", condition=Q(ends_on__gt=F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}\u2013{self.year + 1}"

    def calendar(self) -> Calendar:
        """The year as plain data for the rules (two queries unless prefetched)."""
        return Calendar(
            year=self.year,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            quarters=tuple(
                (q.since, q.until) for q in sorted(self.quarters.all(), key=lambda q: q.number)
            ),
            holidays=tuple((h.since, h.until) for h in self.holidays.all()),
        )


class Quarter(models.Model):
    """One of the four quarters, its first and last school day included."""

    school_year = models.ForeignKey(SchoolYear, on_delete=models.CASCADE, related_name="quarters")
    number = models.PositiveSmallIntegerField()
    since = models.DateField()
    until = models.DateField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["school_year", "number"], name="one_quarter_number")
        ]

    def __str__(self) -> str:
        return f"{self.school_year} {self.number}"


class Holiday(models.Model):
    """Days without lessons inside a year."""

    school_year = models.ForeignKey(SchoolYear, on_delete=models.CASCADE, related_name="holidays")
    since = models.DateField()
    until = models.DateField()
    name = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["since"]

    def __str__(self) -> str:
        return self.name or f"{self.since}"


def default_bounds(year: int) -> tuple[date, date]:
    """1 September to 25 May."""
    return date(year, 9, 1), date(year + 1, 5, 25)
