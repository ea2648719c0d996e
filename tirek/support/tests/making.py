"""A school with pupils on both lists, for tests."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from tirek.access.models import School
from tirek.access.tests import making as people
from tirek.cards.tests.making import status
from tirek.journal.tests.making import entry
from tirek.plans.models import Plan, PlanRow
from tirek.school.tests.making import pupil, school_class


def plan_of_books(school: School) -> PlanRow:
    """An approved plan with one row: textbooks for pupils with a social status, in September."""
    year = school_class(school).school_year
    plan = Plan.objects.create(
        school=school, school_year=year, kind="OWN", approved_on=date(2026, 8, 20)
    )
    return PlanRow.objects.create(
        plan=plan,
        position=1,
        code="S2.3",
        text_kk="Оқулықпен қамтамасыз ету",
        term={"months": [9]},
        responsible=["SOCIAL_PEDAGOGUE", "LIBRARIAN"],
        cohort={"social": True},
        unit="PUPIL",
        evidence=["TEXTBOOK_ISSUE"],
    )


def lists(school: School) -> Any:
    """Айдос (5А) and Інжу (10А) wait for books, Мирас (5А) has them; Айдос and Мирас eat free."""
    plan_of_books(school)
    teacher = people.user("CLASS_TEACHER", school, classes=["5А"])
    author = people.user("SOCIAL_PEDAGOGUE", school)
    aidos = pupil(school, "Әлиев", "Айдос", patronymic="Асқарұлы", in_class="5А")
    miras = pupil(school, "Ержанов", "Мирас", in_class="5А")
    inzhu = pupil(school, "Бекова", "Інжу", in_class="10А")
    other = pupil(school, "Оспан", "Санжар", in_class="5А")
    for one, category in ((aidos, "ORPHAN"), (inzhu, "LOW_INCOME"), (miras, "MULTI_CHILD")):
        status(one, category)
    entry(
        school, "TEXTBOOK_ISSUE", on=date(2026, 9, 7), author=author, pupils=[miras], text="ҚҰПИЯ"
    )
    for one in (aidos, miras):
        entry(
            school,
            "MEAL_ENROLMENT",
            on=date(2026, 9, 14),
            author=author,
            pupils=[one],
            text="ҚҰПИЯ",
        )
    return SimpleNamespace(
        aidos=aidos, miras=miras, inzhu=inzhu, other=other, teacher=teacher, author=author
    )
