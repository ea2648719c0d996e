"""Packages in the school file: what is written comes back the same."""

import copy

import pytest

from tirek.access.interchange import Found
from tirek.access.models import Department, School, User
from tirek.handover import actions, interchange
from tirek.handover.erasing import erase
from tirek.handover.models import Opened, Package, PackageFile, Part, Remark
from tirek.handover.tests import making
from tirek.journal.models import Entry
from tirek.schoolfile.dump import dump
from tirek.schoolfile.load import checked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def town(school, client_of):
    town = making.town(school)
    social = client_of().user
    package = making.package(school, social)
    actions.note_opening(who=town["expert"], package=package, file=True)
    actions.remark_on(by=town["expert"], package=package, text="Тізім толық па?")
    actions.record_receipt(by=social, package=package, number="7", name="Сарапшы")
    making.package(school, social, "DRAFT")
    return {**town, "package": package, "social": social}


def found():
    """What the lower rooms would have brought in."""
    return Found(
        departments={one.code: one for one in Department.objects.all()},
        schools={one.code: one for one in School.objects.all()},
        users={one.username: one for one in User.objects.all()},
        entries={(one.school.code, one.key): one for one in Entry.objects.all()},
    )


def brought_back(rows):
    """The rows, after every package is gone and they have been brought in again."""
    for model in (Opened, Remark, PackageFile, Part, Package):
        model.objects.all().delete()
    place = found()
    interchange.load({"packages": rows}, place)
    again = {}
    interchange.dump(list(School.objects.all()), again)
    return again["packages"], place.problems


def test_packages_come_back_and_drafts_stay(town):
    whole = dump(list(School.objects.all()))
    rows = whole["packages"]
    assert checked(whole) == []
    assert [one["state"] for one in rows] == ["RECEIVED"]
    assert town["orphan"].key in rows[0]["parts"][0]["pupils"]
    assert rows[0]["parts"][0]["number"]
    assert brought_back(copy.deepcopy(rows)) == (rows, [])


def test_the_file_of_an_erased_child_is_not_asked_for(town):
    erase([town["orphan"]], town["package"].as_of)
    rows = dump(list(School.objects.all()))["packages"]
    assert set(rows[0]["zip"]) == {"sha256", "size"}
    assert brought_back(copy.deepcopy(rows)) == (rows, [])


def test_what_leads_nowhere_is_named(town):
    row = dump(list(School.objects.all()))["packages"][0]
    wrong = {**row, "number": "2", "entry": "x", "department": "x", "sent_by": "x"}
    _rows, problems = brought_back([row, row, wrong])
    assert [(one.path, one.code) for one in problems] == [
        ("packages[1].number", "TWICE"),
        ("packages[2].sent_by", "UNKNOWN_REFERENCE"),
        ("packages[2].department", "UNKNOWN_REFERENCE"),
        ("packages[2].entry", "UNKNOWN_REFERENCE"),
    ]
