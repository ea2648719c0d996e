"""What stands beside the table: one row, whom it waits for, who is done, each with its form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from tirek.access.models import School
from tirek.access.sight import sight_of
from tirek.journal import kinds
from tirek.journal.writers import codes_written_by
from tirek.plans.models import Adjustment, PlanRow
from tirek.plans.names import NAMED, Names
from tirek.plans.queries import Covered, known_to
from tirek.plans.queries.uncounted import uncounted
from tirek.plans.rules.cohorts import cohort_from_json
from tirek.plans.rules.coverage import PeriodCoverage
from tirek.plans.rules.evidence import PUPIL, Evidence, evidence_from_json
from tirek.plans.rules.roll import Roll
from tirek.plans.why import Why
from tirek.plans.wording import (
    UNCOUNTED,
    cohort_words,
    evidence_words,
    proof_words,
    role_words,
    span_words,
    term_words,
)
from tirek.schoolyear.rules.calendar import Calendar

AT_MOST = 60


@dataclass(frozen=True)
class Person:
    """One line of a list: who, beside what, when it was done, the form, why it is due."""

    shape: str
    name: str
    url: str = ""
    note: str = ""
    when: str = ""
    form: str = ""
    adjust: str = ""
    why: str = ""


@dataclass(frozen=True)
class Change:
    """What was handed on, moved or left out: of whom, what, why, by whom.

    `together`: on the first of those made in one deed, how many they are.
    """

    name: str
    words: str
    reason: str
    by: str
    key: int
    together: int = 0


@dataclass(frozen=True)
class Detail:
    """The aside of a row."""

    row: Any
    term: str
    facts: list[tuple[str, str]]
    waiting: list[Person]
    waiting_count: int
    done: list[Person]
    done_count: int
    left: int
    uncounted: list[Person]
    new_form: str
    periods: list[tuple[int, str, bool]]
    changes: list[Change]
    adjusts: bool
    many: str


def detail_of(
    user: Any, school: School, one: Covered, day: date, asked: int | None, roll: Roll
) -> Detail:
    """The row for this reader: numbers for all, names only of those the reader sees."""
    row, found = one.row, one.figures
    evidence = evidence_from_json(row.evidence or [])
    period, index = _period(one, day, asked)
    if period is not None:
        waiting = period.overdue | period.open if period.begun else period.members
        done, last = period.done, period.until
        left = len(period.left)
    else:
        waiting, done, left = found.untouched, found.touched, 0
        last = day
    adjusted = _adjusted(row, period) if period is not None else {}
    names = Names(user, school, row.unit, waiting | done | adjusted.keys(), day)
    knows = known_to(sight_of(user).roles(school.pk), evidence)
    mine = codes_written_by(sight_of(user).roles(school.pk))
    writes = bool(evidence) and evidence[0][0].kind in mine
    adjusts = sight_of(user).may("plans.due:adjust", school.pk) and period is not None
    here = reverse("plans:row", args=[row.pid])
    facts = [] if period is None else [(_("Period"), span_words(period.since, period.until))]
    facts += [
        (_("For whom"), cohort_words(school, cohort_from_json(row.cohort or {}), row.unit)),
        (_("Members"), str(len(period.members if period else found.members))),
        (_("Responsible"), role_words(row.responsible)),
        (_("Evidence"), evidence_words(evidence)),
    ]

    shown = names.ordered(waiting)[:AT_MOST] if knows else []
    looked = shown if row.unit in NAMED else waiting
    counted_on = max(min(last, day), roll.facts.calendar.starts_on)
    why = Why(user, school, roll, row.unit, shown, counted_on, bases=False)

    def person(member: int, shape: str) -> Person | None:
        known = names.of(member)
        if known is None:
            return None
        name, url, note, about = known
        when = ""
        reason = why.words(row, member) if shape != "done" else ""
        if shape == "done":
            since = period.since if period else day.replace(year=day.year - 1)
            on = found.last_on(member, since, max(last, day))
            when = f"{on:%d.%m.%Y}" if on else ""
        elif member in adjusted:
            note = " · ".join(filter(None, (note, *map(change_words, adjusted[member]))))
        form = form_for(evidence, row, about, here) if writes and shape != "done" else ""
        adjust = ""
        if adjusts and shape != "done":
            about_query = "&".join(f"about={pid}" for pid in about.values())
            adjust = f"{reverse('plans:adjust', args=[row.pid])}?period={index}&{about_query}"
        return Person(shape, name, url, note, when, form, adjust, reason)

    def people(members: frozenset[int], shape: str) -> list[Person]:
        if not knows:
            return []
        made = (person(member, shape) for member in names.ordered(members))
        return [one for one in made if one][:AT_MOST]

    shape = "dashed" if period is None else "alarm" if period.overdue else "ring"
    return Detail(
        row,
        term_words(row.term),
        facts,
        people(waiting, shape),
        len(waiting),
        people(done, "done"),
        len(done),
        left,
        _uncounted(user, one, looked, names, roll.facts.calendar, day, why) if knows else [],
        form_for(evidence, row, {}, here) if writes and _for_all(row, evidence) else "",
        [
            (at, span_words(p.since, p.until), at == index)
            for at, p in enumerate(found.periods)
            if p.begun
        ],
        _changes(adjusted, names) if knows else [],
        adjusts,
        _many_url(row, index, len(waiting)) if adjusts and knows else "",
    )


def _uncounted(
    user: Any,
    covered: Covered,
    members: Collection[int],
    names: Names,
    calendar: Calendar,
    day: date,
    why: Why,
) -> list[Person]:
    """Entries about those who wait that look like evidence and do not count, each with why."""
    row = covered.row
    found = []
    for one in uncounted(user, covered, members, calendar, day, why.of_home):
        known = names.of(one.member) if row.unit in NAMED else ("",)
        if known is not None:
            what = " · ".join(filter(None, (known[0], proof_words(one.kind, one.topic))))
            url = reverse("journal:entry", args=[one.pid])
            reason = str(UNCOUNTED[one.reason])
            found.append(Person("dashed", what, url, when=f"{one.on:%d.%m.%Y}", why=reason))
    return found


def _many_url(row: PlanRow, period: int, waiting: int) -> str:
    """The page that adjusts several items of a row at once; of the school's, its only one."""
    if row.unit in NAMED and waiting > 1:
        return f"{reverse('plans:adjust_many', args=[row.pid])}?period={period}"
    if row.unit not in NAMED and waiting:
        return f"{reverse('plans:adjust', args=[row.pid])}?period={period}"
    return ""


