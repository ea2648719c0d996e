"""Reads the register as of a day, cases with their clocks, meetings, measures due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from tirek.access.models import School
from tirek.cards.models import StatusPeriod
from tirek.prevention.models import READ, Case, Measure, Member, Regime, Step, StepKind, Terms
from tirek.prevention.rules import procedure
from tirek.prevention.rules.clock import Clock, clocks
from tirek.prevention.rules.procedure import Fact
from tirek.prevention.rules.regimes import grounds_of, lines_of, regime_on
from tirek.school.models import Pupil
from tirek.school.queries import with_class_on

CATEGORY = "REGISTER"


def terms_of(school: School) -> Terms:
    """What the school has set, or the usual."""
    return Terms.objects.filter(school=school).first() or Terms(school=school)


def grounds_on(school: School, day: date) -> list[str]:
    """Codes and own words on which a child may be placed on a day."""
    return grounds_of(regime_on(day), lines_of(terms_of(school).own_grounds))


def members_on(school: School, day: date) -> QuerySet[Member]:
    """The council on a day."""
    return Member.objects.filter(school=school, since__lte=day).filter(
        Q(until__isnull=True) | Q(until__gte=day)
    )


def believed(case: Case) -> list[Step]:
    """The steps of a case believed now, in time."""
    return list(Step.objects.known_at().filter(case=case).order_by("on", "id"))


def facts_of(steps: Iterable[Step]) -> list[Fact]:
    """Steps as the rules read them."""
    return [Fact(one.on, one.kind) for one in steps]


@dataclass
class Progress:
    """A case with what is believed of it now: its steps, state, clocks, measures."""

    case: Case
    steps: Sequence[Step]
    clocks: Sequence[Clock]
    measures: Sequence[Measure] = field(default_factory=list)
    class_name: str = ""

    @property
    def state(self) -> str:
        """NOTHING (every step annulled), WAITING, ON, OVER."""
        return procedure.state_of(facts_of(self.steps))

    @property
    def open(self) -> list[str]:
        """The kinds of steps that may come next."""
        return procedure.open_steps(facts_of(self.steps))

    def last(self, kind: str) -> Step | None:
        """The last step of a kind."""
        return next((one for one in reversed(self.steps) if one.kind == kind), None)

    @property
    def placed(self) -> Step | None:
        """When the child was placed."""
        return self.last(StepKind.PLACED)

    @property
    def ended(self) -> Step | None:
        """The step by which the case is over."""
        return self.steps[-1] if self.steps and self.state == procedure.OVER else None

    @property
    def late(self) -> bool:
        """Is anything overdue?"""
        return any(one.late for one in self.clocks)


def progress(cases: Any, school: School, today: date) -> list[Progress]:
    """Cases with steps, measures, clocks and the class of today; four queries."""
    held = Step.objects.known_at()
    found = list(
        cases.select_related("pupil__school", "school", "status").prefetch_related(
            Prefetch(
                "steps",
                held.select_related("recorded_by", "matter__meeting").order_by("on", "id"),
                "held",
            ),
            Prefetch("measures", Measure.objects.select_related("user"), "planned"),
        )
    )
    ids = [one.pupil_id for one in found]
    pupils: Any = with_class_on(Pupil.objects.filter(pk__in=ids), today)
    classes = dict(pupils.values_list("pk", "class_name"))
    terms = terms_of(school).days
    made = []
    for one in found:
        steps, measures = list(one.held), list(one.planned)
        planned = any(measure.dropped_at is None for measure in measures)
        due = clocks(facts_of(steps), terms, today, planned=planned)
        made.append(Progress(one, steps, due, measures, classes.get(one.pupil_id) or ""))
    return made


def cases_seen(school: School, user: Any, today: date, key: str = READ) -> list[Progress]:
    """Every case of the school that a user reads, what is due first."""
    found = progress(Case.objects.visible_to(user, key).filter(school=school), school, today)
    order = {procedure.WAITING: 0, procedure.ON: 1, procedure.OVER: 2, procedure.NOTHING: 3}
    return sorted(
        found,
        key=lambda one: (
            order[one.state],
            min((due.due_on for due in one.clocks), default=date.max),
            -one.case.pk,
        ),
    )


@dataclass
class Row:
    """A child on the register on a day: the status, and the case when the procedure was kept."""

    status: StatusPeriod
    case: Progress | None
    class_name: str


def on_register(school: School, user: Any, day: date, key: str = READ) -> list[Row]:
    """The pupils on the register on a day whom a user sees, in the order of names."""
    pupils: Any = with_class_on(Pupil.objects.visible_to(user, key).filter(school=school), day)
    classes = dict(pupils.values_list("pk", "class_name"))
    held = StatusPeriod.objects.known_at().on(day).filter(category=CATEGORY, pupil__in=classes)
    statuses = list(held.select_related("pupil").order_by("since", "id"))
    cases: dict[int, Progress] = {}
    ids = [one.pupil_id for one in statuses]
    for one in progress(Case.objects.filter(pupil__in=ids), school, day):
        placed = one.placed
        if placed is not None and placed.on <= day:
            there = cases.get(one.case.pupil_id)
            if there is None or there.placed is None or there.placed.on < placed.on:
                cases[one.case.pupil_id] = one
    rows = [
        Row(one, cases.get(one.pupil_id), classes[one.pupil_id] or "")
        for one in statuses
        if classes[one.pupil_id]
    ]
    return sorted(rows, key=lambda row: (row.status.pupil.sort_key, row.status.pk))


def measures_of(user: Any, school: School) -> QuerySet[Measure]:
    """Measures a user is to carry out, not carried out yet, of pupils whom the user sees."""
    cases = Case.objects.visible_to(user).filter(school=school)
    return (
        Measure.objects.filter(case__in=cases, user=user, done_on=None, dropped_at=None)
        .select_related("case__pupil")
        .order_by("due_on", "id")
    )


def regime_name(case: Case) -> str:
    """The regime of a case in words."""
    return str(Regime(case.regime).label)
