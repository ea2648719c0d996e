"""Categories of pupils and the norms that are cited."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tirek.access import clock
from tirek.access.ids import new_pid
from tirek.access.models import School


class Category(models.Model):
    """A category of pupils: built-in (no school) or a school's own."""

    school = models.ForeignKey(
        School, on_delete=models.PROTECT, null=True, blank=True, related_name="categories"
    )
    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    code = models.CharField(max_length=40)
    name_kk = models.CharField(_("Name in Kazakh"), max_length=200)
    name_ru = models.CharField(_("Name in Russian"), max_length=200, blank=True)
    name_en = models.CharField(_("Name in English"), max_length=200, blank=True)
    # From its settings, where a day is asked about: see `queries.categories`.
    social = models.BooleanField(_("Counts as social status"), default=False)
    sensitive = models.BooleanField(_("Sensitive"), default=False)
    # A status of this category is opened only with its paper: document and date.
    basis_demanded = models.BooleanField(_("A basis is demanded"), default=False)
    # Other words by which it is found, between commas: "оралман, returnee".
    also = models.CharField(_("Other words for it"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=500)
    # The last day on which a status of a school's own category may begin.
    until = models.DateField(_("Last day"), null=True, blank=True)
    # Codes of `rules.lists.LISTS` with commas between them; empty: those that follow from the code.
    feeds = models.CharField(max_length=200, blank=True)

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


class CategorySetting(models.Model):
    """What a school says of a category from a day on; a later word about the same day counts.

    Never changed: what counted on an earlier day, or was known at a moment, can be told again.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    since = models.DateField(_("From which day"))
    social = models.BooleanField(_("Counts as social status"))
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["since", "id"]
        indexes = [models.Index(fields=["school", "code"], name="setting_of_category")]

    def __str__(self) -> str:
        return f"{self.code}: {self.since}"


class Norm(models.Model):
    """A law or rule that statuses, decisions and documents cite; a school may add its own."""

    school = models.ForeignKey(
        School, on_delete=models.PROTECT, null=True, blank=True, related_name="norms"
    )
    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    code = models.CharField(max_length=60)
    title = models.CharField(_("Title"), max_length=500)
    number = models.CharField(_("Number"), max_length=100, blank=True)
    on = models.DateField(_("Date of the norm"), null=True, blank=True)
    since = models.DateField(_("In force from"), null=True, blank=True)
    until = models.DateField(_("In force to"), null=True, blank=True)
    text_read = models.BooleanField(_("Its text has been read and checked"), default=False)
    note = models.TextField(_("Note"), blank=True)

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
