"""Pupils, where they learn, and whom of them a role reaches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tirek.access.facts import FactQuerySet, RecordedFact
from tirek.access.models import School
from tirek.access.roles import REACH, Reach, Role
from tirek.access.sight import Held, Key, Sight, sight_of
from tirek.school.models.classes import SchoolClass, classes_reached
from tirek.school.models.kept import Kept, Sex
from tirek.school.rules.kazakh import folded, sort_key

# The pupils of the roles whose reach is a fact kept above this room: filled there, on start.
REACHED: dict[Reach, Callable[[Held, Sight], Q]] = {}


def pupils_reached(held: Held, sight: Sight) -> Q:
    """The pupils a role held reaches today, and those an emergency opening shows it now."""
    reach = _reached(held, sight)
    if held.opened:
        reach |= Q(school_id=held.school_id, key__in=held.opened)
    return reach


def _reached(held: Held, sight: Sight) -> Q:
    reach = REACH[Role(held.role)]
    if held.whole:
        return Q(school_id=held.school_id)
    if reach == Reach.PUPILS:
        return Q(school_id=held.school_id, key__in=held.pupil_keys)
    if reach in REACHED:
        return Q(school_id=held.school_id) & REACHED[reach](held, sight)
    classes = SchoolClass.objects.filter(classes_reached(held, sight))
    enrolled = Enrolment.objects.on(sight.day).known_at().filter(school_class__in=classes)
    return Q(pk__in=enrolled.values("pupil_id"))


class PupilQuerySet(models.QuerySet["Pupil"]):
    """Reads pupils."""

    def visible_to(
        self, user: Any, key: Key = "school.pupil:read", *, merged: bool = False
    ) -> PupilQuerySet:
        """Pupils within the reach of those of the user's roles that hold the key.

        Cards joined into another are left out unless `merged`.
        """
        sight = sight_of(user)
        reach = Q(school_id__in=sight.whole(key))
        for held in sight.near(key):
            reach |= pupils_reached(held, sight)
        return self.filter(reach) if merged else self.filter(reach, merged_into__isnull=True)


class Pupil(Kept):
    """A child who learns or learned at the school."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="pupils")
    surname = models.CharField(_("Surname"), max_length=100)
    given = models.CharField(_("First name"), max_length=100)
    patronymic = models.CharField(_("Patronymic"), max_length=100, blank=True)
    sex = models.CharField(_("Sex"), max_length=1, choices=Sex.choices, blank=True)
    born_on = models.DateField(_("Date of birth"), null=True, blank=True)
    iin = models.CharField(_("IIN"), max_length=12, blank=True)
    address = models.CharField(_("Address"), max_length=300, blank=True)
    phone = models.CharField(_("Phone"), max_length=60, blank=True)
    language = models.CharField(_("Language of teaching"), max_length=2, blank=True)
    # The day on which what was known of the child was erased; the row stays for past counts.
    erased_on = models.DateField(null=True, blank=True, editable=False)
    # The other card of the same child: this row stays, in no class and on no list.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    sort_key = models.CharField(max_length=700, editable=False)
    search = models.CharField(max_length=320, editable=False)

    objects = PupilQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(fields=["school", "key"], name="pupil_key_once_a_school")
        ]
        indexes = [models.Index(fields=["school", "sort_key"], name="pupil_order")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Surname, given name, patronymic: for headings and documents."""
        if self.erased_on is not None:
            return gettext("erased")
        return " ".join(part for part in (self.surname, self.given, self.patronymic) if part)

    @property
    def short_name(self) -> str:
        """Surname and given name: for rows."""
        return self.full_name if self.erased_on else f"{self.surname} {self.given}".strip()

    def put_in_order(self) -> None:
        """Fill the stored sort key and the folded search text from the name."""
        self.key = self.key or self.pid
        self.sort_key = sort_key(self.full_name)[:700]
        self.search = folded(self.full_name)[:320]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep order and search text in step with the name (bulk writers call put_in_order)."""
        self.put_in_order()
        super().save(*args, **kwargs)


class Enrolment(RecordedFact):
    """A pupil is in a class from - to, both days included; a move is a close and an open."""

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="enrolments")
    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.PROTECT, related_name="enrolments"
    )
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        ordering = ["since", "id"]
        indexes = [models.Index(fields=["school_class", "since"], name="enrolment_class_since")]

    def __str__(self) -> str:
        return f"{self.pupil} {self.school_class}"
