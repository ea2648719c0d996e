"""Phones, the visits they took along, and what they sent."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tirek.access.ids import new_pid
from tirek.access.models import School
from tirek.access.roles import Role
from tirek.access.sight import sight_of
from tirek.filing.models import Filed
from tirek.school.models import Pupil
from tirek.visits.models import InspectionAct


class PhoneQuerySet(models.QuerySet["Phone"]):
    """Reads phones."""

    def visible_to(self, user: Any) -> PhoneQuerySet:
        """One's own; all of the school for its social pedagogue and director."""
        sight = sight_of(user)
        whole = sight.schools([Role.SOCIAL_PEDAGOGUE, Role.DIRECTOR])
        return self.filter(models.Q(user_id=sight.user_id) | models.Q(school_id__in=whole))


class Phone(models.Model):
    """A phone somebody takes along; ended when it is lost or its owner leaves."""

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="phones")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="phones"
    )
    name = models.CharField(_("Name"), max_length=80)
    registered_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="phones_ended",
    )

    objects = PhoneQuerySet.as_manager()

    class Meta:
        ordering = ["-registered_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class TakenVisit(models.Model):
    """A visit a phone took along: what it began with, so that both sides can be merged later.

    `base` is the act's `details` then; `act` is the draft that was there, or the one made of it.
    """

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    key = models.UUIDField(unique=True)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="taken_visits")
    phone = models.ForeignKey(Phone, on_delete=models.PROTECT, related_name="visits")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="taken_visits"
    )
    kind = models.CharField(max_length=30)
    act = models.ForeignKey(
        InspectionAct, on_delete=models.PROTECT, null=True, blank=True, related_name="taken"
    )
    pupils = models.ManyToManyField(Pupil, through="TakenPupil", related_name="taken_visits")
    base = models.JSONField(default=dict)
    on = models.DateField()
    taken_at = models.DateTimeField()

    class Meta:
        ordering = ["-taken_at", "-pk"]

    def __str__(self) -> str:
        return self.pid


class TakenPupil(models.Model):
    """The visit is about this pupil."""

    visit = models.ForeignKey(TakenVisit, on_delete=models.CASCADE, related_name="about")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="taken_about")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "pupil"], name="taken_pupil_once")]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.pupil_id}"


class ParcelQuerySet(models.QuerySet["Parcel"]):
    """Reads parcels."""

    def visible_to(self, user: Any) -> ParcelQuerySet:
        """Of the school for its social pedagogue; of one's own visits for the others."""
        sight = sight_of(user)
        whole = sight.schools([Role.SOCIAL_PEDAGOGUE])
        return self.filter(models.Q(visit__by_id=sight.user_id) | models.Q(school_id__in=whole))


class Parcel(Filed):
    """What came of one visit, once: its fate, and what a person still has to decide.

    `clashes`: for each question two people answered, what the phone said. The file is the parcel
    itself, sealed as it came, as long as nobody could take it in.
    """

    class State(models.TextChoices):
        """What became of it."""

        DONE = "DONE", _("at school")
        CLASH = "CLASH", _("two answers: decide")
        HELD = "HELD", _("waits for a person")
        ASIDE = "ASIDE", _("laid aside")

    key = models.UUIDField(unique=True)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="parcels")
    visit = models.OneToOneField(TakenVisit, on_delete=models.PROTECT, related_name="parcel")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="parcels"
    )
    received_at = models.DateTimeField()
    state = models.CharField(max_length=5, choices=State.choices)
    note = models.TextField(blank=True)
    clashes = models.JSONField(default=dict, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parcels_settled",
    )

    objects = ParcelQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
