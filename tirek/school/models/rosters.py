"""Class lists brought in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from tirek.access.ids import new_pid
from tirek.access.models import School
from tirek.access.sight import sight_of
from tirek.schoolyear.models import SchoolYear


class RosterImportQuerySet(models.QuerySet["RosterImport"]):
    """Reads imports of class lists."""

    def visible_to(self, user: Any) -> RosterImportQuerySet:
        """Imports of the schools in which the user brings class lists in."""
        return self.filter(school_id__in=sight_of(user).places_with("school.roster:import"))


class RosterImport(models.Model):
    """A class list brought in: the file while it is a draft, then what it made and changed.

    `made` holds ids by kind (`pupils`, `enrolments`, `stays`) and `changes` with old and new
    values, so that the whole import can be taken back.
    """

    class State(models.TextChoices):
        """A draft is a file whose preview is open."""

        DRAFT = "DRAFT"
        APPLIED = "APPLIED"
        WITHDRAWN = "WITHDRAWN"

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    school_year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    file_name = models.CharField(max_length=200)
    file = models.FileField(upload_to="rosters/", blank=True)
    since = models.DateField()
    open_classes = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)
    made = models.JSONField(default=dict)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = RosterImportQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.file_name
