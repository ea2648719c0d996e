from __future__ import annotations

from datetime import date, timedelta
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tirek.plans.rules.cohorts import Cohort
from tirek.plans.rules.coverage import coverage
from tirek.plans.rules.evidence import evidence_from_json
from tirek.plans.rules.facts import Adjusted, Enrolled, Facts, Held, Row, Stay, Work
from tirek.plans.rules.terms import Term, periods
from tirek.plans.tests.slow import Slow
from tirek.schoolyear.rules.calendar import Calendar, default_calendar

YEAR = default_calendar(2026)
START = date(2026, 9, 1)
ORPHANS = Cohort(statuses=("ORPHAN", "WARD"))
TWICE = Term(every="HALF")
ACT = evidence_from_json(["HOUSING_ACT"])
C6 = Row("C6", TWICE, ORPHANS, "PUPIL", ACT)


def school(**more):
    """Pupils 1 and 2 in class 10 of grade 5; both orphans since long ago."""
    given = {
        "calendar": YEAR,
        "enrolments": [Enrolled(1, 10, 5, START, None), Enrolled(2, 10, 5, START, None)],
        "first_days": {1: date(2021, 9, 1), 2: START},
        "statuses": [Held(1, "ORPHAN", date(2020, 1, 1), None), Held(2, "ORPHAN", None, None)],
        "stays": [Stay(1, 7, None, None), Stay(2, 7, None, None)],
        "classes": {10: 5, 11: 9},
        "social": frozenset({"ORPHAN"}),
    }
    return Facts(**(given | more))


def figures(row, facts, as_of):
    (found,) = coverage([row], facts, as_of)
    return found


def act(day, *pupils, **more):
    return Work("HOUSING_ACT", "", day, pupils, **more)


def test_two_acts_a_year_are_due_one_in_each_half():
    facts = school(works=[act(date(2026, 10, 5), 1)])
    found = figures(C6, facts, date(2026, 11, 23))
    assert (found.due, found.done, found.overdue, found.open) == (2, 1, 0, 1)
    found = figures(C6, facts, date(2027, 1, 8))
    assert (found.due, found.done, found.overdue, found.open) == (4, 1, 1, 2)


def test_days_of_grace_are_given_to_the_work_and_to_the_deadline():
    row = Row("C6", TWICE, ORPHANS, "PUPIL", ACT, grace_days=7)
    facts = school(works=[act(date(2027, 1, 10), 1)])
    found = figures(row, facts, date(2027, 1, 14))
    assert (found.done, found.overdue) == (2, 0)  # the same act serves both halves
    assert figures(row, facts, date(2027, 1, 15)).overdue == 1


def test_an_entry_of_tomorrow_does_not_count_today():
    facts = school(works=[act(date(2026, 11, 24), 1)])
    assert figures(C6, facts, date(2026, 11, 23)).done == 0
    assert figures(C6, facts, date(2026, 11, 24)).done == 1


def test_work_about_a_child_who_left_is_kept_apart():
    facts = school(
        enrolments=[Enrolled(1, 10, 5, START, date(2026, 10, 20)), Enrolled(2, 10, 5, START, None)],
        works=[act(date(2026, 10, 5), 1)],
    )
    found = figures(C6, facts, date(2026, 11, 23))
    assert (found.members and len(found.members), found.due, found.done_left) == (1, 1, 1)


def test_the_last_day_of_a_status_still_counts():
    facts = school(statuses=[Held(1, "ORPHAN", START, date(2026, 11, 23))])
    assert figures(C6, facts, date(2026, 11, 23)).due == 1
    assert figures(C6, facts, date(2026, 11, 24)).due == 0


def test_august_asks_about_the_first_of_september():
    row = Row("S1.3", Term(months=(8, 9)), Cohort(), "PUPIL", evidence_from_json(["AID_GIVEN"]))
    facts = school(works=[Work("AID_GIVEN", "", date(2026, 8, 20), (1,))])
    found = figures(row, facts, date(2026, 8, 21))
    assert (len(found.members), found.due, found.done, found.open) == (2, 2, 1, 1)
    assert figures(row, facts, date(2026, 7, 31)).due == 0


def test_an_entry_that_names_rows_serves_just_those():
    other = Row("C7", Term(every="YEAR"), Cohort(social=True), "PUPIL", ACT)
    facts = school(works=[act(date(2026, 10, 5), 1, rows=("C7",)), act(date(2026, 10, 6), 2)])
    day = date(2026, 11, 23)
    assert figures(C6, facts, day).done == 1
    assert figures(other, facts, day).done == 2


