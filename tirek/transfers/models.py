"""Cards that go to another school and come from one: each side keeps its own record.

The two records know each other by their code only, so that each stands behind its own school's
wall; what crosses is the frozen parcel.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tirek.access.ids import new_pid
from tirek.access.models import School
from tirek.access.sight import sight_of
from tirek.school.models import Pupil

READ = "transfers.card:read"


class State(models.TextChoices):
    """Both records of a hand-over are always in the same state."""

    SENT = "SENT", _("waits for an answer")
    ACCEPTED = "ACCEPTED", _("accepted")
    DECLINED = "DECLINED", _("declined")
    WITHDRAWN = "WITHDRAWN", _("withdrawn")
    FILE = "FILE", _("given as a sealed file")


class SendingQuerySet(models.QuerySet["Sending"]):
    """Reads cards sent."""

    def visible_to(self, user: Any, key: str = READ) -> SendingQuerySet:
        """Those about pupils whom the reader's roles with the key reach."""
        return self.filter(pupil__in=Pupil.objects.visible_to(user, key).values("pk"))


class ArrivalQuerySet(models.QuerySet["Arrival"]):
    """Reads cards received."""

    def visible_to(self, user: Any, key: str = READ) -> ArrivalQuerySet:
        """Those of the school; of one who has some grades, those that wait, and own pupils'."""
        sight = sight_of(user)
        reach = Q(school_id__in=sight.whole(key))
        if near := sight.near(key):
            own = Pupil.objects.visible_to(user, key).values("pk")
            some = {held.school_id for held in near}
            reach |= Q(school_id__in=some) & (Q(pupil__isnull=True) | Q(pupil__in=own))
        return self.filter(reach)


class Parcel(models.Model):
    """What both records say: what went, sealed, on what basis, how it was answered."""

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    code = models.CharField(max_length=12, db_index=True)
    parts = models.JSONField(default=list)
    # What went, as a frozen copy; {} once it is not needed any more.
    parcel = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    signer = models.CharField(max_length=300)
    document = models.CharField(max_length=300)
    number = models.CharField(max_length=60, blank=True)
    signed_on = models.DateField()
    leaves_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.SENT)
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.state}"


class Sending(Parcel):
    """A card that goes to another school of the program (`to`) or outside (`to_name` alone)."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="cards_sent")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="cards_sent")
    to = models.ForeignKey(
        School, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_name = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = SendingQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]


class Arrival(Parcel):
    """A card that has come: who sent it, the pupil it became, what could not be taken over."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="cards_received")
    pupil = models.ForeignKey(
        Pupil, on_delete=models.PROTECT, null=True, blank=True, related_name="cards_received"
    )
    from_name = models.CharField(max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Codes of statuses that the card had already or that the school does not have.
    skipped = models.JSONField(default=list, blank=True)

    objects = ArrivalQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
