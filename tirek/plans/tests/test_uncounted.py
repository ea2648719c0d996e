"""Entries that look like evidence and do not count, with the reason."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tirek.access import kept
from tirek.access.tests import making as people
from tirek.journal.models import Entry, EntryPupil, EntryRow
from tirek.plans.models import Adjustment
from tirek.plans.queries import coverage as counts
from tirek.plans.rules.cohorts import Cohort
from tirek.plans.rules.coverage import coverage
from tirek.plans.rules.evidence import evidence_from_json
from tirek.plans.rules.facts import Enrolled, Facts, Row, Work
from tirek.plans.rules.terms import periods, term_from_json
from tirek.plans.rules.uncounted import Seen, why_not
from tirek.plans.tests.test_pages import (  # noqa: F401
    _monday,
    me,
    orphans,
    plans,
    row,
    school,
    year,
)
from tirek.school.models import Household, HouseholdStay
from tirek.schoolyear.rules.calendar import default_calendar

CALENDAR = default_calendar(2026)
DAY = date(2026, 12, 20)
OCTOBER = date(2026, 10, 15)


def of(term, unit="PUPIL", evidence=("CONSULTATION:CONFLICT",), grace=0):
    found = term_from_json(term)
    return Row("S1", found, Cohort(), unit, evidence_from_json(list(evidence)), grace)


ROW = of({"months": [10]}, grace=3)


@pytest.mark.parametrize(
    ("row", "state", "topic", "on", "rows", "reason"),
    [
        (ROW, "DONE", "CONFLICT", OCTOBER, (), None),
        (ROW, "DONE", "CONFLICT", date(2026, 11, 3), (), None),
        (ROW, "DRAFT", "CONFLICT", OCTOBER, (), "DRAFT"),
        (ROW, "ANNULLED", "CONFLICT", OCTOBER, (), "ANNULLED"),
        (ROW, "DONE", "CONFLICT", date(2026, 12, 21), (), "LATER"),
        (ROW, "DONE", "CONFLICT", OCTOBER, ("S2",), "OTHER_ROW"),
        (ROW, "DONE", "OTHER", OCTOBER, (), "OTHER_TOPIC"),
        (ROW, "DONE", "CONFLICT", date(2026, 9, 30), (), "BEFORE"),
        (ROW, "DONE", "CONFLICT", date(2026, 11, 4), (), "AFTER"),
        (of({"months": [10]}, "CLASS"), "DONE", "CONFLICT", OCTOBER, (), "NOT_NAMED"),
        (of({"months": [10]}, "CLASS"), "DONE", "CONFLICT", OCTOBER, ("S1",), None),
        (of({"ongoing": True}), "DONE", "CONFLICT", OCTOBER, (), None),
    ],
)
def test_why_not(row, state, topic, on, rows, reason):
    spans = (
        periods(row.term, CALENDAR)
        if row.term.dated
        else [(CALENDAR.starts_on, CALENDAR.closes_on)]
    )
    work = Work("CONSULTATION", topic, on, rows=rows)
    assert why_not(Seen(work, state), row, spans, DAY) == reason


TERMS = [{"months": [10]}, {"every": "MONTH"}, {"every": "QUARTER"}, {"every": "HALF"}]


@given(
    st.sampled_from(TERMS),
    st.integers(0, 10),
    st.sampled_from(["CONFLICT", "OTHER", ""]),
    st.dates(date(2026, 8, 1), date(2027, 6, 30)),
    st.sampled_from([(), ("S1",), ("S2",), ("S1", "S2")]),
    st.sampled_from([(), ("CONSULTATION",), ("CONSULTATION:CONFLICT",)]),
)
def test_what_counts_is_never_listed_and_the_rest_always(term, grace, topic, on, rows, evidence):
    row_ = of(term, evidence=evidence or ("CONSULTATION:OTHER",), grace=grace)
    work = Work("CONSULTATION", topic, on, pupils=(1,), rows=rows)
    facts = Facts(
        calendar=CALENDAR,
        enrolments=[Enrolled(1, 50, 5, CALENDAR.starts_on, None)],
        classes={50: 5},
        works=[work],
    )
    (counted,) = coverage([row_], facts, DAY)
    reason = why_not(Seen(work, "DONE"), row_, periods(row_.term, CALENDAR), DAY)
    assert (reason is None) == any(1 in one.done for one in counted.periods)


@pytest.mark.django_db
def test_the_rows_page_tells_them(client, me, plans, year):  # noqa: F811
    (first, second) = orphans(year, 2)
    acts = {}
    for name, pupil, more in (
        ("annulled", first, {"state": "ANNULLED"}),
        ("early", first, {"on": date(2026, 8, 20)}),
        ("other", second, {"rows": "S5.1"}),
        ("counts", second, {}),
    ):
        code, on = more.pop("rows", ""), more.pop("on", date(2026, 10, 5))
        acts[name] = Entry.objects.create(
            school=year.school, kind="HOUSING_ACT", on=on, key=name, author=me, **more
        )
        EntryPupil.objects.create(entry=acts[name], pupil=pupil)
        if code:
            EntryRow.objects.create(entry=acts[name], code=code)
    client.force_login(me)
    detail = client.get(reverse("plans:row", args=[row("C6").pid])).context["detail"]
    assert [(one.url[-13:-1], one.why) for one in detail.uncounted] == [
        (acts["annulled"].pid, "annulled"),
        (acts["early"].pid, "before the period"),
    ]
    assert first.short_name in detail.uncounted[0].name
    acts["counts"].delete()
    kept.forget_all()
    detail = client.get(reverse("plans:row", args=[row("C6").pid])).context["detail"]
    assert (acts["other"].pid, "names another row") in [
        (one.url[-13:-1], one.why) for one in detail.uncounted
    ]


@pytest.mark.django_db
def test_a_corrected_entry_is_not_told_twice(client, me, plans, year):  # noqa: F811
    (pupil,) = orphans(year, 1)
    wrong, right = (
        Entry.objects.create(
            school=year.school, kind="HOUSING_ACT", on=date(2026, 8, 20), key=key, author=me
        )
        for key in "ab"
    )
    right.replaces = wrong
    right.save()
    for one in (wrong, right):
        EntryPupil.objects.create(entry=one, pupil=pupil)
    client.force_login(me)
    detail = client.get(reverse("plans:row", args=[row("C6").pid])).context["detail"]
    assert [one.url[-13:-1] for one in detail.uncounted] == [right.pid]


def listed(client, code):
    kept.forget_all()
    detail = client.get(reverse("plans:row", args=[row(code).pid])).context["detail"]
    return [(one.url[-13:-1], one.why) for one in detail.uncounted]


@pytest.mark.django_db
def test_a_moved_item_is_asked_about_in_its_own_days(client, me, plans, year):  # noqa: F811
    (pupil,) = orphans(year, 1)
    act = Entry.objects.create(
        school=year.school, kind="HOUSING_ACT", on=date(2026, 11, 10), author=me
    )
    EntryPupil.objects.create(entry=act, pupil=pupil)
    (covered,) = counts(year, people.TODAY, rows=[row("C6")])
    first = covered.figures.periods[0]
    assert pupil.pk in first.done
    Adjustment.objects.create(
        row=row("C6"),
        pupil=pupil,
        since=first.since,
        until=first.until,
        kind="MOVED",
        to_day=date(2026, 10, 15),
        on=date(2026, 10, 1),
    )
    client.force_login(me)
    assert listed(client, "C6") == [(act.pid, "between two periods")]


@pytest.mark.django_db
def test_work_about_a_child_is_work_about_the_family(client, me, plans, year):  # noqa: F811
    (pupil,) = orphans(year, 1)
    home = Household.objects.create(school=year.school, key="h", address="Абай 1")
    HouseholdStay.objects.create(pupil=pupil, household=home, since=date(2026, 9, 1))
    asked = row("C6")
    asked.unit = "HOUSEHOLD"
    asked.save()
    act = Entry.objects.create(
        school=year.school, kind="HOUSING_ACT", on=date(2026, 10, 5), author=me, state="ANNULLED"
    )
    EntryPupil.objects.create(entry=act, pupil=pupil)
    client.force_login(me)
    assert listed(client, "C6") == [(act.pid, "annulled")]


@pytest.mark.django_db
def test_anothers_draft_is_not_told(client, me, plans, year):  # noqa: F811
    (pupil,) = orphans(year, 1)
    other = people.user("SOCIAL_PEDAGOGUE", year.school)
    drafts = {}
    for user in (me, other):
        drafts[user] = Entry.objects.create(
            school=year.school,
            kind="HOUSING_ACT",
            on=date(2026, 10, 5),
            author=user,
            state="DRAFT",
        )
        EntryPupil.objects.create(entry=drafts[user], pupil=pupil)
    client.force_login(me)
    assert listed(client, "C6") == [(drafts[me].pid, "a draft")]
