"""The journal: every piece of work is one entry about somebody, never changed in silence."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from tirek.access.facts import FactQuerySet, RecordedFact
from tirek.access.ids import new_pid
from tirek.access.models import School
from tirek.access.roles import Role
from tirek.access.sight import Held, Sight, sight_of
from tirek.filing.models import Filed
from tirek.filing.models import file_path as attachment_path  # noqa: F401  (migrations' name)
from tirek.journal import kinds
from tirek.school.models import (
    Household,
    HouseholdStay,
    Pupil,
    SchoolClass,
    classes_reached,
    pupils_reached,
)


class State(models.TextChoices):
    """Only DONE entries count as evidence."""

    DRAFT = "DRAFT", _("draft")
    DONE = "DONE", _("done")
    ANNULLED = "ANNULLED", _("annulled")


DRAFT = Q(state=State.DRAFT)


def entries_reached(held: Held, sight: Sight) -> Q:
    """The entries about those whom a role reaches that does not reach the whole school.

    A social pedagogue who answers for some grades has the school's own entries too: those that
    are about no pupil, family or class.
    """
    pupils = Pupil.objects.filter(pupils_reached(held, sight)).values("pk")
    classes = SchoolClass.objects.filter(classes_reached(held, sight)).values("pk")
    stays = HouseholdStay.objects.known_at().on(sight.day).filter(pupil__in=pupils)
    homes = stays.values("household_id")
    reach = (
        Q(pk__in=EntryPupil.objects.filter(pupil__in=pupils).values("entry_id"))
        | Q(pk__in=EntryClass.objects.filter(school_class__in=classes).values("entry_id"))
        | Q(pk__in=EntryHousehold.objects.filter(household__in=homes).values("entry_id"))
    )
    if held.role == Role.SOCIAL_PEDAGOGUE:
        about_nobody = ~(
            Exists(EntryPupil.objects.filter(entry=OuterRef("pk")))
            | Exists(EntryHousehold.objects.filter(entry=OuterRef("pk")))
            | Exists(EntryClass.objects.filter(entry=OuterRef("pk")))
        )
        reach |= Q(about_nobody)
    return reach


class EntryQuerySet(FactQuerySet):
    """Reads entries."""

    def visible_to(self, user: Any) -> EntryQuerySet:
        """Entries of which the user may know that they took place.

        By kind for roles that reach the whole school; for the others of those kinds the entries
        about their pupils, these pupils' families, their classes; one's own as long as one holds
        a role in that school. Drafts are seen by their author only.
        """
        sight = sight_of(user)
        found = Q(pk__in=())
        # One by one: the school stands before the rest, so that its index is used.
        for school_id in sight.places:
            held = [h for h in sight.held if h.school_id == school_id]
            known = Q(author_id=sight.user_id)
            if codes := kinds.codes_known_to(frozenset(h.role for h in held if h.whole)):
                every = len(codes) == len(kinds.kinds())
                known |= ~DRAFT if every else Q(kind__in=codes) & ~DRAFT
            for one in held:
                codes = [] if one.whole else kinds.codes_known_to(frozenset({one.role}))
                if codes:
                    known |= Q(kind__in=codes) & entries_reached(one, sight) & ~DRAFT
            found |= Q(school_id=school_id) & known
        return self.filter(found)

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
            models.Index(
                fields=["school", "author", "state", "on"], name="entry_school_author_state"
            ),
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
        """May this user, who sees the entry, read its text, or only know that it took place?"""
        return self.author_id == user.pk or self.reached_by(user, kinds.kind(self.kind).read_by)

    def reached_by(self, user: Any, roles: Collection[str]) -> bool:
        """Does one of these roles of the user, who sees the entry, reach it?

        No query for roles that reach the whole school and for whoever holds one role there.
        """
        sight = sight_of(user)
        held = [h for h in sight.held if h.school_id == self.school_id]
        fitting = [h for h in held if h.role in roles]
        if any(h.whole for h in fitting) or not fitting:
            return bool(fitting)
        if len(held) == 1:
            return True
        reach = Q(*(entries_reached(h, sight) for h in fitting), _connector=Q.OR)
        return Entry.objects.filter(reach, pk=self.pk).exists()


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


class Attachment(Filed):
    """A file of an entry."""

    SCHOOL = "entry__school"

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="attachments")
