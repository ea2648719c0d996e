"""The main job in one go: class lists and a plan come in, the desk says what is due, an act is
recorded from its line, the line goes, the plan's figures rise, the papers come out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
import xlsxwriter
from django.core.management import call_command
from django.urls import reverse

from tirek.access.models import School
from tirek.access.tests import making
from tirek.cards.tests import making as cards
from tirek.plans.models import Plan
from tirek.school.models import Pupil, SchoolClass
from tirek.schoolyear.tests import making as years
from tirek.visits.models import InspectionAct

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLAN = Path(__file__).parent.parent / "samples" / "plan.docx"
LIST = [
    ("Тегі, аты, әкесінің аты", "Сынып", "Жынысы", "Туған күні"),
    ("Қасымова Әсел Ерланқызы", "5А", "қыз", "14.03.2015"),
    ("Әлиев Нұрлан Бекұлы", "5А", "ұл", "02.11.2014"),
    ("Іскаков Дамир", "5Ә", "ұл", "30.06.2015"),
]


@pytest.fixture
def last_week_of_the_half() -> Iterator[None]:
    """Monday 4 January 2027: the first half of the year ends this week, on the 7th."""
    with time_machine.travel("2027-01-04 12:00+05:00", tick=True):
        yield


@pytest.fixture
def class_list(tmp_path: Path) -> Path:
    book = xlsxwriter.Workbook(str(tmp_path / "сыныптар.xlsx"))
    sheet = book.add_worksheet()
    for number, row in enumerate(LIST):
        sheet.write_row(number, 0, row)
    book.close()
    return tmp_path / "сыныптар.xlsx"


def main_button(page: Any) -> Any:
    """The one filled button of the page's form."""
    return page.locator("main form button.btn-primary")


def coverage_of(school: School, code: str) -> dict[str, Any]:
    """A row's figures as `tirek coverage` gives them."""
    out = StringIO()
    call_command("coverage", school=school.code, format="json", stdout=out)
    return next(row for row in json.loads(out.getvalue()) if row["code"] == code)


def bring_in_the_list(page: Any, class_list: Path, look: Any) -> None:
    page.goto(reverse("school:import"))
    look(page)
    page.set_input_files("input[type=file]", class_list)
    main_button(page).click()
    look(page)
    assert page.locator("table.prev tbody tr").count() == len(LIST) - 1
    assert Pupil.objects.count() == 0
    main_button(page).click()
    look(page)
    assert {p.full_name for p in Pupil.objects.all()} == {row[0] for row in LIST[1:]}
    assert set(SchoolClass.objects.values_list("name", flat=True)) == {"5А", "5Ә"}


def bring_in_the_plan(page: Any, look: Any) -> None:
    page.goto(reverse("plans:import"))
    look(page)
    page.set_input_files("input[type=file]", PLAN)
    main_button(page).click()
    look(page)
    assert set(Plan.objects.values_list("kind", flat=True)) >= {"OWN", "CLASS_TEACHERS"}
    page.get_by_role("button", name="Жоспарды растау").click()
    look(page)
    assert not any(plan.has_proposals for plan in Plan.objects.all())


def fill_in_the_act(page: Any, look: Any) -> InspectionAct:
    for code in ("main", "family", "home", "child", "conclusion", "signatures"):
        if code == "main":
            page.fill("#address", "Бұлақ көшесі, 4-үй")
            page.fill("#commission-1-name", "Омарова Гүлнар")
        if code == "conclusion":
            page.fill("#conclusion", "Жағдайы жақсы.")
        look(page)
        page.get_by_role("button", name="Сақтап, жалғастыру").click()
    look(page)
    page.get_by_role("button", name="Актіге қол қою").click()
    look(page)
    return InspectionAct.objects.get()


@pytest.mark.usefixtures("last_week_of_the_half")
def test_the_main_job(sign_in_page, assert_accessible, class_list):
    school = making.school()
    years.school_year(school)
    social, deputy = making.user("SOCIAL_PEDAGOGUE", school), making.user("DEPUTY_DIRECTOR", school)
    page = sign_in_page(social)

    bring_in_the_list(page, class_list, assert_accessible)
    orphan = Pupil.objects.get(surname="Қасымова")
    cards.status(orphan, "ORPHAN")

    bring_in_the_plan(page, assert_accessible)
    sign_in_page(deputy)
    for plan in Plan.objects.all():
        page.goto(reverse("plans:plan", args=[plan.pid]))
        assert_accessible(page)
        page.locator("form[action*='approve'] button").click()
    assert_accessible(page)
    sign_in_page(social)
    assert not Plan.objects.filter(approved_on=None).exists()

    before = coverage_of(school, "C6")
    assert (before["due"], before["done"], before["open"]) == (1, 0, 1)
    page.goto(reverse("desk:desk"))
    assert_accessible(page)
    line = page.locator(f"#week a[href*='{orphan.pid}'][href*='row=C6']")
    assert line.count() == 1
    line.click()
    act = fill_in_the_act(page, assert_accessible)
    assert Pupil.objects.get(entries__entry=act.entry) == orphan

    after = coverage_of(school, "C6")
    assert (after["due"], after["done"], after["open"]) == (1, 1, 0)
    page.goto(reverse("desk:desk"))
    assert page.locator(f"a[href*='{orphan.pid}'][href*='row=C6']").count() == 0

    for path in (
        reverse("visits:document", args=[act.pid, "docx"]),
        reverse("visits:document", args=[act.pid, "pdf"]),
        reverse("reports:download", args=["class-passport", "docx"]) + "?class=5А",
        reverse("reports:download", args=["class-passport", "pdf"]) + "?class=5А",
    ):
        answer = page.request.get(path)
        assert answer.status == 200, path
        assert answer.body()[:2] == (b"%P" if "pdf" in path else b"PK"), path
    page.goto(reverse("reports:class_passport", args=[SchoolClass.objects.get(name="5А").pid]))
    assert_accessible(page)
