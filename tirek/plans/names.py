"""The names of whom a row is about, within one reader's sight."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse

from tirek.access.models import School
from tirek.plans.rules.evidence import CLASS, HOUSEHOLD, PUPIL
from tirek.school.models import Household, Pupil, SchoolClass
from tirek.school.queries import with_class_on

# The units whose members have names; the school itself has none.
NAMED = (PUPIL, HOUSEHOLD, CLASS)


class Names:
    """Names of members within the reader's sight, in their order; at most one query."""

    def __init__(
        self, user: Any, school: School, unit: str, ids: frozenset[int], day: date
    ) -> None:
        self.unit = unit
        self.found: dict[int, Any] = {}
        if unit == PUPIL:
            pupils: Any = Pupil.objects.visible_to(user).filter(school=school, pk__in=ids)
            self.found = {one.pk: one for one in with_class_on(pupils, day)}
        elif unit == HOUSEHOLD:
            homes = Household.objects.visible_to(user).filter(school=school, pk__in=ids)
            self.found = {one.pk: one for one in homes.order_by("address", "id")}
        elif unit == CLASS:
            classes = SchoolClass.objects.visible_to(user).filter(school=school, pk__in=ids)
            self.found = {one.pk: one for one in classes.order_by("sort_key")}

    def ordered(self, ids: frozenset[int]) -> list[int]:
        """The members within sight, in the order of names."""
        return [pk for pk in self.found if pk in ids]

    def of(self, member: int) -> tuple[str, str, str, dict[str, str]] | None:
        """Name, page, note, and what a form is told."""
        thing = self.found.get(member)
        if thing is None:
            return None
        if self.unit == PUPIL:
            url = _url("cards:pupil", thing.pid)
            return thing.short_name, url, thing.class_name or "", {"pupil": thing.pid}
        if self.unit == CLASS:
            return thing.name, _url("cards:class", thing.pid), "", {"class": thing.pid}
        return str(thing), _url("cards:household", thing.pid), "", {"household": thing.pid}


def _url(name: str, pid: str) -> str:
    try:
        return reverse(name, args=[pid])
    except NoReverseMatch:
        return ""
