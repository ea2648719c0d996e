"""Annual plans, their rows, how these were amended, and what was handed on, moved or waived."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tirek.access import clock
from tirek.access.facts import FactQuerySet, RecordedFact
from tirek.access.ids import new_pid
from tirek.access.models import School
from tirek.access.roles import DOORS
from tirek.access.sight import sight_of
from tirek.school.models import Household, Pupil, SchoolClass
from tirek.schoolyear.models import SchoolYear


class PlanKind(models.TextChoices):
    """The four plans; codes as in the school file."""

    OWN = "OWN", _("Own plan")
    NURSE = "NURSE", _("Joint plan with the nurse")
    CLASS_TEACHERS = "CLASS_TEACHERS", _("Joint plan with class teachers")
    PSYCHOLOGIST = "PSYCHOLOGIST", _("Joint plan with the psychologist")


WHOLE = frozenset(DOORS["plans.whole:read"])


class PlanQuerySet(models.QuerySet["Plan"]):
    """Reads plans."""

    def visible_to(self, user: Any) -> PlanQuerySet:
        """Plans read whole by the user's role, and those with a row that is the user's own."""
        whole = sight_of(user).places_with("plans.whole:read")
        rows = PlanRow.objects.visible_to(user).values("plan_id")
        return self.filter(Q(school_id__in=whole) | Q(pk__in=rows))

    def in_force(self, day: Any) -> PlanQuerySet:
        """Plans approved by that day."""
        return self.filter(approved_on__lte=day)


class Plan(models.Model):
    """A plan of one kind for one school year: a draft, submitted, sent back or approved."""

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="plans")
    school_year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="plans")
    kind = models.CharField(max_length=20, choices=PlanKind.choices)
    approved_on = models.DateField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_on = models.DateField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_back_on = models.DateField(null=True, blank=True)
    sent_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_back_reason = models.TextField(blank=True)
    source = models.JSONField(default=dict, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["school_year", "kind"], name="one_plan_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.school_year_id}"

    @property
    def has_proposals(self) -> bool:
        """Was it read from a file with terms paired by guess that nobody has confirmed?"""
        return not self.source.get("confirmed") and any(
            not row.get("paired", True) for row in self.source.get("rows", [])
        )


class PlanRowQuerySet(models.QuerySet["PlanRow"]):
    """Reads rows."""

    def visible_to(self, user: Any) -> PlanRowQuerySet:
        """Every row for roles that read plans whole; else own rows and those handed to the user.

        A row is somebody's own when it names one of the roles held.
        """
        sight = sight_of(user)
        whole = sight.places_with("plans.whole:read")
        reach = Q(plan__school_id__in=whole)
        for held in sight.held:
            if held.school_id in whole or held.role not in DOORS["plans.plan:read"]:
                continue
            # The list is kept as JSON: a role stands in it between quotes, on both databases.
            own = Q(responsible__icontains=f'"{held.role}"')
            handed = Adjustment.objects.known_at().filter(to_user_id=sight.user_id)
            own |= Q(pk__in=handed.values("row_id"))
            reach |= Q(plan__school_id=held.school_id) & own
        return self.filter(reach)


class PlanRow(models.Model):
    """One item of a plan: what, when, who, for whom, counted by which evidence.

    `term`, `cohort`, `evidence` and `responsible` are kept as the school file writes them. The row
    is kept as it is now; `queries.rows` gives it as it stood on a day (docs/decisions/0026).
    """

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20)
    number = models.CharField(max_length=10, blank=True)
    section_kk = models.CharField(max_length=300, blank=True)
    section_ru = models.CharField(max_length=300, blank=True)
    section_en = models.CharField(max_length=300, blank=True)
    text_kk = models.TextField(blank=True)
    text_ru = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    term = models.JSONField()
    responsible = models.JSONField(default=list, blank=True)
    cohort = models.JSONField(default=dict, blank=True)
    unit = models.CharField(max_length=10)
    evidence = models.JSONField(default=list, blank=True)
    grace_days = models.PositiveSmallIntegerField(default=0)
    # The day of the last amendment, and the first day on which the row is in force no more.
    amended_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    objects = PlanRowQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="row_code_once_a_plan")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text()[:60]}"

    def text(self, language: str | None = None) -> str:
        """The item in a language (default: the page's); Kazakh, else any, when there is none."""
        return self._said("text", language)

    def section(self, language: str | None = None) -> str:
        """The section's heading in a language; Kazakh when there is none."""
        return self._said("section", language)

    def is_own(self, roles: Collection[str]) -> bool:
        """Does the row name one of these roles, or do they answer for the whole plan?"""
        return not WHOLE.isdisjoint(roles) or not set(self.responsible).isdisjoint(roles)

    def _said(self, what: str, language: str | None) -> str:
        chosen = (language or get_language() or "kk")[:2]
        texts = (getattr(self, f"{what}_{code}", "") for code in (chosen, "kk", "ru", "en"))
        return next((text for text in texts if text), "")


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    """Reads amendments."""

    def visible_to(self, user: Any) -> AmendmentQuerySet:
        """Those of the rows that the user reads."""
        return self.filter(row__in=PlanRow.objects.visible_to(user).values("pk"))


class Amendment(models.Model):
    """A change of an approved plan from a day on, with the reason; never taken away.

    One that was wrong is answered by another of the same day. `before` keeps what the fields that
    changed said until then, by name; days are kept as in the school file.
    """

    class Kind(models.TextChoices):
        """Codes as in the school file."""

        ADDED = "ADDED", _("row added")
        CHANGED = "CHANGED", _("row changed")
        ENDED = "ENDED", _("row ended")
        RESUMED = "RESUMED", _("row taken up again")

    row = models.ForeignKey(PlanRow, on_delete=models.PROTECT, related_name="amendments")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    on = models.DateField()
    reason = models.TextField()
    before = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=clock.now)

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.row_id} {self.kind} {self.on}"


class Adjustment(RecordedFact):
    """A due item handed to a colleague, moved or waived, with the reason; one may be taken back.

    One of each kind stands about an item; a later one replaces it (docs/decisions/0022).
    It is about a pupil, a family, a class, or (none of them) the school; `since`-`until` is the
    period as the term gives it.
    """

    class Kind(models.TextChoices):
        """Codes as in the school file."""

        ASSIGNED = "ASSIGNED", _("handed on")
        MOVED = "MOVED", _("moved")
        WAIVED = "WAIVED", _("waived")

    row = models.ForeignKey(PlanRow, on_delete=models.PROTECT, related_name="adjustments")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, null=True, related_name="+")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, null=True, related_name="+")
    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.PROTECT, null=True, related_name="+"
    )
    since = models.DateField()
    until = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_day = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    on = models.DateField(null=True, blank=True)

    objects = FactQuerySet.as_manager()

    # What those made in one deed have in common.
    OF_A_DEED = (
        "row_id",
        "kind",
        "since",
        "by_id",
        "recorded_at",
        "reason",
        "to_user_id",
        "to_day",
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="adjustment_says_to_what",
                condition=(Q(kind="ASSIGNED", to_user__isnull=False))
                | Q(kind="MOVED", to_day__isnull=False)
                | Q(kind="WAIVED"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.row_id} {self.kind}"

    @property
    def about(self) -> Pupil | Household | SchoolClass | None:
        """Whom it is about; None for the school."""
        return self.pupil or self.household or self.school_class

    @property
    def member(self) -> int:
        """The same as the rules number it; 0 is the school."""
        return self.pupil_id or self.household_id or self.school_class_id or 0
