"""Consents of a family, what they are about, and the erasure of a child's data."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tirek.access.facts import FactQuerySet, RecordedFact
from tirek.access.ids import new_pid
from tirek.access.models import School
from tirek.access.roles import DOORS, Role
from tirek.access.sight import sight_of
from tirek.school.models import HouseholdMember, Kept, Pupil

# Those who see whole consents of the school; the others named below see their own.
WHOLE = (Role.SOCIAL_PEDAGOGUE, Role.DEPUTY_DIRECTOR, Role.DIRECTOR)
OWN = (Role.PSYCHOLOGIST, Role.NURSE)


class Scope(models.Model):
    """What a consent may be about: built-in (no school) or a school's own; a plain setting.

    `holder` is the role whose work rests on it, `transfer`: the third party must be named, and
    several such consents may stand side by side.
    """

    school = models.ForeignKey(
        School, on_delete=models.PROTECT, null=True, blank=True, related_name="consent_scopes"
    )
    code = models.CharField(max_length=40)
    name_kk = models.CharField(max_length=200)
    name_ru = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    data_kk = models.TextField(blank=True)
    data_ru = models.TextField(blank=True)
    purpose_kk = models.TextField(blank=True)
    purpose_ru = models.TextField(blank=True)
    holder = models.CharField(max_length=30, blank=True)
    transfer = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=500)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "code"],
                name="scope_once_a_school",
                condition=Q(school__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["code"], name="scope_built_in_once", condition=Q(school__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.said("name")

    def said(self, what: str, language: str | None = None) -> str:
        """`name`, `data` or `purpose` in a language (default: the page's), else in Kazakh."""
        chosen = (language or get_language() or "kk")[:2]
        return getattr(self, f"{what}_{chosen}", "") or str(getattr(self, f"{what}_kk"))


class ConsentQuerySet(FactQuerySet):
    """Reads consents."""

    def visible_to(self, user: Any) -> ConsentQuerySet:
        """Consents this user may read: all of the school, or the own ones.

        Own are those one recorded and those of a scope on which the own role's work rests. That
        there is a consent is asked of `queries.standing`, which gives no text.
        """
        sight = sight_of(user)
        reach = Q(school_id__in=sight.schools(WHOLE))
        for held in sight.held:
            if held.role in OWN and held.school_id:
                own = Scope.objects.filter(holder=held.role).filter(
                    Q(school_id=held.school_id) | Q(school__isnull=True)
                )
                mine = Q(recorded_by_id=sight.user_id) | Q(scope__in=own.values("code"))
                reach |= Q(school_id=held.school_id) & mine
        return self.filter(reach, pupil__in=Pupil.objects.visible_to(user).values("pk"))

    def holding(self, day: date) -> ConsentQuerySet:
        """Consents in force on a day: signed by then, not over, not withdrawn by then."""
        return self.filter(
            Q(until__isnull=True) | Q(until__gte=day),
            Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=day),
            signed_on__lte=day,
        )

    def to_stop(self) -> ConsentQuerySet:
        """Withdrawn, and nobody has confirmed yet that the processing has stopped."""
        return self.known_at().filter(withdrawn_on__isnull=False, stopped_on__isnull=True)


class Consent(Kept, RecordedFact):
    """A family's consent: to what, which data, for what, to whom, signed by whom, until when.

    `until` is its last day (None: until withdrawn). Withdrawing and confirming that the processing
    stopped are later facts that replace it.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="consents")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="consents")
    scope = models.CharField(_("Scope"), max_length=40)
    data = models.TextField(_("List of data"), blank=True)
    purpose = models.TextField(_("Purpose"), blank=True)
    operator = models.CharField(_("Operator"), max_length=300)
    third_parties = models.CharField(_("Third parties"), max_length=300, blank=True)
    signed_by = models.ForeignKey(
        HouseholdMember, on_delete=models.PROTECT, null=True, blank=True, related_name="consents"
    )
    signer_name = models.CharField(_("Signed by"), max_length=300, blank=True)
    signer_relation = models.CharField(_("Relation"), max_length=100, blank=True)
    signed_on = models.DateField(_("Signed on"))
    until = models.DateField(_("Last day"), null=True, blank=True)
    paper_number = models.CharField(_("Number of the paper"), max_length=60, blank=True)
    withdrawn_on = models.DateField(_("Withdrawn on"), null=True, blank=True)
    withdrawn_how = models.CharField(_("How it was withdrawn"), max_length=300, blank=True)
    stopped_on = models.DateField(_("Processing stopped on"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-signed_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["school", "key"], name="consent_key_once_a_school"),
            models.CheckConstraint(
                name="consent_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("signed_on")),
            ),
        ]
        indexes = [models.Index(fields=["school", "scope"], name="consent_school_scope")]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.scope}"

    @property
    def signer(self) -> str:
        """Who signed: the member of the family as known now, else the name as written."""
        return self.signed_by.full_name if self.signed_by else self.signer_name

    def holds(self, day: date) -> bool:
        """Is it in force on the day?"""
        return (
            self.signed_on <= day
            and (self.until is None or self.until >= day)
            and (self.withdrawn_on is None or self.withdrawn_on > day)
        )


class FamilyRights(models.Model):
    """What a school has set: how long after leaving a child's data are kept, how long to stop.

    `keep_years` None: never erased by term. `stop_days` are working days after a withdrawal.
    """

    school = models.OneToOneField(School, on_delete=models.PROTECT, related_name="family_rights")
    keep_years = models.PositiveSmallIntegerField(null=True, blank=True)
    stop_days = models.PositiveSmallIntegerField(default=15)

    def __str__(self) -> str:
        return f"{self.school_id}: {self.keep_years}"


class ErasureQuerySet(models.QuerySet["Erasure"]):
    """Reads erasures."""

    def visible_to(self, user: Any) -> ErasureQuerySet:
        """Erasures of the schools in which the user may see them."""
        return self.filter(school_id__in=sight_of(user).schools(DOORS["consents.erasure:read"]))


class Erasure(models.Model):
    """The data of some children are to be erased: proposed by one, approved by another, done.

    `counts` says what went, in numbers by kind; nothing here names a child once it is done.
    """

    class Why(models.TextChoices):
        """Why the data go."""

        TERM = "TERM", _("the term has passed")
        REQUEST = "REQUEST", _("request of the legal representative")

    class State(models.TextChoices):
        """Proposed, then done or declined."""

        PROPOSED = "PROPOSED", _("waits for approval")
        DONE = "DONE", _("erased")
        DECLINED = "DECLINED", _("declined")

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="erasures")
    why = models.CharField(max_length=10, choices=Why.choices)
    note = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    counts = models.JSONField(default=dict, blank=True)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-id"]

    def __str__(self) -> str:
        return f"{self.proposed_at:%Y-%m-%d} {self.state}"


class ErasurePupil(models.Model):
    """This child's data are to be erased."""

    erasure = models.ForeignKey(Erasure, on_delete=models.CASCADE, related_name="pupils")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="erasures")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["erasure", "pupil"], name="erasure_of_pupil_once")
        ]

    def __str__(self) -> str:
        return f"{self.erasure_id} {self.pupil_id}"
