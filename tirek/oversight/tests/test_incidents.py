"""The incident report: counts, lines, files, and that it stays fast."""

from datetime import datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from tirek.access import clock
from tirek.access.models import AuditRow
from tirek.access.roles import Role
from tirek.access.tests import making as people
from tirek.oversight.queries.incidents import counts_by_person
from tirek.oversight.queries.trail import rows_between
from tirek.oversight.tests.making import trace
from tirek.school.tests import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

URL = "/incidents/"


def at(hour, minute=0, day=23):
    return timezone.make_aware(datetime(2026, 11, day, hour, minute))


@pytest.fixture
def scene(school):
    """Two people of the school and one of another, on two days."""

    class Scene:
        one = people.user(Role.CLASS_TEACHER, school, full_name="Ахметова Айгүл")
        two = people.user(Role.NURSE, school, full_name="Боранбаев Ерлан")
        child = making.pupil(school, "Әлиев", "Айдос", in_class="5А")
        second = making.pupil(school, "Бекова", "Аружан", in_class="5А")
        strange = people.user(school=people.school(), full_name="Бөтен Адам")

    for hour, by, verb, thing in (
        (8, Scene.one, "READ", Scene.child),
        (8, Scene.one, "READ", Scene.second),
        (9, Scene.one, "READ", Scene.child),
        (9, Scene.one, "EXPORTED", "reports.document"),
        (10, Scene.two, "CHANGED", Scene.child),
        (11, Scene.two, "REFUSED", "school.household"),
    ):
        trace(by, school, verb, thing, at=at(hour))
    trace(Scene.one, school, thing=Scene.child, at=at(8, day=22))
    trace(Scene.strange, Scene.strange.grants.get().school, thing=Scene.child, at=at(9))
    return Scene


def counted(school, since, until, **more):
    found = counts_by_person(rows_between(school, since, until, **more))
    return {
        one.name: (one.opened, one.printed, one.exported, one.changed, one.refused, one.children)
        for one in found
        if one.name
    }


def test_counts_by_person(scene, school):
    assert counted(school, at(0), at(23)) == {
        "Ахметова Айгүл": (3, 0, 1, 0, 0, 2),
        "Боранбаев Ерлан": (0, 0, 0, 1, 1, 1),
    }
    assert counted(school, at(9), at(10)) == {
        "Ахметова Айгүл": (1, 0, 1, 0, 0, 1),
        "Боранбаев Ерлан": (0, 0, 0, 1, 0, 1),
    }
    assert set(counted(school, at(0), at(23), by=scene.two)) == {"Боранбаев Ерлан"}
    assert counted(school, at(0), at(23), pupil=scene.second) == {
        "Ахметова Айгүл": (1, 0, 0, 0, 0, 1)
    }


def test_the_page_has_today_first(client_of, scene):
    answer = client_of(Role.DIRECTOR).get(URL)
    assert answer.context["whole"] == 7  # and the school year that was opened at noon
    text = answer.content.decode()
    assert "Ахметова Айгүл" in text
    assert "Бөтен Адам" not in text


def test_times_count_to_the_minute(client_of, scene):
    director = client_of(Role.DIRECTOR)
    asked = {"since": "23.11.2026", "since_at": "08:01", "until": "23.11.2026", "until_at": "10:00"}
    assert director.get(URL, asked).context["whole"] == 3
    asked = {"since": "22.11.2026", "until": "22.11.2026"}
    assert director.get(URL, asked).context["whole"] == 1


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"since": "31.02.2026"}, "Мұндай күн жоқ"),
        ({"since": "24.11.2026"}, "басынан ерте"),
        ({"since_at": "25:00"}, "Мұндай уақыт жоқ"),
        ({"since_at": "x" * 9000}, "Мұндай уақыт жоқ"),
        ({"person": "000000000000"}, ""),
        ({"child": "Жоқ Бала"}, "Мұндай оқушы жоқ"),
    ],
)
def test_what_cannot_be_is_said(client_of, scene, asked, words):
    asked = {"since": "23.11.2026", "until": "23.11.2026", **asked}
    answer = client_of(Role.DIRECTOR).get(URL, asked)
    assert answer.status_code == 200
    assert answer.context["asked"].rows is None
    assert words in answer.content.decode()


