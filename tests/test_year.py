"""A school year worked through: the plan's figures are those the test counts by itself.

The plan comes in from a Word file, is reviewed, approved, and worked on from September to May by
the rooms' own actions: children come, change class and leave, statuses open and end, work is
recorded, drafted, corrected, annulled, moved, left out, handed on, taken back. Beside it the test
keeps its own book and counts from that, by the slow reading of `plans/tests/slow.py`. Of the
program it asks the calendar, the rows, which categories are social; nothing of what was done.
"""

from __future__ import annotations

import os
import random
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.annual import actions as annual
from tirek.annual.queries import drawn
from tirek.annual.rules.chapters import WRITTEN
from tirek.cards import actions as cards
from tirek.cards.models import StatusPeriod
from tirek.cards.queries import social_codes
from tirek.journal import actions as journal
from tirek.journal.models import Entry, State
from tirek.office.document import Table
from tirek.plans import actions
from tirek.plans.documents import done_paper
from tirek.plans.models import Adjustment, PlanRow
from tirek.plans.queries import coverage
from tirek.plans.queries.facts import calendar_of, row_rule
from tirek.plans.reading import read_plan_file
from tirek.plans.rules.evidence import Proof
from tirek.plans.rules.facts import Adjusted, Enrolled, Facts, Held, Stay, Work
from tirek.plans.tests.slow import Slow, slow_periods
from tirek.school import actions as roll
from tirek.school.models import Household, Pupil, SchoolClass
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
CODES = (
    *("ORPHAN", "WARD", "LOW_INCOME", "MULTI_CHILD", "RETURNEE"),
    *("DEVIANT", "REGISTER", "GIFTED", "FAMILY_AT_RISK"),
)
ABOUT = {"PUPIL": Pupil, "HOUSEHOLD": Household, "CLASS": SchoolClass}
LISTS = {"PUPIL": "pupils", "HOUSEHOLD": "households", "CLASS": "classes"}
# Figures of the paper "what is done", by the words before the number.
SAID = {
    "overdue": "overdue",
    "left out": "waived",
    "done, about those who left": "done_left",
}


