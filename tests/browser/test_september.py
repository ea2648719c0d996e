"""September in an afternoon: class lists come in, the class teacher says what has changed, the
social pedagogue accepts it, the lists and passports follow from the cards and go to the department,
whose expert opens them and confirms the receipt.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
import xlsxwriter
from django.urls import reverse

from tirek.access.tests import making
from tirek.cards.models import StatusPeriod
from tirek.classdata.models import ClassForm
from tirek.handover.models import Package
from tirek.handover.rules.manifest import looked_through
from tirek.reports.models import IssuedDocument
from tirek.school.models import Pupil, SchoolClass
from tirek.schoolyear.tests import making as years

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = [
    ("№ 12 орта мектеп",),
    ("Тегі, аты, әкесінің аты", "Сынып", "Жынысы", "Туған күні", "Анасы", "Анасының телефоны"),
    ("Қасымова Әсел Ерланқызы", "5А", "қыз", "14.03.2015", "Қасымова Гүлнар", "8 701 111 11 11"),
    ("Әлиев Нұрлан Бекұлы", "5А", "ұл", "02.11.2014", "", ""),
    ("Қасымов Дамир Ерланұлы", "7Ә", "ұл", "30.06.2013", "Қасымова Гүлнар", "+7 701 1111111"),
]


@pytest.fixture
def september() -> Iterator[None]:
    """Monday 14 September 2026."""
    with time_machine.travel("2026-09-14 12:00+05:00", tick=True):
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
    return page.locator("main form button.btn-primary").first


def bring_in_the_list(page: Any, class_list: Path, look: Any) -> None:
    page.goto(reverse("school:import"))
    page.set_input_files("input[type=file]", class_list)
    main_button(page).click()
    look(page)
    main_button(page).click()
    look(page)  # the work has led to its result
    assert Pupil.objects.count() == 3


def say_what_has_changed(page: Any, in_class: SchoolClass, look: Any) -> ClassForm:
    """The class teacher: a large family, for the others nothing has changed."""
    page.goto(reverse("classdata:fill", args=[in_class.pid]))
    look(page)
    asel = Pupil.objects.get(surname="Қасымова")
    row = page.locator("table.sheet tbody tr", has_text=asel.surname)
    row.locator("select[name^=opened0]").select_option("MULTI_CHILD")
    row.locator("input[name^=since0]").fill("01.09.2026")
    page.locator("input[name=rest]").check()
    page.locator("button[value=submit]").click()
    look(page)
    return ClassForm.objects.get()


def accept_it(page: Any, form: ClassForm, look: Any) -> None:
    page.goto(reverse("classdata:form", args=[form.pid]))
    look(page)
    page.locator("td.deed a, td.deed button").first.click()
    look(page)
    document = page.locator("input[name=basis_document]")
    if document.count():
        document.fill("Жарғы анықтамасы")
        page.locator("input[name=basis_on]").fill("02.09.2026")
        main_button(page).click()
        look(page)
    assert StatusPeriod.objects.get().category == "MULTI_CHILD"


def hand_over(page: Any, look: Any) -> Package:
    page.goto(reverse("handover:new_package"))
    page.locator("input[name=passports]").check()
    page.fill("input[name=basis_document]", "Бөлімнің хаты")
    page.fill("input[name=basis_on]", "07.09.2026")
    look(page)
    main_button(page).click()
    look(page)
    package = Package.objects.get()
    page.locator("form[action$='/seal/'] button").click(timeout=60_000)
    look(page)
    page.locator("form[action$='/send/'] button").click()
    look(page)
    package.refresh_from_db()
    assert (package.state, package.way) == ("SENT", "TIREK")
    return package


def receive(page: Any, package: Package, look: Any) -> None:
    page.goto(reverse("desk:desk"))
    look(page)
    page.goto(reverse("handover:received"))
    look(page)
    page.get_by_role("link", name=package.number).click()
    look(page)
    zipped = page.request.get(reverse("handover:received_file", args=[package.pid])).body()
    told = looked_through(io.BytesIO(zipped))
    assert told["number"] == package.number
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        assert any(name.endswith(".docx") for name in archive.namelist())
    page.locator("form[action$='/confirm/'] button").click()
    look(page)


@pytest.mark.usefixtures("september")
def test_september(sign_in_page, assert_accessible, class_list):
    school = making.school()
    school.department = making.department()
    school.save()
    years.school_year(school)
    social = making.user("SOCIAL_PEDAGOGUE", school)
    teacher = making.user("CLASS_TEACHER", school, classes=["5А"])
    expert = making.user("DEPARTMENT_EXPERT", None, department=school.department)

    page = sign_in_page(social)
    bring_in_the_list(page, class_list, assert_accessible)
    five = SchoolClass.objects.get(name="5А")

    sign_in_page(teacher)
    form = say_what_has_changed(page, five, assert_accessible)

    sign_in_page(social)
    accept_it(page, form, assert_accessible)
    page.goto(reverse("cards:siblings"))
    assert_accessible(page)
    assert page.get_by_text("Қасымов Дамир").count()

    page.goto(reverse("reports:class_passport", args=[five.pid]))
    page.locator("form[action*='/issue/class-passport/'] button").first.click()
    assert_accessible(page)
    assert IssuedDocument.objects.get().name == "class-passport"

    package = hand_over(page, assert_accessible)
    sign_in_page(expert)
    receive(page, package, assert_accessible)

    sign_in_page(social)
    page.goto(reverse("handover:package", args=[package.pid]))
    assert_accessible(page)
    package.refresh_from_db()
    assert package.state == "RECEIVED"
    assert page.get_by_text(str(expert)).count()