def test_rows_of_the_school_and_of_classes_are_served_only_by_name():
    meeting = Row("P2", Term(every="QUARTER"), Cohort(), "SCHOOL", evidence_from_json(["MEETING"]))
    silent = school(works=[Work("MEETING", "", date(2026, 9, 10), classes=(10,))])
    named = school(works=[Work("MEETING", "", date(2026, 9, 10), classes=(10,), rows=("P2",))])
    assert figures(meeting, silent, date(2026, 9, 20)).done == 0
    assert figures(meeting, named, date(2026, 9, 20)).done == 1


def test_every_group_of_evidence_is_needed():
    row = Row(
        "S10.3",
        Term(every="YEAR"),
        Cohort(),
        "PUPIL",
        evidence_from_json(["QUESTIONNAIRE:ADAPTATION", ["SESSION:EXAM", "EVENT:EXAM"]]),
    )
    survey = Work("QUESTIONNAIRE", "ADAPTATION", date(2026, 10, 1), (1,))
    event = Work("EVENT", "EXAM", date(2026, 10, 2), (1,))
    other = Work("EVENT", "LECTURE", date(2026, 10, 2), (1,))
    day = date(2026, 11, 23)
    assert figures(row, school(works=[survey, other]), day).done == 0
    assert figures(row, school(works=[survey, event]), day).done == 1


def test_a_family_is_served_by_work_about_one_of_its_pupils():
    row = Row("P7", Term(every="YEAR"), ORPHANS, "HOUSEHOLD", ACT)
    found = figures(row, school(works=[act(date(2026, 10, 5), 2)]), date(2026, 11, 23))
    assert (found.due, found.done) == (1, 1)


def test_waived_leaves_due_and_moved_gets_a_new_end():
    waived = Adjusted("C6", 1, date(2026, 9, 1), "WAIVED", date(2026, 10, 1))
    moved = Adjusted("C6", 2, date(2026, 9, 1), "MOVED", date(2026, 10, 1), date(2026, 10, 10))
    facts = school(adjustments=[waived, moved])
    found = figures(C6, facts, date(2026, 11, 23))
    assert (found.due, found.waived, found.moved, found.overdue) == (1, 1, 1, 1)
    before = figures(C6, facts, date(2026, 9, 30))
    assert (before.due, before.waived, before.moved) == (2, 0, 0)


def test_ongoing_rows_have_no_due_but_touched_untouched_and_gap():
    row = Row("S5.1", Term(ongoing=True), Cohort(social=True), "PUPIL", ACT)
    facts = school(works=[act(date(2026, 11, 5), 1)])
    found = figures(row, facts, date(2026, 11, 23))
    assert (found.due, found.done, found.overdue, found.open) == (0, 0, 0, 0)
    assert (found.touched, found.untouched) == ({1}, {2})
    assert found.gap  # nothing in the first quarter
    assert not figures(row, facts, date(2027, 1, 8)).gap
    assert not figures(row, facts, date(2026, 11, 1)).gap  # no full quarter yet


def test_classes_asked_for_and_pupils_who_came_this_year():
    sociometry = Row(
        "P5",
        Term(every="YEAR"),
        Cohort(requested="SOCIOMETRY"),
        "CLASS",
        evidence_from_json(["SOCIOMETRY"]),
    )
    asked = school(works=[Work("REQUEST", "SOCIOMETRY", date(2026, 10, 1), classes=(11,))])
    assert figures(sociometry, asked, date(2026, 9, 30)).due == 0
    assert figures(sociometry, asked, date(2026, 10, 1)).members == {11}
    arrived = Row("S2.1", Term(months=(9,)), Cohort(arrived=True), "PUPIL", ACT)
    assert figures(arrived, school(), date(2026, 9, 5)).members == {2}


def test_on_request_counts_what_is_not_answered():
    row = Row("X", Term(on_request=True), Cohort(), "PUPIL", evidence_from_json(["CONSULTATION"]))
    ask = Work("REQUEST", "", date(2026, 10, 1), (1, 2))
    answer = Work("CONSULTATION", "", date(2026, 10, 3), (1,))
    found = figures(row, school(works=[ask, answer]), date(2026, 11, 1))
    assert (found.due, found.open) == (0, 1)


# ---- against the slow reading, on invented schools ----

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
                on=calendar.starts_on,
                to_day=a_day(),
                to_user=3,
            )
            for _ in range(chance.randint(0, 3))
        ],
    )
    return facts, row, a_day()


@settings(max_examples=600, deadline=None)
@given(st.integers(0, 10**9))
@example(14833)  # a later stay inside an earlier one: when it ends, the earlier one holds again
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
