"""What was begun, by whom, and how it ended."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tirek.access import clock
from tirek.access.ids import new_pid
from tirek.access.models import School


class WorkQuerySet(models.QuerySet["Work"]):
    """Reads long work."""

    def visible_to(self, user: Any) -> WorkQuerySet:
        """One's own."""
        return self.filter(by_id=user.pk)


class Work(models.Model):
    """A piece of long work: its kind, its arguments (ids and codes), its state, its result."""

    class State(models.TextChoices):
        """RUNNING from the moment it is begun until its thread has ended."""

        RUNNING = "RUNNING", _("running")
        DONE = "DONE", _("done")
        FAILED = "FAILED", _("not done")

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    args = models.JSONField(default=dict)
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    began_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    # Where the result is, or what is wrong in words.
    result = models.CharField(max_length=300, blank=True)
    message = models.CharField(max_length=1000, blank=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        ordering = ["-began_at", "-id"]

    def __str__(self) -> str:
        return self.title
