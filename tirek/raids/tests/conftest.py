"""A school with three families for every test that asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from tirek.access.models import School, User
from tirek.access.tests import making as people
from tirek.cards.tests import making as cards
from tirek.school.models import Household, Pupil
from tirek.school.tests import making
from tirek.schoolyear.actions import open_year
from tirek.schoolyear.rules.calendar import default_calendar


@dataclass
class Town:
    """A school, its people, three families: of two difficult pupils, an orphan, nothing said."""

    school: School
    social: User
    deputy: User
    director: User
    teacher: User
    first: Household
    second: Household
    third: Household
    pupils: list[Pupil]


@pytest.fixture
def town(school: School, monday: None) -> Town:
    """The families live in Abay street, 2, 12 and 12a."""
    open_year(by=None, school=school, year=2026, calendar=default_calendar(2026))
    pupils = [
        making.pupil(school, surname, given, in_class=name)
        for surname, given, name in (
            ("Қуанышева", "Аружан", "6Ә"),
            ("Қуанышев", "Данияр", "7Б"),
            ("Сағындық", "Дамир", "7Б"),
            ("Ермекова", "Інжу", "5А"),
        )
    ]
    homes = [
        making.household(school, *pupils[:2], address="Абай к-сі, 12-үй"),
        making.household(school, pupils[2], address="Абай к-сі, 12а-үй"),
        making.household(school, pupils[3], address="Абай к-сі, 2-үй"),
    ]
    making.member(homes[0], surname="Қуанышева", given="Әсел", phone="+7 700 000 00 01")
    since = date(2026, 9, 1)
    for one, code in ((pupils[0], "DEVIANT"), (pupils[2], "REGISTER"), (pupils[3], "ORPHAN")):
        cards.status(one, code, since=since, basis_document="Шешім", basis_on=since)
    user = people.user
    return Town(
        school,
        user("SOCIAL_PEDAGOGUE", school, full_name="Бекболатова Сәуле"),
        user("DEPUTY_DIRECTOR", school, full_name="Жүнісова Алма"),
        user("DIRECTOR", school),
        user("CLASS_TEACHER", school, classes=["6Ә"]),
        *homes,
        pupils,
    )
