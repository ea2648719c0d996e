"""What bringing a class list in would do: nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tirek.access import clock
from tirek.access.models import School
from tirek.school.models import (
    Enrolment,
    Pupil,
    SchoolClass,
)
from tirek.school.reading import Unreadable
from tirek.school.rules.matching import FIELDS, Decision, Fate, Known, decisions, sums
from tirek.school.rules.names import parse_class_name
from tirek.school.rules.roster import (
    NoHeadings,
    Table,
    heading_row,
    parsed_rows,
    unread_headings,
)
from tirek.schoolyear.models import SchoolYear


@dataclass(frozen=True)
class Plan:
    """What an import would do: a decision for each row, and what was not read at all."""

    since: date
    open_classes: bool
    decisions: tuple[Decision, ...]
    new_classes: tuple[str, ...] = ()
    unread_sheets: tuple[str, ...] = ()
    unread_columns: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """Rows read and of each fate; read is the sum of the others."""
        counted = sums(self.decisions)
        return {
            "read": len(self.decisions),
            "new": counted[Fate.NEW],
            "same": counted[Fate.SAME],
            "changed": counted[Fate.CHANGED],
            "duplicates": counted[Fate.DUPLICATE],
            "refused": counted[Fate.REFUSED],
        }

    def of(self, *fates: Fate) -> list[Decision]:
        """The decisions of these fates, in the file's order."""
        return [one for one in self.decisions if one.fate in fates]


def plan_import(
    *,
    tables: Sequence[Table],
    school: School | None,
    school_year: SchoolYear | None,
    since: date | None = None,
    open_classes: bool | None = None,
) -> Plan:
    """What bringing these sheets in would do; nothing is written.

    `open_classes` None opens the classes named when the year has none yet. Without a school
    everything is new. Raises Unreadable when no sheet has the headings of a class list.
    """
    today = clock.today()
    names = list(
        SchoolClass.objects.filter(school_year=school_year).values_list("name", flat=True)
        if school_year
        else ()
    )
    opening = not names if open_classes is None else open_classes
    day = since or first_day(school_year, today)
    readable = [table for table in tables if _has_headings(table)]
    if not readable:
        raise Unreadable("NO_HEADINGS")
    rows = [row for table in readable for row in parsed_rows(table, today)]
    if not rows:
        raise Unreadable("NO_ROWS")
    known = _known(school, school_year, max(day, today)) if school else []
    made = decisions(rows, known, names, open_classes=opening)
    wanted = {d.row.values.get("class", "") for d in made if d.fate in (Fate.NEW, Fate.CHANGED)}
    return Plan(
        since=day,
        open_classes=opening,
        decisions=tuple(made),
        new_classes=tuple(
            sorted(wanted - {*names, ""}, key=lambda name: parse_class_name(name).order)
        ),
        unread_sheets=tuple(t.name for t in tables if t not in readable),
        unread_columns=tuple(
            dict.fromkeys(heading for table in readable for heading in unread_headings(table))
        ),
    )


def _has_headings(table: Table) -> bool:
    try:
        heading_row(table)
    except NoHeadings:
        return False
    return True


def first_day(school_year: SchoolYear | None, today: date) -> date:
    """From when new pupils are in their classes: the year's first list from its first day."""
    if school_year is None:
        return today
    begun = Enrolment.objects.known_at().filter(school_class__school_year=school_year).exists()
    return max(today, school_year.starts_on) if begun else school_year.starts_on


def _known(school: School, school_year: SchoolYear | None, day: date) -> list[Known]:
    placed = dict(
        Enrolment.objects.on(day)
        .known_at()
        .filter(pupil__school=school, school_class__school_year=school_year)
        .order_by("since", "id")
        .values_list("pupil_id", "school_class__name")
    )
    ever = set(
        Enrolment.objects.known_at().filter(pupil__school=school).values_list("pupil_id", flat=True)
    )
    return [
        Known(**pupil, class_name=placed.get(pupil["id"], ""), ever_enrolled=pupil["id"] in ever)
        for pupil in Pupil.objects.filter(school=school, merged_into=None).values("id", *FIELDS)
    ]


def shown_first(made: Iterable[Decision]) -> list[Decision]:
    """Decisions as the preview lists them: refused, changed, new, repeated, same."""
    order = [Fate.REFUSED, Fate.CHANGED, Fate.NEW, Fate.DUPLICATE, Fate.SAME]
    return sorted(made, key=lambda one: order.index(one.fate))
