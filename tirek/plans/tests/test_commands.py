from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command

from tirek.access import kept
from tirek.access.tests import making as people
from tirek.plans.models import Plan
from tirek.schoolyear.actions import open_year
from tirek.schoolyear.rules.calendar import default_calendar

pytestmark = pytest.mark.django_db
SAMPLE = Path(__file__).parents[3] / "tests" / "samples" / "plan.txt"


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(people.NOON, tick=False):
        yield


@pytest.fixture
def school():
    made = people.school()
    open_year(by=None, school=made, year=2026, calendar=default_calendar(2026))
    return made


def run(name, *args, **options):
    out = StringIO()
    call_command(name, *args, stdout=out, **options)
    return out.getvalue()


def test_a_dry_run_needs_no_school_and_keeps_nothing():
    found = json.loads(run("import_plan", str(SAMPLE), dry_run=True, format="json"))
    assert [one["kind"] for one in found["plans"]] == [
        *("OWN", "NURSE", "CLASS_TEACHERS", "PSYCHOLOGIST")
    ]
    assert found["problems"] == []
    assert not Plan.objects.exists()


def test_plans_are_kept_as_drafts_and_count_once_approved(school):
    run("import_plan", str(SAMPLE), year=2026)
    assert Plan.objects.filter(approved_on=None).count() == 4
    options = {"school": school.code, "format": "json", "as_of": "2026-11-23"}
    assert json.loads(run("coverage", **options)) == []
    Plan.objects.update(approved_on="2026-09-05")
    kept.forget_all()
    rows = json.loads(run("coverage", **options))
    assert len(rows) == 64
    assert rows[0] == {
        "plan": "OWN",
        "code": "S1.1",
        "term": {"months": [9]},
        "members": 1,
        "due": 1,
        "done": 0,
        "overdue": 1,
        "open": 0,
        "done_left": 0,
        "touched": 0,
        "untouched": 0,
        "gap": False,
    }
    with pytest.raises(CommandError) as error:
        run("import_plan", str(SAMPLE), year=2026)
    assert error.value.returncode == 2


@pytest.mark.parametrize(
    ("name", "args", "options"),
    [
        ("coverage", (), {"school": "nowhere"}),
        ("coverage", (), {"as_of": "31.02.2026"}),
        ("coverage", (), {"year": 1999}),
        ("import_plan", ("nofile.docx",), {"dry_run": True}),
        ("import_plan", (str(SAMPLE),), {"year": 1999}),
    ],
)
def test_bad_input_ends_with_a_message(school, name, args, options):
    with pytest.raises(CommandError) as error:
        run(name, *args, **options)
    assert error.value.returncode == 2
    assert str(error.value)
