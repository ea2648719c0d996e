"""What a joining does to rows, written down as it is done: `Merge.changes`, in this order.

`set`: fields of a row from - to; `make`: a new fact; `remove`: a row that only said "this belongs
to that" and says it already, with all it held; `left`: a row that could not follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.models import User

Change = dict[str, Any]


def plain(value: Any) -> Any:
    """A value as JSON keeps it; `Field.to_python` reads it back."""
    if value is None or isinstance(value, bool | int | float | list | dict):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if not isinstance(value, Decimal) else format(value, "f")


class Log:
    """Does changes one by one and remembers each."""

    def __init__(self, by: User) -> None:
        self.by = by
        self.changes: list[Change] = []

    def _note(self, do: str, row: models.Model, **more: Any) -> None:
        self.changes.append({"do": do, "model": row._meta.label, "pk": row.pk, **more})

    def set(self, row: models.Model, values: Mapping[str, Any]) -> None:
        """Give fields of a row (by column: `pupil_id`) new values; an equal one is no change."""
        told = {}
        for name, value in values.items():
            old = getattr(row, name)
            if old != value:
                told[name] = [plain(old), plain(value)]
                setattr(row, name, value)
        if told:
            changed = {name: getattr(row, name) for name in told}
            type(row)._base_manager.filter(pk=row.pk).update(**changed)
            self._note("set", row, values=told)

    def annul(self, fact: Any) -> None:
        """A fact is believed no more, nor any that it once corrected: the other card says it."""
        now = clock.now()
        while fact is not None:
            if fact.annulled_at is None:
                told = {"annulled_at": now, "annulled_by_id": self.by.pk}
                self.set(fact, {**told, "annul_reason": _("Joined with another card")})
            fact = fact.replaces

    def make(self, row: models.Model) -> None:
        """Keep a new fact."""
        row.save(force_insert=True)
        self._note("make", row)

    def remove(self, row: models.Model) -> None:
        """Take a link away that says again what is said already."""
        held = {f.attname: plain(f.value_from_object(row)) for f in row._meta.concrete_fields}
        self._note("remove", row, held=held)
        row.delete()

    def leave(self, row: models.Model) -> None:
        """A row stays where it was, as there is one like it already."""
        self._note("left", row)
