"""Categories of pupils and the norms that are cited."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tirek.access.models import School


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
    # A status of this category is opened only with its paper: document and date.
    basis_demanded = models.BooleanField(_("A basis is demanded"), default=False)
    # Other words by which it is found, between commas: "оралман, returnee".
    also = models.CharField(_("Other words for it"), max_length=300, blank=True)
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
