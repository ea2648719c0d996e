"""Figures of the documents as of any date, as known at any moment; keys as in the school file."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from tirek.access.interchange import without_empty
from tirek.access.models import School
from tirek.cards.models import StatusPeriod
from tirek.cards.queries import basis_seen, categories
from tirek.cards.rules.lists import fed_by
from tirek.reports.rules import figures, moving
from tirek.reports.rules.figures import Child
from tirek.reports.rules.moving import Moving, Span
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
    children = children_seen(school, as_of, known_at, class_name, user)
    return list_of(school, children, codes, as_of, known_at=known_at, user=user)


def children_seen(
    school: School, as_of: date, known_at: datetime | None, class_name: str | None, user: Any
) -> list[Child]:
    """The pupils enrolled on a day whose statuses a user reads (None: all)."""
    # The facts of a joined card are annulled: it counts only as known before it was joined.
    pupils: Any = None
    if user is not None:
        pupils = Pupil.objects.visible_to(user, "cards.status:read", merged=True)
    return children_on(school, as_of, known_at, pupils, class_name)


def list_of(
    school: School,
    among: Sequence[Child],
    codes: Sequence[str],
    as_of: date,
    *,
    known_at: datetime | None = None,
    user: Any = None,
) -> dict[str, Any]:
    """The same of children found before: several lists of one day ask for them once."""
    children = figures.with_any(among, codes)
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


def six_lists(
    school: School,
    as_of: date,
    *,
    class_name: str | None = None,
    known_at: datetime | None = None,
    user: Any = None,
) -> dict[str, dict[str, Any]]:
    """The six lists of the card index as of a date, each as `list_figures` gives one."""
    among = children_seen(school, as_of, known_at, class_name, user)
    return {
        name: list_of(school, among, codes, as_of, known_at=known_at, user=user)
        for name, codes in fed_by(categories(school).values()).items()
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
    school: School,
    class_name: str,
    as_of: date,
    known_at: datetime | None = None,
    earlier: date | None = None,
) -> dict[str, Any]:
    """A class's social passport as of a date; with `earlier`, the same class of that day too."""
    children = children_on(school, as_of, known_at, class_name=class_name)
    then = None
    if earlier is not None:
        old_name = figures.name_then(class_name, earlier, as_of)
        then = (earlier, children_on(school, earlier, known_at, class_name=old_name))
    return passport_figures(class_name, children, as_of, list(categories(school)), then)


def class_passports(
    school: School,
    names: Sequence[str],
    as_of: date,
    known_at: datetime | None = None,
    earlier: date | None = None,
) -> dict[str, dict[str, Any]]:
    """The same for several classes, by their names; as many questions as for one."""
    now, then, codes = _by_class(children_on(school, as_of, known_at)), {}, list(categories(school))
    if earlier is not None:
        then = _by_class(children_on(school, earlier, known_at))
    return {
        name: passport_figures(
            name,
            now.get(name, []),
            as_of,
            codes,
            None
            if earlier is None
            else (earlier, then.get(figures.name_then(name, earlier, as_of), [])),
        )
        for name in names
    }


def _by_class(children: Iterable[Child]) -> dict[str, list[Child]]:
    found: dict[str, list[Child]] = defaultdict(list)
    for child in children:
        found[child.class_name].append(child)
    return found


def passport_figures(
    class_name: str,
    children: Sequence[Child],
    as_of: date,
    codes: Sequence[str],
    then: tuple[date, Sequence[Child]] | None = None,
) -> dict[str, Any]:
    """The figures of a class whose pupils are known: now, and on an earlier day."""
    found = {"class": class_name, "as_of": as_of.isoformat(), **_passport(children, codes)}
    if then is not None:
        found["before"] = {"as_of": then[0].isoformat(), **_passport(then[1], codes)}
    return found


def _passport(children: Sequence[Child], codes: Iterable[str]) -> dict[str, Any]:
    return {**figures.counts(children), "categories": figures.by_category(children, codes)}


