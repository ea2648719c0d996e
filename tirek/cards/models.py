"""The social card index: categories, statuses with their basis, kinship, income, norms."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tirek.access.facts import FactQuerySet, RecordedFact
from tirek.access.ids import new_pid
from tirek.access.models import School
from tirek.access.roles import DOORS
from tirek.access.sight import Held, Sight, sight_of
from tirek.school.models import Household, HouseholdMember, Pupil


class Category(models.Model):
    """A category of pupils: built-in (no school) or a school's own."""

    school = models.ForeignKey(
        School, on_delete=models.PROTECT, null=True, blank=True, related_name="categories"
    )
    code = models.CharField(max_length=40)
    name_kk = models.CharField(max_length=200)
    name_ru = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    social = models.BooleanField(_("Counts as social status"), default=False)
    sensitive = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=500)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "code"],
                name="category_once_a_school",
                condition=Q(school__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["code"], name="category_built_in_once", condition=Q(school__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name()

    def name(self, language: str | None = None) -> str:
        """The name in a language (default: the page's), Kazakh when there is none."""
        chosen = (language or get_language() or "kk")[:2]
        return getattr(self, f"name_{chosen}", "") or self.name_kk


class Norm(models.Model):
    """A law or rule that statuses, decisions and documents cite; a school may add its own."""

    school = models.ForeignKey(
        School, on_delete=models.PROTECT, null=True, blank=True, related_name="norms"
    )
    code = models.CharField(max_length=60)
    title = models.CharField(max_length=500)
    number = models.CharField(max_length=100, blank=True)
    on = models.DateField(null=True, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "code"],
                name="norm_once_a_school",
                condition=Q(school__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["code"], name="norm_built_in_once", condition=Q(school__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.title


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
    norm = models.CharField(_("Norm"), max_length=60, blank=True)
    note = models.TextField(_("Note"), blank=True)

    objects = StatusQuerySet.as_manager()

    class Meta:
        ordering = ["since", "id"]
        indexes = [
            models.Index(fields=["category", "since"], name="status_category_since"),
        ]

    def __str__(self) -> str:
        return f"{self.pupil}: {self.category}"


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
