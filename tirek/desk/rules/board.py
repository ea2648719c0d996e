"""Monday's question: what is overdue, what is due this week, what nobody has touched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tirek.plans.rules.coverage import PeriodCoverage, RowCoverage
from tirek.plans.rules.evidence import PUPIL, Proof
from tirek.plans.rules.facts import Row
from tirek.schoolyear.rules.calendar import Span

Members = frozenset[int]
# Who of the members of a unit the reader may see.
Seen = Callable[[str, Members], Members]

SUNDAY = 6


@dataclass(frozen=True)
class Bundle:
    """Members of one row for whom the same work is due by the same day.

    `number` is the period's place in the year (from 1), `proof` the kind of work that lacks,
    `whole` and `done` the figures of the period for all its members.
    """

    row: Row
    members: tuple[int, ...]
    since: date
    until: date
    number: int
    proof: Proof
    whole: int = 0
    done: int = 0


@dataclass(frozen=True)
class Board:
    """What stands on the desk on a day; each list in the order in which it wants attention.

    `untouched`: pupils of ongoing rows about whom no such row has an entry in the quarter, with
    the first row that waits for them. `gaps`: ongoing rows without any entry in the quarter, with
    the number of their members.
    """

    late: list[Bundle] = field(default_factory=list)
    week: list[Bundle] = field(default_factory=list)
    ahead: list[Bundle] = field(default_factory=list)
    untouched: list[tuple[int, Row, Proof]] = field(default_factory=list)
    gaps: list[tuple[Row, Proof, int]] = field(default_factory=list)

    @property
    def late_count(self) -> int:
        """How many things are overdue, one for each member."""
        return sum(len(bundle.members) for bundle in self.late)

    @property
    def week_count(self) -> int:
        """How many things are due this week."""
        return sum(len(bundle.members) for bundle in self.week)

    @property
    def untouched_count(self) -> int:
        """Pupils whom nobody has touched, and rows nobody has worked on, in this quarter."""
        return len(self.untouched) + len(self.gaps)


@dataclass(frozen=True)
class Behind:
    """Overdue work of a row that is on somebody else's desk: how much, the earliest last day.

    `holder` is the colleague it was handed to; None: those the row names.
    """

    row: Row
    proof: Proof
    holder: int | None
    members: tuple[int, ...]
    until: date

    @property
    def number(self) -> int:
        """How many are overdue."""
        return len(self.members)


@dataclass(frozen=True)
class Handed:
    """On whose desk things are: one's own rows, less what was handed to others, plus what was
    handed to oneself.

    `to` gives for a row's code whom a member's item was handed to: {(member, a day of the period):
    user}; `own` holds the codes of the rows that are one's own by role.
    """

    me: int
    own: frozenset[str]
    to: Mapping[str, Mapping[tuple[int, date], int]]

    def mine(self, code: str, members: Members, since: date, until: date) -> Members:
        """Those of the members whose item in the period is on this desk."""
        by_role = code in self.own
        holders = {
            member: user
            for (member, day), user in self.to.get(code, {}).items()
            if since <= day <= until
        }
        if not holders:
            return members if by_role else frozenset()
        return frozenset(
            one for one in members if holders.get(one, self.me if by_role else None) == self.me
        )


def behind(counted: Iterable[RowCoverage], handed: Handed) -> list[Behind]:
    """What is overdue and not on this desk, by row and colleague; the longest overdue first."""
    found: dict[tuple[str, int | None], list[tuple[date, int]]] = defaultdict(list)
    rows: dict[str, RowCoverage] = {}
    for cov in counted:
        code = rows.setdefault(cov.row.code, cov).row.code
        for period in cov.periods:
            others = period.overdue - _mine(handed, cov, period, period.overdue)
            holders = {
                member: user
                for (member, day), user in handed.to.get(code, {}).items()
                if period.since <= day <= period.until
            }
            for member in others:
                found[code, holders.get(member)].append((period.ends_for(member), member))
    lines = [
        Behind(
            rows[code].row,
            rows[code].row.evidence[0][0] if rows[code].row.evidence else Proof(""),
            holder,
            tuple(sorted(member for _until, member in late)),
            min(late)[0],
        )
        for (code, holder), late in found.items()
    ]
    return sorted(lines, key=lambda one: (one.until, -one.number))


def week_end(day: date) -> date:
    """The Sunday of the week."""
    return day + timedelta(days=SUNDAY - day.weekday())


def board(
    counted: Sequence[RowCoverage],
    day: date,
    quarter: Span | None,
    seen: Seen | None = None,
    handed: Handed | None = None,
    horizon: date | None = None,
) -> Board:
    """Sort what is counted into what is late, due this week, ahead in the quarter, untouched.

    `horizon`: what is ahead by then, whatever the quarter.
    """
    found = Board()
    last = horizon or (quarter[1] if quarter else week_end(day) + timedelta(days=30))
    for cov in counted:
        for number, period in enumerate(cov.periods, start=1):
            late = _mine(handed, cov, period, _seen(seen, cov.row.unit, period.overdue))
            found.late.extend(_bundles(cov, period, number, late))
            waiting = period.open if period.begun else period.members
            waiting = _mine(handed, cov, period, _seen(seen, cov.row.unit, waiting))
            for bundle in _bundles(cov, period, number, waiting):
                if bundle.until <= week_end(day):
                    found.week.append(bundle)
                elif bundle.until <= last:
                    found.ahead.append(bundle)
    found.late.sort(key=_order)
    found.week.sort(key=_order)
    found.ahead.sort(key=_order)
    if quarter is not None:
        own = [cov for cov in counted if handed is None or cov.row.code in handed.own]
        _untouched(found, own, (quarter[0], day), seen)
    return found


def _mine(
    handed: Handed | None, cov: RowCoverage, period: PeriodCoverage, members: Members
) -> Members:
    if handed is None or not members:
        return members
    return handed.mine(cov.row.code, members, period.since, period.until)


def _order(bundle: Bundle) -> tuple[date, int]:
    return bundle.until, len(bundle.members)


def _seen(seen: Seen | None, unit: str, members: Members) -> Members:
    return members if seen is None or not members else seen(unit, members)


def _bundles(
    cov: RowCoverage, period: PeriodCoverage, number: int, members: Members
) -> Iterable[Bundle]:
    by_day: dict[tuple[date, Proof], list[int]] = defaultdict(list)
    for member in sorted(members):
        until = period.ends_for(member)
        by_day[until, _lacking(cov, member, period.since, until)].append(member)
    for (until, proof), some in by_day.items():
        whole = period.due or len(period.members)
        yield Bundle(
            cov.row, tuple(some), period.since, until, number, proof, whole, len(period.done)
        )


def _lacking(cov: RowCoverage, member: int, since: date, until: date) -> Proof:
    """The first kind of work of the row that the member still lacks in the period."""
    last = until + timedelta(days=cov.row.grace_days)
    for group, days in zip(cov.row.evidence, cov.groups, strict=False):
        there = sum(since <= day <= last for day in days.get(member, ()))
        if there < cov.row.term.times:
            return group[0]
    return cov.row.evidence[0][0] if cov.row.evidence else Proof("")


def _untouched(
    found: Board, counted: Sequence[RowCoverage], quarter: Span, seen: Seen | None
) -> None:
    touched: set[int] = set()
    first: dict[int, tuple[Row, Proof]] = {}
    for cov in counted:
        row = cov.row
        if not row.term.ongoing or not row.evidence:
            continue
        here = cov.touched_between(*quarter)
        members = _seen(seen, row.unit, cov.members)
        proof = row.evidence[0][0]
        if members and not here & cov.members:
            found.gaps.append((row, proof, len(members)))
        if row.unit == PUPIL:
            touched |= here
            for member in members:
                first.setdefault(member, (row, proof))
    found.untouched.extend(
        (member, *first[member]) for member in sorted(first) if member not in touched
    )
