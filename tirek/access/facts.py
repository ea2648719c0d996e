"""Dated facts that are corrected or annulled, never changed in silence (domain rule 1)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from tirek.access import clock


def known(moment: datetime | None, prefix: str = "") -> Q:
    """The condition that a fact was recorded by `moment` and not annulled by then.

    None means now: everything recorded, nothing annulled.
    """
    if moment is None:
        return Q(**{f"{prefix}annulled_at__isnull": True})
    return Q(**{f"{prefix}recorded_at__lte": moment}) & (
        Q(**{f"{prefix}annulled_at__isnull": True}) | Q(**{f"{prefix}annulled_at__gt": moment})
    )


class FactQuerySet(models.QuerySet[Any]):
    """Reads facts as they were believed at a moment and as they hold on a day."""

    def known_at(self, moment: datetime | None = None) -> Self:
        """Facts believed at `moment` (None: now): recorded, not annulled, not replaced by then."""
        replacement = self.model._base_manager.filter(known(moment), replaces=OuterRef("pk"))
        return self.filter(known(moment)).filter(~Exists(replacement))

    def on(self, day: object) -> Self:
        """Facts that hold on `day`; the first and the last day are both included."""
        return self.filter(
            Q(since__isnull=True) | Q(since__lte=day), Q(until__isnull=True) | Q(until__gte=day)
        )

    def touching(self, first: object, last: object) -> Self:
        """Facts that hold on some day from `first` to `last`."""
        return self.filter(
            Q(since__isnull=True) | Q(since__lte=last), Q(until__isnull=True) | Q(until__gte=first)
        )


class RecordedFact(models.Model):
    """When and by whom a fact was recorded, what it replaces, when it was annulled and why."""

    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replacements"
    )
    annulled_at = models.DateTimeField(null=True, blank=True)
    annulled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    annul_reason = models.TextField(blank=True)

    class Meta:
        abstract = True
