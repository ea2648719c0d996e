"""What is due and what is done, counted from plan rows, cards and journal (domain rule 3)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tirek.plans.rules.evidence import CLASS, HOUSEHOLD, PUPIL, SCHOOL, Group
from tirek.plans.rules.facts import (
    ASSIGNED,
    MOVED,
    THE_SCHOOL,
    WAIVED,
    Adjusted,
    Facts,
    Row,
    Work,
)
from tirek.plans.rules.roll import NOBODY, Members, Roll
from tirek.plans.rules.terms import periods

# For one group of evidence: the days of its entries about each member, in order.
Days = dict[int, list[date]]


@dataclass(frozen=True)
class PeriodCoverage:
    """One period of a row on the day asked about; the sets hold members.

    due = done + overdue + open; waived ones have left due; left: served members of before.
    A period that has not begun has members only.
    """

    since: date
    until: date
    begun: bool
    members: Members
    done: Members = NOBODY
    overdue: Members = NOBODY
    open: Members = NOBODY
    waived: Members = NOBODY
    left: Members = NOBODY
    moved: dict[int, date] = field(default_factory=dict)

    @property
    def due(self) -> int:
        """How many are due: one for each member, without those waived."""
        return len(self.done) + len(self.overdue) + len(self.open)

    def ends_for(self, member: int) -> date:
        """The last day for a member: the period's own, or the day it was moved to."""
        return self.moved.get(member, self.until)


@dataclass(frozen=True)
class RowCoverage:
    """A row's figures on the day asked about; the names are those of the school file."""

    row: Row
    members: Members
    periods: tuple[PeriodCoverage, ...] = ()
    touched: Members = NOBODY
    untouched: Members = NOBODY
    gap: bool = False
    requests_open: int = 0
    groups: tuple[Days, ...] = ()

    @property
    def due(self) -> int:
        """Due over the periods that have begun."""
        return sum(one.due for one in self.periods)

    @property
    def done(self) -> int:
        """Done, of those due."""
        return sum(len(one.done) for one in self.periods)

    @property
    def overdue(self) -> int:
        """Not done, and the period with its days of grace is over."""
        return sum(len(one.overdue) for one in self.periods)

    @property
    def open(self) -> int:
        """Not done, and there is still time; requests not yet answered."""
        return sum(len(one.open) for one in self.periods) + self.requests_open

    @property
    def done_left(self) -> int:
        """Served in a period by work about those who are no members any more."""
        return sum(len(one.left) for one in self.periods)

    @property
    def waived(self) -> int:
        """Left out with a reason."""
        return sum(len(one.waived) for one in self.periods)

    @property
    def moved(self) -> int:
        """Put off with a reason."""
        return sum(len(one.moved) for one in self.periods)

    def last_on(self, member: int, since: date, until: date) -> date | None:
        """The day of the last entry of any group about a member from - to."""
        days = [
            day for group in self.groups for day in group.get(member, ()) if since <= day <= until
        ]
        return max(days, default=None)

    def touched_between(self, since: date, until: date) -> Members:
        """Everybody about whom an entry of any group is dated from - to."""
        return frozenset(
            member
            for group in self.groups
            for member, days in group.items()
            if _count(days, since, until)
        )


def coverage(rows: Iterable[Row], facts: Facts, as_of: date) -> list[RowCoverage]:
    """Count every row on the day `as_of`; entries dated later and adjustments made later wait."""
    return Counting(facts, as_of).all(rows)


