from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tirek.access import kept
from tirek.access.models import AuditRow
from tirek.access.roles import Role
from tirek.access.tests import making as people
from tirek.cards.models import StatusPeriod
from tirek.plans.cuts import CHILD, CUTS, MONTH, PERSON, SCHOOL_CLASS, Cuts
from tirek.plans.models import Adjustment, PlanRow
from tirek.plans.queries.whole import whole_of
from tirek.plans.rules.cohorts import Cohort
from tirek.plans.rules.coverage import PeriodCoverage, RowCoverage
from tirek.plans.rules.facts import Row
from tirek.plans.rules.figures import DUE, MOVED, OPEN, Figures, cut, figures_of, items_of
from tirek.plans.rules.reasons import reasons
from tirek.plans.rules.terms import term_from_json
from tirek.plans.tests.test_pages import (  # noqa: F401
    _monday,
    act_about,
    me,
    orphans,
    plans,
    row,
    school,
    year,
)
from tirek.school.models import Enrolment, Pupil, SchoolClass

TODAY = people.TODAY
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 31)
TWICE = Row("C6", term_from_json({"every": "HALF", "times": 1}))
ALWAYS = Row("C5", term_from_json({"ongoing": True}))


def counted(done, late, waiting, waived=frozenset(), moved=None):
    return RowCoverage(
        TWICE,
        done | late | waiting | waived,
        (
            PeriodCoverage(
                SEPTEMBER,
                OCTOBER,
                True,
                done | late | waiting | waived,
                done=done,
                overdue=late,
                open=waiting,
                waived=waived,
                moved=moved or {},
            ),
        ),
    )


def test_every_item_stands_once_with_its_own_last_day():
    later = date(2026, 12, 1)
    one = counted(
        frozenset({1, 2}), frozenset({3}), frozenset({4}), frozenset({5}), moved={4: later}
    )
    ongoing = RowCoverage(
        ALWAYS, frozenset({1, 2}), touched=frozenset({1}), untouched=frozenset({2})
    )
    asked = RowCoverage(ALWAYS, frozenset({1}), requests_open=2)
    items = items_of([one, ongoing, asked])
    assert figures_of(items) == Figures(
        due=6, done=2, overdue=1, open=3, untouched=1, moved=1, waived=1
    )
    assert [item.until for item in items if item.answers(MOVED)] == [later]
    assert {item.member for item in items if item.row == 0 and item.answers(DUE)} == {1, 2, 3, 4}
    assert [item.member for item in items if item.row == 2] == [None, None]
    assert all(item.answers(DUE) for item in items if item.state == OPEN)


@given(st.lists(st.lists(st.sampled_from("dloww"), max_size=9), max_size=5))
def test_a_cut_neither_loses_nor_adds(rows):
    def those(states, letter):
        return frozenset(at for at, one in enumerate(states) if one == letter)

    found = [counted(*(those(states, letter) for letter in "dlow")) for states in rows]
    items = items_of(found)
    for keys in (lambda one: (one.member,), lambda one: (one.row,), lambda one: (one.state,)):
        parts = [figures_of(part) for part in cut(items, keys).values()]
        whole = figures_of(items)
        for word in ("due", "done", "overdue", "open", "waived"):
            assert sum(getattr(part, word) for part in parts) == getattr(whole, word)
    assert [
        sum(item.row == at and item.answers(DUE) for item in items) for at in range(len(rows))
    ] == [one.due for one in found]


pytestmark = pytest.mark.django_db


def page(client, **asked):
    answer = client.get(reverse("plans:coverage"), asked)
    assert answer.status_code == 200
    return answer


def numbers(answer, name):
    return next(dict(one.numbers) for one in answer.context["lines"] if one.name == name)


def test_the_same_figures_whichever_way_they_are_cut(client, me, plans, year):  # noqa: F811
    done, *_waiting = orphans(year, 3)
    act_about(done, date(2026, 10, 5))
    rows = list(PlanRow.objects.select_related("plan"))
    whole = whole_of(year, TODAY, rows)
    cuts = Cuts(me, year.school, whole, TODAY)
    totals = {by: cuts.lines(by)[1] for by in CUTS}
    assert totals["row"] == totals[MONTH] == totals[PERSON]
    assert dict(totals["row"])["due"] == sum(one.figures.due for one in whole.covered)
    for by in (MONTH, SCHOOL_CLASS, CHILD):
        lines, total = cuts.lines(by)
        for at, (_word, number) in enumerate(total):
            assert sum(line.numbers[at][1] for line in lines) == number
    client.force_login(me)
    mine = numbers(page(client, by="row"), row("C6").text("en"))
    assert (mine["due"], mine["done"], mine["open"]) == (3, 1, 2)


def test_every_number_opens_its_list_with_as_many(client, me, plans, year):  # noqa: F811
    done, *_waiting = orphans(year, 3)
    act_about(done, date(2026, 10, 5))
    client.force_login(me)
    for by in CUTS:
        text = page(client, by=by).content.decode()
        links = re.findall(r'href="(\?by=[^"#]*of=[^"#]*)#list">(\d+)</a>', text)
        assert links, by
        for link, number in links[:12]:
            opened = client.get(reverse("plans:coverage") + link.replace("&amp;", "&"))
            assert opened.context["opened"].count == int(number), link
            shown = opened.context["opened"]
            assert len(shown.lines) + shown.more + shown.hidden == int(number), link


