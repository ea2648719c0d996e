"""Personal files: the school's list of papers, what is known of each, checks; interests."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tirek.access.facts import FactQuerySet, RecordedFact
from tirek.access.models import School
from tirek.access.sight import Key
from tirek.filing.models import Filed
from tirek.journal.models import Entry
from tirek.personalfiles.rules import checklist
from tirek.school.models import Pupil


class Paper(models.Model):
    """A paper of the checklist: built-in (no school), or a school's own or own version of one.

    `category` is whose pupils need it, "" for every pupil; a retired one is asked for no more.
    """

    school = models.ForeignKey(
        School, on_delete=models.PROTECT, null=True, blank=True, related_name="file_papers"
    )
    code = models.CharField(max_length=40)
    category = models.CharField(_("Category"), max_length=40, blank=True)
    name_kk = models.CharField(max_length=200)
    name_ru = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=500)
    retired = models.BooleanField(_("Asked for no more"), default=False)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "code"],
                name="paper_once_a_school",
                condition=Q(school__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["code"], name="paper_built_in_once", condition=Q(school__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name()

    def name(self, language: str | None = None) -> str:
        """The name in a language (default: the page's), Kazakh when there is none."""
        chosen = (language or get_language() or "kk")[:2]
        return getattr(self, f"name_{chosen}", "") or self.name_kk


class FilePaperQuerySet(FactQuerySet):
    """Reads what is known of papers."""

    def visible_to(self, user: Any, key: Key = "personalfiles.file:read") -> FilePaperQuerySet:
        """Papers of the pupils within reach."""
        return self.filter(pupil__in=Pupil.objects.visible_to(user, key).values("pk"))


class FilePaper(RecordedFact):
    """What is known of a paper of one pupil; what was known before is replaced, not changed."""

    class State(models.TextChoices):
        """Codes as in the school file."""

        THERE = checklist.THERE, _("there")
        MISSING = checklist.MISSING, _("missing")
        NOT_NEEDED = checklist.NOT_NEEDED, _("not needed")

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="file_papers")
    paper = models.CharField(max_length=40)
    state = models.CharField(_("State"), max_length=10, choices=State.choices)
    number = models.CharField(_("Number"), max_length=60, blank=True)
    on = models.DateField(_("Date"), null=True, blank=True)
    until = models.DateField(_("Valid until"), null=True, blank=True)
    note = models.CharField(_("Note"), max_length=300, blank=True)

    objects = FilePaperQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["until"], name="file_paper_until")]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.paper}: {self.state}"


class PaperScanQuerySet(models.QuerySet["PaperScan"]):
    """Reads scans."""

    def visible_to(self, user: Any, key: Key = "personalfiles.file:read") -> PaperScanQuerySet:
        """Scans of papers of the pupils within reach."""
        return self.filter(pupil__in=Pupil.objects.visible_to(user, key).values("pk"))


class PaperScan(Filed):
    """A scan of a paper of one pupil; `withdrawn_at`: put there by mistake, shown no more."""

    SCHOOL: ClassVar[str] = "pupil__school"

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="paper_scans")
    paper = models.CharField(max_length=40)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = PaperScanQuerySet.as_manager()

    class Meta:
        ordering = ["id"]


class FileCheck(models.Model):
    """A personal file was looked through; `details` keep what was lacking that day."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="file_check")
    details = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return str(self.entry)


class Interests(models.Model):
    """What a pupil is interested in, as of the entry's day: `details` as the README says."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="interests")
    details = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return str(self.entry)
