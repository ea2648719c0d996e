"""Raids: what stands beside the journal's entry, and the addresses visited."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tirek.access.ids import new_pid
from tirek.access.models import School
from tirek.access.sight import sight_of
from tirek.journal.beside import BesideEntry, BesideQuerySet
from tirek.journal.models import Entry, State
from tirek.raids.rules import results
from tirek.school.models import Household

KIND = "RAID"
READ, WRITE = "raids.raid:read", "raids.raid:write"


class RaidQuerySet(BesideQuerySet["Raid"]):
    """Reads raids."""

    def visible_to(self, user: Any) -> RaidQuerySet:
        """Raids this user may read: those that may be written, and signed ones for the readers."""
        sight = sight_of(user)
        signed = Q(school_id__in=sight.whole(READ)) & ~Q(entry__state=State.DRAFT)
        return self.filter(_writable(user) | signed)

    def writable_by(self, user: Any) -> RaidQuerySet:
        """Raids this user may write: all of the school.

        A social pedagogue who answers for some grades writes their own: a raid names families of
        other grades too.
        """
        return self.filter(_writable(user))


def _writable(user: Any) -> Q:
    sight = sight_of(user)
    if sight.user_id is None:
        return Q(pk__in=())
    reach = Q(school_id__in=sight.whole(WRITE))
    near = {held.school_id for held in sight.near(WRITE)}
    return reach | Q(school_id__in=near, entry__author_id=sight.user_id)


class Raid(BesideEntry, models.Model):
    """A raid: planned as a draft, filled in address by address, held when it is signed.

    The day it was held, the author, the families seen and the state stand on the entry. `team` is
    a list of {"name", "post", "user"}: the login of those who work at the school.
    """

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="raid")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="raids")
    planned_on = models.DateField(_("Planned for"), null=True, blank=True)
    starts_at = models.TimeField(_("Begins at"), null=True, blank=True)
    ends_at = models.TimeField(_("Ends at"), null=True, blank=True)
    area = models.CharField(_("Area"), max_length=200, blank=True)
    purpose = models.TextField(_("Purpose"), blank=True)
    team = models.JSONField(default=list, blank=True)
    # Of a draft that corrects a signed raid: which one, and why.
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    reason = models.TextField(blank=True)

    objects = RaidQuerySet.as_manager()

    class Meta:
        ordering = ["-entry__on", "-id"]

    def __str__(self) -> str:
        return f"{self.entry.on} {self.area}".strip()

    @property
    def day(self) -> Any:
        """The day it was held, of a draft the day it is planned for."""
        return (self.planned_on or self.entry.on) if self.is_draft else self.entry.on


class RaidStop(models.Model):
    """One address of a raid: of a family of the school, or typed when the family is unknown."""

    class Result(models.TextChoices):
        """What came of it; empty: not visited yet."""

        SEEN = results.SEEN, _("family seen")
        NOBODY_HOME = results.NOBODY_HOME, _("nobody at home")
        NOT_LET_IN = results.NOT_LET_IN, _("not let in")
        MOVED = results.MOVED, _("moved away")

    raid = models.ForeignKey(Raid, on_delete=models.CASCADE, related_name="stops")
    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    place = models.PositiveSmallIntegerField()
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, blank=True, related_name="raid_stops"
    )
    address = models.CharField(_("Address"), max_length=300, blank=True)
    result = models.CharField(_("Result"), max_length=12, choices=Result.choices, blank=True)
    at_home = models.CharField(_("Who was at home"), max_length=1000, blank=True)
    findings = models.TextField(_("What was found"), blank=True)
    measures = models.TextField(_("Measures"), blank=True)
    again_on = models.DateField(_("To visit again on"), null=True, blank=True)

    class Meta:
        ordering = ["raid", "place", "id"]

    def __str__(self) -> str:
        return self.address
