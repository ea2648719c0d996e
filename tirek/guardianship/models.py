"""The register of children without care, checks of guardians, talks with them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tirek.access.facts import FactQuerySet, RecordedFact
from tirek.access.models import School
from tirek.access.sight import sight_of
from tirek.cards.models import Kinship, StatusPeriod
from tirek.guardianship.rules.clock import TIMES_A_YEAR
from tirek.journal.models import Entry
from tirek.school.models import HouseholdMember, Kept, Pupil

READ = "guardianship.case:read"


class Terms(models.Model):
    """What a school has set: days to notify, checks of a guardian a year, to whom letters go."""

    school = models.OneToOneField(
        School, on_delete=models.PROTECT, related_name="guardianship_terms"
    )
    notify_days = models.PositiveSmallIntegerField(_("Working days to notify"), default=1)
    checks_a_year = models.PositiveSmallIntegerField(
        _("Checks of a guardian a year"),
        default=1,
        choices=[(times, str(times)) for times in TIMES_A_YEAR],
    )
    body = models.CharField(_("Guardianship body"), max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.school_id}: {self.notify_days}, {self.checks_a_year}"


class CaseQuerySet(models.QuerySet["Case"]):
    """Reads cases."""

    def visible_to(self, user: Any, key: str = READ) -> CaseQuerySet:
        """Cases of the schools one reads whole; of some grades: those pupils' and the strangers'.

        A child who is no pupil is in no grade, so whoever holds the key in the school sees it.
        """
        sight = sight_of(user)
        reach = Q(school_id__in=sight.whole(key))
        if near := sight.near(key):
            pupils = Pupil.objects.visible_to(user, key).values("pk")
            some = {held.school_id for held in near}
            reach |= Q(school_id__in=some) & (Q(pupil__isnull=True) | Q(pupil__in=pupils))
        return self.filter(reach)


class Case(Kept):
    """A child left without care, a pupil or one known by name only; what happened are its steps."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="guardianship_cases")
    pupil = models.ForeignKey(
        Pupil, on_delete=models.PROTECT, null=True, blank=True, related_name="guardianship_cases"
    )
    surname = models.CharField(_("Surname"), max_length=100, blank=True)
    given = models.CharField(_("First name"), max_length=100, blank=True)
    patronymic = models.CharField(_("Patronymic"), max_length=100, blank=True)
    born_on = models.DateField(_("Date of birth"), null=True, blank=True)
    address = models.CharField(_("Address"), max_length=300, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["school", "key"], name="guardianship_case_key_once")
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """The pupil's name as it is now, else the name as it was written down."""
        if self.pupil is not None:
            return self.pupil.full_name
        return " ".join(part for part in (self.surname, self.given, self.patronymic) if part)


class StepKind(models.TextChoices):
    """What happens in a case, in its usual order."""

    IDENTIFIED = "IDENTIFIED", _("child found without care")
    NOTIFIED = "NOTIFIED", _("guardianship body notified")
    PLACED = "PLACED", _("child placed")
    REVIEWED = "REVIEWED", _("review")
    CLOSED = "CLOSED", _("case closed")


class Placement(models.TextChoices):
    """Where a child went; the first three are kinds of kinship too."""

    GUARDIAN = "GUARDIAN", _("guardianship")
    TRUSTEE = "TRUSTEE", _("trusteeship")
    FOSTER = "FOSTER", _("foster care")
    INSTITUTION = "INSTITUTION", _("institution")
    RETURNED = "RETURNED", _("returned to the parents")


class Ending(models.TextChoices):
    """Why a case is closed."""

    RETURNED = "RETURNED", _("the child is with the parents again")
    ADOPTED = "ADOPTED", _("the child is adopted")
    ADULT = "ADULT", _("the child has come of age")
    MOVED = "MOVED", _("the child has moved away")
    OTHER = "OTHER", _("another reason")


class Step(Kept, RecordedFact):
    """One dated step of a case; a wrong one is corrected by a later one or annulled.

    `who` found the child, was notified, or is the guardian; `how` it came out or was sent; `kin`
    and `status` are what a placement opened, or found, on the card.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=StepKind.choices)
    on = models.DateField(_("Date"))
    who = models.CharField(max_length=300, blank=True)
    how = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    document = models.CharField(_("Document"), max_length=300, blank=True)
    number = models.CharField(_("Number"), max_length=60, blank=True)
    paper_on = models.DateField(_("Date of the document"), null=True, blank=True)
    placement = models.CharField(max_length=12, choices=Placement.choices, blank=True)
    reason = models.CharField(max_length=10, choices=Ending.choices, blank=True)
    kin = models.ForeignKey(
        Kinship, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    status = models.ForeignKey(
        StatusPeriod, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = FactQuerySet.as_manager()

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.on} {self.kind}"


class Talk(models.Model):
    """What was said in a talk with a guardian; date, author and child stand on the entry."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="guardian_talk")
    guardian = models.ForeignKey(
        HouseholdMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    guardian_name = models.CharField(max_length=300, blank=True)
    living = models.TextField(_("Living conditions"), blank=True)
    health = models.TextField(_("Health"), blank=True)
    study = models.TextField(_("Study"), blank=True)
    asked = models.TextField(_("What is asked for"), blank=True)
    agreed = models.TextField(_("What was agreed"), blank=True)
    next_on = models.DateField(_("Next talk"), null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.entry_id}"

    @property
    def with_whom(self) -> str:
        """The guardian as known now, else the name as written."""
        return self.guardian.full_name if self.guardian else self.guardian_name


class Check(models.Model):
    """What a check of a guardian found; its entry says only that it took place."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="guardian_check")
    guardian = models.ForeignKey(
        HouseholdMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    guardian_name = models.CharField(max_length=300, blank=True)
    who = models.CharField(_("Who checked"), max_length=300, blank=True)
    findings = models.TextField(_("Findings"), blank=True)
    recommendation = models.TextField(_("Recommendation"), blank=True)
    next_on = models.DateField(_("Next check"), null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.entry_id}"

    @property
    def with_whom(self) -> str:
        """The guardian as known now, else the name as written."""
        return self.guardian.full_name if self.guardian else self.guardian_name