class Counting:
    """One calculation: the facts on a day, sorted once for all rows."""

    def __init__(self, facts: Facts, as_of: date) -> None:
        self.facts = facts
        self.as_of = as_of
        self.calendar = facts.calendar
        self.roll = Roll(facts)
        # August asks about the year's first day, a later year about the last day of this one.
        self.today = self._counting_day(self.calendar.closes_on)
        self._grouped: dict[tuple[Row, date | None], tuple[Days, ...]] = {}
        self._works: dict[str, list[Work]] = defaultdict(list)
        for work in sorted(facts.works, key=lambda one: one.on):
            if work.on <= as_of:
                self._works[work.kind].append(work)
        self._adjusted: dict[str, list[Adjusted]] = defaultdict(list)
        for one in sorted(facts.adjustments, key=lambda one: one.on or date.min):
            if one.on is None or one.on <= as_of:
                self._adjusted[one.row].append(one)

    def all(self, rows: Iterable[Row]) -> list[RowCoverage]:
        """The rows counted, in their order."""
        return [self.row(row) for row in rows]

    def row(self, row: Row) -> RowCoverage:
        """One row counted."""
        members = self.roll.members(row.unit, row.cohort, self.today)
        groups = self._groups(row, self.today)
        if row.term.ongoing:
            return self._ongoing(row, members, groups)
        if row.term.on_request:
            return RowCoverage(
                row, members, groups=groups, requests_open=self._unanswered(row, groups)
            )
        spans = periods(row.term, self.calendar)
        return RowCoverage(
            row,
            members,
            groups=groups,
            periods=tuple(self._period(row, since, until) for since, until in spans),
        )

    def assigned(self, row: str) -> dict[tuple[int, date], int]:
        """On whose desk due items are: {(member, a day of the period): user}."""
        return {
            (one.member, one.since): one.to_user
            for one in self._adjusted[row]
            if one.kind == ASSIGNED and one.to_user is not None
        }

    def _counting_day(self, until: date) -> date:
        """The period's last day, or the day asked about while it runs; never before the year."""
        return max(min(until, self.as_of), self.calendar.starts_on)

    def _groups(self, row: Row, day: date) -> tuple[Days, ...]:
        """The days of work for each group; a family's pupils are those of the counting day."""
        key = (row, day if row.unit == HOUSEHOLD else None)
        if key not in self._grouped:
            homes = self.roll.homes(day) if row.unit == HOUSEHOLD else {}
            self._grouped[key] = tuple(self._days(row, group, homes) for group in row.evidence)
        return self._grouped[key]

    def _period(self, row: Row, since: date, until: date) -> PeriodCoverage:
        if since > self.as_of:
            members = self.roll.members(row.unit, row.cohort, self.today)
            return PeriodCoverage(since, until, False, members)
        moved, waived = self._changes(row, since, until)
        day = self._counting_day(until)
        groups = self._groups(row, day)
        members = self.roll.members(row.unit, row.cohort, day).difference(moved)
        served = self._served(row, groups, since, until)
        late = self._over(row, until)
        still = members - waived
        done, rest = still & served, still - served
        overdue, open_ = (rest, NOBODY) if late else (NOBODY, rest)
        left = {
            one
            for one in served - members
            if one not in moved and self._was_member(row, one, since, until)
        }
        # A moved item has a period of its own: the same first day, another last day.
        for member, end in moved.items():
            day = self._counting_day(end)
            groups = self._groups(row, day)
            served_later = member in self._served(row, groups, since, end, (member,))
            if member not in self.roll.members(row.unit, row.cohort, day):
                if served_later and self._was_member(row, member, since, end):
                    left.add(member)
                continue
            members |= {member}
            if member in waived:
                continue
            if served_later:
                done |= {member}
            elif self._over(row, end):
                overdue |= {member}
            else:
                open_ |= {member}
        return PeriodCoverage(
            since,
            until,
            True,
            members,
            done=done,
            overdue=overdue,
            open=open_,
            waived=members & waived,
            left=frozenset(left),
            moved={one: end for one, end in moved.items() if one in members},
        )

    def _over(self, row: Row, until: date) -> bool:
        return self.as_of > _later(until, row.grace_days)

    def _was_member(self, row: Row, member: int, since: date, until: date) -> bool:
        return self.roll.was_member(
            row.unit,
            row.cohort,
            member,
            max(since, self.calendar.starts_on),
            max(min(until, self.as_of), self.calendar.starts_on),
        )

    def _served(
        self,
        row: Row,
        groups: Sequence[Days],
        since: date,
        until: date,
        among: Iterable[int] | None = None,
    ) -> Members:
        """Members for whom every group has enough entries in the period and its grace."""
        if not groups:
            return NOBODY
        last = _later(until, row.grace_days)
        found: set[int] | None = None if among is None else set(among)
        for days in groups:
            candidates = days if found is None else found & days.keys()
            found = {one for one in candidates if _count(days[one], since, last) >= row.term.times}
        return frozenset(found or ())

    def _changes(self, row: Row, since: date, until: date) -> tuple[dict[int, date], set[int]]:
        """What was moved (to which day) and what was waived in a period of a row."""
        moved: dict[int, date] = {}
        waived: set[int] = set()
        for one in self._adjusted.get(row.code, ()):
            if not since <= one.since <= until:
                continue
            if one.kind == MOVED and one.to_day is not None:
                moved[one.member] = one.to_day
            elif one.kind == WAIVED:
                waived.add(one.member)
        return moved, waived

    def _ongoing(self, row: Row, members: Members, groups: tuple[Days, ...]) -> RowCoverage:
        first, last = self.calendar.starts_on, min(self.as_of, self.calendar.closes_on)
        touched = members & self._served(row, groups, first, last)
        quarter = self.calendar.last_full_quarter(self.as_of)
        gap = quarter is not None and not any(
            _count(days[one], *quarter) for days in groups for one in members & days.keys()
        )
        return RowCoverage(
            row, members, touched=touched, untouched=members - touched, gap=gap, groups=groups
        )

    def _unanswered(self, row: Row, groups: Sequence[Days]) -> int:
        """Requests of the year about members that no later entry of the evidence answers."""
        waiting = 0
        for request in self._works.get("REQUEST", ()):
            if request.on < self.calendar.starts_on or request.on > self.calendar.closes_on:
                continue
            if not may_serve(request, row):
                continue
            day = self._counting_day(request.on)
            about = set(_about(row.unit, request, self.roll.homes(day)))
            about &= self.roll.members(row.unit, row.cohort, day)
            for member in about:
                answers = [day for days in groups for day in days.get(member, ())]
                waiting += not any(day >= request.on for day in answers)
        return waiting

    def _days(self, row: Row, group: Group, homes: dict[int, int]) -> Days:
        """The days of the entries of a group that serve a row, by member."""
        found: Days = defaultdict(list)
        for kind in dict.fromkeys(proof.kind for proof in group):
            topics = {proof.topic for proof in group if proof.kind == kind}
            for work in self._works.get(kind, ()):
                if ("" in topics or work.topic in topics) and may_serve(work, row):
                    for member in _about(row.unit, work, homes):
                        found[member].append(work.on)
        if len({proof.kind for proof in group}) > 1:
            for days in found.values():
                days.sort()
        return dict(found)


def _about(unit: str, work: Work, homes: dict[int, int]) -> Iterable[int]:
    """The members that an entry is about."""
    if unit == PUPIL:
        return work.pupils
    if unit == CLASS:
        return work.classes
    if unit == SCHOOL:
        return (THE_SCHOOL,)
    return {homes[pupil] for pupil in work.pupils if pupil in homes}.union(work.households)


def may_serve(work: Work, row: Row) -> bool:
    """An entry that names rows serves just those; one that names none, pupils and families."""
    return row.code in work.rows if work.rows else row.unit in (PUPIL, HOUSEHOLD)


def _count(days: list[date], since: date, until: date) -> int:
    """How many of the sorted days lie from - to."""
    return bisect_right(days, until) - bisect_left(days, since)


def _later(day: date, days: int) -> date:
    return day + timedelta(days=days) if days else day
