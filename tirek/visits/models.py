"""Housing inspection acts: what stands beside the journal's entry."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tirek.access.ids import new_pid
from tirek.access.models import School
from tirek.access.roles import Role
from tirek.access.sight import Sight, sight_of
from tirek.filing.models import Filed
from tirek.journal.beside import BesideEntry, BesideQuerySet
from tirek.journal.models import Entry, State, entries_reached
from tirek.visits.rules.asked import Form
from tirek.visits.rules.details import whole_mark
from tirek.visits.rules.papers import FORMS


class InspectionActQuerySet(BesideQuerySet["InspectionAct"]):
    """Reads acts."""

    def visible_to(self, user: Any) -> InspectionActQuerySet:
        """Acts this user may read: those that may be written, and signed ones for the directors."""
        sight = sight_of(user)
        heads = sight.schools([Role.DEPUTY_DIRECTOR, Role.DIRECTOR])
        signed = Q(school_id__in=heads) & ~Q(entry__state=State.DRAFT)
        return self.filter(_writable(sight) | signed)

    def writable_by(self, user: Any) -> InspectionActQuerySet:
        """Acts this user may write.

        All of the school for its social pedagogue; those about pupils of own classes for a class
        teacher; those of whose commission one is a member for a psychologist. A draft is its
        author's and the social pedagogue's.
        """
        return self.filter(_writable(sight_of(user)))


def _writable(sight: Sight) -> Q:
    if sight.user_id is None:
        return Q(pk__in=())
    open_to_author = ~Q(entry__state=State.DRAFT) | Q(entry__author_id=sight.user_id)
    reach = Q(school_id__in=sight.schools([Role.SOCIAL_PEDAGOGUE]))
    sat = ActMember.objects.filter(user_id=sight.user_id).values("act_id")
    reach |= Q(school_id__in=sight.schools([Role.PSYCHOLOGIST])) & (
        Q(entry__author_id=sight.user_id) | Q(pk__in=sat) & open_to_author
    )
    for held in sight.near((Role.SOCIAL_PEDAGOGUE, Role.CLASS_TEACHER)):
        reached = Entry.objects.filter(entries_reached(held, sight) & Q(school_id=held.school_id))
        about = Q(entry__in=reached.values("pk"))
        reach |= about if held.role == Role.SOCIAL_PEDAGOGUE else about & open_to_author
    return reach


class InspectionAct(BesideEntry, models.Model):
    """An act of the home or of property: its number and all the journal's entry has no place for.

    Date, author, children and state stand on the entry; `details` is described in the README;
    `year` is the school year its number belongs to.
    """

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="inspection_act")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="inspection_acts")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(null=True, blank=True)
    details = models.JSONField(default=dict, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)

    objects = InspectionActQuerySet.as_manager()

    class Meta:
        ordering = ["-entry__on", "-id"]
        indexes = [models.Index(fields=["school", "year", "number"], name="act_number")]

    def __str__(self) -> str:
        return f"{self.entry.on} {self.number or ''}".strip()

    @property
    def form(self) -> Form:
        """The questions it answers: those of its kind."""
        return FORMS[self.entry.kind]

    @property
    def mark(self) -> str:
        """The mark of what is to be signed as it stands."""
        return whole_mark(self.form, self.entry.on, self.details)


class ActMember(models.Model):
    """Somebody of the staff sat in the act's commission, and so may read it."""

    act = models.ForeignKey(InspectionAct, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="inspection_acts"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["act", "user"], name="act_member_once")]

    def __str__(self) -> str:
        return f"{self.act_id} {self.user_id}"


class ActFileQuerySet(models.QuerySet["ActFile"]):
    """Reads photos and signatures."""

    def visible_to(self, user: Any) -> ActFileQuerySet:
        """Those of the acts this user may read."""
        return self.filter(act__in=InspectionAct.objects.visible_to(user))

    def standing(self) -> ActFileQuerySet:
        """Those that have not been taken out."""
        return self.filter(annulled_at=None)


class ActFile(Filed):
    """A photo taken at a home, or a signature given on the glass.

    `caption` is the photo's line or the name of who signed; `mark` is that of the words under which
    a signature was given; `key` comes from the phone, so that what is sent twice is kept once.
    """

    SCHOOL = "act__school"
    PHOTO, SIGNATURE = "PHOTO", "SIGNATURE"

    act = models.ForeignKey(InspectionAct, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(
        max_length=10, choices=[(PHOTO, _("photo")), (SIGNATURE, _("signature"))]
    )
    caption = models.CharField(max_length=300, blank=True)
    mark = models.CharField(max_length=16, blank=True)
    key = models.UUIDField(null=True, blank=True, unique=True)
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="act_files"
    )
    annulled_at = models.DateTimeField(null=True, blank=True)
    annulled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="act_files_annulled",
    )

    objects = ActFileQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]


class VisitTaskQuerySet(models.QuerySet["VisitTask"]):
    """Reads recommendations."""

    def visible_to(self, user: Any) -> VisitTaskQuerySet:
        """Those of the acts this user may read."""
        return self.filter(act__in=InspectionAct.objects.visible_to(user))

    def writable_by(self, user: Any) -> VisitTaskQuerySet:
        """Those of the acts this user may write."""
        return self.filter(act__in=InspectionAct.objects.writable_by(user))

    def standing(self) -> VisitTaskQuerySet:
        """Those of signed acts that stand."""
        return self.filter(act__in=InspectionAct.objects.signed())

    def open(self) -> VisitTaskQuerySet:
        """What is still to be done."""
        return self.standing().filter(closed_on=None)


class VisitTask(models.Model):
    """One recommendation of a signed act: due by a day, until it is closed with words."""

    act = models.ForeignKey(InspectionAct, on_delete=models.CASCADE, related_name="tasks")
    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    place = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=300)
    who = models.CharField(max_length=300, blank=True)
    by = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    how = models.CharField(max_length=300, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="visit_tasks_closed",
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = VisitTaskQuerySet.as_manager()

    class Meta:
        ordering = ["by", "act", "place"]
        constraints = [models.UniqueConstraint(fields=["act", "place"], name="visit_task_once")]

    def __str__(self) -> str:
        return self.what
