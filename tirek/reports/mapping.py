"""The social map: the school by grade and class in one picture, any category, any day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from tirek.access.models import School
from tirek.cards.models import Category
from tirek.cards.queries import categories
from tirek.reports.queries import children_on
from tirek.reports.rules import figures
from tirek.reports.rules.figures import Child
from tirek.school.models import Pupil, SchoolClass

SOCIAL = "SOCIAL"
PUPILS, FAMILIES, SHARE = "pupils", "families", "share"
COUNTS = (PUPILS, FAMILIES, SHARE)
GRADE, CLASS = "grade", "class"
# Above which share of the place, in hundredths, each shade begins; none at all has no shade.
SHADES = (0, 2, 5, 10, 15)


@dataclass(frozen=True)
class Asked:
    """What the map shows: day, what is counted, rows, one category or all; compared with when."""

    as_of: date
    count: str = PUPILS
    by: str = GRADE
    category: str = ""
    than: date | None = None
    known_at: datetime | None = None


@dataclass(frozen=True)
class Cell:
    """A count in a place; of how many; by how much it differs from the earlier day."""

    number: int
    of: int
    before: int | None
    codes: tuple[str, ...]
    grade: int | None = None
    class_pid: str = ""

    @property
    def share(self) -> int:
        """In hundredths of the place, rounded; at least 1 where there is anybody."""
        if not self.number:
            return 0
        return max(1, round(100 * self.number / self.of))

    @property
    def shade(self) -> int:
        """From 0 (nobody) to 5."""
        exact = 100 * self.number / self.of if self.of else 0
        return sum(exact > bound for bound in SHADES)

    @property
    def change(self) -> int | None:
        """By how many it differs from the earlier day; None when there is nothing to compare."""
        return None if self.before is None else self.number - self.before


@dataclass(frozen=True)
class Line:
    """A row: a grade, a class, or the school (then `total`)."""

    name: str
    whole: int
    cells: tuple[Cell | None, ...]
    social: Cell
    grade: int | None = None
    total: bool = False


@dataclass(frozen=True)
class SocialMap:
    """The picture: the categories or the classes' letters in columns, grades or classes in rows."""

    asked: Asked
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    whole: Mapping[str, int]
    known: Mapping[str, Category]
    # The places as plain figures, for the file and for freezing.
    figures: Mapping[str, Any]


@dataclass(frozen=True)
class _Place:
    """The children of a grade, a class or the school, now and then (None: there were none)."""

    now: Sequence[Child]
    then: Sequence[Child] | None
    grade: int | None = None
    class_pid: str = ""

    def cell(self, codes: Sequence[str], unit: str) -> Cell:
        """Those of any of the categories."""
        before = None
        if self.then is not None:
            before = figures.counts(figures.with_any(self.then, codes))[unit]
        return Cell(
            number=figures.counts(figures.with_any(self.now, codes))[unit],
            of=figures.counts(self.now)[unit],
            before=before,
            codes=tuple(codes),
            grade=self.grade,
            class_pid=self.class_pid,
        )


def social_map(school: School, asked: Asked, user: Any = None) -> SocialMap:
    """The map of those children whose statuses a user reads (None: all)."""
    seen: Any = None
    if user is not None:
        seen = Pupil.objects.visible_to(user, "cards.status:read", merged=True)
    now = children_on(school, asked.as_of, asked.known_at, seen)
    then = None if asked.than is None else children_on(school, asked.than, asked.known_at, seen)
    known = categories(school, asked.as_of, asked.known_at)
    social = [code for code, category in known.items() if category.social]
    unit = FAMILIES if asked.count == FAMILIES else PUPILS
    held = {code for child in [*now, *(then or [])] for code in child.codes}
    shown = [code for code in known if code in held]
    classes = SchoolClass.objects.in_bulk({child.class_id for child in now})
    whole = _Place(now, then)
    if asked.category:
        codes = social if asked.category == SOCIAL else [asked.category]
        columns, lines = _grid(asked, now, then, classes, codes, unit)
        total = tuple(None for _ in columns)
        lines.append(Line("", _number(now, unit), total, whole.cell(codes, unit), total=True))
    else:
        columns = tuple(known[code].name() for code in shown)
        places = _places(asked, now, then, classes)
        lines = [_line(name, place, shown, social, unit) for name, place in places.items()]
        lines.append(_line("", whole, shown, social, unit, total=True))
    return SocialMap(
        asked=asked,
        columns=columns,
        lines=tuple(lines),
        whole=figures.counts(now),
        known=known,
        figures=_plain(asked, now, classes, list(known)),
    )


