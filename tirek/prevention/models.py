"""The council and its meetings; cases, their steps, the measures of individual plans."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tirek.access.facts import FactQuerySet, RecordedFact
from tirek.access.models import School
from tirek.access.sight import sight_of
from tirek.cards.models import StatusPeriod
from tirek.journal.models import Entry
from tirek.prevention.rules import clock as clocks
from tirek.prevention.rules.regimes import ACCOMPANIMENT, REGISTER
from tirek.school.models import Kept, Pupil

READ = "prevention.case:read"
COUNCIL = "prevention.council:read"


class Regime(models.TextChoices):
    """By which rules a child was placed."""

    REGISTER = REGISTER, _("in-school register")
    ACCOMPANIMENT = ACCOMPANIMENT, _("pedagogical accompaniment")


class Terms(models.Model):
    """What a school has set for its register: quorum, terms in days, own grounds."""

    school = models.OneToOneField(School, on_delete=models.PROTECT, related_name="prevention_terms")
    quorum_percent = models.PositiveSmallIntegerField(
        _("Quorum: more than, per cent of the members"), default=50
    )
    decide_days = models.PositiveSmallIntegerField(_("Days to decide"), default=30)
    tell_days = models.PositiveSmallIntegerField(_("Days to tell the parents"), default=3)
    plan_days = models.PositiveSmallIntegerField(_("Days to make the plan"), default=10)
    review_days = models.PositiveSmallIntegerField(_("Days between reviews"), default=90)
    own_grounds = models.TextField(_("The school's own grounds, one a line"), blank=True)

    def __str__(self) -> str:
        return f"{self.school_id}: {self.quorum_percent}"

    @property
    def days(self) -> clocks.Terms:
        """The terms as the clock wants them."""
        return clocks.Terms(self.decide_days, self.tell_days, self.plan_days, self.review_days)


class Post(models.TextChoices):
    """What somebody is in the council."""

    CHAIR = "CHAIR", _("commission chair")
    SECRETARY = "SECRETARY", _("secretary")
    MEMBER = "MEMBER", _("member")


class Member(Kept):
    """Somebody in the council from a day to a day; ended, never taken out."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="council_members")
    name = models.CharField(_("Full name"), max_length=200)
    job = models.CharField(_("Post"), max_length=200, blank=True)
    post = models.CharField(
        _("In the council"), max_length=9, choices=Post.choices, default="MEMBER"
    )
    since = models.DateField(_("First day"))
    until = models.DateField(_("Last day"), null=True, blank=True)

    class Meta:
        ordering = ["post", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["school", "key"], name="council_member_key_once")
        ]

    def __str__(self) -> str:
        return self.name


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Reads meetings."""

    def visible_to(self, user: Any, key: str = COUNCIL) -> MeetingQuerySet:
        """Meetings of the schools where one holds this key."""
        sight = sight_of(user)
        near = {held.school_id for held in sight.near(key)}
        return self.filter(school_id__in={*sight.whole(key), *near})


class Meeting(Kept):
    """A meeting of the council: called, held with its minutes, or annulled."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="council_meetings")
    number = models.CharField(_("Number of the minutes"), max_length=60, blank=True)
    on = models.DateField(_("Date"))
    place = models.CharField(_("Place"), max_length=200, blank=True)
    present = models.ManyToManyField(Member, blank=True, related_name="meetings")
    guests = models.TextField(_("Invited"), blank=True)
    text = models.TextField(_("What was said"), blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    annulled_at = models.DateTimeField(null=True, blank=True)
    annul_reason = models.CharField(max_length=500, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["school", "key"], name="council_meeting_key_once")
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.number}"

    @property
    def open(self) -> bool:
        """Called and not yet held: its agenda can be changed."""
        return self.held_at is None and self.annulled_at is None


class RegisterCaseQuerySet(models.QuerySet["Case"]):
    """Reads cases."""

    def visible_to(self, user: Any, key: str = READ) -> RegisterCaseQuerySet:
        """Cases of the pupils whom the user sees by this key."""
        return self.filter(pupil__in=Pupil.objects.visible_to(user, key).values("pk"))


class Case(Kept):
    """A child proposed for the register; what happened are the steps."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="prevention_cases")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="prevention_cases")
    regime = models.CharField(max_length=13, choices=Regime.choices)
    ground = models.CharField(_("Ground"), max_length=200)
    status = models.ForeignKey(
        StatusPeriod, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RegisterCaseQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["school", "key"], name="prevention_case_key_once")
        ]

    def __str__(self) -> str:
        return self.pupil.full_name


class Aim(models.TextChoices):
    """What the council is asked to decide of a case."""

    PLACE = "PLACE", _("place on the register")
    KEEP = "KEEP", _("go on")
    REMOVE = "REMOVE", _("remove from the register")


class Matter(models.Model):
    """A point of a meeting's agenda: a case, what is proposed, the votes, the decision."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="matters")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="matters")
    aim = models.CharField(_("Proposed"), max_length=6, choices=Aim.choices)
    heard = models.TextField(_("Heard"), blank=True)
    yes = models.PositiveSmallIntegerField(_("For"), null=True, blank=True)
    no = models.PositiveSmallIntegerField(_("Against"), null=True, blank=True)
    abstained = models.PositiveSmallIntegerField(_("Abstained"), null=True, blank=True)
    number = models.CharField(_("Number of the decision"), max_length=60, blank=True)
    decided = models.TextField(_("Decided"), blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "case"], name="case_once_on_an_agenda")
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.case_id}"


class StepKind(models.TextChoices):
    """What happens in a case, in its usual order."""

    PROPOSED = "PROPOSED", _("proposed")
    PLACED = "PLACED", _("placed on the register")
    DECLINED = "DECLINED", _("not placed")
    WITHDRAWN = "WITHDRAWN", _("proposal withdrawn")
    TOLD = "TOLD", _("parents told")
    CONTACT = "CONTACT", _("contact")
    REVIEWED = "REVIEWED", _("review")
    KEPT = "KEPT", _("goes on")
    REMOVED = "REMOVED", _("removed from the register")
    LEFT = "LEFT", _("left the school")


class Step(Kept, RecordedFact):
    """One dated step of a case; the last one can be annulled.

    `who` proposed, was told or took part; `how` the parents were told; `words` are theirs.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=9, choices=StepKind.choices)
    on = models.DateField(_("Date"))
    who = models.CharField(max_length=300, blank=True)
    how = models.CharField(max_length=300, blank=True)
    words = models.TextField(blank=True)
    text = models.TextField(blank=True)
    number = models.CharField(max_length=60, blank=True)
    matter = models.ForeignKey(
        Matter, on_delete=models.PROTECT, null=True, blank=True, related_name="steps"
    )
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = FactQuerySet.as_manager()

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.on} {self.kind}"


class Measure(Kept):
    """A measure of an individual plan: what, who, by when, and how it was carried out."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="measures")
    what = models.TextField(_("Measure"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="prevention_measures",
        verbose_name=_("Specialist"),
    )
    who = models.CharField(_("Who, if not of the staff"), max_length=300, blank=True)
    due_on = models.DateField(_("Term"))
    done_on = models.DateField(_("Carried out on"), null=True, blank=True)
    mark = models.TextField(_("How it was carried out"), blank=True)
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    dropped_at = models.DateTimeField(null=True, blank=True)
    drop_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return f"{self.due_on} {self.case_id}"

    @property
    def by_whom(self) -> str:
        """The specialist, or the words about who it is."""
        return self.user.full_name if self.user else self.who
