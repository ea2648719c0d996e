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
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.year_book import FIRST, LAST, Book
from tirek.access.tests import making as people
from tirek.analysis import actions as analyses
from tirek.analysis.queries import lines_of
from tirek.annual import actions as annual
from tirek.annual.queries import drawn
from tirek.annual.rules.chapters import WRITTEN
from tirek.office.document import Table
from tirek.plans import actions
from tirek.plans.documents import done_paper
from tirek.plans.models import Adjustment
from tirek.plans.queries import coverage
from tirek.plans.reading import read_plan_file
from tirek.plans.rules.facts import Work
from tirek.plans.tests.slow import Slow
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

ASKED = [date(2026, 11, 23), date(2027, 1, 20), date(2027, 4, 5), LAST]
# Figures of the paper "what is done", by the words before the number.
SAID = {
    "overdue": "overdue",
    "left out": "waived",
    "done, about those who left": "done_left",
}


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
    return Slow(book.facts(), day).row(book.rule(row, day))


def compare(book, day):
    """All rows of the program, and of the book."""
    found = coverage(book.year, day)
    assert len(found) == len(book.rows) > 55
    rows = {row.code: row for row in book.rows}
    for one in found:
        counted = by_the_book(book, rows[one.row.code], day)
        figures = one.as_json() | {"waived": one.figures.waived}
        if rows[one.row.code].term.get("on_request"):
            assert one.figures.requests_open == counted["open"], (one.row.code, day)
        assert {name: figures[name] for name in counted} == counted, (one.row.code, day)


def as_varied_as_a_year(book):
    """Of everything that can happen something happened: figures of nothing would prove nothing."""
    for name in (
        *("come", "leave", "change_class", "open_status", "end_status", "record", "draft"),
        *("sign", "correct", "annul", "request", "take_back", "amend"),
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
    """The plan, the analysis and the frozen annual report have the figures of the book."""
    for plan in {row.plan for row in book.rows}:
        rows = [row for row in book.rows if row.plan == plan]
        (table,) = (
            one for one in done_paper(plan, LAST, "en", book.me).blocks if isinstance(one, Table)
        )
        for row, line in zip(sorted(rows, key=lambda row: row.position), table.rows, strict=True):
            assert line[1] == row.text("en")
            same_words(by_the_book(book, row, LAST), row, line[4])
    draft = analyses.begin_analysis(by=book.me, school_year=book.year)
    drawn_rows = {one.code: one.figures for one in lines_of(draft) if one.code}
    assert set(drawn_rows) == {row.code for row in book.rows}
    for row in book.rows:
        counted = by_the_book(book, row, LAST)
        names = counted.keys() & drawn_rows[row.code].keys()
        assert {"due", "done", "overdue", "waived"} <= names
        assert {name: drawn_rows[row.code][name] for name in names} == {
            name: counted[name] for name in names
        }, row.code
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
