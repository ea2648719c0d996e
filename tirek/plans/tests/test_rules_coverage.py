from __future__ import annotations

from datetime import date, timedelta

from tirek.plans.rules.cohorts import Cohort
from tirek.plans.rules.coverage import coverage
from tirek.plans.rules.evidence import evidence_from_json
from tirek.plans.rules.facts import Adjusted, Enrolled, Facts, Held, Row, Stay, Work
from tirek.plans.rules.terms import Term
from tirek.schoolyear.rules.calendar import default_calendar

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
    that_day = figures(C6, facts, date(2026, 10, 1))
    assert (that_day.due, that_day.waived, that_day.moved) == (1, 1, 1)


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
    that_day = school(works=[ask, answer._replace(on=ask.on)])
    assert figures(row, that_day, date(2026, 11, 1)).open == 1
    too_early = school(works=[ask, answer._replace(on=date(2026, 9, 30))])
    assert figures(row, too_early, date(2026, 11, 1)).open == 2


def test_next_september_leaves_this_year_alone():
    asked = Row("X", Term(on_request=True), Cohort(), "PUPIL", evidence_from_json(["CONSULTATION"]))
    ongoing = Row("S5.1", Term(ongoing=True), Cohort(), "PUPIL", ACT)
    later = date(2027, 9, 10)
    for day, counts in ((date(2027, 8, 31), 1), (date(2027, 9, 1), 0)):
        facts = school(works=[act(day, 1), Work("REQUEST", "", day, (2,))])
        assert len(figures(ongoing, facts, later).touched) == counts
        assert figures(asked, facts, later).open == counts


def test_who_comes_after_the_year_ended_did_not_arrive_in_it():
    row = Row("X", Term(months=(6, 7, 8)), Cohort(arrived=True), "PUPIL", ACT)
    ends = YEAR.ends_on
    for day, counts in ((ends, 1), (ends + timedelta(days=1), 0)):
        facts = school(enrolments=[Enrolled(1, 10, 5, day, None)], first_days={1: day})
        assert figures(row, facts, date(2027, 7, 1)).due == counts


def test_a_family_that_was_one_only_between_two_others_keeps_its_work():
    """A later stay inside an earlier one: when it ends, the earlier one holds again."""
    row = Row("P7", Term(every="YEAR"), Cohort(), "HOUSEHOLD", ACT)
    stays = [
        Stay(1, 7, date(2026, 7, 1), None),
        Stay(1, 8, date(2026, 8, 1), date(2026, 10, 10)),
        Stay(1, 9, date(2026, 10, 21), None),
    ]
    facts = school(stays=stays, works=[act(date(2026, 10, 5), households=(7,))])
    found = figures(row, facts, date(2026, 11, 23))
    assert (found.members, found.done, found.done_left) == ({9}, 0, 1)
