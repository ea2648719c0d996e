"""Forms that class teachers fill for their classes, and the lines the social pedagogue decides."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tirek.access import clock
from tirek.access.ids import new_pid
from tirek.access.models import School
from tirek.access.sight import Key
from tirek.classdata.rules import said as rules
from tirek.journal.models import Entry
from tirek.school.models import Pupil, SchoolClass
from tirek.schoolyear.models import SchoolYear


class Round(models.Model):
    """All classes were asked for the form on a day, to be handed in by another."""

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    school_year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    due_on = models.DateField(_("Due on"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-asked_on", "-id"]

    def __str__(self) -> str:
        return f"{self.asked_on} {self.due_on}"


class FormQuerySet(models.QuerySet["ClassForm"]):
    """Reads forms."""

    def visible_to(self, user: Any, key: Key = "classdata.form:read") -> FormQuerySet:
        """Forms of the classes within reach; a draft only for those who may write it."""
        read = SchoolClass.objects.visible_to(user, key).values("pk")
        write = SchoolClass.objects.visible_to(user, "classdata.form:write").values("pk")
        own = models.Q(school_class__in=write)
        return self.filter(
            models.Q(school_class__in=read) & (own | ~models.Q(state=ClassForm.State.DRAFT))
        )

    def submitted(self) -> FormQuerySet:
        """Forms that were handed in and stand."""
        return self.filter(state=ClassForm.State.SUBMITTED, entry__annulled_at__isnull=True)


class ClassForm(models.Model):
    """What a teacher said of a class on a day; `said` holds the answers by the pupil's public id.

    While it is a draft the answers may be written over; handed in, they are lines to be decided.
    """

    class State(models.TextChoices):
        """A draft is begun and not handed in."""

        DRAFT = "DRAFT", _("begun")
        SUBMITTED = "SUBMITTED", _("handed in")

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.PROTECT, related_name="data_forms"
    )
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    on = models.DateField(null=True)
    said = models.JSONField(default=dict, blank=True)
    saved_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=0)
    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, null=True, related_name="data_form"
    )

    objects = FormQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["school_class"],
                condition=models.Q(state="DRAFT"),
                name="one_draft_of_a_class",
            )
        ]

    def __str__(self) -> str:
        return f"{self.school_class} {self.on or ''}".strip()

    @property
    def is_draft(self) -> bool:
        """Not handed in yet."""
        return self.state == self.State.DRAFT


class FormLine(models.Model):
    """One thing a teacher said of a pupil, and what was decided about it, once.

    `card` is what the card said when the line was decided; `fact` what came of it, as
    "cards.statusperiod:" and the public id.
    """

    class What(models.TextChoices):
        """Kinds of lines; codes as in `rules.said`."""

        OPENED = rules.OPENED, _("New status")
        ENDED = rules.ENDED, _("Status is over")
        ADDRESS = rules.ADDRESS, _("Address")
        PHONE = rules.PHONE, _("Phone of the pupil")
        WORK = rules.WORK, _("Parent's work")
        MEMBER_PHONE = rules.MEMBER_PHONE, _("Parent's phone")
        JOINED = rules.JOINED, _("New in the family")
        LEFT = rules.LEFT, _("Left the family")
        NOTE = rules.NOTE, _("Note")

    class State(models.TextChoices):
        """WITHDRAWN: the teacher took the form back before anything was decided."""

        WAITING = "WAITING", _("waits")
        ACCEPTED = "ACCEPTED", _("accepted")
        DECLINED = "DECLINED", _("declined")
        WITHDRAWN = "WITHDRAWN", _("withdrawn")

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    form = models.ForeignKey(ClassForm, on_delete=models.PROTECT, related_name="lines")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="data_lines")
    what = models.CharField(max_length=12, choices=What.choices)
    position = models.PositiveIntegerField()
    said = models.JSONField(default=dict)
    card = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    reason = models.TextField(_("Reason"), blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    fact = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["state"], name="form_line_state")]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.what}"

    @property
    def plain(self) -> bool:
        """Does it ask for nothing more than yes or no?"""
        return self.what in rules.PLAIN

    @property
    def rule(self) -> rules.Line:
        """The line as the rules know it."""
        return rules.Line(self.what, self.said, self.card)
