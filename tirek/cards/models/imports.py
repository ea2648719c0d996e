"""Lists by category brought in from files."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tirek.access.ids import new_pid
from tirek.access.models import School
from tirek.access.sight import sight_of


class StatusImportQuerySet(models.QuerySet["StatusImport"]):
    """Reads imports of lists."""

    def visible_to(self, user: Any) -> StatusImportQuerySet:
        """Of schools in which the user writes statuses; a draft, and what was narrower, one's own.

        A list names children: whoever writes the statuses of some grades sees own lists only.
        """
        sight, key = sight_of(user), "cards.status:write"
        own = Q(by_id=sight.user_id, school_id__in=sight.places_with(key))
        whole = Q(school_id__in=sight.whole(key)) & ~Q(state=StatusImport.State.DRAFT)
        return self.filter(own | whole)


class StatusImport(models.Model):
    """A list brought in: its rows and the answers while it is a draft, then what it made.

    `lines` are rows as `rules.listed` took them apart, empty once the list is applied; `answers`
    what a person has said (`words`: words -> code, `rows`: row -> pupil's id or "-"); `made` the
    ids of the statuses.
    """

    class State(models.TextChoices):
        """A draft is a list whose preview is open."""

        DRAFT = "DRAFT"
        APPLIED = "APPLIED"
        WITHDRAWN = "WITHDRAWN"

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    file_name = models.CharField(max_length=200)
    # What holds for the rows that do not say it themselves.
    category = models.CharField(_("Status"), max_length=40, blank=True)
    since = models.DateField(_("First day"), null=True, blank=True)
    basis_document = models.CharField(_("Document"), max_length=300, blank=True)
    basis_number = models.CharField(_("Number"), max_length=60, blank=True)
    basis_on = models.DateField(_("Date of the document"), null=True, blank=True)
    norm = models.CharField(_("Norm"), max_length=60, blank=True)
    lines = models.JSONField(default=list)
    unread = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    made = models.JSONField(default=list)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = StatusImportQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.file_name
