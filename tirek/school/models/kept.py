"""What every thing with an address and a place in the school file has."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from tirek.access.ids import new_pid


class Sex(models.TextChoices):
    """Codes as in the school file."""

    M = "M", _("boy")
    F = "F", _("girl")


class Kept(models.Model):
    """What has a public id for addresses and a key for the school file."""

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    key = models.CharField(max_length=80)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A thing that came without a key gets its public id as its key."""
        self.key = self.key or self.pid
        super().save(*args, **kwargs)