def _number(children: Iterable[Child], unit: str) -> int:
    return figures.counts(children)[unit]


def _line(
    name: str,
    place: _Place,
    codes: Sequence[str],
    social: Sequence[str],
    unit: str,
    total: bool = False,
) -> Line:
    cells = tuple(place.cell([code], unit) for code in codes)
    whole = _number(place.now, unit)
    return Line(name, whole, cells, place.cell(social, unit), place.grade, total)


def _places(
    asked: Asked,
    now: Sequence[Child],
    then: Sequence[Child] | None,
    classes: Mapping[int, SchoolClass],
) -> dict[str, _Place]:
    """The rows: grades, or classes in their order; beside each the same children's place then."""
    if asked.by == CLASS:
        return {
            one.name: _of_class(asked, one, now, then)
            for one in sorted(classes.values(), key=lambda one: one.sort_key)
        }
    found = {}
    for grade in sorted({child.grade for child in now}):
        here = [child for child in now if child.grade == grade]
        there = None
        if then is not None and asked.than is not None:
            then_grade = grade - figures.years_between(asked.than, asked.as_of)
            there = [child for child in then if child.grade == then_grade] or None
        found[str(grade)] = _Place(here, there, grade=grade)
    return found


def _of_class(
    asked: Asked, school_class: SchoolClass, now: Sequence[Child], then: Sequence[Child] | None
) -> _Place:
    here = [child for child in now if child.class_id == school_class.pk]
    there = None
    if then is not None and asked.than is not None:
        name = figures.name_then(school_class.name, asked.than, asked.as_of)
        there = [child for child in then if child.class_name == name] or None
    return _Place(here, there, class_pid=school_class.pid)


def _grid(
    asked: Asked,
    now: Sequence[Child],
    then: Sequence[Child] | None,
    classes: Mapping[int, SchoolClass],
    codes: Sequence[str],
    unit: str,
) -> tuple[tuple[str, ...], list[Line]]:
    """One category: grades in rows, letters in columns, each cell a class."""
    ordered = sorted(classes.values(), key=lambda one: one.sort_key)
    letters: dict[str, str] = {}
    by_grade: dict[int, dict[str, SchoolClass]] = defaultdict(dict)
    for one in ordered:
        letters[one.letter] = one.sort_key[2:]
        by_grade[one.grade][one.letter] = one
    columns = tuple(sorted(letters, key=lambda letter: letters[letter]))
    grades = _places(replace(asked, by=GRADE), now, then, classes)
    lines = []
    for grade, own in sorted(by_grade.items()):
        cells = tuple(
            _of_class(asked, own[letter], now, then).cell(codes, unit) if letter in own else None
            for letter in columns
        )
        place = grades[str(grade)]
        social = place.cell(codes, unit)
        lines.append(Line(str(grade), _number(place.now, unit), cells, social, grade))
    return columns, lines


def _plain(
    asked: Asked, now: Sequence[Child], classes: Mapping[int, SchoolClass], codes: Sequence[str]
) -> dict[str, Any]:
    by_class: dict[str, list[Child]] = defaultdict(list)
    for child in now:
        by_class[child.class_name].append(child)
    ordered = sorted(classes.values(), key=lambda one: one.sort_key)
    return {
        "as_of": asked.as_of.isoformat(),
        **figures.counts(now),
        "categories": figures.by_category(now, codes),
        "classes": {
            one.name: {
                **figures.counts(by_class[one.name]),
                "categories": figures.by_category(by_class[one.name], codes),
            }
            for one in ordered
        },
    }
