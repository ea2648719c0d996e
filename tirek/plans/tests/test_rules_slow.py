"""Coverage of invented little schools against the slow reading (`slow.py`)."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tirek.plans.rules.cohorts import Cohort
from tirek.plans.rules.evidence import evidence_from_json
from tirek.plans.rules.facts import Adjusted, Enrolled, Facts, Held, Row, Stay, Work
from tirek.plans.rules.terms import Term, periods
from tirek.plans.tests.slow import Slow
from tirek.plans.tests.test_rules_coverage import figures
from tirek.schoolyear.rules.calendar import Calendar

CODES = ("ORPHAN", "WARD", "DEVIANT", "GIFTED")
TERMS = [
    *(Term(months=m) for m in ((8, 9), (9,), (2,), (6, 7, 8), (12, 1), (8,), (9, 8))),
    *(Term(every=e, times=t) for e in ("MONTH", "QUARTER", "HALF", "YEAR") for t in (1, 1, 2)),
    *(Term(ongoing=True),) * 4,
    *(Term(on_request=True),) * 2,
]
COHORTS = [
    Cohort(),
    Cohort(social=True),
    Cohort(statuses=("ORPHAN", "WARD")),
    Cohort(social=True, grades=(5,)),
    Cohort(grades=(9,)),
    Cohort(arrived=True),
    Cohort(requested="A"),
    Cohort(any=(Cohort(statuses=("GIFTED",)), Cohort(social=True, grades=(5,)))),
]
CLASS_COHORTS = [
    *(Cohort(), Cohort(grades=(5,)), Cohort(requested="A"), Cohort(social=True)),
    Cohort(any=(Cohort(statuses=("WARD",)), Cohort(grades=(9,)))),
]
PROOFS = [["ACT"], ["TALK:A"], [["ACT", "TALK"]], ["ACT", ["TALK:B", "TALK:A"]], ["REQUEST:A"]]


def calendar_of(chance):
    year = chance.choice([2023, 2026, 2027])
    first = date(year, 9, chance.randint(1, 3))
    quarters = []
    for _ in range(4):
        quarters.append((first, first + timedelta(days=chance.randint(30, 60))))
        first = quarters[-1][1] + timedelta(days=chance.randint(1, 12))
    return Calendar(year, quarters[0][0], quarters[-1][1], tuple(quarters))


def row_of(chance):
    unit = chance.choice(["PUPIL", "PUPIL", "HOUSEHOLD", "HOUSEHOLD", "CLASS", "SCHOOL"])
    cohort = chance.choice(COHORTS if unit in ("PUPIL", "HOUSEHOLD") else CLASS_COHORTS)
    evidence = evidence_from_json(chance.choice(PROOFS))
    return Row("R1", chance.choice(TERMS), cohort, unit, evidence, chance.choice([0, 0, 9]))


def case_of(chance):
    """A row, a dense little school and a day; days lie mostly at the edges of periods."""
    calendar, row = calendar_of(chance), row_of(chance)
    edges = [day for span in periods(row.term, calendar) for day in span]
    edges += [calendar.starts_on, *(day for span in calendar.quarter_periods() for day in span)]

    def a_day():
        if chance.random() < 0.3:
            return calendar.starts_on + timedelta(days=chance.randint(-40, 380))
        near = chance.choice([-1, 0, 0, 1, row.grace_days, row.grace_days + 1])
        return chance.choice(edges) + timedelta(days=near)

    def an_end():
        return None if chance.random() < 0.5 else a_day()

    def some(ids, most):
        return tuple(chance.sample(ids, chance.randint(0, most)))

    classes = {20: 5, 21: 9, 22: 5}
    enrolments = [
        Enrolled(pupil, one, classes.get(one, 4), since, until)
        for pupil in (1, 2, 3)
        for one, since, until in [
            (chance.choice([20, 21, 22, 9]), a_day(), an_end()) for _ in range(chance.randint(1, 3))
        ]
    ]
    firsts = {one.pupil: one.since for one in sorted(enrolments, key=lambda e: e.since)[::-1]}
    facts = Facts(
        calendar=calendar,
        enrolments=enrolments,
        first_days=firsts,
        statuses=[
            Held(chance.choice([1, 2, 3]), chance.choice(CODES), an_end(), an_end())
            for _ in range(6)
        ],
        stays=[
            Stay(chance.choice([1, 2, 3]), chance.choice([7, 8]), an_end(), an_end())
            for _ in range(5)
        ],
        classes=classes,
        social=frozenset({"ORPHAN", "WARD"}),
        works=[
            Work(
                chance.choice(["ACT", "ACT", "TALK", "REQUEST"]),
                chance.choice(["", "A", "A", "B"]),
                a_day(),
                some([1, 2, 3], 2),
                some([7, 8], 1),
                some([20, 21, 22], 2),
                chance.choice([(), ("R1",), ("R1", "R2"), ("R2",)]),
            )
            for _ in range(18)
        ],
        adjustments=[
            Adjusted(
                "R1",
                chance.choice([0, 1, 2, 3, 7, 8, 20, 21]),
                a_day(),
                chance.choice(["MOVED", "WAIVED", "ASSIGNED"]),
                on=chance.choice([calendar.starts_on, a_day()]),
                to_day=a_day(),
                to_user=3,
            )
            for _ in range(chance.randint(0, 3))
        ],
    )
    return facts, row, a_day()


@settings(max_examples=600, deadline=None)
@given(st.integers(0, 10**9))
def test_the_fast_reading_equals_the_slow_one(seed):
    facts, row, as_of = case_of(Random(seed))
    fast = figures(row, facts, as_of)
    slow = Slow(facts, as_of).row(row)
    assert {
        "members": len(fast.members),
        "due": fast.due,
        "done": fast.done,
        "overdue": fast.overdue,
        "open": fast.open,
        "done_left": fast.done_left,
        "waived": fast.waived,
        "touched": len(fast.touched),
        "untouched": len(fast.untouched),
        "gap": fast.gap,
    } == slow
    assert fast.due == fast.done + fast.overdue + fast.open - fast.requests_open
    assert len(fast.touched | fast.untouched) == len(fast.members) * row.term.ongoing
