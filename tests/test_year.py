"""A school year worked through: the plan's figures are those the test counts by itself.

The plan comes in from a Word file, is reviewed, approved, and worked on from September to May by
the rooms' own actions: children come and leave, statuses open and end, work is recorded, corrected,
annulled, put off, left out. Beside it the test keeps its own book and counts from that, by the slow
reading of `plans/tests/slow.py`; it asks the program for no fact.
"""

from __future__ import annotations

import os
import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.annual import actions as annual
from tirek.annual.queries import drawn
from tirek.annual.rules.chapters import WRITTEN
from tirek.cards import actions as cards
from tirek.cards.queries import social_codes
from tirek.journal import actions as journal
from tirek.plans import actions
from tirek.plans.models import PlanRow
from tirek.plans.queries import coverage
from tirek.plans.queries.facts import calendar_of, row_rule
from tirek.plans.reading import read_plan_file
from tirek.plans.rules.facts import Adjusted, Enrolled, Facts, Held, Stay, Work
from tirek.plans.tests.slow import Slow
from tirek.school import actions as roll
from tirek.school.models import Pupil
from tirek.school.tests import making as pupils

pytestmark = pytest.mark.django_db

REAL = os.environ.get("TIREK_SOURCE_PLANS")
FILES = [
    pytest.param(Path(__file__).parent / "samples" / "plan.docx", id="sample"),
    pytest.param(
        Path(REAL or ".") / "plan.docx",
        id="real",
        marks=pytest.mark.skipif(
            not REAL, reason="TIREK_SOURCE_PLANS does not name the real plan: NOT TESTED"
        ),
    ),
]
FIRST, LAST = date(2026, 9, 1), date(2027, 5, 25)
ASKED = [date(2026, 11, 23), date(2027, 1, 20), date(2027, 4, 5), LAST]
CLASSES = ("1А", "5Ә", "9Б", "11А")
CODES = ("ORPHAN", "WARD", "LOW_INCOME", "LARGE_FAMILY", "DISABLED", "HOME_SCHOOLED", "RETURNEE")
NAMES = ("due", "done", "overdue", "open", "done_left", "touched", "untouched", "gap", "members")


class Book:
    """What the test itself knows of the year, written down as it happens."""

    def __init__(self, chance, me, year):
        self.chance, self.me, self.year, self.school = chance, me, year, year.school
        self.enrolments, self.statuses, self.stays = {}, {}, []
        self.works, self.adjustments, self.firsts = {}, [], {}
        self.classes = {name: pupils.school_class(self.school, name) for name in CLASSES}
        self.homes = [roll.add_household(by=me, school=self.school) for _ in range(6)]

    def facts(self):
        return Facts(
            calendar=calendar_of(self.year),
            enrolments=list(self.enrolments.values()),
            first_days=self.firsts,
            statuses=list(self.statuses.values()),
            stays=self.stays,
            classes={one.pk: one.grade for one in self.classes.values()},
            social=social_codes(self.school, LAST),
            works=list(self.works.values()),
            adjustments=self.adjustments,
        )

    def here(self):
        """A pupil who is at school, by the book."""
        return Pupil.objects.get(
            pk=self.chance.choice([pk for pk, one in self.enrolments.items() if not one.until])
        )

    def come(self, day):
        where = self.classes[self.chance.choice(CLASSES)]
        number = len(self.enrolments)
        fields = {"surname": f"Тегі{number}", "given": "Бала"}
        one = roll.add_pupil(
            by=self.me, school=self.school, fields=fields, school_class=where, since=day
        )
        self.enrolments[one.pk] = Enrolled(one.pk, where.pk, where.grade, day, None)
        self.firsts[one.pk] = day
        if self.chance.random() < 0.8:
            home = self.chance.choice(self.homes)
            roll.join_household(by=self.me, pupil=one, household=home, since=day)
            self.stays.append(Stay(one.pk, home.pk, day, None))

    def leave(self, day):
        one = self.here()
        roll.end_enrolment(by=self.me, pupil=one, until=day, reason="көшті")
        self.enrolments[one.pk] = self.enrolments[one.pk]._replace(until=day)

    def open_status(self, day):
        one, code = self.here(), self.chance.choice(CODES)
        paper = {"basis_document": "шешім", "basis_number": "1", "basis_on": day}
        made = cards.open_status(
            by=self.me, pupil=one, fields={"category": code, "since": day} | paper
        )
        self.statuses[made.pk] = Held(one.pk, code, day, None)
        self.works[f"s{made.pk}"] = Work("STATUS_OPENED", "", day, (one.pk,))

    def end_status(self, day):
        from tirek.cards.models import StatusPeriod

        pk = self.chance.choice([pk for pk, one in self.statuses.items() if not one.until])
        made = cards.end_status(by=self.me, status=StatusPeriod.objects.get(pk=pk), until=day)
        self.statuses[made.pk] = self.statuses.pop(pk)._replace(until=day)

    def record(self, day):
        rows = PlanRow.objects.filter(plan__school_year=self.year).exclude(evidence=[])
        row = self.chance.choice(list(rows))
        proof = self.chance.choice(self.chance.choice(row_rule(row).evidence))
        on = day - timedelta(days=self.chance.randrange(20))
        about, rows_named = {}, ()
        if row.unit in ("PUPIL", "HOUSEHOLD"):
            about["pupils"] = list({self.here() for _ in range(self.chance.choice((1, 1, 5)))})
        else:
            rows_named = (row.code,)
            about["classes"] = [self.chance.choice(list(self.classes.values()))]
        made = journal.record_entry(
            by=self.me,
            school=self.school,
            kind=proof.kind,
            topic=proof.topic,
            on=on,
            rows=rows_named,
            **about,
        )
        self.works[made.pk] = Work(
            proof.kind,
            proof.topic,
            on,
            pupils=tuple(one.pk for one in about.get("pupils", ())),
            classes=tuple(one.pk for one in about.get("classes", ())),
            rows=rows_named,
        )

    def annul(self, day):
        from tirek.journal.models import Entry

        pk = self.chance.choice([pk for pk in self.works if isinstance(pk, int)])
        journal.annul_entry(by=self.me, entry=Entry.objects.get(pk=pk), reason="қате")
        del self.works[pk]

    def put_off(self, day):
        rows = PlanRow.objects.filter(plan__school_year=self.year, unit="PUPIL")
        row = self.chance.choice(list(rows))
        (counted,) = coverage(self.year, day, rows=[row])
        period = self.chance.choice(counted.figures.periods)
        one = Pupil.objects.get(pk=self.chance.choice(sorted(period.members)))
        kind = self.chance.choice(("MOVED", "WAIVED"))
        to_day = period.until + timedelta(days=10) if kind == "MOVED" else None
        actions.adjust_due(
            by=self.me,
            row=row,
            kind=kind,
            since=period.since,
            until=period.until,
            reason="ауырып жатыр",
            about=one,
            to_day=to_day,
        )
        self.adjustments.append(Adjusted(row.code, one.pk, period.since, kind, day, to_day))

    def something(self, day):
        deeds = [self.record] * 12 + [self.open_status] * 3
        deeds += [self.come, self.leave, self.end_status, self.annul, *[self.put_off] * 6]
        try:
            self.chance.choice(deeds)(day)
        except (Refused, IndexError):  # not possible on this day: nothing to write down either
            return


