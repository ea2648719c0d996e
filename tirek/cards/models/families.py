"""Who is who to a pupil, what a family lives on."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from tirek.access.facts import FactQuerySet, RecordedFact
from tirek.access.ids import new_pid
from tirek.access.models import School
from tirek.school.models import Household, HouseholdMember, Pupil


class Kin(models.TextChoices):
    """Who somebody is to the child; codes as in the school file."""

    MOTHER = "MOTHER", _("mother")
    FATHER = "FATHER", _("father")
    STEP = "STEP", _("step-parent")
    GUARDIAN = "GUARDIAN", _("guardian")
    TRUSTEE = "TRUSTEE", _("trustee")
    FOSTER = "FOSTER", _("foster carer")
    OTHER = "OTHER", _("relative")


class Kinship(RecordedFact):
    """Who a member of a family is to a pupil, from - to, by which paper."""

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="kin")
    member = models.ForeignKey(HouseholdMember, on_delete=models.PROTECT, related_name="kin")
    kinship = models.CharField(_("Kinship"), max_length=10, choices=Kin.choices)
    legal = models.BooleanField(_("Legal representative"), default=False)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    paper_document = models.CharField(max_length=300, blank=True)
    paper_number = models.CharField(max_length=60, blank=True)
    paper_on = models.DateField(null=True, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.member} ({self.kinship})"


class IncomeStatement(RecordedFact):
    """What a family lived on, by a paper of a day; tenge a month for the whole family.

    `persons` is how many the income is for, when the paper says so.
    """

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="income")
    on = models.DateField(_("Date"))
    amount = models.DecimalField(_("Income, tenge"), max_digits=14, decimal_places=2)
    persons = models.PositiveSmallIntegerField(_("Members counted"), null=True, blank=True)
    source = models.CharField(_("Source"), max_length=200, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.on}: {self.amount}"

    @property
    def per_head(self) -> Decimal | None:
        """Tenge a month for each person, to the tiyn; None when the persons are not known."""
        return round(self.amount / self.persons, 2) if self.persons else None


class FamilyLevel(RecordedFact):
    """The level of the digital family card (A-E), only stored: date and source."""

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="levels")
    level = models.CharField(_("Level"), max_length=1)
    on = models.DateField(_("Date"), null=True, blank=True)
    source = models.CharField(_("Source"), max_length=200, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return self.level


class SubsistenceMinimum(models.Model):
    """The amount of a year, in tenge a month a person, as the school entered it: no law of ours."""

    school = models.ForeignKey(
        School, on_delete=models.PROTECT, related_name="subsistence_minimums"
    )
    year = models.PositiveSmallIntegerField(_("Year"))
    amount = models.DecimalField(_("Amount, tenge"), max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["school", "year"], name="minimum_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.amount}"
