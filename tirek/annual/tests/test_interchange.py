"""Annual reports in the school file: out and in again the same; what does not fit is named."""

from __future__ import annotations

import copy
from datetime import date

import pytest

from tirek.access.models import School
from tirek.access.tests import making as people
from tirek.annual import actions
from tirek.annual.models import AnnualReport
from tirek.annual.rules.chapters import WRITTEN
from tirek.office.document import from_json
from tirek.office.files import written
from tirek.school.tests import making
from tirek.schoolfile.dump import dump
from tirek.schoolfile.load import load
from tirek.schoolfile.words import Unfit
from tirek.schoolyear.queries import year_at

pytestmark = pytest.mark.django_db
DAY = date(2027, 5, 20)


@pytest.fixture
def file(time_machine):
    """A school's file with a frozen report and the draft that takes its place."""
    time_machine.move_to("2027-05-20 09:00+05:00")
    school = people.school(code="12")
    social = people.user("SOCIAL_PEDAGOGUE", school, username="social")
    making.pupil(school, "Ақтаев", "Ерасыл", in_class="5А", since=date(2026, 9, 1))
    report = actions.begin_report(by=social, school_year=year_at(school, DAY))
    for code in WRITTEN:
        actions.write_chapter(by=social, report=report, code=code, text=f"Сөз {code}")
    report = actions.freeze_report(by=social, report=report, as_of=DAY, language="kk")
    later = actions.begin_again(by=social, report=report)
    actions.write_chapter(by=social, report=later, code="TASKS", text="Басқа сөз")
    return dump([school])


def elsewhere(data):
    """The same file as another school's, so that it can be brought in beside the first."""
    found = copy.deepcopy(data)
    for section in found.values():
        for row in section if isinstance(section, list) else ():
            if row.get("school") == "12":
                row["school"] = "13"
            if row.get("code") == "12":
                row["code"] = "13"
            for grant in row.get("roles", ()):
                if grant.get("school") == "12":
                    grant["school"] = "13"
            if row.get("username"):
                row["username"] += "-13"
            for who in (row, row.get("frozen", {})):
                for name in ("by", "author"):
                    if who.get(name):
                        who[name] += "-13"
    return found


def test_reports_come_back_as_they_were(file):
    first, second = file["annual_reports"]
    assert first["frozen"]["number"] == "ЖЕ-2026-01"
    assert second["replaces"] == "ЖЕ-2026-01"
    assert second["chapters"]["TASKS"] == "Басқа сөз"
    load(elsewhere(file))
    school = School.objects.get(code="13")
    again = dump([school])["annual_reports"]
    assert again == elsewhere(file)["annual_reports"]
    frozen, draft = AnnualReport.objects.filter(school=school).order_by("id")
    assert draft.replaces == frozen
    assert frozen.issued.as_of == DAY
    for ending in ("docx", "xlsx", "pdf"):
        assert written(from_json(frozen.issued.content), ending)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda rows: rows[0].update(year=2030), "annual_reports[0].year"),
        (lambda rows: rows[1].update(replaces="ЖЕ-2026-07"), "annual_reports[1].replaces"),
        (lambda rows: rows.append({**rows[1], "replaces": ""}), "annual_reports[2].frozen"),
        (lambda rows: rows.append(rows[0]), "annual_reports[2].frozen.number"),
        (lambda rows: rows[0]["frozen"].update(content={"blocks": [1]}), "annual_reports[0]"),
        (lambda rows: rows[0]["frozen"].update(content=[]), "annual_reports[0].frozen.content"),
        (lambda rows: rows[0]["frozen"].update(figures=[]), "annual_reports[0].frozen.figures"),
        (lambda rows: rows[0]["frozen"].update(language="de"), "annual_reports[0].frozen.language"),
        (lambda rows: rows[0]["chapters"].update(ELSE="а"), "annual_reports[0].chapters"),
    ],
)
def test_what_does_not_fit_is_named(file, change, path):
    data = elsewhere(file)
    change(data["annual_reports"])
    with pytest.raises(Unfit) as unfit:
        load(data)
    assert any(one.path.startswith(path) for one in unfit.value.problems), unfit.value.problems
    assert not School.objects.filter(code="13").exists()
