"""Doubles joined into one, and what somebody said are no doubles."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tirek.access import clock
from tirek.access.ids import new_pid
from tirek.access.models import School
from tirek.access.sight import sight_of
from tirek.school.models.families import Household
from tirek.school.models.pupils import Pupil

KEY = "school.double:merge"


class MergeQuerySet(models.QuerySet["Merge"]):
    """Reads joinings."""

    def visible_to(self, user: Any) -> MergeQuerySet:
        """Joinings in the schools in which the user joins doubles."""
        return self.filter(school_id__in=sight_of(user).places_with(KEY))


class Merge(models.Model):
    """Two cards of one child, or two families that are one, joined; and how to take it back.

    `changes` lists in order what was done to which row (`tirek.school.merging.log`).
    """

    class Kind(models.TextChoices):
        """What was joined."""

        PUPIL = "PUPIL", _("two cards of one child")
        HOUSEHOLD = "HOUSEHOLD", _("two families")

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="merges")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    kept_pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, null=True, related_name="+")
    other_pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, null=True, related_name="+")
    kept_household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, related_name="+"
    )
    other_household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changes = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pid}"


class ApartQuerySet(models.QuerySet["Apart"]):
    """Reads what was said to be two."""

    def visible_to(self, user: Any) -> ApartQuerySet:
        """Pairs both of whom the user sees and may join."""
        seen = Pupil.objects.visible_to(user, KEY, merged=True).values("pk")
        return self.filter(first__in=seen, second__in=seen)


class Apart(models.Model):
    """Somebody looked: these two pupils are two children, or are of two families."""

    class What(models.TextChoices):
        """What they are not."""

        FAMILY = "FAMILY", _("not one family")
        CHILD = "CHILD", _("not one child")

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    what = models.CharField(max_length=6, choices=What.choices)
    first = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    annulled_at = models.DateTimeField(null=True, blank=True)
    annulled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = ApartQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"
