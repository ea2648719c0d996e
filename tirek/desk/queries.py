"""Reads what stands on somebody's desk: plans x cards, less what the journal has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery

from tirek.access.kept import Kept
from tirek.access.models import School
from tirek.access.queries import at_work
from tirek.access.roles import DOORS
from tirek.access.sight import may, sight_of
from tirek.cards.models import Category, StatusPeriod
from tirek.desk.rules.board import Behind, Board, Handed, Members, behind, board
from tirek.plans.models import PlanKind, PlanRow
from tirek.plans.queries import Standing, known_to, standing_on
from tirek.plans.queries.hands import handed_to
from tirek.plans.rules.coverage import RowCoverage
from tirek.plans.rules.evidence import CLASS, HOUSEHOLD, PUPIL, SCHOOL, evidence_from_json
from tirek.plans.rules.facts import THE_SCHOOL, Facts
from tirek.plans.rules.roll import holds
from tirek.school.models import Household, Pupil, SchoolClass
from tirek.school.queries import with_class_on
from tirek.schoolyear.rules.calendar import Calendar

# Which plan speaks first when a child waits for several.
PLANS = (PlanKind.OWN, PlanKind.CLASS_TEACHERS, PlanKind.PSYCHOLOGIST, PlanKind.NURSE)


@dataclass(frozen=True)
class Progress:
    """How far a plan is on a day: of what has begun, how much is due, done and overdue."""

    plan: Any
    due: int
    done: int
    overdue: int


# The desks of some hundred readers.
DESKS = Kept(at_most=500)


@dataclass(frozen=True)
class Desk:
    """Everything the first screen shows, with the rows of the plans by code."""

    calendar: Calendar | None = None
    board: Board = field(default_factory=Board)
    rows: Mapping[str, PlanRow] = field(default_factory=dict)
    progress: list[Progress] = field(default_factory=list)
    near: Near | None = None
    version: str = ""
    # Who handed an item to the reader, by row and member.
    handed_by: Mapping[tuple[str, int], str] = field(default_factory=dict)
    # What of others is overdue, for those who approve the plans, and who they are.
    behind: list[Behind] = field(default_factory=list)
    staff: list[Any] = field(default_factory=list)


def desk_of(user: Any, school: School, day: date, horizon: date | None = None) -> Desk:
    """The desk of a user in a school: the rows that name the user's roles, people within sight.

    A class teacher finds the own class only, with the rows of the whole school that name class
    teachers. Those who approve plans find the rows that name them, and what of others is overdue.
    What is ahead goes to the end of the quarter, or to the day `horizon`. Kept like what it is made
    of, for each reader's roles.
    """
    stands = standing_on(school, day)
    if stands is None:
        return Desk()
    what = (user.pk, sight_of(user).held, day, horizon)
    return DESKS.answer(
        school, stands.version, what, lambda: _desk(user, school, day, horizon, stands)
    )


def _desk(user: Any, school: School, day: date, horizon: date | None, stands: Standing) -> Desk:
    if not stands.rows:
        return Desk(version=stands.version)
    sight = sight_of(user)
    roles = sight.roles(school.pk)
    calendar, counting = stands.calendar, stands.counting
    rows = sorted(stands.rows, key=_order)
    own = frozenset(row.code for row in rows if _own(row, roles) and _known(row, roles))
    to = {row.code: counting.assigned(row.code) for row in rows}
    taken = {code for code, holders in to.items() if user.pk in holders.values()}
    leads = not APPROVING.isdisjoint(roles)
    counted = [(row, stands.figures(row)) for row in rows if leads or row.code in own | taken]
    handed = Handed(user.pk, own, to)
    late = behind([cov for _, cov in counted], handed) if leads else []
    number = calendar.quarter_of(day)
    quarter = calendar.quarter_periods()[number - 1] if number else None
    near = None if school.pk in sight.schools() else Near(user, school, day, stands.facts)
    return Desk(
        calendar,
        board(
            [cov for row, cov in counted if row.code in own | taken],
            day,
            quarter,
            near.seen if near else None,
            handed,
            horizon,
        ),
        {row.code: row for row in rows},
        [] if near else _progress([one for one in counted if leads or one[0].code in own]),
        near,
        stands.version,
        handed_to(user, stands.school_year) if taken else {},
        late,
        at_work(school, day) if late else [],
    )


# Those who approve the plans answer for the work of others.
APPROVING = frozenset(DOORS["plans.plan:approve"])


def _own(row: PlanRow, roles: frozenset[str]) -> bool:
    """Is the row's work on this desk: does it name a role held, or is it the social pedagogue's?"""
    return row.is_own(roles - APPROVING) or not roles.isdisjoint(row.responsible)


def _order(row: PlanRow) -> tuple[int, int]:
    return PLANS.index(PlanKind(row.plan.kind)), row.position


def _known(row: PlanRow, roles: frozenset[str]) -> bool:
    """May the reader know of such work about a child? Else only the plan's page counts it."""
    return row.unit == SCHOOL or known_to(roles, evidence_from_json(row.evidence or []))


