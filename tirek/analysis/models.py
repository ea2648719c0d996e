"""Analyses of school years: versions, each with its figures and words by plan and row."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tirek.access import clock
from tirek.access.ids import new_pid
from tirek.access.models import School
from tirek.access.sight import sight_of
from tirek.journal.models import Entry
from tirek.plans.models import PlanKind
from tirek.schoolyear.models import SchoolYear

ANALYSIS = "ANALYSIS"
READ, WRITE = "analysis.year:read", "analysis.year:write"
# The reasons why items were moved or left out are theirs who do that.
REASONS = "plans.due:adjust"
# What a person writes about a row or a plan, in the order of forms and papers.
WORDS = ("why", "worked", "shortcomings", "proposal")


class AnalysisQuerySet(models.QuerySet["Analysis"]):
    """Reads analyses."""

    def visible_to(self, user: Any) -> AnalysisQuerySet:
        """Those of the schools whose years one reads."""
        return self.filter(school_id__in=sight_of(user).places_with(READ))


class Analysis(models.Model):
    """An analysis of a school year: a draft that draws its figures, then finished and frozen.

    `as_of` is the day it was finished, `finished_at` the moment of knowledge. It is corrected by
    the next version only; the last finished one holds.
    """

    class State(models.TextChoices):
        """Codes as in the school file."""

        DRAFT = "DRAFT", pgettext_lazy("analysis", "draft")
        FINISHED = "FINISHED", pgettext_lazy("analysis", "finished")

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="analyses")
    school_year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="analyses")
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    begun_at = models.DateTimeField(default=clock.now)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    as_of = models.DateField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AnalysisQuerySet.as_manager()

    class Meta:
        ordering = ["-school_year__year", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["school_year", "version"], name="analysis_version_once_a_year"
            ),
            models.UniqueConstraint(
                fields=["school_year"],
                condition=Q(state="DRAFT"),
                name="one_draft_of_an_analysis",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school_year} {self.version}"

    @property
    def finished(self) -> bool:
        """Is it frozen?"""
        return self.state == self.State.FINISHED


class Part(models.Model):
    """What an analysis says of a row of a plan, or (without a code) of the plan as a whole.

    `item` and `figures` are the row and its numbers as they were when it was finished, empty in a
    draft; `before` the numbers of the year before, None when it had no such row.
    """

    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="parts")
    plan = models.CharField(max_length=20, choices=PlanKind.choices)
    code = models.CharField(max_length=20, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    item = models.JSONField(default=dict, blank=True)
    figures = models.JSONField(default=dict, blank=True)
    before = models.JSONField(null=True, blank=True)
    why = models.TextField(_("Why not everything is done"), blank=True)
    worked = models.TextField(_("What worked"), blank=True)
    shortcomings = models.TextField(_("Shortcomings"), blank=True)
    proposal = models.TextField(_("Proposals for next year"), blank=True)

    class Meta:
        ordering = ["plan", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["analysis", "plan", "code"], name="one_part_of_an_analysis"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.code}"

    @property
    def said(self) -> bool:
        """Has anybody written something?"""
        return any(getattr(self, name) for name in WORDS)
