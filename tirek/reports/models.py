"""Issued documents: frozen copies with their number, day, author and moment of knowledge."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from tirek.access import clock
from tirek.access.ids import new_pid
from tirek.access.models import School
from tirek.access.sight import sight_of
from tirek.journal.models import Entry
from tirek.school.models import Pupil, SchoolClass

# The papers a class teacher reads; a list of the class may show the basis of a status.
OF_A_CLASS = ("class-passport", "movement")


class IssuedQuerySet(models.QuerySet["IssuedDocument"]):
    """Reads issued documents."""

    def visible_to(self, user: Any) -> IssuedQuerySet:
        """All of one's school for those who see it whole; passport and movement of own classes."""
        key = "reports.document:read"
        whole = sight_of(user).whole(key)
        classes = SchoolClass.objects.visible_to(user, key).values("pk")
        return self.filter(
            Q(school_id__in=whole) | Q(name__in=OF_A_CLASS, school_class__in=classes)
        )


class SeriesQuerySet(models.QuerySet["Series"]):
    """Reads papers issued in one step."""

    def visible_to(self, user: Any) -> SeriesQuerySet:
        """Those of the schools whose papers one reads as a whole."""
        return self.filter(school_id__in=sight_of(user).whole("reports.document:read"))


class Series(models.Model):
    """Papers issued in one step: all class passports, the six lists; each has its own number."""

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    as_of = models.DateField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = SeriesQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} {self.as_of}"


class IssuedDocument(models.Model):
    """A document as it was issued: its text and figures never change.

    `on` is the day of issuing, `as_of` the day it speaks about, `known_at` the moment of knowledge,
    `sha256` is taken over the frozen content; asked again for `as_of` as known at `known_at` it
    gives the same figures.
    """

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="issued")
    name = models.CharField(max_length=40)
    number = models.CharField(max_length=40)
    on = models.DateField()
    as_of = models.DateField()
    known_at = models.DateTimeField(default=clock.now)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.PROTECT, null=True, blank=True, related_name="issued"
    )
    options = models.JSONField(default=dict)
    language = models.CharField(max_length=2)
    figures = models.JSONField(default=dict)
    content = models.JSONField(default=dict)
    rule_version = models.CharField(max_length=10)
    sha256 = models.CharField(max_length=64)
    series = models.ForeignKey(
        Series, on_delete=models.PROTECT, null=True, blank=True, related_name="papers"
    )

    objects = IssuedQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="issued_number_once")
        ]

    def __str__(self) -> str:
        return f"№ {self.number}"


class SignedMovementQuerySet(models.QuerySet["SignedMovement"]):
    """Reads signed movement reports."""

    def visible_to(self, user: Any) -> SignedMovementQuerySet:
        """Those of the classes whose papers one reads."""
        classes = SchoolClass.objects.visible_to(user, "reports.document:read")
        return self.filter(school_class__in=classes.values("pk"))

    def last_of(self, month: date) -> SignedMovementQuerySet:
        """Of each class the report of that month that was signed last."""
        later = SignedMovement.objects.filter(
            school_class=OuterRef("school_class"), month=month, pk__gt=OuterRef("pk")
        )
        return self.filter(~Exists(later), month=month)


class SignedMovement(models.Model):
    """A class teacher signed the movement of the class in a month: the figures as they were then.

    Signed again after a correction, the later one counts; the earlier stays to be seen.
    """

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    school_class = models.ForeignKey(SchoolClass, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    figures = models.JSONField(default=dict)
    rule_version = models.CharField(max_length=10)
    signed_at = models.DateTimeField(default=clock.now)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="+")

    objects = SignedMovementQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["school_class", "month"], name="movement_signed")]

    def __str__(self) -> str:
        return f"{self.school_class_id} {self.month:%Y-%m}"


class ChildFileQuerySet(models.QuerySet["ChildFile"]):
    """Reads requests for a child's file."""

    def visible_to(self, user: Any) -> ChildFileQuerySet:
        """Requests about the children within reach of those who prepare such files."""
        children = Pupil.objects.visible_to(user, "reports.childfile:issue")
        return self.filter(pupil__in=children.values("pk"))


class ChildFile(models.Model):
    """A legal representative asked for what the school holds about a child.

    The file itself is drawn anew each time and kept nowhere. `left_out` are the rooms' parts left
    out by `left_why`; `handed_on` is the day it was handed over.
    """

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="child_files")
    asked_by = models.CharField(max_length=300)
    relation = models.CharField(max_length=100, blank=True)
    asked_on = models.DateField()
    paper_number = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=2)
    left_out = models.JSONField(default=list, blank=True)
    left_why = models.TextField(blank=True)
    prepared_at = models.DateTimeField(default=clock.now)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    handed_on = models.DateField(null=True, blank=True)
    handed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ChildFileQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_on", "-id"]

    def __str__(self) -> str:
        return f"{self.asked_on} {self.pupil_id}"