def test_a_list_names_only_whom_the_reader_may_know(client, me, plans, year):  # noqa: F811
    (pupil, *_others) = orphans(year, 2)
    client.force_login(me)
    mine = page(client, by="row", of=row("C6").pid, what="due")
    assert pupil.surname in mine.content.decode()
    assert AuditRow.objects.filter(verb="READ").exists()
    teacher = people.user(Role.CLASS_TEACHER, year.school, language="en")
    client.force_login(teacher)
    for by in CUTS:
        assert pupil.surname not in page(client, by=by).content.decode()
    hidden = page(client, by="class").context["lines"]
    assert all(line.key == "-" for line in hidden)


def test_what_was_handed_on_stands_with_the_colleague(client, me, plans, year):  # noqa: F811
    pupil, _other = orphans(year, 2)
    nurse = people.user(Role.NURSE, year.school)
    one = row("C6")
    covered = whole_of(year, TODAY, [one]).covered[0]
    period = covered.figures.periods[0]
    Adjustment.objects.create(
        row=one,
        pupil=pupil,
        since=period.since,
        until=period.until,
        kind="ASSIGNED",
        to_user=nurse,
        on=TODAY,
        by=me,
        reason="ill",
    )
    kept.forget_all()
    client.force_login(me)
    found = numbers(page(client, by="person"), f"Handed on: {nurse.full_name}")
    assert found["due"] == 1


def test_wrong_questions_find_nothing(client, me, plans, year):  # noqa: F811
    client.force_login(me)
    url = reverse("plans:coverage")
    for asked in (
        {"by": "star"},
        {"by": "row", "of": "no-such-row", "what": "due"},
        {"of": row("C6").pid},
    ):
        assert client.get(url, asked).status_code == 404
    assert client.get(url, {"day": "x"}).status_code == 200
    PlanRow.objects.all().delete()
    assert "Nothing is due yet" in page(client).content.decode()


def test_a_larger_school_costs_no_more_questions(client, me, plans, year, queries_of):  # noqa: F811
    orphans(year, 2)
    client.force_login(me)
    few = {by: queries_of(lambda by=by: page(client, by=by)) for by in CUTS}
    one = SchoolClass.objects.get()
    for n in range(30):
        pupil = Pupil.objects.create(school=one.school, key=f"q{n}", surname="С", given="Д")
        Enrolment.objects.create(pupil=pupil, school_class=one, since=year.starts_on)
        StatusPeriod.objects.create(pupil=pupil, category="ORPHAN")
    kept.forget_all()
    assert {by: queries_of(lambda by=by: page(client, by=by)) for by in CUTS} == few
    assert max(few.values()) <= 25


def test_unknown_work_is_a_number_without_names(client, me, plans, year, monkeypatch):  # noqa: F811
    (pupil,) = orphans(year, 1)
    client.force_login(me)
    monkeypatch.setattr("tirek.plans.cuts.known_to", lambda roles, evidence: False)
    answer = page(client, by="row", of=row("C6").pid, what="due")
    assert (answer.context["opened"].count, answer.context["opened"].hidden) == (1, 1)
    assert pupil.surname not in answer.content.decode()
    assert page(client, by="pupil").context["lines"] == []
    assert page(client, by="class").context["lines"] == []


@pytest.mark.parametrize(
    ("cohort", "day", "found"),
    [
        (Cohort(statuses=("ORPHAN", "WARD")), date(2026, 10, 1), ["ORPHAN"]),
        (Cohort(statuses=("ORPHAN", "WARD")), date(2026, 11, 2), ["ORPHAN", "WARD"]),
        (Cohort(social=True), date(2026, 11, 2), ["ORPHAN"]),
        (
            Cohort(any=(Cohort(statuses=("WARD",)), Cohort(grades=(9,)))),
            date(2026, 11, 2),
            ["WARD"],
        ),
        (Cohort(statuses=("ORPHAN",)), date(2027, 1, 1), []),
        (Cohort(), date(2026, 11, 2), []),
    ],
)
def test_the_reason_is_the_status_that_the_cohort_asks_for(cohort, day, found):
    held = [("ORPHAN", None, date(2026, 12, 31)), ("WARD", date(2026, 11, 2), None)]
    assert [code for code, _ in reasons(cohort, frozenset({"ORPHAN"}), held, day)] == found


def test_a_list_says_since_when_to_those_who_may_read_statuses(
    client,
    me,  # noqa: F811
    plans,  # noqa: F811
    year,  # noqa: F811
    monkeypatch,
):
    orphans(year, 1)
    StatusPeriod.objects.update(since=date(2026, 9, 7))
    client.force_login(me)
    text = page(client, by="row", of=row("C6").pid, what="due").content.decode()
    assert "since 07.09.2026" in text
    monkeypatch.setattr(
        "tirek.cards.models.statuses.StatusQuerySet.visible_to", lambda self, user: self.none()
    )
    text = page(client, by="row", of=row("C6").pid, what="due").content.decode()
    assert "since 07.09.2026" not in text
