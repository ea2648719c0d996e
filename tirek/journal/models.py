"""The journal: every piece of work is one entry about somebody, never changed in silence."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tirek.access.facts import FactQuerySet, RecordedFact
from tirek.access.ids import new_pid
from tirek.access.models import School
from tirek.access.roles import Role
from tirek.access.sight import sight_of
from tirek.journal import kinds
from tirek.school.models import Household, HouseholdStay, Pupil, SchoolClass


class State(models.TextChoices):
    """Only DONE entries count as evidence."""

    DRAFT = "DRAFT", _("draft")
    DONE = "DONE", _("done")
    ANNULLED = "ANNULLED", _("annulled")


class EntryQuerySet(FactQuerySet):
    """Reads entries."""

    def visible_to(self, user: Any) -> EntryQuerySet:
        """Entries of which the user may know that they took place.

        By role and kind for the whole school; for own classes and own pupils those about them;
        always one's own. Drafts are seen by their author only.
        """
        sight = sight_of(user)
        reach = Q(author_id=sight.user_id) if sight.user_id else Q(pk__in=())
        for school_id in sight.schools():
            codes = kinds.codes_known_to(sight.roles(school_id))
            reach |= Q(school_id=school_id, kind__in=codes) & ~Q(state=State.DRAFT)
        near = [h for h in sight.held if h.role in (Role.CLASS_TEACHER, Role.MENTOR)]
        if near:
            codes = kinds.codes_known_to(frozenset(h.role for h in near))
            pupils = Pupil.objects.visible_to(user).values("pk")
            classes = SchoolClass.objects.visible_to(user).values("pk")
            homes = HouseholdStay.objects.known_at().on(sight.day).filter(pupil__in=pupils)
            about = (
                Q(pk__in=EntryPupil.objects.filter(pupil__in=pupils).values("entry_id"))
                | Q(pk__in=EntryClass.objects.filter(school_class__in=classes).values("entry_id"))
                | Q(
                    pk__in=EntryHousehold.objects.filter(
                        household__in=homes.values("household_id")
                    ).values("entry_id")
                )
            )
            reach |= about & Q(kind__in=codes) & ~Q(state=State.DRAFT)
        return self.filter(reach)

    def counting(self) -> EntryQuerySet:
        """Entries that count as evidence now: done, not annulled, not replaced."""
        return self.known_at().filter(state=State.DONE)


class Entry(RecordedFact):
    """One piece of work: its kind, topic, day, author and the people it is about."""

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    key = models.CharField(max_length=80)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(_("Kind of work"), max_length=30)
    topic = models.CharField(_("Topic"), max_length=40, blank=True)
    on = models.DateField(_("Date"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.DONE)
    text = models.TextField(_("Text"), blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["school", "key"], name="entry_key_once_a_school")
        ]
        indexes = [
            models.Index(fields=["school", "on", "kind"], name="entry_school_on_kind"),
            models.Index(fields=["school", "kind", "on"], name="entry_school_kind_on"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """An entry that came without a key gets its public id as its key."""
        self.key = self.key or self.pid
        super().save(*args, **kwargs)

    @property
    def kind_name(self) -> str:
        """The kind in words, in the page's language."""
        return str(kinds.kind(self.kind).name)

    @property
    def topic_name(self) -> str:
        """The topic in words; the code itself when nobody declared it."""
        return str(kinds.kind(self.kind).topics.get(self.topic, self.topic))

    def open_to(self, user: Any) -> bool:
        """May this user read the text, or only know that it took place?"""
        return not kinds.kind(self.kind).sensitive or self.author_id == user.pk


class EntryPupil(models.Model):
    """The entry is about this pupil."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="about_pupils")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="entries")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "pupil"], name="entry_about_pupil_once")
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.pupil_id}"


class EntryHousehold(models.Model):
    """The entry is about this family."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="about_households")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="entries")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "household"], name="entry_about_household_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.household_id}"


class EntryClass(models.Model):
    """The entry is about this class."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="about_classes")
    school_class = models.ForeignKey(SchoolClass, on_delete=models.PROTECT, related_name="entries")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "school_class"], name="entry_about_class_once")
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.school_class_id}"


class EntryStaff(models.Model):
    """The entry is about this member of the staff."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="about_staff")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="entries_about"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "user"], name="entry_about_staff_once")
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.user_id}"


class EntryRow(models.Model):
    """The entry names this plan row (its code, "C6"): then it serves just the rows it names."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="rows")
    code = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "code"], name="entry_row_once")]

    def __str__(self) -> str:
        return self.code


def attachment_path(attachment: Attachment, name: str) -> str:
    """Where a file lies: by its hash, so that its name tells nothing."""
    digest = attachment.sha256
    return f"attachments/{digest[:2]}/{digest}"


class Attachment(models.Model):
    """A file kept outside the database, with its hash, size and type."""

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=200)
    type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    file = models.FileField(upload_to=attachment_path, max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name
