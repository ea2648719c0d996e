"""The annual report: drawn, written, frozen, corrected by a new one."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from tirek.access import clock
from tirek.access.models import AuditRow
from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.analysis.actions import begin_analysis, finish_analysis, write_part
from tirek.annual import actions, queries
from tirek.annual.documents import report_paper
from tirek.annual.erasing import erase
from tirek.annual.models import AnnualReport
from tirek.annual.rules.chapters import CHAPTERS, WRITTEN, chapter_words, group_of, unwritten
from tirek.cards.tests import making as cards
from tirek.journal.actions import annul_entry
from tirek.journal.models import Entry
from tirek.journal.tests.making import entry
from tirek.office.document import Table
from tirek.plans.actions import approve_plan, take_ready_plans
from tirek.plans.queries import coverage
from tirek.reports.models import IssuedDocument
from tirek.school.tests import making
from tirek.schoolyear.models import SchoolYear
from tirek.schoolyear.queries import year_at

pytestmark = pytest.mark.django_db
DAY = date(2027, 5, 20)


@pytest.fixture
def world(time_machine):
    """A school in May: two pupils, one an orphan, plans in force, a visit and two talks."""
    time_machine.move_to("2027-05-20 09:00+05:00")
    school = people.school()
    social = people.user("SOCIAL_PEDAGOGUE", school, username="social")
    director = people.user("DIRECTOR", school, username="director")
    first = making.pupil(school, "Ақтаев", "Ерасыл", in_class="5А", since=date(2026, 9, 1))
    second = making.pupil(school, "Бозжанова", "Томирис", in_class="7Ә", since=date(2026, 9, 1))
    cards.status(first, "ORPHAN", since=date(2026, 9, 1))
    year = year_at(school, DAY)
    for plan in take_ready_plans(by=social, school_year=year):
        approve_plan(by=director, plan=plan)
    return {
        "school": school,
        "social": social,
        "director": director,
        "first": first,
        "second": second,
        "year": year,
        "visit": entry(school, "HOUSING_ACT", on=date(2026, 10, 5), author=social, pupils=[first]),
        "talks": [
            entry(school, "CONSULTATION", on=on, author=social, pupils=[first])
            for on in (date(2026, 11, 2), date(2027, 2, 2))
        ],
    }


def begun(world):
    return actions.begin_report(by=world["social"], school_year=world["year"])


def frozen(world, report=None):
    report = report or begun(world)
    for code in WRITTEN:
        actions.write_chapter(by=world["social"], report=report, code=code, text=f"Сөз {code}")
    return actions.freeze_report(by=world["social"], report=report, as_of=DAY, language="kk")


def test_figures_are_those_of_coverage_passport_and_journal(world):
    found = queries.drawn(world["year"], DAY).figures
    rows = {row["code"]: row for plan in found["plans"].values() for row in plan["rows"]}
    for one in coverage(world["year"], DAY):
        row, own = rows[one.row.code], one.figures
        assert (row["due"], row["done"], row["done_left"], row["overdue"], row["open"]) == (
            own.due,
            own.done,
            own.done_left,
            own.overdue,
            own.open,
        )
    assert rows["C6"]["done"] >= 1, "the world must have something done"
    assert found["plans"]["OWN"]["due"] == sum(row["due"] for row in found["plans"]["OWN"]["rows"])
    assert (found["pupils"], found["social"]["pupils"]) == (2, 1)
    assert found["categories"]["ORPHAN"]["pupils"] == 1
    assert found["work"]["CONSULTATION"] == {"entries": 2, "pupils": 1, "families": 0}
    assert queries.grouped(found["work"])["TALKS"] == 2


def test_drafts_and_other_years_are_not_counted(world):
    for fields in ({"state": "DRAFT"}, {"on": date(2026, 8, 20)}):
        entry(
            world["school"],
            "CONSULTATION",
            **{"on": DAY, "author": world["social"], "pupils": [world["first"]], **fields},
        )
    assert queries.drawn(world["year"], DAY).figures["work"]["CONSULTATION"]["entries"] == 2


def test_last_year_stands_beside_this_one(world):
    SchoolYear.objects.create(
        school=world["school"], year=2025, starts_on=date(2025, 9, 1), ends_on=date(2026, 5, 25)
    )
    old = making.pupil(world["school"], "Ескі", "Бала", in_class="5А", since=date(2025, 9, 1))
    on = date(2026, 3, 3)
    entry(world["school"], "RAID", on=on, author=world["social"], pupils=[old])
    found = queries.drawn(world["year"], DAY)
    assert found.figures["before"]["pupils"] == 1
    assert found.figures["work_before"] == {"RAID": {"entries": 1, "pupils": 1, "families": 0}}
    assert "RAID" not in found.figures["work"]
    text = str(report_paper(found, {}, "kk"))
    assert "2025–2026" in text


def test_what_not_every_reader_may_know_is_not_counted(world):
    case = entry(
        world["school"], "PROTECTION_CASE", on=DAY, author=world["social"], pupils=[world["first"]]
    )
    assert case.state == "DONE"
    assert "PROTECTION_CASE" not in queries.drawn(world["year"], DAY).figures["work"]


def test_annulled_work_is_not_counted_but_is_as_known_before(world, time_machine):
    before = clock.now()
    time_machine.move_to("2027-05-20 10:00+05:00")
    annul_entry(by=world["social"], entry=world["talks"][0], reason="Қате")
    now = queries.drawn(world["year"], DAY).figures["work"]["CONSULTATION"]["entries"]
    then = queries.drawn(world["year"], DAY, before).figures["work"]["CONSULTATION"]["entries"]
    later = queries.drawn(world["year"], DAY, clock.now())
    assert (now, then) == (1, 2)
    assert later.figures["work"]["CONSULTATION"]["entries"] == 1


def test_a_report_is_begun_once_a_year(world):
    report = begun(world)
    assert set(queries.texts_of(report)) == set(CHAPTERS)
    with pytest.raises(Refused):
        begun(world)


def test_a_year_that_has_not_begun_has_no_report(world, time_machine):
    time_machine.move_to("2026-08-20 09:00+05:00")
    with pytest.raises(Refused):
        begun(world)


def test_words_of_the_analysis_are_there_to_be_edited(world, settings):
    settings.ANALYSED = "tirek.annual.tests.test_reports.said"
    texts = queries.texts_of(begun(world))
    assert (texts["TASKS"], texts["SHORTCOMINGS"], texts["WORKED"]) == (
        "Отбасымен жұмыс",
        "Үйге бару: Кеш басталды",
        "",
    )


def test_words_of_an_analysis_finished_later_fill_the_empty_chapters_only(world, client):
    report = begun(world)
    actions.write_chapter(by=world["social"], report=report, code="TASKS", text="Өз сөзім")
    client.force_login(world["social"])
    page = reverse("annual:report", args=[report.pid])
    take = reverse("annual:take", args=[report.pid])
    assert take not in client.get(page).content.decode()
    with pytest.raises(Refused):
        actions.take_analysis(by=world["social"], report=report)
    analysis = begin_analysis(by=world["social"], school_year=world["year"])
    write_part(
        by=world["social"],
        analysis=analysis,
        plan="OWN",
        code="S11.2",
        why="Уақыт жетпеді",
        proposal="Ертерек бастау",
    )
    finish_analysis(by=world["social"], analysis=analysis)
    assert take in client.get(page).content.decode()
    client.post(take)
    texts = queries.texts_of(report)
    assert texts["TASKS"] == "Өз сөзім"
    assert texts["SHORTCOMINGS"].endswith(": Уақыт жетпеді")
    assert take not in client.get(page).content.decode()


def test_as_many_questions_of_a_large_school_as_of_a_small_one(world, client, queries_of):
    report = begun(world)
    client.force_login(world["social"])
    page = reverse("annual:report", args=[report.pid])
    client.get(page)
    few = queries_of(lambda: client.get(page))
    for number in range(12):
        pupil = making.pupil(
            world["school"], "Көп", f"Бала{number}", in_class="5А", since=date(2026, 9, 1)
        )
        cards.status(pupil, "MULTI_CHILD", since=date(2026, 9, 1))
        entry(world["school"], "HOUSING_ACT", on=DAY, author=world["social"], pupils=[pupil])
    assert queries_of(lambda: client.get(page)) == few
    assert few <= 30


def said(school_year):
    row = {
        "code": "C6",
        "text": {"kk": "Үйге бару"},
        "proposal": "Отбасымен жұмыс",
        "why": "Кеш басталды",
        "worked": " ",
    }
    return {"plans": {"OWN": {"worked": "", "proposal": "Отбасымен жұмыс", "rows": [row]}}}


def test_a_report_without_words_is_not_frozen(world):
    report = begun(world)
    actions.write_chapter(by=world["social"], report=report, code="TASKS", text="Сөз")
    with pytest.raises(Refused):
        actions.freeze_report(by=world["social"], report=report, as_of=DAY, language="kk")
    assert not IssuedDocument.objects.exists()


@pytest.mark.parametrize("day", [date(2027, 5, 21), date(2026, 8, 31)])
def test_a_day_to_come_or_of_another_year_is_refused(world, day):
    report = begun(world)
    for code in WRITTEN:
        actions.write_chapter(by=world["social"], report=report, code=code, text="Сөз")
    with pytest.raises(Refused) as refused:
        actions.freeze_report(by=world["social"], report=report, as_of=day, language="kk")
    assert refused.value.field == "as_of"


def test_a_frozen_report_keeps_its_figures_and_closes_its_row(world):
    report = frozen(world)
    assert report.issued.number == "ЖЕ-2026-01"
    kept = report.issued.figures
    assert kept["work"]["CONSULTATION"]["entries"] == 2
    row = next(one.figures for one in coverage(world["year"], DAY) if one.row.code == "S11.4")
    assert (row.due, row.done) == (1, 1)
    made = Entry.objects.get(kind="ANNUAL_REPORT")
    assert [one.code for one in made.rows.all()] == ["S11.4"]
    entry(world["school"], "CONSULTATION", on=DAY, author=world["social"], pupils=[world["first"]])
    report.refresh_from_db()
    assert report.issued.figures == kept
    again = queries.drawn(world["year"], DAY, report.issued.known_at).figures
    assert again["work"] == kept["work"]
    assert AuditRow.objects.filter(verb="ISSUED").exists()


def test_a_frozen_report_is_corrected_only_by_a_new_one(world):
    report = frozen(world)
    with pytest.raises(Refused):
        actions.write_chapter(by=world["social"], report=report, code="TASKS", text="Басқа")
    with pytest.raises(Refused):
        actions.freeze_report(by=world["social"], report=report, as_of=DAY, language="kk")
    later = actions.begin_again(by=world["social"], report=report)
    assert queries.texts_of(later) == queries.texts_of(report)
    with pytest.raises(Refused):
        actions.begin_again(by=world["social"], report=report)
    frozen(world, later)
    later.refresh_from_db()
    assert later.issued.number == "ЖЕ-2026-02"
    assert "ЖЕ-2026-01" in str(later.issued.content)
    row = next(one.figures for one in coverage(world["year"], DAY) if one.row.code == "S11.4")
    assert (row.due, row.done) == (1, 1)
    assert queries.newest_of(world["year"]) == later


def test_a_draft_is_not_begun_again(world):
    with pytest.raises(Refused):
        actions.begin_again(by=world["social"], report=begun(world))


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_paper_names_no_child_and_has_every_chapter(world, language):
    drawn = queries.drawn(world["year"], DAY)
    paper = report_paper(drawn, {"TASKS": "Отбасымен жұмыс"}, language)
    assert "Ақтаев" not in str(paper)
    titles = [one.text for one in paper.blocks if type(one).__name__ == "Heading"]
    assert len(titles) == len(CHAPTERS)
    rows = sum(len(one.rows) for one in paper.blocks if isinstance(one, Table))
    assert rows > 64, "every row of the plans stands in it"


def test_pages_from_beginning_to_freezing(world, client):
    client.force_login(world["social"])
    assert "2026" in client.get(reverse("annual:reports")).content.decode()
    client.post(reverse("annual:begin", args=[2026]))
    report = AnnualReport.objects.get()
    page = reverse("annual:report", args=[report.pid])
    assert client.get(page).status_code == 200
    for code in WRITTEN:
        client.post(reverse("annual:write", args=[report.pid, code]), {"text": "Өз сөзі"})
    assert "Өз сөзі" in client.get(page).content.decode()
    for ending in ("docx", "xlsx", "pdf"):
        assert client.get(reverse("annual:paper", args=[report.pid, ending])).status_code == 200
    refused = client.post(
        reverse("annual:freeze", args=[report.pid]), {"as_of": "21.05.2027", "language": "kk"}
    )
    assert refused.status_code == 200
    client.post(
        reverse("annual:freeze", args=[report.pid]), {"as_of": "20.05.2027", "language": "kk"}
    )
    report.refresh_from_db()
    assert report.frozen
    shown = client.get(page).content.decode()
    assert "ЖЕ-2026-01" in shown
    assert "Өз сөзі" in shown
    assert client.get(reverse("annual:write", args=[report.pid, "TASKS"])).status_code == 403
    client.force_login(world["director"])
    assert client.get(page).status_code == 200
    assert client.get(reverse("annual:freeze", args=[report.pid])).status_code == 403


def test_the_report_is_not_issued_from_the_page_of_papers(world, client):
    client.force_login(world["social"])
    client.post(reverse("reports:issue", args=["annual-report"]), {"as_of": "20.05.2027"})
    assert not IssuedDocument.objects.exists()


def test_another_schools_report_is_not_found(world, client):
    report = begun(world)
    stranger = people.user("SOCIAL_PEDAGOGUE", people.school(), username="stranger")
    teacher = people.user("CLASS_TEACHER", world["school"], classes=["5А"])
    for reader, found in ((stranger, []), (teacher, []), (world["director"], [report])):
        assert list(AnnualReport.objects.visible_to(reader)) == found
    client.force_login(stranger)
    for name, more in (("report", []), ("write", ["TASKS"]), ("paper", ["docx"])):
        assert client.get(reverse(f"annual:{name}", args=[report.pid, *more])).status_code == 404


def test_a_childs_name_is_taken_out_of_the_words(world):
    report = begun(world)
    actions.write_chapter(
        by=world["social"], report=report, code="WORKED", text="Ақтаев Ерасыл жақсы оқыды"
    )
    assert erase([world["first"]], DAY) == {"chapters": 1}
    assert "Ақтаев" not in queries.texts_of(report)["WORKED"]


def test_groups_and_chapters():
    assert (group_of("RAID"), group_of("AID_GIVEN"), group_of("PASSPORT")) == (
        "VISITS",
        "HELP",
        "OTHER",
    )
    assert unwritten({"WORKED": "а", "TASKS": " "}) == ["SHORTCOMINGS", "TASKS"]


def test_words_said_of_several_rows_are_written_once():
    rows = [
        {"text": {"kk": "Үйге бару", "ru": "Посещение"}, "why": "Науқас", "proposal": "Ертерек"},
        {"text": {"kk": "Сауалнама"}, "why": "Науқас", "proposal": "Ертерек"},
    ]
    analysis = {"plans": {"OWN": {"why": "Кеш", "rows": rows}}}
    assert chapter_words(analysis, "ru") == {
        "SHORTCOMINGS": "Кеш\nПосещение; Сауалнама: Науқас",
        "TASKS": "Ертерек",
    }
    assert chapter_words(None, "kk") == {}
