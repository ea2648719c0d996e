"""Figures of the documents as of any date, as known at any moment; keys as in the school file."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from tirek.access.interchange import without_empty
from tirek.access.models import School
from tirek.cards.models import StatusPeriod
from tirek.cards.queries import basis_seen, categories
from tirek.reports.rules import figures
from tirek.reports.rules.figures import Child, Moving, Span
from tirek.school.models import Enrolment, Pupil, PupilQuerySet, SchoolClass
from tirek.school.queries import household_ids_on, over


def children_on(
    school: School,
    day: date,
    known_at: datetime | None = None,
    pupils: PupilQuerySet | None = None,
    class_name: str | None = None,
) -> list[Child]:
    """The pupils enrolled on a day with all that is counted, in the Kazakh order of names.

    `pupils` narrows to those one may see, `class_name` to those in that class. Three queries.
    """
    here = Enrolment.objects.on(day).known_at(known_at).filter(pupil__school=school)
    enrolments = here
    if pupils is not None:
        enrolments = enrolments.filter(pupil__in=pupils.values("pk"))
    if class_name is not None:
        classmates = here.filter(school_class__name=class_name).values("pupil_id")
        enrolments = enrolments.filter(pupil__in=classmates)
    found: dict[int, tuple[Any, ...]] = {}
    for row in enrolments.order_by("since", "id").values_list(
        "pupil_id",
        "pupil__key",
        "pupil__sex",
        "pupil__sort_key",
        "school_class__grade",
        "school_class__name",
        "school_class_id",
    ):
        found[row[0]] = row
    few = list(found) if class_name is not None else None
    homes = household_ids_on(school, day, known_at, few)
    codes: dict[int, set[str]] = defaultdict(set)
    held = StatusPeriod.objects.on(day).known_at(known_at).filter(pupil__school=school)
    if few is not None:
        held = held.filter(pupil_id__in=few)
    for pupil_id, code in held.values_list("pupil_id", "category"):
        codes[pupil_id].add(code)
    return [
        Child(
            id=pupil_id,
            key=key,
            sex=sex,
            grade=grade,
            class_name=name,
            class_id=class_id,
            household=homes.get(pupil_id),
            codes=frozenset(codes.get(pupil_id, ())),
        )
        for pupil_id, key, sex, _order, grade, name, class_id in sorted(
            found.values(), key=lambda row: (row[3], row[0])
        )
        if class_name in (None, name)
    ]


def list_figures(
    school: School,
    codes: Sequence[str],
    as_of: date,
    *,
    class_name: str | None = None,
    known_at: datetime | None = None,
    user: Any = None,
) -> dict[str, Any]:
    """A list by categories as of a date: counts, and for each pupil class, since and basis.

    For a user: of those whose statuses the user reads, each basis as far as the user may know it.
    """
    # The facts of a joined card are annulled: it counts only as known before it was joined.
    pupils: Any = None
    if user is not None:
        pupils = Pupil.objects.visible_to(user, "cards.status:read", merged=True)
    children = figures.with_any(children_on(school, as_of, known_at, pupils, class_name), codes)
    rights = None if user is None else over(user, school.pk, [child.id for child in children])
    known = categories(school)
    firsts: dict[int, StatusPeriod] = {}
    held = StatusPeriod.objects.on(as_of).known_at(known_at)
    for status in held.filter(
        pupil_id__in=[child.id for child in children], category__in=list(codes)
    ).order_by("-since", "-id"):
        firsts[status.pupil_id] = status
    return {
        "as_of": as_of.isoformat(),
        **figures.counts(children),
        "rows": [
            {
                "pupil": child.key,
                "class": child.class_name,
                "since": _iso(firsts[child.id].since),
                "basis": basis_of(firsts[child.id])
                if rights is None
                or basis_seen(rights, child.id, known.get(firsts[child.id].category))
                else {},
            }
            for child in children
        ],
    }


def basis_of(status: StatusPeriod) -> dict[str, Any]:
    """The basis of a status as in the school file."""
    return without_empty(
        {
            "document": status.basis_document,
            "number": status.basis_number,
            "on": _iso(status.basis_on),
        }
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def class_passport(
    school: School, class_name: str, as_of: date, known_at: datetime | None = None
) -> dict[str, Any]:
    """A class's social passport as of a date."""
    children = children_on(school, as_of, known_at, class_name=class_name)
    return {
        "class": class_name,
        "as_of": as_of.isoformat(),
        **_passport(children, categories(school)),
    }


def _passport(children: Sequence[Child], codes: Iterable[str]) -> dict[str, Any]:
    return {**figures.counts(children), "categories": figures.by_category(children, codes)}


def by_grade(children: Sequence[Child], codes: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The figures of each grade, by its number."""
    grades: dict[int, list[Child]] = defaultdict(list)
    for child in children:
        grades[child.grade].append(child)
    return {str(grade): _passport(grades[grade], codes) for grade in sorted(grades)}


def school_passport(
    school: School, as_of: date, known_at: datetime | None = None
) -> dict[str, Any]:
    """The school's social passport: the whole, by grade, and the same day a year before."""
    codes = list(categories(school))
    children = children_on(school, as_of, known_at)
    earlier = figures.year_before(as_of)
    before = _passport(children_on(school, earlier, known_at), codes)
    return {
        "as_of": as_of.isoformat(),
        **_passport(children, codes),
        "grades": by_grade(children, codes),
        "before": {"as_of": earlier.isoformat(), **before},
    }


def movement(
    school_class: SchoolClass, year: int, month: int, known_at: datetime | None = None
) -> dict[str, Any]:
    """Who came to a class and who left in a month, and the same for every category in it."""
    first = date(year, month, 1)
    last = date(year, month, monthrange(year, month)[1])
    spans: dict[int, list[Span]] = defaultdict(list)
    enrolments = Enrolment.objects.known_at(known_at).filter(school_class=school_class)
    for pupil_id, since, until in enrolments.values_list("pupil_id", "since", "until"):
        spans[pupil_id].append(Span(since, until))
    held: dict[int, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    statuses = StatusPeriod.objects.known_at(known_at).filter(pupil_id__in=list(spans))
    for pupil_id, code, since, until in statuses.values_list(
        "pupil_id", "category", "since", "until"
    ):
        held[pupil_id][code].append(Span(since, until))
    pupils = [
        Moving(tuple(own), {code: tuple(all_) for code, all_ in held[pupil_id].items()})
        for pupil_id, own in spans.items()
    ]
    codes = list(categories(school_class.school))
    starts_on = school_class.school_year.starts_on
    found = figures.movement(pupils, first, last, codes, starts_on)
    return {
        "class": school_class.name,
        "month": f"{year}-{month:02d}",
        **found[""],
        "categories": {code: found[code] for code in codes},
    }
