"""Counts what was done in a school between two moments, for the incident report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.utils.functional import cached_property

from tirek.access.models import School, User
from tirek.oversight.queries.trail import Rows

# Cards of single children; without an id it is the list.
CARDS = Q(thing="school.pupil") & ~Q(thing_id="")
# Neither reading nor writing.
NO_DEEDS = ("SIGNED_IN", "SIGNED_OUT", "REFUSED")
COUNTED = {
    "opened": Q(verb="READ"),
    "printed": Q(verb="PRINTED"),
    "exported": Q(verb="EXPORTED"),
    "refused": Q(verb="REFUSED"),
    "changed": ~Q(verb__in=("READ", "PRINTED", "EXPORTED", *NO_DEEDS)),
}


@dataclass(frozen=True)
class Counts:
    """What one person did; `children` are the different children whose cards were touched."""

    name: str
    opened: int
    printed: int
    exported: int
    changed: int
    refused: int
    children: int
    lines: int


def counts_by_person(rows: Rows) -> list[Counts]:
    """Counts of each person, those who opened and took away the most first; one query."""
    numbers: dict[str, Any] = {name: Count("pk", filter=one) for name, one in COUNTED.items()}
    numbers["children"] = Count("thing_id", distinct=True, filter=CARDS)
    numbers["lines"] = Count("pk")
    found: Any = rows.order_by().values("by", "by__full_name", "by__username").annotate(**numbers)
    people = [
        Counts(one["by__full_name"] or one["by__username"] or "", **{n: one[n] for n in numbers})
        for one in found
    ]
    return sorted(people, key=lambda one: (-one.children, -one.opened, -one.lines, one.name))


def people_at(school: School) -> Any:
    """Everybody who has or had a role at the school, by name."""
    found = User.objects.filter(grants__school=school).distinct()
    return found.order_by("full_name", "username")


class Counted(Paginator):  # type: ignore[type-arg]
    """Pages of rows that have been counted already."""

    def __init__(self, rows: Rows, per_page: int, number: int) -> None:
        super().__init__(rows, per_page)
        self.number_of_rows = number

    @cached_property
    def count(self) -> int:
        """How many rows there are."""
        return self.number_of_rows