def _period(one: Covered, day: date, asked: int | None) -> tuple[PeriodCoverage | None, int]:
    """The period asked for, else the one that runs now, else the last that has begun."""
    periods = one.figures.periods
    if not periods:
        return None, 0
    if asked is not None and 0 <= asked < len(periods):
        return periods[asked], asked
    begun = [index for index, p in enumerate(periods) if p.begun]
    index = begun[-1] if begun else 0
    return periods[index], index


def _adjusted(row: Any, period: PeriodCoverage) -> dict[int, list[Adjustment]]:
    """What was handed on, moved or left out in a period, by member; of each kind the last one."""
    rows = (
        Adjustment.objects.known_at()
        .filter(row=row, since__gte=period.since, since__lte=period.until)
        .select_related("to_user", "by")
        .order_by("id")
    )
    found: dict[int, list[Adjustment]] = {}
    for one in rows:
        found.setdefault(one.member, []).append(one)
    return found


def _changes(adjusted: dict[int, list[Adjustment]], names: Names) -> list[Change]:
    """The same for those whom the reader sees; the school itself has no name."""
    found = []
    deeds = Counter(_deed(one) for several in adjusted.values() for one in several)
    for member, several in adjusted.items():
        known = names.of(member) if member else ("", "", "", {})
        if known is None:
            continue
        for one in several:
            by = one.by.full_name if one.by else ""
            many = deeds.pop(_deed(one), 0)
            together = many if many > 1 else 0
            found.append(Change(known[0], change_words(one), one.reason, by, one.pk, together))
    return found


def _deed(one: Adjustment) -> tuple[Any, ...]:
    """What was done in one deed has this in common (docs/decisions/0022)."""
    return tuple(getattr(one, name) for name in Adjustment.OF_A_DEED)


def change_words(one: Adjustment) -> str:
    """What was done with a due item."""
    if one.kind == Adjustment.Kind.ASSIGNED and one.to_user:
        return _("handed to: %(name)s") % {"name": one.to_user.full_name}
    if one.kind == Adjustment.Kind.MOVED and one.to_day:
        return _("moved to %(day)s") % {"day": f"{one.to_day:%d.%m.%Y}"}
    return _("left out")


def _for_all(row: PlanRow, evidence: Evidence) -> bool:
    """Can one entry serve the whole row: the school's, or pupils listed on the general form?"""
    if row.unit not in NAMED:
        return True
    known = kinds.kinds().get(evidence[0][0].kind) if evidence else None
    return row.unit == PUPIL and known is not None and known.form == "journal:new"


def form_for(evidence: Evidence, row: PlanRow, about: dict[str, str], here: str) -> str:
    """The form of the row's first kind of evidence, filled with whom it is about and the row.

    The unit tells the journal whether the entry must name the row: those of the school and of
    classes are served only by entries that name them.
    """
    if not evidence:
        return ""
    proof = evidence[0][0]
    try:
        return kinds.form_url(
            proof.kind, proof.topic, row=row.code, unit=row.unit, next=here, **about
        )
    except (KeyError, NoReverseMatch):
        return ""