class Near:
    """Those whom somebody sees who does not see the whole school, with their names.

    Rows of the school are everybody's whom they name.
    """

    def __init__(self, user: Any, school: School, day: date, facts: Facts) -> None:
        seen: Any = Pupil.objects.visible_to(user).filter(school=school)
        self.pupils = {one.pk: one for one in with_class_on(seen, day)}
        classes = SchoolClass.objects.visible_to(user).select_related("teacher")
        self.classes = {one.pk: one for one in classes.filter(school=school)}
        homes = frozenset(
            stay.household
            for stay in facts.stays
            if stay.pupil in self.pupils and holds(stay.since, stay.until, day)
        )
        self.ids: dict[str, Members] = {
            PUPIL: frozenset(self.pupils),
            CLASS: frozenset(self.classes),
            SCHOOL: frozenset({THE_SCHOOL}),
            HOUSEHOLD: homes if may(user, "school.household:read", school.pk) else frozenset(),
        }

    def seen(self, unit: str, members: Members) -> Members:
        """Those of the members who are seen."""
        return members & self.ids.get(unit, frozenset())


def _progress(counted: Iterable[tuple[PlanRow, RowCoverage]]) -> list[Progress]:
    sums: dict[Any, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row, cov in counted:
        one = sums[row.plan]
        one[0] += cov.due
        one[1] += cov.done
        one[2] += cov.overdue
    return [Progress(plan, *figures) for plan, figures in sums.items()]


def classes_behind(user: Any, late: Iterable[Behind]) -> dict[int, SchoolClass]:
    """The classes with whose work others are behind, with their teachers; at most one query."""
    ids = {member for one in late if one.row.unit == CLASS for member in one.members}
    if not ids:
        return {}
    classes = SchoolClass.objects.visible_to(user).filter(pk__in=ids).select_related("teacher")
    return {one.pk: one for one in classes.order_by("sort_key")}


@dataclass
class Names:
    """The names of those who stand on the desk, read at once for all its lines."""

    pupils: dict[int, Any] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)
    classes: dict[int, SchoolClass] = field(default_factory=dict)
    households: dict[int, Household] = field(default_factory=dict)


def names_of(
    user: Any,
    school: School,
    day: date,
    wanted: Mapping[str, set[int]],
    recent: Iterable[str] = (),
    near: Near | None = None,
) -> Names:
    """Names of pupils (with class and status), classes, families; only of those within sight."""
    ids, pids = wanted.get(PUPIL, set()), list(recent)
    names = Names(near.pupils, {}, near.classes) if near else Names()
    if near is None and (ids or pids):
        pupils: Any = Pupil.objects.filter(Q(pk__in=ids) | Q(pid__in=pids), school=school)
        names.pupils = {one.pk: one for one in with_class_on(pupils.visible_to(user), day)}
    if near is None and wanted.get(CLASS):
        classes = SchoolClass.objects.visible_to(user).filter(pk__in=wanted[CLASS])
        names.classes = {one.pk: one for one in classes.select_related("teacher")}
    if ids and may(user, "cards.status:read", school.pk):
        names.notes = _statuses(school, ids, day)
    if wanted.get(HOUSEHOLD):
        homes = Household.objects.visible_to(user).filter(pk__in=wanted[HOUSEHOLD])
        names.households = {one.pk: one for one in homes}
    return names


def _statuses(school: School, ids: Iterable[int], day: date) -> dict[int, str]:
    """The first social status of each pupil in words; sensitive ones are not said on a list."""
    category = (
        Category.objects.filter(Q(school=school) | Q(school__isnull=True))
        .filter(code=OuterRef("category"))
        .order_by(F("school").desc(nulls_last=True))
    )
    names = [f"name_{code}" for code in ("kk", "ru", "en")]
    rows: Any = StatusPeriod.objects.on(day).known_at().filter(pupil_id__in=list(ids))
    rows = rows.annotate(
        **{name: Subquery(category.values(name)[:1]) for name in names},
        sensitive=Subquery(category.values("sensitive")[:1]),
        position=Subquery(category.values("position")[:1]),
    ).filter(sensitive=False)
    found: dict[int, str] = {}
    for pupil, *words in rows.order_by("position", "id").values_list("pupil_id", *names):
        found.setdefault(pupil, Category(**dict(zip(names, words, strict=True))).name())
    return found


def pupils_due(school: School, code: str, day: date) -> frozenset[int]:
    """Ids of the pupils about whom a row is due and not done, or not touched in the quarter.

    When nothing is due yet, the members of the period to come: a gift is listed before its month.
    """
    stands = standing_on(school, day)
    rows = stands.rows if stands else []
    row = next((one for one in rows if one.code == code and one.unit == PUPIL), None)
    if stands is None or row is None:
        return frozenset()
    cov, calendar = stands.figures(row), stands.calendar
    if cov.row.term.ongoing:
        number = calendar.quarter_of(day)
        since = calendar.quarter_periods()[number - 1][0] if number else calendar.starts_on
        return cov.members - cov.touched_between(since, day)
    found: Members = frozenset()
    for period in cov.periods:
        if period.begun:
            found |= period.overdue | period.open
        elif not found:
            return period.members
    return found


def pupils_planned(school: School, kind: str, day: date) -> frozenset[int]:
    """Ids of the pupils for whom the year's plans want work of a kind by the day, done or not.

    When no period has begun yet, those of the first one.
    """
    stands = standing_on(school, day)
    if stands is None:
        return frozenset()
    found: Members = frozenset()
    for cov in map(stands.figures, (row for row in stands.rows if row.unit == PUPIL)):
        if not any(proof.kind == kind for group in cov.row.evidence for proof in group):
            continue
        begun = [one.members for one in cov.periods if one.begun]
        found = found.union(*(begun or [one.members for one in cov.periods[:1]] or [cov.members]))
    return found