def by_grade(children: Sequence[Child], codes: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The figures of each grade, by its number."""
    grades: dict[int, list[Child]] = defaultdict(list)
    for child in children:
        grades[child.grade].append(child)
    return {str(grade): _passport(grades[grade], codes) for grade in sorted(grades)}


def school_passport(
    school: School, as_of: date, known_at: datetime | None = None, earlier: date | None = None
) -> dict[str, Any]:
    """The school's social passport: the whole, by grade, and an earlier day (a year before)."""
    codes = list(categories(school))
    children = children_on(school, as_of, known_at)
    earlier = earlier or figures.year_before(as_of)
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
    pupils = moving_pupils(school_class.school, month_of(year, month), known_at, [school_class.pk])
    return _movement_of(
        school_class, pupils.values(), (year, month), list(categories(school_class.school))
    )


def _movement_of(
    school_class: SchoolClass,
    pupils: Iterable[Moving],
    asked: tuple[int, int],
    codes: Sequence[str],
) -> dict[str, Any]:
    starts_on = school_class.school_year.starts_on
    found = moving.movement(pupils, {school_class.pk}, month_of(*asked), codes, starts_on)
    return {
        "class": school_class.name,
        "month": f"{asked[0]}-{asked[1]:02d}",
        **found[""],
        "categories": {code: found[code] for code in codes},
    }


def school_movement(
    school: School, year: int, month: int, known_at: datetime | None = None
) -> dict[str, Any]:
    """The movement of every class of the month's school year, and of the school as a whole.

    `inside` are moves from class to class, by category ("" for all): they cancel out in the whole.
    """
    span = month_of(year, month)
    classes = classes_in(school, span)
    pupils = moving_pupils(school, span, known_at)
    codes = list(categories(school))
    by_class: dict[int, list[Moving]] = defaultdict(list)
    for pupil in pupils.values():
        for class_id in {where for where, _span in pupil.stays}:
            by_class[class_id].append(pupil)
    found = [_movement_of(one, by_class[one.pk], (year, month), codes) for one in classes]
    starts_on = classes[0].school_year.starts_on if classes else span[0]
    here = {one.pk for one in classes}
    whole = moving.movement(pupils.values(), here, span, codes, starts_on)
    parts = [{"": {name: one[name] for name in moving.NAMES}, **one["categories"]} for one in found]
    return {
        "month": f"{year}-{month:02d}",
        **whole[""],
        "categories": {code: whole[code] for code in codes},
        "inside": moving.inside(whole, parts),
        "classes": {one["class"]: one for one in found},
    }


def month_of(year: int, month: int) -> moving.Month:
    """The first and the last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def classes_in(school: School, month: moving.Month, classes: Any = None) -> list[SchoolClass]:
    """The classes (of those given) of the school year that a month belongs to, in their order."""
    chosen = SchoolClass.objects.all() if classes is None else classes
    found = chosen.filter(
        school=school, school_year__starts_on__lte=month[1], school_year__ends_on__gte=month[0]
    )
    return list(found.select_related("school", "school_year", "teacher"))


def moving_pupils(
    school: School,
    month: moving.Month,
    known_at: datetime | None = None,
    classes: Sequence[int] | None = None,
) -> dict[int, Moving]:
    """The pupils (of some classes) in a month and the day before it: stays, spans of categories."""
    first, last = month
    days = (first - timedelta(days=1), last)
    every = Enrolment.objects.known_at(known_at).touching(*days).filter(pupil__school=school)
    stays: dict[int, list[tuple[int, Span]]] = defaultdict(list)
    held = StatusPeriod.objects.known_at(known_at).touching(*days)
    held = held.filter(pupil__school=school)
    if classes is not None:
        few = set(every.filter(school_class__in=classes).values_list("pupil_id", flat=True))
        every, held = every.filter(pupil_id__in=few), held.filter(pupil_id__in=few)
    for pupil_id, *stay in every.order_by("since", "id").values_list(
        "pupil_id", "school_class_id", "since", "until"
    ):
        stays[pupil_id].append((stay[0], Span(stay[1], stay[2])))
    spans: dict[int, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for pupil_id, code, since, until in held.values_list("pupil_id", "category", "since", "until"):
        spans[pupil_id][code].append(Span(since, until))
    return {
        pupil_id: Moving(
            tuple(own), {code: tuple(every_) for code, every_ in spans[pupil_id].items()}
        )
        for pupil_id, own in stays.items()
    }
