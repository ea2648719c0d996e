"""The few people of the tests: two schools, their staff, a household of three pupils."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from tirek.access.models import RoleGrant, School, User
from tirek.access.roles import Role
from tirek.cards.models import Kinship
from tirek.school.models import (
    Enrolment,
    Household,
    HouseholdMember,
    HouseholdStay,
    Pupil,
    SchoolClass,
)
from tirek.schoolyear.models import SchoolYear
from tirek.visits.actions import draft_act, save_step, sign_act
from tirek.visits.models import InspectionAct
from tirek.visits.rules.housing import HOUSING

MONDAY = date(2026, 11, 23)


def staff(username: str, role: str, school: School, full_name: str = "", **grant: Any) -> User:
    """Somebody with one role at a school."""
    user = User.objects.create(username=username, full_name=full_name or username.title())
    RoleGrant.objects.create(user=user, role=role, school=school, **grant)
    return user


def pupil(school: School, school_class: SchoolClass, surname: str, given: str) -> Pupil:
    """A pupil in a class since September."""
    made = Pupil.objects.create(
        school=school, surname=surname, given=given, sex="F", born_on=date(2015, 3, 14)
    )
    Enrolment.objects.create(pupil=made, school_class=school_class, since=date(2026, 9, 1))
    return made


@dataclass
class Town:
    """Everything the tests of acts speak about."""

    school: School
    other_school: School
    social: User
    deputy: User
    director: User
    teacher: User
    teacher_b: User
    psychologist: User
    nurse: User
    mentor: User
    stranger: User
    six: SchoolClass
    seven: SchoolClass
    aruzhan: Pupil
    daniyar: Pupil
    lone: Pupil
    home: Household


def town() -> Town:
    """A school with a household of two pupils, a third pupil, and a strange school."""
    school = School.objects.create(code="S1", name="№ 12 орта мектеп")
    other = School.objects.create(code="S2", name="№ 7 орта мектеп")
    year = SchoolYear.objects.create(
        school=school, year=2026, starts_on=date(2026, 9, 1), ends_on=date(2027, 5, 25)
    )
    teacher = staff("teacher", Role.CLASS_TEACHER, school, "Омарова Гүлнар")
    teacher_b = staff("teacher_b", Role.CLASS_TEACHER, school, class_names=["7Б"])
    six = SchoolClass.objects.create(
        school=school, school_year=year, grade=6, letter="Ә", name="6Ә", teacher=teacher
    )
    seven = SchoolClass.objects.create(
        school=school, school_year=year, grade=7, letter="Б", name="7Б"
    )
    aruzhan = pupil(school, six, "Қуанышева", "Аружан")
    daniyar = pupil(school, seven, "Қуанышев", "Данияр")
    lone = pupil(school, seven, "Сағындық", "Дамир")
    home = Household.objects.create(school=school, address="Абай көшесі, 5")
    mother = HouseholdMember.objects.create(
        household=home, surname="Қуанышева", given="Әсел", born_on=date(1984, 5, 2), work="аспаз"
    )
    for child in (aruzhan, daniyar):
        HouseholdStay.objects.create(pupil=child, household=home)
        Kinship.objects.create(pupil=child, member=mother, kinship="MOTHER", legal=True)
    return Town(
        school=school,
        other_school=other,
        social=staff("social", Role.SOCIAL_PEDAGOGUE, school, "Бекболатова Сәуле"),
        deputy=staff("deputy", Role.DEPUTY_DIRECTOR, school),
        director=staff("director", Role.DIRECTOR, school),
        teacher=teacher,
        teacher_b=teacher_b,
        psychologist=staff("psychologist", Role.PSYCHOLOGIST, school, "Қасымова Айгүл"),
        nurse=staff("nurse", Role.NURSE, school),
        mentor=staff("mentor", Role.MENTOR, school, pupil_keys=[aruzhan.key]),
        stranger=staff("stranger", Role.SOCIAL_PEDAGOGUE, other),
        six=six,
        seven=seven,
        aruzhan=aruzhan,
        daniyar=daniyar,
        lone=lone,
        home=home,
    )


def filled(act: InspectionAct, by: User, code: str, **answers: Any) -> InspectionAct:
    """The draft with some answers of one step put in."""
    step = HOUSING.step(code)
    assert step is not None
    kept = {one.code: act.details.get(one.code) for one in step.fields}
    return save_step(by=by, act=act, step=step, answers={**kept, **answers})


def signed(by: User, *pupils: Pupil, on: date = MONDAY, **answers: Any) -> InspectionAct:
    """A signed act about the pupils."""
    act = draft_act(by=by, pupils=pupils, on=on)
    members = [
        {"name": "Бекболатова Сәуле", "post": "әлеуметтік педагог", "role": "CHAIR"},
        {"name": "Омарова Гүлнар", "role": "MEMBER"},
    ]
    act = filled(act, by, "main", commission=members, address="Абай көшесі, 5")
    home = {"housing": "HOUSE", "rooms": 3, "area": "64", "heating": "STOVE", "water": "CARRIED"}
    act = filled(act, by, "home", **{**home, **answers})
    act = filled(act, by, "child", own=["BED", "DESK"], food="ENOUGH")
    act = filled(act, by, "conclusion", conclusion="Тұрмыс жағдайы қанағаттанарлық.")
    return sign_act(by=by, act=act)
