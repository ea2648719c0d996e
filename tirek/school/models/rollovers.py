"""Yearly roll-overs of classes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from tirek.access.ids import new_pid
from tirek.access.models import School
from tirek.access.sight import sight_of
from tirek.schoolyear.models import SchoolYear


class RollOverQuerySet(models.QuerySet["RollOver"]):
    """Reads roll-overs."""

    def visible_to(self, user: Any) -> RollOverQuerySet:
        """Roll-overs of the schools whose classes the user opens, all of them."""
        return self.filter(school_id__in=sight_of(user).whole("school.class:write"))


class RollOver(models.Model):
    """The classes of a year go on into the next: what was chosen, then what was made of it.

    `choices` are ids and names of classes; `made` holds the ids of enrolments and classes, so that
    the whole can be taken back.
    """

    class State(models.TextChoices):
        """A draft is being prepared."""

        DRAFT = "DRAFT"
        APPLIED = "APPLIED"
        WITHDRAWN = "WITHDRAWN"

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    old_year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="+")
    new_year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    choices = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    made = models.JSONField(default=dict)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = RollOverQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "new_year"],
                name="one_draft_of_a_roll_over",
                condition=Q(state="DRAFT"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.old_year} {self.new_year}"
