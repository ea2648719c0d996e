"""Reads the two lists: who is given textbooks, who eats free; never why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils import timezone

from tirek.access import clock
from tirek.access.models import School, User
from tirek.access.roles import DOORS, Role
from tirek.access.sight import may, sight_of
from tirek.journal.models import Entry, EntryPupil
from tirek.journal.queries import pupils_planned
from tirek.school.models import Pupil
from tirek.school.queries import pupils_on
from tirek.schoolyear.models import SchoolYear
from tirek.schoolyear.queries import year_at

BOOKS, MEALS = "support.books:read", "support.meals:read"

# Those who see the whole list without reaching a single card.
OF_THE_LIST = frozenset({Role.LIBRARIAN, Role.CANTEEN})


@dataclass(frozen=True)
class Line:
    """A pupil on a list; `since` is the day the books were given, or the first day of meals.

    `card` is the pupil's id for those who reach the card; `undo` the own entry of today that may
    be taken back.
    """

    pid: str
    name: str
    since: date | None
    card: str = ""
    undo: str = ""


@dataclass(frozen=True)
class ClassRoll:
    """The pupils of one class on a list, in the Kazakh order of names."""

    pid: str
    name: str
    lines: list[Line] = field(default_factory=list)

    @property
    def given(self) -> int:
        """How many have been given."""
        return sum(line.since is not None for line in self.lines)

    @property
    def waiting(self) -> int:
        """How many have not."""
        return len(self.lines) - self.given


@dataclass(frozen=True)
class Roll:
    """A list on a day of a school year, by class."""

    day: date
    school_year: SchoolYear | None = None
    classes: list[ClassRoll] = field(default_factory=list)

    @property
    def pupils(self) -> int:
        """How many are on it."""
        return sum(len(one.lines) for one in self.classes)

    @property
    def given(self) -> int:
        """How many have been given."""
        return sum(one.given for one in self.classes)

    @property
    def waiting(self) -> int:
        """How many have not."""
        return self.pupils - self.given

    def only(self, name: str) -> Roll:
        """One class of it; the whole list when there is no such class."""
        chosen = [one for one in self.classes if one.name == name]
        return Roll(self.day, self.school_year, chosen) if chosen else self


def books(user: User, school: School, day: date) -> Roll:
    """Pupils to be given free textbooks in the year of `day`, given or not yet, for this reader."""
    school_year = year_at(school, day)
    if school_year is None:
        return Roll(day)
    given = _recorded(school, "TEXTBOOK_ISSUE", school_year, day)
    wanted = pupils_planned(school, "TEXTBOOK_ISSUE", day) | given.keys()
    return _roll(user, school, school_year, day, BOOKS, wanted, given)


def meals(user: User, school: School, day: date) -> Roll:
    """Pupils with free hot meals in the year of `day`, from which day, for this reader."""
    school_year = year_at(school, day)
    if school_year is None:
        return Roll(day)
    enrolled = _recorded(school, "MEAL_ENROLMENT", school_year, day, first=True)
    return _roll(user, school, school_year, day, MEALS, enrolled.keys(), enrolled)


def own_books_entry(user: User, school: School, pid: str) -> Any:
    """The own record of one pupil's textbooks by its id, as a queryset of one or none."""
    return Entry.objects.visible_to(user).filter(
        school=school, author=user, kind="TEXTBOOK_ISSUE", pid=pid
    )


def _recorded(
    school: School, kind: str, school_year: SchoolYear, day: date, first: bool = False
) -> dict[int, date]:
    """The last (or the first) day of an entry of this kind in the year, by pupil."""
    rows = (
        EntryPupil.objects.filter(
            entry__in=Entry.objects.counting().filter(
                school=school, kind=kind, on__gte=school_year.starts_on, on__lte=day
            )
        )
        .order_by("-entry__on" if first else "entry__on")
        .values_list("pupil_id", "entry__on")
    )
    return dict(rows)


def _roll(
    user: User,
    school: School,
    school_year: SchoolYear,
    day: date,
    key: str,
    wanted: Iterable[int],
    since: Mapping[int, date],
) -> Roll:
    chosen = _reached(user, school, key).filter(pk__in=list(wanted))
    enrolled: Any = pupils_on(school, day, pupils=chosen)
    listed = enrolled.order_by("class_order", "sort_key", "id")
    cards = _cards(user, school, wanted)
    undo = _of_today(user, school) if key == BOOKS else {}
    classes: dict[int, ClassRoll] = {}
    for pupil in listed:
        one = classes.setdefault(pupil.class_id_on, ClassRoll(pupil.class_pid, pupil.class_name))
        one.lines.append(
            Line(
                pid=pupil.pid,
                name=pupil.short_name,
                since=since.get(pupil.pk),
                card=pupil.pid if pupil.pk in cards else "",
                undo=undo.get(pupil.pk, ""),
            )
        )
    return Roll(day, school_year, list(classes.values()))


def _reached(user: User, school: School, key: str) -> Any:
    """The pupils a list may show this reader: all for its own keeper, else those within sight."""
    if sight_of(user).roles(school.pk) & OF_THE_LIST.intersection(DOORS[key]):
        return Pupil.objects.filter(school=school, merged_into=None)
    return Pupil.objects.visible_to(user, key).filter(school=school)


def _cards(user: User, school: School, wanted: Iterable[int]) -> frozenset[int]:
    """Those of them whose cards the reader may open."""
    if not may(user, "school.pupil:read", school.pk):
        return frozenset()
    seen = Pupil.objects.visible_to(user, "school.pupil:read").filter(pk__in=list(wanted))
    return frozenset(seen.values_list("pk", flat=True))


def _of_today(user: User, school: School) -> dict[int, str]:
    """The reader's own records of today about one pupil each, by pupil: they may be taken back."""
    mine = (
        Entry.objects.counting()
        .filter(school=school, author=user, kind="TEXTBOOK_ISSUE")
        .filter(
            recorded_at__gte=timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0)
        )
    )
    rows = mine.annotate(about=Count("about_pupils")).filter(about=1)
    return dict(rows.values_list("about_pupils__pupil_id", "pid"))
