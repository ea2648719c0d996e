"""Annual reports: the words of their chapters; a frozen one is an issued document as well."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tirek.access import clock
from tirek.access.ids import new_pid
from tirek.access.models import School
from tirek.access.sight import sight_of
from tirek.reports.models import IssuedDocument
from tirek.schoolyear.models import SchoolYear

ANNUAL_REPORT = "ANNUAL_REPORT"
READ, WRITE = "annual.report:read", "annual.report:write"


class AnnualReportQuerySet(models.QuerySet["AnnualReport"]):
    """Reads annual reports."""

    def visible_to(self, user: Any) -> AnnualReportQuerySet:
        """Those of the schools whose reports one reads as a whole."""
        return self.filter(school_id__in=sight_of(user).whole(READ))


class AnnualReport(models.Model):
    """The report on a school year: a draft until it is frozen, then corrected only by a new one.

    `issued` is the frozen paper with its number, day, figures and words; `replaces` the frozen
    report in whose place this one comes.
    """

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    school_year = models.ForeignKey(
        SchoolYear, on_delete=models.PROTECT, related_name="annual_reports"
    )
    begun_at = models.DateTimeField(default=clock.now)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    issued = models.OneToOneField(
        IssuedDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        ordering = ["-school_year__starts_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["school_year"],
                condition=Q(issued__isnull=True),
                name="one_draft_of_a_years_report",
            )
        ]

    def __str__(self) -> str:
        return f"{self.school_year_id}"

    @property
    def frozen(self) -> bool:
        """Was it issued under a number?"""
        return self.issued_id is not None


class Chapter(models.Model):
    """What a person wrote for a chapter of a report; `code` is one of `rules.chapters.CHAPTERS`."""

    report = models.ForeignKey(AnnualReport, on_delete=models.CASCADE, related_name="chapters")
    code = models.CharField(max_length=20)
    text = models.TextField(_("In words"), blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "code"], name="chapter_once_a_report")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.code}"