def test_a_child_is_found_by_name_or_chosen_among_some(client_of, scene, school):
    director = client_of(Role.DIRECTOR)
    days = {"since": "23.11.2026", "until": "23.11.2026"}
    one = director.get(URL, {**days, "child": "бекова"})
    assert one.context["asked"].child == scene.second
    assert one.context["whole"] == 1
    namesake = making.pupil(school, "Бекова", "Нұрай", in_class="6А")
    some = director.get(URL, {**days, "child": "бекова"})
    assert some.context["asked"].choice == [scene.second, namesake]
    assert f"pupil={namesake.pid}" in some.content.decode()
    assert director.get(URL, {**days, "pupil": scene.second.pid}).context["whole"] == 1
    stranger = making.pupil(people.school(), "Дәулетова", in_class="5А")
    assert director.get(URL, {**days, "pupil": stranger.pid}).context["asked"].rows is None


def test_as_a_file(client_of, scene):
    director = client_of(Role.DIRECTOR)
    answer = director.get(f"{URL}xlsx/")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    cells = [str(c) for sheet in book for row in sheet.iter_rows(values_only=True) for c in row]
    assert "Ахметова Айгүл" in cells
    assert "Әлиев Айдос" in cells
    assert director.get(f"{URL}docx/").content[:2] == b"PK"
    taken = AuditRow.objects.filter(verb="EXPORTED", by=director.user)
    assert {row.thing for row in taken} == {"oversight.look"}
    assert director.get(f"{URL}exe/").status_code == 404
    assert director.get(f"{URL}xlsx/?since=x").status_code == 404


def test_the_page_asks_as_much_of_many_lines_as_of_few(client_of, scene, school, queries_of):
    director = client_of(Role.DIRECTOR)
    director.get(URL)
    few = queries_of(lambda: director.get(URL))
    for number in range(40):
        by = people.user(Role.NURSE, school)
        trace(by, school, thing=making.pupil(school, in_class="5А"))
        trace(by, school, "CHANGED", scene.child, at=clock.now() - timedelta(minutes=number))
    assert queries_of(lambda: director.get(URL)) == few


@pytest.mark.parametrize(
    ("narrowed", "index"),
    [
        ({}, "audit_school_at"),
        ({"by": True}, "audit_by_at"),
        ({"pupil": True}, "audit_thing_id_at"),
    ],
)
def test_an_index_leads_to_the_lines(school, narrowed, index):
    """Not the whole table is read, however long the audit has grown."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads a small table whole")
    made = {"by": people.user(school=school), "pupil": making.pupil(school)}
    more = {name: made[name] for name in narrowed}
    rows = rows_between(school, at(8), at(9), **more)
    plan = rows[:50].explain()
    assert "SCAN access_auditrow" not in plan
    assert index in plan or (narrowed and "audit_" in plan), plan


def test_strangers_and_other_roles(client_of, scene):
    assert client_of(Role.DEPUTY_DIRECTOR).get(URL).status_code == 403
    assert client_of(Role.DEPUTY_DIRECTOR).get(f"{URL}xlsx/").status_code == 403
    other = client_of(Role.DIRECTOR, people.school()).get(URL)
    assert "Ахметова" not in other.content.decode()


def test_the_incident_page_shows_a_person_once(client_of, scene, school):
    people.grant(scene.one, Role.MENTOR, school)
    text = client_of(Role.DIRECTOR).get(URL).content.decode()
    assert text.count(f'value="{scene.one.pid}"') == 1


def test_reverse_is_the_url():
    assert reverse("oversight:incidents") == URL
