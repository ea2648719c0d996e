"""The Excel file of the report read back: its rows equal what the test counted by hand."""

from __future__ import annotations

import random
from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tirek.access.tests import making as people
from tirek.annual import actions
from tirek.annual.models import AnnualReport
from tirek.annual.rules.chapters import WRITTEN
from tirek.cards.tests import making as cards
from tirek.journal.tests.making import entry
from tirek.office.document import from_json
from tirek.office.files import written
from tirek.plans.actions import adjust_due, approve_plan, take_ready_plans
from tirek.plans.models import PlanRow
from tirek.plans.queries.facts import calendar_of
from tirek.school.tests import making
from tirek.schoolyear.queries import year_at

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 9, 1), date(2027, 5, 20)


@pytest.mark.parametrize("seed", [3, 17])
def test_rows_of_orphans_are_those_counted_by_hand(time_machine, seed):
    time_machine.move_to("2027-05-20 09:00+05:00")
    chance, school = random.Random(seed), people.school()
    social = people.user("SOCIAL_PEDAGOGUE", school)
    making.pupil(school, "Басқа", "Бала", in_class="5А", since=FIRST)
    year = year_at(school, LAST)
    for plan in take_ready_plans(by=social, school_year=year):
        approve_plan(by=social, plan=plan)
    quarters = calendar_of(year).quarters
    halves = [
        (FIRST, quarters[2][0] - timedelta(days=1)),
        (quarters[2][0], year.ends_on),
    ]
    due = done = left = waived = in_year = due_in_year = left_in_year = visits = 0
    for number in range(20):
        gone = chance.choice([None, None, FIRST + timedelta(days=chance.randrange(5, 250))])
        pupil = making.pupil(
            school, "Жетім", f"Бала{number}", in_class="5А", since=FIRST, until=gone
        )
        cards.status(pupil, "ORPHAN", since=FIRST, until=gone)
        last = gone or LAST
        days = [
            FIRST + timedelta(days=chance.randrange((last - FIRST).days + 1))
            for _ in range(chance.randrange(4))
        ]
        for on in days:
            entry(school, "HOUSING_ACT", on=on, author=social, pupils=[pupil])
        visits += len(days)
        for since, until in halves:
            served = any(since <= on <= until for on in days)
            if gone and gone < min(until, LAST):
                left += served
            elif served:
                due, done = due + 1, done + 1
            elif not waived:
                row = PlanRow.objects.get(plan__school_year=year, code="C6")
                why = {"since": since, "until": until, "reason": "Көшіп кетуде"}
                adjust_due(by=social, row=row, kind="WAIVED", about=pupil, **why)
                waived = 1
            else:
                due += 1
        due_in_year += not gone
        in_year += bool(days) and not gone
        left_in_year += bool(days) and bool(gone)
    assert min(waived, left, done, due - done) > 0, "the world must have some of each"
    cells = rows_read(frozen(social, year))
    assert cells["C6"] == [due, done, left, due - done, waived]
    assert cells["C7"] == [due_in_year, in_year, left_in_year, due_in_year - in_year, 0]
    assert cells["HOUSING_ACT"][0] == visits


def frozen(social, year) -> AnnualReport:
    report = actions.begin_report(by=social, school_year=year)
    for code in WRITTEN:
        actions.write_chapter(by=social, report=report, code=code, text="Сөз")
    return actions.freeze_report(by=social, report=report, as_of=LAST, language="ru")


def rows_read(report: AnnualReport) -> dict[str, list[object]]:
    """The figures of two rows and of a kind of work, as they stand in the file."""
    content = written(from_json(report.issued.content), "xlsx")
    names = {
        PlanRow.objects.get(plan__school_year=report.school_year, code=code).text("ru"): (code, 1)
        for code in ("C6", "C7")
    }
    names["Акт обследования жилищно-бытовых условий"] = ("HOUSING_ACT", 0)
    found: dict[str, list[object]] = {}
    for sheet in load_workbook(BytesIO(content)):
        for row in sheet.iter_rows(values_only=True):
            for text, (code, at) in names.items():
                if len(row) > at and row[at] == text:
                    found.setdefault(code, list(row[at + 1 : at + 6]))
    return found
