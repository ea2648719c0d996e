"""Statuses opened or ended for many pupils at once."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tirek.access import clock
from tirek.access.ids import new_pid
from tirek.access.models import School, User
from tirek.access.sight import sight_of
from tirek.cards.models.statuses import StatusPeriod
from tirek.school.models import Pupil


class Fate(models.TextChoices):
    """What becomes of one pupil in a batch."""

    APPLIED = "APPLIED", _("done")
    DUPLICATE = "DUPLICATE", _("was so already")
    REFUSED = "REFUSED", _("refused")


class BatchQuerySet(models.QuerySet[Any]):
    """Reads batches."""

    def visible_to(self, user: Any) -> BatchQuerySet:
        """Batches of the schools in which the user writes every pupil's statuses, and own ones."""
        sight, key = sight_of(user), "cards.status:write"
        own = Q(by_id=sight.user_id, school_id__in=sight.places_with(key))
        return self.filter(Q(school_id__in=sight.whole(key)) | own)


class StatusBatch(models.Model):
    """One status opened or ended for a list of pupils in one go; taken back as a whole."""

    class Deed(models.TextChoices):
        """What was done to all of them."""

        OPEN = "OPEN", _("opened")
        END = "END", _("ended")

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="batches")
    deed = models.CharField(max_length=5, choices=Deed.choices)
    category = models.CharField(max_length=40)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.category}: {self.deed}"


class BatchLine(models.Model):
    """What became of one pupil: the record that was made, or the code of why none was."""

    batch = models.ForeignKey(StatusBatch, on_delete=models.PROTECT, related_name="lines")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="+")
    fate = models.CharField(max_length=9, choices=Fate.choices)
    why = models.CharField(max_length=20, blank=True)
    status = models.ForeignKey(StatusPeriod, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.pupil}: {self.fate}"
