"""Everything that is due in a year on a day, with where each item belongs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tirek.plans.models import PlanRow
from tirek.plans.queries.standing import Covered, standing
from tirek.plans.rules.evidence import CLASS, HOUSEHOLD, PUPIL
from tirek.plans.rules.figures import Item, items_of
from tirek.plans.rules.roll import Roll
from tirek.schoolyear.models import SchoolYear
from tirek.schoolyear.rules.calendar import Calendar


@dataclass(frozen=True)
class Whole:
    """The rows counted, their items, and the class, family and colleague each belongs to."""

    covered: list[Covered]
    items: list[Item]
    class_of_pupil: dict[int, int]
    class_of_home: dict[int, int]
    handed: dict[tuple[str, int], dict[date, int]]
    roll: Roll

    @property
    def calendar(self) -> Calendar:
        """The year's calendar."""
        return self.roll.facts.calendar

    def unit(self, item: Item) -> str:
        """What the item's member is."""
        return self.covered[item.row].row.unit

    def class_of(self, item: Item) -> int | None:
        """The class of a pupil now; of a family, that of its child in the lowest grade."""
        if item.member is None:
            return None
        unit = self.unit(item)
        if unit == CLASS:
            return item.member
        if unit == PUPIL:
            return self.class_of_pupil.get(item.member)
        return self.class_of_home.get(item.member) if unit == HOUSEHOLD else None

    def handed_to(self, item: Item) -> int | None:
        """The colleague (a user) on whose desk the item is, when it was handed on."""
        if item.member is None or item.since is None or item.until is None:
            return None
        row = self.covered[item.row]
        period = row.figures.periods[item.period or 0]
        days = self.handed.get((row.row.code, item.member), {})
        return next(
            (user for day, user in days.items() if period.since <= day <= period.until), None
        )


def whole_of(school_year: SchoolYear, day: date, rows: Iterable[PlanRow]) -> Whole:
    """The rows given, counted on a day; at most eight queries whatever the school's size."""
    stands = standing(school_year, day)
    counting, covered = stands.counting, stands.covered(rows)
    enrolled = counting.roll.enrolled(counting.today)
    lowest: dict[int, tuple[int, int]] = {}
    for pupil, home in counting.roll.homes(counting.today).items():
        if pupil in enrolled:
            place = (enrolled[pupil].grade, enrolled[pupil].school_class)
            lowest[home] = min(place, lowest.get(home, place))
    handed: dict[tuple[str, int], dict[date, int]] = {}
    for row in (one.row for one in covered):
        for (member, since), user in counting.assigned(row.code).items():
            handed.setdefault((row.code, member), {})[since] = user
    return Whole(
        covered,
        items_of(one.figures for one in covered),
        {pupil: one.school_class for pupil, one in enrolled.items()},
        {home: school_class for home, (_, school_class) in lowest.items()},
        handed,
        counting.roll,
    )
