"""What a pupil is, from - to, and by which paper."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tirek.access.facts import FactQuerySet, RecordedFact
from tirek.access.ids import new_pid
from tirek.access.roles import DOORS
from tirek.access.sight import Held, Sight, sight_of
from tirek.school.models import Pupil

# The statuses a school inspector sees, and through which the inspector sees a pupil at all.
REGISTER = ("REGISTER", "POLICE_REGISTER")


class StatusQuerySet(FactQuerySet):
    """Reads statuses."""

    def visible_to(self, user: Any) -> StatusQuerySet:
        """Statuses of the pupils whose statuses the user reads; of some, the register's only."""
        every, register = "cards.status:read", "cards.register:read"
        reach = Q(pupil__in=Pupil.objects.visible_to(user, every).values("pk"))
        if {h.role for h in sight_of(user).near(register)} - set(DOORS[every]):
            listed = Pupil.objects.visible_to(user, register).values("pk")
            reach |= Q(category__in=REGISTER, pupil__in=listed)
        return self.filter(reach)


def on_register(held: Held, sight: Sight) -> Q:
    """The pupils on the register today: those whom a school inspector reaches."""
    listed = StatusPeriod.objects.on(sight.day).known_at().filter(category__in=REGISTER)
    return Q(pk__in=listed.values("pupil_id"))


class StatusPeriod(RecordedFact):
    """A pupil belongs to a category from - to, by a basis and a norm. Never a yes-or-no column."""

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="statuses")
    category = models.CharField(_("Category"), max_length=40)
    since = models.DateField(_("Since"), null=True, blank=True)
    until = models.DateField(_("Until"), null=True, blank=True)
    basis_document = models.CharField(_("Document"), max_length=300, blank=True)
    basis_number = models.CharField(_("Number"), max_length=60, blank=True)
    basis_on = models.DateField(_("Date of the document"), null=True, blank=True)
    basis_until = models.DateField(_("The document is valid until"), null=True, blank=True)
    norm = models.CharField(_("Norm"), max_length=60, blank=True)
    note = models.TextField(_("Note"), blank=True)
    # The paper by which it ended, and for a returnee the day of citizenship.
    end_document = models.CharField(_("Document"), max_length=300, blank=True)
    end_number = models.CharField(_("Number"), max_length=60, blank=True)
    end_on = models.DateField(_("Date of the document"), null=True, blank=True)
    citizen_on = models.DateField(_("Citizenship granted on"), null=True, blank=True)
    # The public id of the evidence that opening it left (settings.STATUS_OPENED).
    evidence = models.CharField(max_length=12, blank=True, editable=False)

    objects = StatusQuerySet.as_manager()

    class Meta:
        ordering = ["since", "id"]
        indexes = [
            models.Index(fields=["category", "since"], name="status_category_since"),
        ]

    def __str__(self) -> str:
        return f"{self.pupil}: {self.category}"
