"""Entries of the year about those whom a row waits for, of the kinds it asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from tirek.access.facts import known
from tirek.journal.models import Entry, EntryClass, EntryHousehold, EntryPupil, EntryRow
from tirek.plans.models import PlanRow
from tirek.plans.queries.facts import row_rule
from tirek.plans.queries.standing import Covered
from tirek.plans.rules.evidence import CLASS, HOUSEHOLD, PUPIL
from tirek.plans.rules.facts import THE_SCHOOL, Work
from tirek.plans.rules.uncounted import OTHER_ROW, Seen, why_not
from tirek.schoolyear.rules.calendar import Calendar

AT_MOST = 20
FIELDS = ("pk", "pid", "kind", "topic", "on", "state")


@dataclass(frozen=True)
class Uncounted:
    """An entry about a member (0: the school) and the code of why it does not count."""

    member: int
    pid: str
    kind: str
    topic: str
    on: date
    reason: str


def uncounted(
    user: Any,
    covered: Covered,
    members: Collection[int],
    calendar: Calendar,
    day: date,
    of_home: Mapping[int, Collection[int]],
) -> list[Uncounted]:
    """The newest that do not count, of those whose taking place the reader may know.

    `of_home`: the pupils of the families asked about; work about them is work about the family.
    """
    row, counted = covered.row, covered.figures.periods
    rule = row_rule(row)
    kinds = {proof.kind for group in rule.evidence for proof in group}
    if not kinds or not members:
        return []
    first = min(date(calendar.year, 8, 1), calendar.starts_on)
    about = _about(user, row, members, kinds, (first, calendar.closes_on), of_home)
    named: dict[int, list[str]] = defaultdict(list)
    for pk, code in EntryRow.objects.filter(entry__in={one[1] for one in about}).values_list(
        "entry_id", "code"
    ):
        named[pk].append(code)
    whole = [(first, calendar.closes_on)]
    found = []
    for member, pk, pid, kind, topic, on, state in about:
        work = Work(kind, topic, on, rows=tuple(named[pk]))
        spans = [(one.since, one.ends_for(member)) for one in counted] or whole
        reason = why_not(Seen(work, state), rule, spans, day)
        # Of the school's own work what names another row is simply other work.
        if reason is not None and (member != THE_SCHOOL or reason != OTHER_ROW):
            found.append(Uncounted(member, pid, kind, topic, on, reason))
    found.sort(key=lambda one: one.on, reverse=True)
    return found[:AT_MOST]


def _about(
    user: Any,
    row: PlanRow,
    members: Collection[int],
    kinds: set[str],
    span: tuple[date, date],
    of_home: Mapping[int, Collection[int]],
) -> list[tuple[Any, ...]]:
    """(member, entry, pid, kind, topic, day, state) of entries that nothing replaces."""
    entries: Any = Entry.objects.visible_to(user).filter(
        school=row.plan.school_id, kind__in=kinds, on__range=span
    )
    replaced = Entry.objects.filter(known(None), replaces=OuterRef("pk"))
    entries = entries.exclude(Exists(replaced))
    links: dict[str, tuple[Any, str]] = {
        PUPIL: (EntryPupil, "pupil"),
        HOUSEHOLD: (EntryHousehold, "household"),
        CLASS: (EntryClass, "school_class"),
    }
    if row.unit not in links:
        newest = entries.order_by("-on", "-pk").values_list(*FIELDS)[: AT_MOST * 5]
        return [(THE_SCHOOL, *one) for one in newest]
    found = _linked(links[row.unit], members, entries)
    if row.unit == HOUSEHOLD:
        homes = {pupil: home for home, pupils in of_home.items() for pupil in pupils}
        through = _linked(links[PUPIL], homes, entries)
        found += [(homes[pupil], *entry) for pupil, *entry in through]
    return list(dict.fromkeys(found))


def _linked(link: tuple[Any, str], members: Collection[int], entries: Any) -> list[tuple[Any, ...]]:
    model, name = link
    about = model.objects.filter(**{f"{name}__in": members}, entry__in=entries.values("pk"))
    fields = [f"entry__{one}" for one in FIELDS]
    return list(about.order_by("-entry__on", "-pk").values_list(f"{name}_id", *fields)[:500])
