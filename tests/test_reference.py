"""The program's figures equal a slow reading of the same school file, on random schools."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from tests.reference import School
from tests.worlds import world
from tirek.schoolfile.load import load

pytestmark = pytest.mark.django_db

DAYS = (
    *("2026-08-20", "2026-09-01", "2026-09-02", "2026-10-31", "2026-11-08", "2026-12-31"),
    *("2027-01-20", "2027-03-31", "2027-05-25", "2027-07-15"),
)
SEEDS = range(5)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("day", DAYS)
def test_coverage(seed, day):
    data = world(seed)
    load(data)
    out = StringIO()
    call_command("coverage", school="1", year=2026, as_of=day, format="json", stdout=out)
    expected = School(data, "1").coverage(2026, date.fromisoformat(day))
    found = json.loads(out.getvalue())
    order = {"OWN": 0, "CLASS_TEACHERS": 2}
    key = lambda row: (order[row["plan"]], int(row["code"][1:]))  # noqa: E731
    assert sorted(found, key=key) == sorted(expected, key=key)


def figures(tmp_path, name, **options):
    file = tmp_path / "figures.json"
    call_command("report", name, out=str(file), school="1", format="json", **options)
    return json.loads(file.read_text())


@pytest.mark.parametrize("seed", SEEDS)
def test_lists(seed, tmp_path):
    data = world(seed)
    load(data)
    school = School(data, "1")
    for day in DAYS:
        for codes in (["ORPHAN"], ["LOW_INCOME", "MULTI_CHILD"], ["DEVIANT", "REGISTER"]):
            found = figures(tmp_path, "list", category=",".join(codes), as_of=day)
            expected = school.listed(codes, date.fromisoformat(day))
            pupils = expected.pop("pupils_of")
            assert {name: found[name] for name in expected} == expected
            assert sorted(row["pupil"] for row in found["rows"]) == sorted(pupils)


@pytest.mark.parametrize("seed", SEEDS)
def test_passports(seed, tmp_path):
    data = world(seed)
    load(data)
    school = School(data, "1")
    for day in DAYS[1:]:
        on = date.fromisoformat(day)
        for name in ("1А", "6А"):
            found = figures(tmp_path, "class-passport", class_name=name, as_of=day)
            _same_passport(found, school.passport(on, name))
        _same_passport(figures(tmp_path, "school-passport", as_of=day), school.passport(on))


def _same_passport(found, expected):
    for name in ("pupils", "boys", "girls", "families"):
        assert found[name] == expected[name], name
    nothing = {"pupils": 0, "families": 0, "boys": 0, "girls": 0}
    for code in {*found["categories"], *expected["categories"]}:
        wanted = expected["categories"].get(code, nothing)
        assert found["categories"].get(code, nothing) == wanted, code


@pytest.mark.parametrize("seed", SEEDS)
def test_movement(seed, tmp_path):
    data = world(seed)
    load(data)
    school = School(data, "1")
    for month in ("2026-09", "2026-10", "2027-01", "2027-05"):
        for name in ("1А", "5Ә"):
            found = figures(tmp_path, "movement", class_name=name, month=month)
            expected = school.movement(name, date.fromisoformat(f"{month}-01"))
            for key in ("start", "arrived", "left", "end"):
                assert found[key] == expected[key], (month, name, key)
            nothing = dict.fromkeys(("start", "arrived", "left", "end"), 0)
            for code in {*found["categories"], *expected["categories"]}:
                wanted = expected["categories"].get(code, nothing)
                assert found["categories"].get(code, nothing) == wanted, (month, name, code)
