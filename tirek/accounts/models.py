"""What the doors keep: invitations, failed tries, open sessions, what was typed and not sent."""

from __future__ import annotations

from django.db import models

from tirek.access import clock
from tirek.access.ids import new_pid
from tirek.access.models import User


class Invitation(models.Model):
    """A one-time link by which somebody chooses a password; the link is kept as a hash only."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="invitations")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(default=clock.now)
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user} {self.at:%Y-%m-%d}"


class FailedTry(models.Model):
    """A password, code or link that was not right; `who` is a hash of the login.

    `device` is the id of a device from which this login has signed in before, else empty: a
    stranger's tries do not lock out the owner. Older ones than a day are of no use and go.
    """

    kind = models.CharField(max_length=12)
    who = models.CharField(max_length=64)
    device = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "who", "device", "at"], name="failed_try_counted"),
            models.Index(fields=["at"], name="failed_try_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"


class OpenSession(models.Model):
    """A session somebody has begun, to be shown to them and ended; `key` is Django's own."""

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="open_sessions")
    key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=100)
    since = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.user}: {self.device}"


class Draft(models.Model):
    """What somebody typed into a form and has not sent; only its author ever gets it back.

    `place` is the address of the page with the form. Ends when the form is sent, or after a week.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="drafts")
    place = models.CharField(max_length=500)
    fields = models.JSONField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "place"], name="one_draft_a_place")]

    def __str__(self) -> str:
        return f"{self.user} {self.place}"