class Book:
    """What the test itself knows of the year, written down as it happens."""

    def __init__(self, chance, me, colleague, year):
        self.chance, self.me, self.colleague = chance, me, colleague
        self.year, self.school = year, year.school
        self.enrolments, self.statuses, self.stays = {}, {}, []
        self.works, self.drafts, self.adjustments, self.firsts = {}, {}, {}, {}
        self.before, self.done = {}, Counter()
        self.classes = {name: pupils.school_class(self.school, name) for name in CLASSES}
        self.homes = [roll.add_household(by=me, school=self.school) for _ in range(6)]
        self.rows = list(PlanRow.objects.filter(plan__school_year=year))
        self.social = social_codes(self.school, LAST)

    def facts(self):
        return Facts(
            calendar=calendar_of(self.year),
            enrolments=list(self.enrolments.values()),
            first_days=self.firsts,
            statuses=list(self.statuses.values()),
            stays=self.stays,
            classes={one.pk: one.grade for one in self.classes.values()},
            social=self.social,
            works=list(self.works.values()),
            adjustments=list(self.adjustments.values()),
        )

    def one_of(self, things):
        """One of what there is; nothing to choose from: the deed is not possible today."""
        things = list(things)
        if not things:
            raise Nothing
        return self.chance.choice(things)

    def here(self):
        """The enrolment of a pupil who is at school, by the book."""
        return self.one_of(key for key, one in self.enrolments.items() if not one.until)

    def pupil(self):
        return Pupil.objects.get(pk=self.enrolments[self.here()].pupil)

    def members(self, row, day):
        return sorted(Slow(self.facts(), day).members(row_rule(row), max(day, FIRST)))

    def come(self, day):
        where = self.classes[self.one_of(CLASSES)]
        number = len(self.firsts)
        one = roll.add_pupil(
            by=self.me,
            school=self.school,
            fields={"surname": f"Тегі{number}", "given": "Бала"},
            school_class=where,
            since=day,
        )
        self.enrolments[one.pk, day] = Enrolled(one.pk, where.pk, where.grade, day, None)
        self.firsts[one.pk] = day
        if self.chance.random() < 0.8:
            home = self.one_of(self.homes)
            roll.join_household(by=self.me, pupil=one, household=home, since=day)
            self.stays.append(Stay(one.pk, home.pk, day, None))

    def leave(self, day):
        key = self.here()
        one = Pupil.objects.get(pk=self.enrolments[key].pupil)
        roll.end_enrolment(by=self.me, pupil=one, until=day, reason="көшті")
        self.enrolments[key] = self.enrolments[key]._replace(until=day)

    def change_class(self, day):
        key, where = self.here(), self.classes[self.one_of(CLASSES)]
        one = Pupil.objects.get(pk=self.enrolments[key].pupil)
        roll.move_class(by=self.me, pupil=one, school_class=where, since=day)
        self.enrolments[key] = self.enrolments[key]._replace(until=day - timedelta(days=1))
        self.enrolments[one.pk, day] = Enrolled(one.pk, where.pk, where.grade, day, None)

    def open_status(self, day):
        one, code = self.pupil(), self.one_of(CODES)
        paper = {"basis_document": "шешім", "basis_number": "1", "basis_on": day}
        made = cards.open_status(
            by=self.me, pupil=one, fields={"category": code, "since": day} | paper
        )
        self.statuses[made.pk] = Held(one.pk, code, day, None)

    def end_status(self, day):
        pk = self.one_of(pk for pk, one in self.statuses.items() if not one.until)
        made = cards.end_status(by=self.me, status=StatusPeriod.objects.get(pk=pk), until=day)
        self.statuses[made.pk] = self.statuses.pop(pk)._replace(until=day)

    def record(self, day, state=State.DONE):
        """Serve a row wholly or by a part of its evidence, for some of its members or others."""
        row = self.one_of(row for row in self.rows if row.evidence)
        wanted = self.members(row, day)
        about = self.chance.sample(wanted, min(len(wanted), self.chance.choice((1, 2, 9))))
        if row.unit == "PUPIL" and (not about or self.chance.random() < 0.2):
            about = [self.pupil().pk]  # perhaps nobody of the row: it may serve another
        groups = row_rule(row).evidence
        if self.chance.random() < 0.3:
            groups = groups[:1]
        on = day - timedelta(days=self.chance.randrange(20))
        for group in groups:
            self.write(row, self.one_of(group), about, on, state)

    def draft(self, day):
        self.record(day, State.DRAFT)

    def request(self, day):
        """A class teacher asks: from that day the class is a member of the row on request."""
        row = self.one_of(row for row in self.rows if row.cohort.get("requested"))
        topic, pk = row.cohort["requested"], self.one_of(self.classes.values()).pk
        self.write(row, Proof("REQUEST", topic), [pk], day, State.DONE, named=())

    def write(self, row, proof, about, on, state, named=None):
        if named is None:
            named = () if row.unit in ("PUPIL", "HOUSEHOLD") else (row.code,)
        unit = row.unit if row.unit != "SCHOOL" else "CLASS"
        if row.unit == "SCHOOL":
            about = [self.one_of(self.classes.values()).pk]
        made = journal.record_entry(
            by=self.me,
            school=self.school,
            kind=proof.kind,
            topic=proof.topic,
            on=on,
            rows=named,
            state=state,
            **{LISTS[unit]: list(ABOUT[unit].objects.filter(pk__in=about))},
        )
        kept = self.works if state == State.DONE else self.drafts
        kept[made.pk] = Work(
            proof.kind, proof.topic, on, rows=tuple(named), **{LISTS[unit]: tuple(about)}
        )

    def sign(self, day):
        pk = self.one_of(self.drafts)
        journal.sign_entry(by=self.me, entry=Entry.objects.get(pk=pk))
        self.works[pk] = self.drafts.pop(pk)

    def correct(self, day):
        pk = self.one_of(pk for pk in self.works if isinstance(pk, int))
        on, work = day - timedelta(days=self.chance.randrange(60)), self.works[pk]
        made = journal.correct_entry(
            by=self.me, entry=Entry.objects.get(pk=pk), on=on, topic=work.topic, text="түзетілді"
        )
        self.before[made.pk] = pk, self.works.pop(pk)
        self.works[made.pk] = work._replace(on=on)

    def annul(self, day):
        pk = self.one_of(pk for pk in self.works if isinstance(pk, int))
        journal.annul_entry(by=self.me, entry=Entry.objects.get(pk=pk), reason="қате")
        del self.works[pk]
        if pk in self.before:  # what the correction had replaced counts again
            earlier, work = self.before.pop(pk)
            self.works[earlier] = work
            self.done["annul a correction"] += 1

    def adjust(self, day):
        """Move, leave out or hand on what is due of a row that has somebody."""
        calendar = calendar_of(self.year)
        row, since, until = self.one_of(
            (row, *span)
            for row in self.rows
            for span in slow_periods(row_rule(row).term, calendar)
            if span[0] <= day
        )
        member = self.one_of(self.members(row, min(day, until)))
        kind = self.one_of(Adjustment.Kind.values)
        to_day = until + timedelta(days=10) if kind == "MOVED" else None
        about = None if row.unit == "SCHOOL" else ABOUT[row.unit].objects.get(pk=member)
        made = actions.adjust_due(
            by=self.me,
            row=row,
            kind=kind,
            since=since,
            until=until,
            reason="ауырып жатыр",
            about=about,
            to_day=to_day,
            to_user=self.colleague if kind == "ASSIGNED" else None,
        )
        self.adjustments[made.pk] = Adjusted(row.code, member, since, kind, day, to_day)
        self.done[f"adjust {kind}"] += 1

    def take_back(self, day):
        pk = self.one_of(self.adjustments)
        actions.take_back(by=self.me, adjustment=Adjustment.objects.get(pk=pk))
        del self.adjustments[pk]

    def something(self, day):
        deeds = [self.record] * 8 + [self.open_status] * 3 + [self.adjust] * 4
        deeds += [self.come, self.leave, self.change_class, self.end_status, self.request]
        deeds += [self.draft, self.sign, self.correct, self.annul, self.take_back]
        deed = self.chance.choice(deeds)
        try:
            deed(day)
        except (Refused, Nothing):  # not possible on this day: nothing to write down either
            return
        self.done[deed.__name__] += 1


