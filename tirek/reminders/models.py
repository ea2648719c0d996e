"""A person's calendar address, how the person wants to be reminded, and the letters sent."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tirek.access.ids import new_pid
from tirek.access.models import School

OWN = "reminders.own:own"
LANGUAGES = (("kk", "Қазақша"), ("ru", "Русский"), ("en", "English"))


class Feed(models.Model):
    """A calendar of what is due for one person at one school, under a secret address.

    Only the hash of the secret is kept: who reads the database cannot read the calendar.
    """

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=2, choices=LANGUAGES)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "user"], condition=Q(ended_at=None), name="one_feed_of_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.made_at:%Y-%m-%d}"


class Wish(models.Model):
    """How somebody wants the letters of a school; without an address there are none."""

    class Day(models.IntegerChoices):
        """The days of the week, as Python counts them."""

        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    address = models.EmailField(blank=True)
    weekday = models.PositiveSmallIntegerField(choices=Day.choices, default=Day.MONDAY)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="kk")
    late = models.BooleanField(default=True)
    week = models.BooleanField(default=True)
    untouched = models.BooleanField(default=True)
    handed = models.BooleanField(default=True)
    quiet = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "user"], name="one_wish_of_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.weekday}"


class Letter(models.Model):
    """A letter to one person: of a week, or of what was handed on by a day; never two of one kind.

    `week` is the Monday of the week, or the day; `at` the moment from which the next one of what
    was handed on goes on. Begun, then sent or failed.
    """

    class State(models.TextChoices):
        """What became of it."""

        BEGUN = "BEGUN", _("being sent")
        SENT = "SENT", _("sent")
        FAILED = "FAILED", _("not sent")

    class Kind(models.TextChoices):
        """What it is about."""

        WEEK = "WEEK", _("weekly letter")
        HANDED = "HANDED", _("handed on")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.WEEK)
    week = models.DateField()
    state = models.CharField(max_length=6, choices=State.choices)
    at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=1)
    why = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "user", "kind", "week"], name="one_letter_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.week} {self.state}"
