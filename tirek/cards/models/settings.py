"""What a school chooses for its card index."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from tirek.access.models import School


class CardSettings(models.Model):
    """A school's own choice; a school without a row has the defaults."""

    school = models.OneToOneField(School, on_delete=models.PROTECT, related_name="card_settings")
    soon_days = models.PositiveSmallIntegerField(
        _("Days ahead"), default=30, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )

    def __str__(self) -> str:
        return str(self.school)