class Nothing(Exception):
    """There is nobody and nothing to choose from."""


@pytest.mark.parametrize("seed", [5, 64])
@pytest.mark.parametrize("file", FILES)
def test_every_rows_figures_are_those_of_the_tests_own_book(time_machine, file, seed):
    time_machine.move_to("2026-09-01 12:00+05:00")
    school = people.school()
    me, colleague = (people.user("SOCIAL_PEDAGOGUE", school) for _ in range(2))
    director = people.user("DIRECTOR", school)
    year = pupils.school_class(school, "5Ә").school_year
    for plan in actions.import_plans(by=me, school_year=year, plans=read_plan_file(file).plans):
        actions.review_plan(by=me, plan=plan, rows={})
        actions.approve_plan(by=director, plan=plan)
    book = Book(random.Random(seed), me, colleague, year)
    book.works["approved"] = Work("PLAN_APPROVED", "", FIRST, rows=("S1.1",))
    for _ in range(24):
        book.come(FIRST)
    day = FIRST
    while day <= LAST:
        time_machine.move_to(f"{day} 12:00+05:00")
        for _ in range(book.chance.choice((0, 1, 2, 3))):
            book.something(day)
        if day in ASKED:
            compare(book, day)
        day += timedelta(days=1)
    for earlier in ASKED[:-1]:  # the past again, with what is known by now
        compare(book, earlier)
    as_varied_as_a_year(book)
    read_back(book, director)


def by_the_book(book, row, day):
    return Slow(book.facts(), day).row(row_rule(row))


def compare(book, day):
    """All rows of the program, and of the book."""
    found = coverage(book.year, day)
    assert len(found) == len(book.rows) > 55
    for one in found:
        counted = by_the_book(book, one.row, day)
        figures = one.as_json() | {"waived": one.figures.waived}
        assert {name: figures[name] for name in counted} == counted, (one.row.code, day)


def as_varied_as_a_year(book):
    """Of everything that can happen something happened: figures of nothing would prove nothing."""
    for name in (
        *("come", "leave", "change_class", "open_status", "end_status", "record", "draft"),
        *("sign", "correct", "annul", "request", "take_back"),
        *(f"adjust {kind}" for kind in Adjustment.Kind.values),
    ):
        assert book.done[name] > 1, (name, book.done)
    counted = {row.code: by_the_book(book, row, LAST) for row in book.rows}
    for name in ("due", "done", "overdue", "open", "done_left", "waived", "touched", "untouched"):
        assert sum(one[name] for one in counted.values()), name
    empty = {code for code, one in counted.items() if not one["members"]}
    worked = {code for code, one in counted.items() if one["done"] + one["touched"]}
    assert len(empty) < 6, empty
    assert len(worked) > 25, worked


def read_back(book, director):
    """The plan read back, and the annual report frozen, have the figures of the book."""
    for plan in {row.plan for row in book.rows}:
        rows = [row for row in book.rows if row.plan == plan]
        (table,) = (
            one for one in done_paper(plan, LAST, "en", book.me).blocks if isinstance(one, Table)
        )
        for row, line in zip(sorted(rows, key=lambda row: row.position), table.rows, strict=True):
            assert line[1] == row.text("en")
            same_words(by_the_book(book, row, LAST), row, line[4])
    report = annual.begin_report(by=book.me, school_year=book.year)
    for code in WRITTEN:
        annual.write_chapter(by=book.me, report=report, code=code, text="Сөз")
    frozen = annual.freeze_report(by=director, report=report, as_of=LAST, language="kk")
    assert frozen.issued is not None
    rows = {row.code: row for row in book.rows}
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


def same_words(counted, row, words):
    """What the paper says of a row in words is what the book counted."""
    if row.term.get("ongoing"):
        whole = counted["touched"] + counted["untouched"]
        of_whole = f"worked with: {counted['touched']} of {whole}"
        of_school = "done" if counted["touched"] else "not begun"
        assert words == (of_school if row.unit == "SCHOOL" else of_whole), row.code
    elif words == "term not begun":
        assert not counted["due"], row.code
    else:
        assert words.startswith(f"{counted['done']} of {counted['due']}"), row.code
        for said, name in SAID.items():
            number = re.search(rf", {said}: (\d+)", words)
            assert int(number[1] if number else 0) == counted[name], (row.code, words)
