from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser

from tirek.access.roles import DOORS, WHOLE_SCHOOL, Role
from tirek.access.sight import NOBODY, may, sight_of
from tirek.access.tests import making
from tirek.access.tests.making import NOON, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(NOON, tick=False):
        yield


def test_nobody_and_the_inactive_see_nothing():
    assert sight_of(AnonymousUser()) is NOBODY
    person = making.user(Role.DIRECTOR, making.school())
    person.is_active = False
    assert sight_of(person) is NOBODY
    assert not any(may(person, key) for key in DOORS)


@pytest.mark.parametrize(
    ("since", "until", "held"),
    [
        (None, None, True),
        (TODAY, None, True),
        (None, TODAY, True),
        (TODAY, TODAY, True),
        (TODAY + timedelta(days=1), None, False),
        (None, TODAY - timedelta(days=1), False),
    ],
)
def test_a_role_holds_from_its_first_to_its_last_day(since, until, held):
    school = making.school()
    person = making.user(Role.DIRECTOR, school, since=since, until=until)
    assert may(person, "school.pupil:read", school.pk) is held
    assert (school.pk in sight_of(person).schools()) is held


def test_a_role_in_one_school_opens_no_door_in_another():
    school, other = making.school(), making.school()
    person = making.user(Role.SOCIAL_PEDAGOGUE, school)
    making.grant(person, Role.CLASS_TEACHER, other, classes=["5А"])
    assert may(person, "school.pupil:write", school.pk)
    assert not may(person, "school.pupil:write", other.pk)
    assert may(person, "school.pupil:read", other.pk)
    assert sight_of(person).schools() == {school.pk}
    assert sight_of(person).roles(other.pk) == {Role.CLASS_TEACHER}


def test_a_department_expert_opens_doors_without_a_school():
    person = making.user(Role.DEPARTMENT_EXPERT, department=making.department())
    assert may(person, "plans.plan:read")
    assert not may(person, "school.pupil:read")
    assert sight_of(person).schools() == frozenset()
    assert sight_of(person).roles(None) == {Role.DEPARTMENT_EXPERT}


@pytest.mark.parametrize("role", Role)
def test_the_whole_school_is_seen_by_five_roles_only(role):
    school = making.school()
    person = making.user(role, school)
    expected = {"SOCIAL_PEDAGOGUE", "DEPUTY_DIRECTOR", "DIRECTOR", "PSYCHOLOGIST", "NURSE"}
    assert (sight_of(person).schools() == {school.pk}) is (role in expected)
    assert {str(one) for one in WHOLE_SCHOOL} == expected


@pytest.mark.parametrize(
    "role", [Role.LIBRARIAN, Role.CANTEEN, Role.ADMINISTRATOR, Role.DEPARTMENT_EXPERT]
)
def test_some_roles_open_no_door_to_children(role):
    person = making.user(role, making.school())
    rooms = ("school.", "cards.", "journal.", "visits.")
    assert [key for key in DOORS if key.startswith(rooms) and may(person, key)] == []


def test_roles_are_read_once_a_request(django_assert_num_queries):
    school = making.school()
    person = making.anew(making.user(Role.DIRECTOR, school))
    with django_assert_num_queries(1):
        for key in DOORS:
            may(person, key, school.pk)


def test_sight_of_another_day_is_another_sight():
    school = making.school()
    person = making.user(Role.DIRECTOR, school, until=date(2026, 10, 1))
    assert sight_of(person, date(2026, 10, 1)).schools() == {school.pk}
    assert sight_of(person).schools() == frozenset()
