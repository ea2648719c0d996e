"""Scans of the papers by which statuses hold."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tirek.access import clock
from tirek.access.models import User
from tirek.cards.models.statuses import StatusPeriod
from tirek.filing.models import Filed


class StatusScan(Filed):
    """A scan of a status's basis; it stays with every correction of the status.

    One attached by mistake is annulled: it is given to nobody any more.
    """

    SCHOOL: ClassVar[str] = "status__pupil__school"

    status = models.ForeignKey(StatusPeriod, on_delete=models.PROTECT, related_name="scans")
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    annulled_at = models.DateTimeField(null=True, blank=True)
    annulled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
