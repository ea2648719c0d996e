"""A school's own Word forms: every version that came, and when which was in use."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from tirek.access import clock
from tirek.access.models import School
from tirek.access.sight import sight_of
from tirek.filing.models import Filed


class FormVersionQuerySet(models.QuerySet["FormVersion"]):
    """Reads versions of forms."""

    def visible_to(self, user: Any) -> FormVersionQuerySet:
        """Those of the schools in which the user may read own forms; they hold no child."""
        return self.filter(school_id__in=sight_of(user).places_with("wordforms.form:read"))


class FormVersion(Filed):
    """A Word file that a school drew for one of its papers, in one language; never changed.

    `form` is the paper's name, `number` counts the versions of the school, paper and language,
    `used` are the placeholders in it as paths. `failed_at` and `failed_why` (a code) tell when it
    could not be filled last: the paper was given in our own form then.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="word_forms")
    form = models.CharField(max_length=40)
    language = models.CharField(max_length=2)
    number = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    used = models.JSONField(default=list)
    failed_at = models.DateTimeField(null=True)
    failed_why = models.CharField(max_length=20, blank=True)

    objects = FormVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "form", "language", "number"], name="form_version_once"
            )
        ]


class FormUse(models.Model):
    """A version was the school's form of a paper from a moment, until another or ours took over."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=40)
    language = models.CharField(max_length=2)
    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="uses")
    since = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    until = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "form", "language"],
                condition=Q(until__isnull=True),
                name="form_in_use_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.language} {self.version_id}"
