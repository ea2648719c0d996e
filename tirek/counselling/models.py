"""Answers to recommendations; a recommendation itself is an entry of the journal about a class."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tirek.access import clock
from tirek.access.ids import new_pid
from tirek.journal.models import Entry

RECOMMENDATION = "RECOMMENDATION"
READ, WRITE, ANSWER = (f"counselling.recommendation:{verb}" for verb in ("read", "write", "answer"))


class Answer(models.Model):
    """What the class teacher answered on a day; the last one holds, those before it stay."""

    class State(models.TextChoices):
        """Codes as in the school file."""

        TAKEN = "TAKEN", _("taken up")
        DONE = "DONE", _("carried out")
        CANNOT = "CANNOT", _("cannot be carried out")

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="answers")
    state = models.CharField(pgettext_lazy("noun", "Answer"), max_length=10, choices=State.choices)
    text = models.TextField(_("In words"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.state}"
