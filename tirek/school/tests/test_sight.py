"""Whose pupils, classes and families each role sees; the default is nobody's."""

from datetime import date

import pytest
import time_machine

from tirek.access.roles import DOORS, Role
from tirek.access.tests import making as people
from tirek.school.models import Household, Pupil, SchoolClass
from tirek.school.queries import over
from tirek.school.tests import making

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(people.NOON, tick=False):
        yield


class House:
    """Two classes of a school, a pupil and a family in each, and the same in another school."""

    def __init__(self):
        self.school, self.other = people.school(), people.school()
        self.own, self.near = (making.school_class(self.school, name) for name in ("5А", "6А"))
        self.far = making.school_class(self.other, "5А")
        self.pupil = making.pupil(self.school, in_class=self.own)
        self.neighbour = making.pupil(self.school, in_class=self.near)
        self.stranger = making.pupil(self.other, in_class=self.far)
        self.homes = [
            making.household(one.school, one) for one in (self.pupil, self.neighbour, self.stranger)
        ]


@pytest.fixture
def house():
    return House()


def seen(model, user):
    return set(model.objects.visible_to(user))


@pytest.mark.parametrize(
    "role",
    [Role.SOCIAL_PEDAGOGUE, Role.DEPUTY_DIRECTOR, Role.DIRECTOR, Role.PSYCHOLOGIST, Role.NURSE],
)
def test_some_see_every_pupil_and_class_of_their_school_and_none_of_another(house, role):
    user = people.user(role, house.school)
    assert seen(Pupil, user) == {house.pupil, house.neighbour}
    assert seen(SchoolClass, user) == {house.own, house.near}
    families = set(house.homes[:2]) if role != Role.NURSE else set()
    assert seen(Household, user) == families


@pytest.mark.parametrize("by", ["the list of the role", "the class's teacher"])
def test_a_class_teacher_sees_the_own_class(house, by):
    if by == "the list of the role":
        user = people.user(Role.CLASS_TEACHER, house.school, classes=["5А"])
    else:
        user = people.user(Role.CLASS_TEACHER, house.school)
        house.own.teacher = user
        house.own.save()
    assert seen(Pupil, user) == {house.pupil}
    assert seen(SchoolClass, user) == {house.own}
    assert seen(Household, user) == {house.homes[0]}


def test_a_class_teacher_does_not_see_who_has_left_the_class_or_comes_tomorrow(house):
    user = people.user(Role.CLASS_TEACHER, house.school, classes=["5А"])
    making.pupil(house.school, in_class=house.own, until=date(2026, 11, 22))
    making.pupil(house.school, in_class=house.own, since=date(2026, 11, 24))
    assert seen(Pupil, user) == {house.pupil}


def test_a_class_of_that_name_of_another_year_is_not_the_own_class(house):
    user = people.user(Role.CLASS_TEACHER, house.school, classes=["5А"])
    making.school_class(house.school, "5А", year=2025)
    assert seen(SchoolClass, user) == {house.own}


def test_the_teacher_of_a_class_without_the_role_sees_nobody(house):
    user = people.user(Role.LIBRARIAN, house.school)
    house.own.teacher = user
    house.own.save()
    assert seen(SchoolClass, user) == seen(Pupil, user) == set()


def test_a_mentor_sees_the_pupils_assigned(house):
    user = people.user(Role.MENTOR, house.school, pupils=[house.pupil, house.stranger])
    assert seen(Pupil, user) == {house.pupil}
    assert seen(SchoolClass, user) == seen(Household, user) == set()


@pytest.mark.parametrize(
    "role",
    [
        None,
        *(Role.LIBRARIAN, Role.CANTEEN, Role.SCHOOL_INSPECTOR),
        Role.ADMINISTRATOR,
    ],
)
def test_the_others_see_nobody(house, role):
    user = (
        people.user(role, house.school, classes=["5А"], pupils=[house.pupil])
        if role
        else (people.user(None))
    )
    for model in (Pupil, SchoolClass, Household):
        assert seen(model, user) == set()


def test_a_subject_teacher_sees_the_names_of_the_classes_taught(house):
    user = people.user(Role.SUBJECT_TEACHER, house.school, classes=["5А"])
    assert seen(SchoolClass, user) == {house.own}
    assert set(Pupil.objects.visible_to(user, "school.name:read")) == {house.pupil}
    assert seen(Pupil, user) == seen(Household, user) == set()


def test_the_rights_of_one_role_are_not_lent_to_the_reach_of_another(house):
    """A nurse of the school who teaches 5А reads families of 5А only."""
    user = people.user(Role.NURSE, house.school)
    people.grant(user, Role.CLASS_TEACHER, house.school, classes=["5А"])
    assert seen(Pupil, user) == {house.pupil, house.neighbour}
    assert seen(Household, user) == {house.homes[0]}
    assert set(Pupil.objects.visible_to(user, "cards.status:read")) == {house.pupil}
    rights = over(user, house.school.pk, [house.pupil.pk, house.neighbour.pk])
    assert rights.all_of("cards.status:read") == {house.pupil.pk}
    assert rights.all_of("cards.mark:read") == {house.pupil.pk, house.neighbour.pk}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("key", [key for key in DOORS if key.startswith(("school.", "cards."))])
def test_over_tells_the_same_as_sight(house, role, key):
    user = people.user(role, house.school, classes=["5А"], pupils=[house.pupil])
    rights = over(user, house.school.pk, [house.pupil.pk, house.neighbour.pk])
    visible = Pupil.objects.visible_to(user, key).values_list("pk", flat=True)
    assert rights.all_of(key) == set(visible)


def test_a_department_sees_no_child():
    house = House()
    department = people.department()
    house.school.department = department
    house.school.save()
    user = people.user(Role.DEPARTMENT_EXPERT, department=department)
    for model in (Pupil, SchoolClass, Household):
        assert seen(model, user) == set()


def test_a_role_that_has_ended_shows_nobody(house):
    user = people.user(Role.DIRECTOR, house.school, until=date(2026, 11, 22))
    assert seen(Pupil, user) == set()


def test_a_social_pedagogue_of_some_grades_sees_these_grades(house):
    user = people.user(Role.SOCIAL_PEDAGOGUE, house.school)
    user.grants.update(grades=[5])
    assert seen(Pupil, people.anew(user)) == {house.pupil}
    assert seen(SchoolClass, people.anew(user)) == {house.own}
    assert seen(Household, people.anew(user)) == {house.homes[0]}
