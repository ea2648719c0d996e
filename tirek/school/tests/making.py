"""Makes classes, pupils and families for tests."""

from __future__ import annotations

import re
from datetime import date
from itertools import count
from typing import Any

from tirek.access.models import School
from tirek.school.models import (
    Enrolment,
    Household,
    HouseholdMember,
    HouseholdStay,
    Pupil,
    SchoolClass,
)
from tirek.schoolyear.tests import making as years

SURNAMES = ("Әлиев", "Бекова", "Ғалиев", "Дәулетова", "Ержанов", "Қасенова", "Оспан", "Үмбетова")
GIVEN = ("Айдос", "Аружан", "Дамир", "Інжу", "Мирас", "Нұрай", "Санжар", "Ұлжан")

_numbers = count(1)


def school_class(school: School, name: str = "5А", year: int = 2026, **fields: Any) -> SchoolClass:
    """The class of that name in the school's year; made once."""
    school_year = years.school_year(school, year)
    found = SchoolClass.objects.filter(school_year=school_year, name=name).first()
    if found is not None:
        return found
    grade, letter = re.fullmatch(r"(\d+)(.*)", name).groups()
    return SchoolClass.objects.create(
        school=school,
        school_year=school_year,
        grade=int(grade),
        letter=letter,
        name=name,
        **{"language": "kk", "shift": 1, **fields},
    )


def pupil(
    school: School,
    surname: str = "",
    given: str = "",
    *,
    in_class: SchoolClass | str | None = None,
    since: date | None = None,
    until: date | None = None,
    household: Household | None = None,
    **fields: Any,
) -> Pupil:
    """A pupil; with `in_class` (a class or its name) enrolled from 1 September or `since`."""
    number = next(_numbers)
    made = Pupil.objects.create(
        school=school,
        surname=surname or SURNAMES[number % len(SURNAMES)],
        given=given or GIVEN[number // len(SURNAMES) % len(GIVEN)],
        **{"sex": "MF"[number % 2], "born_on": date(2015, 3, 14), "language": "kk", **fields},
    )
    if in_class is not None:
        enrolment(made, in_class, since=since, until=until)
    if household is not None:
        stay(made, household)
    return made


def pupils(school: School, number: int, **fields: Any) -> list[Pupil]:
    """So many pupils alike but for the name."""
    return [pupil(school, **fields) for _ in range(number)]


def enrolment(
    pupil: Pupil,
    in_class: SchoolClass | str,
    *,
    since: date | None = None,
    until: date | None = None,
    **fields: Any,
) -> Enrolment:
    """A pupil in a class, by default from the first day of its year; `replaces=` and so on."""
    if isinstance(in_class, str):
        in_class = school_class(pupil.school, in_class)
    return Enrolment.objects.create(
        pupil=pupil,
        school_class=in_class,
        since=since or in_class.school_year.starts_on,
        until=until,
        **fields,
    )


def household(school: School, *pupils: Pupil, **fields: Any) -> Household:
    """A family in which these pupils live."""
    made = Household.objects.create(
        school=school, **{"address": f"Бұлақ к-сі, {next(_numbers)}-үй", **fields}
    )
    for one in pupils:
        stay(one, made)
    return made


def stay(pupil: Pupil, household: Household, **fields: Any) -> HouseholdStay:
    """A pupil lives in a family, by default without a first and a last day."""
    return HouseholdStay.objects.create(pupil=pupil, household=household, **fields)


def member(household: Household, **fields: Any) -> HouseholdMember:
    """A grown-up in the family."""
    number = next(_numbers)
    return HouseholdMember.objects.create(
        household=household,
        **{
            "key": f"m-{number}",
            "surname": SURNAMES[number % len(SURNAMES)],
            "given": GIVEN[number % len(GIVEN)],
            **fields,
        },
    )
