"""Families, who lives in them, and which of them a role reaches."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tirek.access.facts import FactQuerySet, RecordedFact
from tirek.access.ids import new_pid
from tirek.access.models import School
from tirek.access.sight import Key, sight_of
from tirek.school.models.kept import Kept
from tirek.school.models.pupils import Pupil


class HouseholdQuerySet(models.QuerySet["Household"]):
    """Reads families."""

    def visible_to(
        self, user: Any, key: Key = "school.household:read", *, merged: bool = False
    ) -> HouseholdQuerySet:
        """Families of the pupils within the reach of those of the user's roles with the key.

        Those joined into another are left out unless `merged`.
        """
        sight = sight_of(user)
        reach = Q(school_id__in=sight.whole(key))
        if sight.near(key):
            pupils = Pupil.objects.visible_to(user, key).values("pk")
            stays = HouseholdStay.objects.known_at().on(sight.day).filter(pupil__in=pupils)
            reach |= Q(pk__in=stays.values("household_id"))
        return self.filter(reach) if merged else self.filter(reach, merged_into__isnull=True)


class Household(Kept):
    """A family: people and pupils who live together; reports count pupils and families."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="households")
    address = models.CharField(_("Address"), max_length=300, blank=True)
    note = models.TextField(_("Note"), blank=True)
    search = models.CharField(max_length=620, editable=False, blank=True)
    # The family this one turned out to be: its own row stays, and counts nowhere.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "key"], name="household_key_once_a_school")
        ]

    def __str__(self) -> str:
        return self.address or self.key


class HouseholdMember(models.Model):
    """A grown-up (or a child who is no pupil here) who lives in a family."""

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members")
    key = models.CharField(max_length=80)
    surname = models.CharField(_("Surname"), max_length=100, blank=True)
    given = models.CharField(_("First name"), max_length=100, blank=True)
    patronymic = models.CharField(_("Patronymic"), max_length=100, blank=True)
    born_on = models.DateField(_("Date of birth"), null=True, blank=True)
    phone = models.CharField(_("Phone"), max_length=60, blank=True)
    phone2 = models.CharField(_("Second phone"), max_length=60, blank=True)
    contact = models.CharField(_("How best to reach"), max_length=100, blank=True)
    language = models.CharField(_("Language of talks"), max_length=2, blank=True)
    work = models.CharField(_("Work or study"), max_length=200, blank=True)
    since = models.DateField(_("Lives here since"), null=True, blank=True)
    until = models.DateField(_("Lived here until"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["household", "key"], name="member_key_once_a_household")
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Surname, given name, patronymic."""
        return " ".join(part for part in (self.surname, self.given, self.patronymic) if part)

    @property
    def phones(self) -> str:
        """Both telephones, as they are written."""
        return ", ".join(one for one in (self.phone, self.phone2) if one)

    def lives_here(self, day: date) -> bool:
        """Does the member live in the family on the day; both days are included."""
        return (self.since is None or self.since <= day) and (
            self.until is None or self.until >= day
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A member who came without a key gets the public id as the key."""
        self.key = self.key or self.pid
        super().save(*args, **kwargs)


class HouseholdStay(RecordedFact):
    """A pupil lives in a family from - to (open ends allowed: always, still)."""

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="stays")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="stays")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.pupil} {self.household}"