@pytest.mark.parametrize("seed", [5, 64])
@pytest.mark.parametrize("file", FILES)
def test_every_rows_figures_are_those_of_the_tests_own_book(time_machine, file, seed):
    time_machine.move_to("2026-09-01 12:00+05:00")
    school = people.school()
    me = people.user("SOCIAL_PEDAGOGUE", school)
    director = people.user("DIRECTOR", school)
    year = pupils.school_class(school, "5Ә").school_year
    book = Book(random.Random(seed), me, year)
    for plan in actions.import_plans(by=me, school_year=year, plans=read_plan_file(file).plans):
        actions.review_plan(by=me, plan=plan, rows={})
        actions.approve_plan(by=director, plan=plan)
        if plan.kind == "OWN":
            book.works["approved"] = Work("PLAN_APPROVED", "", FIRST, rows=("S1.1",))
    for _ in range(24):
        book.come(FIRST)
    day = FIRST
    while day <= LAST:
        time_machine.move_to(f"{day} 12:00+05:00")
        for _ in range(book.chance.choice((0, 1, 2))):
            book.something(day)
        if day in ASKED:
            compare(book, day)
        day += timedelta(days=1)
    read_back(book, director)


def by_the_book(book, row, day):
    return Slow(book.facts(), day).row(row_rule(row))


def compare(book, day):
    """All rows of the program, and of the book; the world has some of everything."""
    found = coverage(book.year, day)
    assert len(found) > 55
    for one in found:
        counted = by_the_book(book, one.row, day)
        figures = one.as_json() | {"waived": one.figures.waived}
        assert {name: figures[name] for name in counted} == counted, (one.row.code, day)
    if day == LAST:
        assert all(sum(getattr(one.figures, name) for one in found) for name in NAMES[:5])
        assert sum(one.figures.waived for one in found)


def read_back(book, director):
    """The annual report, frozen, has the figures of the book for every row."""
    report = annual.begin_report(by=book.me, school_year=book.year)
    for code in WRITTEN:
        annual.write_chapter(by=book.me, report=report, code=code, text="Сөз")
    frozen = annual.freeze_report(by=director, report=report, as_of=LAST, language="kk")
    assert frozen.issued is not None
    rows = {row.code: row for row in PlanRow.objects.filter(plan__school_year=book.year)}
    told = [
        row for plan in drawn(book.year, LAST).figures["plans"].values() for row in plan["rows"]
    ]
    assert {row["code"] for row in told} == set(rows)
    # Freezing the report was itself work of the year.
    for row in told:
        if row["code"] != "S11.4":
            counted = by_the_book(book, rows[row["code"]], LAST)
            names = ("due", "done", "done_left", "overdue", "open", "waived")
            assert {name: row[name] for name in names} == {n: counted[n] for n in names}
