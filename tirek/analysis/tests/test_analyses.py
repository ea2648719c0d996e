"""Analyses: figures drawn and frozen, words, versions, the journal's entry, next year's plan."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from tirek.access.models import AuditRow
from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.analysis import actions, queries
from tirek.analysis.erasing import erase
from tirek.analysis.models import Analysis, Part
from tirek.annual.queries import analysed as from_annual
from tirek.demo.analyses import look_back
from tirek.journal.actions import annul_entry
from tirek.journal.models import Entry
from tirek.journal.tests.making import entry
from tirek.office.document import Table
from tirek.office.reports import reports
from tirek.plans.actions import approve_plan, take_ready_plans
from tirek.plans.models import Adjustment, PlanRow
from tirek.plans.queries import coverage
from tirek.school.tests import making
from tirek.schoolyear.models import SchoolYear
from tirek.schoolyear.queries import year_at

pytestmark = pytest.mark.django_db
MAY = date(2027, 5, 20)


@pytest.fixture
def world(time_machine):
    """A school in May whose four plans are in force; a pupil, contacts with the parents."""
    time_machine.move_to("2026-09-05 09:00+05:00")
    school = people.school()
    social = people.user("SOCIAL_PEDAGOGUE", school, username="social")
    pupil = making.pupil(school, "Ақтаев", "Ерасыл", in_class="5А", since=date(2026, 9, 1))
    year = year_at(school, date(2026, 9, 5))
    for plan in take_ready_plans(by=social, school_year=year):
        approve_plan(by=social, plan=plan)
    time_machine.move_to("2027-05-20 09:00+05:00")
    return {"school": school, "social": social, "pupil": pupil, "year": year}


def begun(world):
    return actions.begin_analysis(by=world["social"], school_year=world["year"])


def line_of(analysis, code, plan="OWN"):
    return next(one for one in queries.lines_of(analysis) if (one.plan, one.code) == (plan, code))


def said(world, analysis, code="S11.2", **words):
    return actions.write_part(
        by=world["social"], analysis=analysis, plan="OWN", code=code, **(words or {"why": "Науқас"})
    )


def test_every_row_in_force_is_there_with_the_figures_of_coverage(world):
    analysis = begun(world)
    lines = queries.lines_of(analysis)
    drawn = {(one.plan, one.code): one.figures for one in lines if one.code}
    counted = {
        (one.row.plan.kind, one.row.code): one.as_json() for one in coverage(world["year"], MAY)
    }
    assert drawn.keys() == counted.keys()
    assert len(drawn) > 50
    for place, figures in counted.items():
        for name in ("due", "done", "done_left", "overdue", "open", "members", "untouched"):
            assert drawn[place][name] == figures[name], (place, name)
    for whole in (one for one in lines if not one.code):
        due = [one.figures["due"] for one in lines if one.plan == whole.plan and one.code]
        assert whole.figures["due"] == sum(due)


def test_finishing_freezes_the_figures_and_closes_the_row(world):
    analysis = begun(world)
    said(world, analysis, why="  Уақыт жетпеді ")
    before = line_of(analysis, "S11.2").figures
    assert (before["due"], before["done"]) == (1, 0)
    actions.finish_analysis(by=world["social"], analysis=analysis)
    analysis.refresh_from_db()
    assert (analysis.as_of, analysis.finished_by) == (MAY, world["social"])
    assert [row.code for row in analysis.entry.rows.all()] == ["S11.2"]
    # the plan sees the work, the frozen analysis keeps what it was when it was finished
    (row,) = [one for one in coverage(world["year"], MAY) if one.row.code == "S11.2"]
    assert row.figures.done == 1
    frozen = line_of(analysis, "S11.2")
    assert (frozen.figures, frozen.part.why) == (before, "Уақыт жетпеді")
    assert frozen.text("kk") == row.row.text("kk")


def test_frozen_words_of_a_row_do_not_follow_the_row(world):
    analysis = begun(world)
    said(world, analysis)
    actions.finish_analysis(by=world["social"], analysis=analysis)
    PlanRow.objects.filter(code="S11.2").update(text_kk="Басқа сөз")
    assert line_of(analysis, "S11.2").text("kk") != "Басқа сөз"


def test_a_finished_one_is_corrected_by_a_new_version_only(world, time_machine):
    first = begun(world)
    said(world, first, worked="Үй аралау")
    actions.finish_analysis(by=world["social"], analysis=first)
    for deed in (
        lambda: said(world, first),
        lambda: actions.finish_analysis(by=world["social"], analysis=first),
        lambda: begun(world),
    ):
        with pytest.raises(Refused):
            deed()
    time_machine.move_to("2027-06-10 09:00+05:00")
    second = actions.renew_analysis(by=world["social"], analysis=first)
    with pytest.raises(Refused):
        actions.renew_analysis(by=world["social"], analysis=first)
    with pytest.raises(Refused):
        actions.renew_analysis(by=world["social"], analysis=second)
    assert line_of(second, "S11.2").part.worked == "Үй аралау"
    assert queries.finished_of(world["year"]) == first
    actions.finish_analysis(by=world["social"], analysis=second)
    assert queries.finished_of(world["year"]) == second
    # the entry is corrected in its place, so the row stays done in May
    assert second.entry.replaces == first.entry
    assert second.entry.on == MAY
    assert Entry.objects.known_at().filter(kind="ANALYSIS").count() == 1
    (row,) = [one for one in coverage(world["year"], date(2027, 6, 10)) if one.row.code == "S11.2"]
    assert row.figures.done == 1


@pytest.mark.parametrize(
    ("plan", "code"), [("OWN", "S99"), ("NURSE", "S11.2"), ("ELSE", ""), ("OWN", "s11.2")]
)
def test_a_row_that_no_plan_has_is_refused(world, plan, code):
    analysis = begun(world)
    with pytest.raises(Refused):
        actions.write_part(by=world["social"], analysis=analysis, plan=plan, code=code, why="Сөз")
    assert not Part.objects.exists()


def test_nothing_written_is_not_finished(world):
    analysis = begun(world)
    said(world, analysis, why="   ")
    with pytest.raises(Refused):
        actions.finish_analysis(by=world["social"], analysis=analysis)
    assert not Entry.objects.filter(kind="ANALYSIS").exists()


def test_a_year_without_a_plan_in_force_is_refused(world):
    bare = people.school()
    making.pupil(bare, "Шоқанов", "Жәнібек", in_class="5А", since=date(2026, 9, 1))
    with pytest.raises(Refused):
        actions.begin_analysis(by=world["social"], school_year=year_at(bare, MAY))
    later = SchoolYear.objects.create(
        school=world["school"], year=2027, starts_on=date(2027, 9, 1), ends_on=date(2028, 5, 25)
    )
    with pytest.raises(Refused):
        actions.begin_analysis(by=world["social"], school_year=later)


def test_reasons_of_moves_and_waivers_are_counted_as_known_when_it_was_finished(world):
    row = PlanRow.objects.get(code="C7")
    fact = {"row": row, "since": date(2026, 9, 1), "until": date(2026, 12, 31)}
    for _ in range(2):
        Adjustment.objects.create(
            pupil=world["pupil"], kind="WAIVED", reason="Қажеті жоқ", on=date(2026, 11, 1), **fact
        )
    Adjustment.objects.create(
        pupil=world["pupil"], kind="ASSIGNED", to_user=world["social"], reason="Бірге", **fact
    )
    analysis = begun(world)
    told = {("CLASS_TEACHERS", "C7"): [queries.Reason("WAIVED", "Қажеті жоқ", 2)]}
    assert queries.reasons_of(analysis) == told
    said(world, analysis)
    actions.finish_analysis(by=world["social"], analysis=analysis)
    Adjustment.objects.create(pupil=world["pupil"], kind="WAIVED", reason="Кейін", **fact)
    assert queries.reasons_of(analysis) == told


def next_year(world):
    return SchoolYear.objects.create(
        school=world["school"], year=2027, starts_on=date(2027, 9, 1), ends_on=date(2028, 5, 25)
    )


def test_next_years_plan_hears_what_was_said_and_proposed(world):
    analysis = begun(world)
    said(world, analysis, shortcomings="Мерзімі\nкеш", proposal="Сәуірде бастау")
    said(world, analysis, code="", proposal="- Әкелер клубы\n\n- Жазғы лагерь")
    following = next_year(world)
    assert queries.said_last_year(following, "OWN") == {}
    assert queries.proposals_for(following, "OWN") == []
    actions.finish_analysis(by=world["social"], analysis=analysis)
    words = queries.said_last_year(following, "OWN")
    assert "Мерзімі кеш" in words["S11.2"]
    assert "Сәуірде бастау" in words["S11.2"]
    assert words.keys() == {row.code for row in PlanRow.objects.filter(plan__kind="OWN")}
    assert [(one.code, one.text) for one in queries.proposals_for(following, "OWN")] == [
        ("S11.2", "Сәуірде бастау"),
        ("", "Әкелер клубы"),
        ("", "Жазғы лагерь"),
    ]
    assert queries.proposals_for(following, "NURSE") == []
    assert queries.said_last_year(world["year"], "OWN") == {}


def test_the_year_before_stands_beside(world, time_machine):
    """Counted while it has no analysis, as its analysis kept it afterwards."""
    entry(world["school"], "ANALYSIS", on=MAY, rows=["S11.2"], author=world["social"])
    following = next_year(world)
    time_machine.move_to("2027-09-10 09:00+05:00")
    for plan in take_ready_plans(by=world["social"], school_year=following):
        approve_plan(by=world["social"], plan=plan)
    now = actions.begin_analysis(by=world["social"], school_year=following)
    assert line_of(now, "S11.2").before["done"] == 1
    assert line_of(now, "").before["done"] == 2  # and the plan approved
    earlier = begun(world)
    said(world, earlier)
    actions.finish_analysis(by=world["social"], analysis=earlier)
    Part.objects.filter(analysis=earlier, code="S11.2").update(figures={"due": 7, "done": 5})
    assert line_of(now, "S11.2").before == {"due": 7, "done": 5}
    # finished in September about the year before: it must not serve this year's row
    assert list(earlier.entry.rows.all()) == []


def test_an_entry_annulled_in_the_journal_is_no_obstacle(world):
    first = begun(world)
    said(world, first)
    actions.finish_analysis(by=world["social"], analysis=first)
    annul_entry(by=world["social"], entry=first.entry, reason="Қате")
    second = actions.renew_analysis(by=world["social"], analysis=first)
    actions.finish_analysis(by=world["social"], analysis=second)
    assert second.entry != first.entry
    assert second.entry.replaces is None


def test_the_annual_report_begins_with_what_was_said(world):
    """The annual report stands above and asks by settings.ANALYSED."""
    analysis = begun(world)
    said(world, analysis, worked="Үй аралау", why="Уақыт", proposal="Сәуірде бастау")
    said(world, analysis, code="", worked="Жақсы", shortcomings="Кеш")
    assert queries.analysed(world["year"]) is None
    assert from_annual(world["year"]) == {}
    actions.finish_analysis(by=world["social"], analysis=analysis)
    told = queries.analysed(world["year"])["plans"]["OWN"]
    (row,) = [one for one in told["rows"] if one["code"] == "S11.2"]
    assert (row["worked"], row["not_done"], row["figures"]["due"]) == ("Үй аралау", 1, 1)
    assert (told["worked"], told["figures"]["done"]) == ("Жақсы", 1)
    begins = from_annual(world["year"])
    assert begins["WORKED"].startswith("Жақсы\n")
    assert begins["WORKED"].endswith("Үй аралау")
    assert "Уақыт" in begins["SHORTCOMINGS"]
    assert begins["TASKS"] == "Сәуірде бастау"


def test_an_erased_name_goes_out_of_the_words(world):
    analysis = begun(world)
    said(world, analysis, why="Ақтаев Ерасыл ауырды")
    assert erase([world["pupil"]], MAY) == {"analyses": 1}
    assert "Ақтаев" not in Part.objects.get(code="S11.2").why
    assert erase([world["pupil"]], MAY) == {"analyses": 0}


def test_each_deed_leaves_a_line_in_the_audit(world):
    analysis = begun(world)
    said(world, analysis)
    actions.finish_analysis(by=world["social"], analysis=analysis)
    actions.renew_analysis(by=world["social"], analysis=analysis)
    rows = AuditRow.objects.filter(thing="analysis.analysis").order_by("pk")
    assert [(one.verb, one.note) for one in rows] == [
        ("CREATED", ""),
        ("CHANGED", "OWN:S11.2"),
        ("SIGNED", ""),
        ("CREATED", "2"),
    ]


def test_the_invented_school_looks_back_on_last_year(world, time_machine):
    old = entry(world["school"], "ANALYSIS", on=MAY, rows=["S11.2"], author=world["social"])
    assert look_back(world["school"], world["social"], MAY) is None
    time_machine.move_to("2027-09-10 09:00+05:00")
    made = look_back(world["school"], world["social"], date(2027, 9, 10))
    held = queries.finished_of(world["year"])
    assert (held, held.as_of) == (made, date(2027, 5, 24))
    (told,) = Entry.objects.known_at().filter(kind="ANALYSIS")
    assert (told.replaces, told.on) == (old, held.as_of)
    assert queries.proposals_for(next_year(world), "OWN")


def test_the_paper_by_its_name_is_the_one_finished_last(world):
    analysis = begun(world)
    said(world, analysis, why="Уақыт жетпеді")
    build = reports()["year-analysis"].build
    for given, user in (({}, None), ({"as_of": "ертең"}, None)):
        with pytest.raises(Refused):
            build(world["school"], given, "kk", user)
    actions.finish_analysis(by=world["social"], analysis=analysis)
    with pytest.raises(Refused):
        build(world["school"], {"as_of": "2027-05-19"}, "kk", None)
    nurse = people.user("NURSE", world["school"])
    with pytest.raises(Refused):
        build(world["school"], {}, "kk", nurse)
    paper = build(world["school"], {}, "kk", world["social"])
    tables = [one for one in paper.blocks if isinstance(one, Table)]
    assert len(tables) == 5  # the plans as a whole, then each
    own = tables[1]
    assert any("Уақыт жетпеді" in row for row in own.rows)
    rows = list(PlanRow.objects.filter(plan__kind="OWN").order_by("position"))
    first = next(at for at, row in enumerate(rows) if row.section_kk)
    assert own.sections[0] == (first, rows[first].section_kk)


# the pages


def signed_in(client, user):
    client.force_login(user)
    return client


def test_from_the_list_to_a_finished_analysis_on_paper(world, client):
    me = signed_in(client, world["social"])
    page = me.get(reverse("analysis:analyses"))
    assert "2026–2027" in page.content.decode()
    answer = me.post(reverse("analysis:begin"), {"year": "2026"})
    analysis = Analysis.objects.get()
    assert answer["Location"] == reverse("analysis:analysis", args=[analysis.pid])
    written = reverse("analysis:write", args=[analysis.pid]) + "?plan=OWN&code=S11.2"
    assert me.get(written).status_code == 200
    answer = me.post(written, {"why": "Себебі осы", "proposal": "Ертерек"})
    assert answer["Location"].endswith("?plan=OWN#S11.2")
    shown = me.get(answer["Location"].partition("#")[0]).content.decode()
    assert "Себебі осы" in shown
    me.post(reverse("analysis:finish", args=[analysis.pid]))
    analysis.refresh_from_db()
    assert analysis.finished
    for ending in ("docx", "pdf", "xlsx"):
        paper = me.get(reverse("analysis:paper", args=[analysis.pid, ending]))
        assert paper.status_code == 200
        assert len(paper.content) > 2000
    # a finished one has no form that saves
    answer = me.post(written, {"why": "Басқа"})
    assert answer.status_code == 200
    assert "Басқа" in answer.content.decode()
    assert Part.objects.get(analysis=analysis, code="S11.2").why == "Себебі осы"


def test_another_schools_year_cannot_be_begun(world, client):
    me = signed_in(client, world["social"])
    me.post(reverse("analysis:begin"), {"year": "2031"})
    assert not Analysis.objects.exists()


def test_reasons_are_for_those_who_move_and_leave_out(world, client):
    director = people.user("DIRECTOR", world["school"], username="director")
    Adjustment.objects.create(
        row=PlanRow.objects.get(code="S11.2"),
        since=date(2027, 5, 1),
        until=date(2027, 5, 31),
        kind="WAIVED",
        reason="Құпия себеп",
    )
    page = reverse("analysis:analysis", args=[begun(world).pid]) + "?plan=OWN"
    assert "Құпия себеп" in signed_in(client, world["social"]).get(page).content.decode()
    assert "Құпия себеп" not in signed_in(client, director).get(page).content.decode()


def test_no_more_queries_for_more_rows(world, client, queries_of):
    me = signed_in(client, world["social"])
    page = reverse("analysis:analysis", args=[begun(world).pid])
    me.get(page)
    all_plans = queries_of(lambda: me.get(page))
    PlanRow.objects.exclude(plan__kind="OWN").delete()
    assert queries_of(lambda: me.get(page)) == all_plans
