"""Analyses in the school file: out and in again, and what does not fit."""

from __future__ import annotations

from datetime import date

import pytest

from tirek.access.models import School
from tirek.access.tests import making as people
from tirek.analysis import actions, queries
from tirek.analysis.models import Analysis
from tirek.plans.actions import approve_plan, take_ready_plans
from tirek.school.tests import making
from tirek.schoolfile.dump import dump
from tirek.schoolfile.load import checked, load
from tirek.schoolfile.words import Unfit
from tirek.schoolyear.queries import year_at

pytestmark = pytest.mark.django_db
MAY = date(2027, 5, 20)
ROW = {"plan": "OWN", "code": "S11.2", "why": "Уақыт"}


def a_file(*analyses):
    """The smallest school file with these analyses."""
    years = [{"year": 2026, "starts_on": "2026-09-01", "ends_on": "2027-05-25"}]
    return {
        "format": "tirek-school/1",
        "schools": [{"code": "s", "name": "Мектеп", "years": years}],
        "analyses": [{"school": "s", "year": 2026, **one} for one in analyses],
    }


def test_a_finished_one_and_a_draft_come_out_and_go_in_the_same(time_machine):
    time_machine.move_to("2026-09-05 09:00+05:00")
    school = people.school()
    social = people.user("SOCIAL_PEDAGOGUE", school, username="social")
    making.pupil(school, "Ақтаев", "Ерасыл", in_class="5А", since=date(2026, 9, 1))
    for plan in take_ready_plans(by=social, school_year=year_at(school, date(2026, 9, 5))):
        approve_plan(by=social, plan=plan)
    time_machine.move_to("2027-05-20 09:00+05:00")
    first = actions.begin_analysis(by=social, school_year=year_at(school, MAY))
    for code in ("S11.2", ""):
        actions.write_part(
            by=social, analysis=first, plan="OWN", code=code, why="Уақыт", proposal="Ерте"
        )
    actions.finish_analysis(by=social, analysis=first)
    actions.renew_analysis(by=social, analysis=first)
    out = dump([school])
    assert [(one["year"], one.get("version", 1)) for one in out["analyses"]] == [
        (2026, 1),
        (2026, 2),
    ]
    shown = [(one.code, one.part.why, one.figures["due"]) for one in queries.lines_of(first)]
    out["schools"][0]["code"] = "again"
    for user in out["users"]:
        user["username"] += "2"
    text = {"code": out["schools"][0]["code"]}

    def moved(value):
        """The same file of another school with other users."""
        if isinstance(value, dict):
            return {
                name: text["code"]
                if name == "school"
                else f"{one}2"
                if name in PEOPLE and isinstance(one, str)
                else moved(one)
                for name, one in value.items()
            }
        return [moved(one) for one in value] if isinstance(value, list) else value

    again = moved(out)
    load(again)
    there = School.objects.get(code="again")
    back = dump([there])
    assert back["analyses"] == again["analyses"]
    held = queries.finished_of(year_at(there, MAY))
    assert (held.as_of, held.entry.kind) == (MAY, "ANALYSIS")
    assert [
        (one.code, one.part.why, one.figures.get("due", 0)) for one in queries.lines_of(held)
    ] == shown


PEOPLE = {"begun_by", "finished_by", "by", "author", "approved_by", "teacher", "recorded_by"}


@pytest.mark.parametrize(
    ("analyses", "path"),
    [
        ([{}, {}], "analyses[1].version"),
        ([{"version": 2}, {"version": 3}], "analyses[1].version"),
        ([{"year": 2031}], "analyses[0].year"),
        ([{"entry": "e1"}], "analyses[0].entry"),
        ([{"finished_by": "nobody"}], "analyses[0].finished_by"),
        ([{"parts": [ROW, ROW]}], "analyses[0].parts[1].code"),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_comes_in(analyses, path):
    with pytest.raises(Unfit) as unfit:
        load(a_file(*analyses))
    assert [one.path for one in unfit.value.problems] == [path]
    assert not Analysis.objects.exists()


@pytest.mark.parametrize(
    ("part", "path"),
    [
        ({**ROW, "plan": "ELSE"}, "plan"),
        ({**ROW, "figures": {"due": -1}}, "figures.due"),
        ({**ROW, "figures": {"late": 1}}, "figures.late"),
        ({**ROW, "item": {"term": {"months": [13]}}}, "item.term.months[0]"),
    ],
)
def test_a_wrong_shape_is_named(part, path):
    (problem,) = checked(a_file({"parts": [part]}))
    assert problem.path == f"analyses[0].parts[0].{path}"
