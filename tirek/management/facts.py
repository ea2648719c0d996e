"""Facts that the forms would refuse but a school file may bring: found, never changed.

Each question gives what is wrong with which thing of which school; things are named by their keys
in the school file, so that no name of a child stands in a log.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db.models import Exists, F, OuterRef, Q

from tirek.access import clock
from tirek.cards.models import StatusPeriod
from tirek.journal.models import Entry, EntryPupil
from tirek.school.models import Enrolment, Pupil
from tirek.school.rules import iin


@dataclass(frozen=True)
class Fact:
    """One thing wrong: a code, the school, the key of the pupil or entry, the day it is about."""

    code: str
    school: str
    key: str
    on: date | None = None
    detail: str = ""


def facts() -> Iterator[Fact]:
    """Everything that the forms would have refused, question by question."""
    today = clock.today()
    for question in QUESTIONS:
        yield from question(today)


def _acts_elsewhere(today: date) -> Iterator[Fact]:
    """A housing act about a pupil who was not at the school on that day."""
    there = Enrolment.objects.known_at().filter(
        Q(until__isnull=True) | Q(until__gte=OuterRef("entry__on")),
        pupil=OuterRef("pupil"),
        since__lte=OuterRef("entry__on"),
    )
    acts = Entry.objects.counting().filter(kind="HOUSING_ACT")
    links = EntryPupil.objects.filter(~Exists(there), entry__in=acts)
    for link in links.select_related("entry__school", "pupil").order_by("entry__school", "id"):
        entry = link.entry
        yield Fact("NOT_ENROLLED", entry.school.code, entry.key, entry.on, link.pupil.key)


def _orphan_twice(today: date) -> Iterator[Fact]:
    """An orphan and a half-orphan at once."""
    half = StatusPeriod.objects.known_at().filter(
        Q(until__isnull=True) | Q(until__gte=OuterRef("since")) | Q(until__gte=OuterRef("until")),
        pupil=OuterRef("pupil"),
        category="HALF_ORPHAN",
    )
    orphans = StatusPeriod.objects.known_at().filter(Exists(half), category="ORPHAN")
    for status in orphans.select_related("pupil__school").order_by("pupil__school", "id"):
        others = StatusPeriod.objects.known_at().filter(pupil=status.pupil, category="HALF_ORPHAN")
        if others.touching(status.since or date.min, status.until or date.max).exists():
            yield _about(status, "ORPHAN_AND_HALF")


def _statuses(today: date) -> Iterator[Fact]:
    """No first day; a last day before the first; a first day in the future; the same one twice."""
    believed = StatusPeriod.objects.known_at().select_related("pupil__school")
    for status in believed.filter(since__isnull=True).order_by("pupil__school", "id"):
        yield _about(status, "STATUS_WITHOUT_SINCE")
    for status in believed.filter(until__lt=F("since")).order_by("pupil__school", "id"):
        yield _about(status, "STATUS_ENDS_BEFORE_START")
    for status in believed.filter(since__gt=today).order_by("pupil__school", "id"):
        yield _about(status, "STATUS_IN_FUTURE")
    held: dict[tuple[int, str], list[StatusPeriod]] = defaultdict(list)
    for status in believed.order_by("pupil__school", "pupil", "since", "id"):
        held[status.pupil_id, status.category].append(status)
    for periods in held.values():
        for before, after in pairwise(periods):
            if (before.until or date.max) >= (after.since or date.min):
                yield _about(after, "STATUS_TWICE")


def _about(status: StatusPeriod, code: str) -> Fact:
    pupil = status.pupil
    return Fact(code, pupil.school.code, pupil.key, status.since, status.category)


def _enrolments(today: date) -> Iterator[Fact]:
    """Two classes on one day; a last day before the first; days outside the class's year."""
    last: Enrolment | None = None
    for one in (
        Enrolment.objects.known_at()
        .select_related("pupil__school", "school_class__school_year")
        .order_by("pupil__school", "pupil", "since", "id")
    ):
        pupil, year = one.pupil, one.school_class.school_year
        place = (pupil.school.code, pupil.key, one.since, one.school_class.name)
        if one.until is not None and one.until < one.since:
            yield Fact("ENROLMENT_ENDS_BEFORE_START", *place)
        same = last is not None and last.pupil_id == one.pupil_id
        if same and last and (last.until or date.max) >= one.since:
            yield Fact("ENROLMENTS_OVERLAP", *place)
        first_day, last_day = date(year.year, 8, 1), date(year.year + 1, 8, 31)
        if not first_day <= one.since <= last_day or (one.until or one.since) > last_day:
            yield Fact("ENROLMENT_OUTSIDE_YEAR", *place)
        last = one


def _future_entries(today: date) -> Iterator[Fact]:
    """An entry dated later than today."""
    for entry in (
        Entry.objects.known_at()
        .filter(on__gt=today)
        .select_related("school")
        .order_by("school", "on", "id")
    ):
        yield Fact("ENTRY_IN_FUTURE", entry.school.code, entry.key, entry.on, entry.kind)


def _numbers(today: date) -> Iterator[Fact]:
    """An IIN that cannot be, does not fit the birth date or the sex, or is there twice."""
    seen: dict[tuple[int, str], str] = {}
    numbered = Pupil.objects.filter(merged_into=None).exclude(iin="")
    for pupil in numbered.select_related("school").order_by("school", "key"):
        code = pupil.school.code
        if iin.check(pupil.iin, born_on=pupil.born_on, sex=pupil.sex or None):
            yield Fact("IIN_WRONG", code, pupil.key)
        first = seen.setdefault((pupil.school_id, pupil.iin), pupil.key)
        if first != pupil.key:
            yield Fact("IIN_TWICE", code, pupil.key, None, first)
    for pupil in (
        Pupil.objects.filter(born_on__gt=today).select_related("school").order_by("school", "key")
    ):
        yield Fact("BORN_IN_FUTURE", pupil.school.code, pupil.key, pupil.born_on)


QUESTIONS: tuple[Callable[[date], Iterator[Fact]], ...] = (
    _acts_elsewhere,
    _orphan_twice,
    _statuses,
    _enrolments,
    _future_entries,
    _numbers,
)
