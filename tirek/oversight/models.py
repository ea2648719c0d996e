"""Alarms on mass reading: who read or took away how much, the reason given, the review."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tirek.access import clock
from tirek.access.ids import new_pid
from tirek.access.models import Reviewed, School
from tirek.access.roles import DOORS
from tirek.access.sight import sight_of


class AlarmQuerySet(models.QuerySet["Alarm"]):
    """Reads alarms."""

    def visible_to(self, user: Any) -> AlarmQuerySet:
        """Alarms of the schools whose alarms the user reviews, and the own ones."""
        sight = sight_of(user)
        schools = sight.schools(DOORS["oversight.alarm:review"])
        return self.filter(Q(school_id__in=schools) | Q(by_id=sight.user_id))


class Alarm(Reviewed):
    """Somebody opened more cards, or took away more files, than the usual measure.

    `cards` and `exports` are the counts at that moment. Nothing more is opened until `reason` is
    given (`answered_at`); the director is told at once and reviews it.
    """

    class Kind(models.TextChoices):
        """What there was too much of."""

        CARDS = "CARDS", _("many cards opened")
        EXPORTS = "EXPORTS", _("many files taken away")

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    cards = models.PositiveIntegerField()
    exports = models.PositiveIntegerField()
    reason = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = AlarmQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["by", "at"], name="alarm_by_at")]

    def __str__(self) -> str:
        return f"{self.by} {self.at:%Y-%m-%d %H:%M}"
