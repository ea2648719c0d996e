"""Why a thing is due for a pupil, a family, a class: said as far as the reader may know."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override

from tirek.access import kept
from tirek.cards.models import StatusPeriod
from tirek.plans.models import PlanRow
from tirek.plans.queries import standing
from tirek.plans.rules.cohorts import THIS_YEAR, cohort_from_json
from tirek.plans.rules.facts import Enrolled, Facts, Held, Work
from tirek.plans.rules.reasons import Reason, class_parts, parts
from tirek.plans.rules.roll import Roll
from tirek.plans.tests.test_pages import (  # noqa: F401
    _monday,
    me,
    orphans,
    plans,
    row,
    school,
    year,
)
from tirek.plans.why import Why
from tirek.school.models import Household, HouseholdStay
from tirek.schoolyear.rules.calendar import default_calendar

SEPTEMBER, DAY = date(2026, 9, 1), date(2026, 11, 23)
# Pupils 1 (class 50, grade 5) and 2 (class 90, grade 9, new this year); 2 is a ward.
FACTS = Facts(
    calendar=default_calendar(2026),
    enrolments=[Enrolled(1, 50, 5, SEPTEMBER, None), Enrolled(2, 90, 9, date(2026, 10, 5), None)],
    first_days={1: date(2021, 9, 1), 2: date(2026, 10, 5)},
    statuses=[Held(2, "WARD", None, None)],
    stays=[],
    classes={50: 5, 90: 9},
    social=frozenset({"WARD"}),
    works=[
        Work("REQUEST", "CONFLICT", date(2026, 11, 2), (), (), (50,)),
        Work("REQUEST", "CONFLICT", date(2026, 10, 2), (), (), (50,)),
        Work("REQUEST", "CONFLICT", date(2026, 12, 2), (), (), (90,)),
    ],
    adjustments=[],
)
ASKED = Reason("REQUESTED", "CONFLICT", date(2026, 10, 2))


@pytest.mark.parametrize(
    ("cohort", "pupil", "found"),
    [
        ({}, 1, [Reason("EVERYBODY")]),
        ({"grades": [5, 6]}, 1, [Reason("GRADE", "5")]),
        ({"arrived": THIS_YEAR}, 2, [Reason("ARRIVED", "", date(2026, 10, 5))]),
        ({"requested": "CONFLICT"}, 1, [ASKED]),
        ({"requested": "CONFLICT"}, 2, []),
        ({"statuses": ["WARD"]}, 2, []),
        ({"statuses": ["WARD"], "grades": [9]}, 2, [Reason("GRADE", "9")]),
        ({"any": [{"statuses": ["WARD"]}, {"grades": [5]}]}, 1, [Reason("GRADE", "5")]),
        ({"any": [{"statuses": ["WARD"]}, {"grades": [5]}]}, 2, []),
        ({"any": [{"statuses": ["WARD"], "grades": [5]}, {"arrived": THIS_YEAR}]}, 1, []),
        ({"any": [{"grades": [5]}, {"grades": [5, 6]}]}, 1, [Reason("GRADE", "5")]),
    ],
)
def test_parts_of_a_pupil(cohort, pupil, found):
    assert parts(cohort_from_json(cohort), Roll(FACTS), pupil, DAY) == found


@pytest.mark.parametrize(
    ("cohort", "school_class", "found"),
    [
        ({}, 50, [Reason("EVERYBODY")]),
        ({"grades": [5]}, 50, [Reason("GRADE", "5")]),
        ({"requested": "CONFLICT"}, 50, [ASKED]),
        ({"social": True}, 90, [Reason("SOMEBODY")]),
        ({"any": [{"grades": [9]}, {"requested": "CONFLICT"}]}, 50, [ASKED]),
    ],
)
def test_parts_of_a_class(cohort, school_class, found):
    assert class_parts(cohort_from_json(cohort), Roll(FACTS), school_class, DAY) == found


@pytest.fixture
def world(db, me, plans, year):  # noqa: F811
    """Two orphans of one family since 7 September, by a paper."""
    found = orphans(year, 2)
    StatusPeriod.objects.update(since=date(2026, 9, 7), basis_document="Шешім", basis_number="15")
    home = Household.objects.create(school=year.school, key="h", address="Абай 1")
    for one in found:
        HouseholdStay.objects.create(pupil=one, household=home, since=date(2026, 9, 1))
    kept.forget_all()
    return found, home


def why(me, year, unit, members):  # noqa: F811
    roll = standing(year, DAY).counting.roll
    return Why(me, year.school, roll, unit, members, DAY)


def test_of_a_pupil_with_since_and_basis(world, me, year):  # noqa: F811
    (first, _), _home = world
    with override("en"):
        words = why(me, year, "PUPIL", [first.pk]).words(row("C6"), first.pk)
    assert "since 07.09.2026 (Шешім № 15)" in words


def test_bases_only_to_those_who_may_read_them(world, me, year, monkeypatch):  # noqa: F811
    (first, _), _home = world
    monkeypatch.setattr("tirek.plans.why.may", lambda *about: False)
    words = why(me, year, "PUPIL", [first.pk]).words(row("C6"), first.pk)
    assert "07.09.2026" in words
    assert "Шешім" not in words


def test_of_a_family_by_its_children(world, me, year, monkeypatch):  # noqa: F811
    found, home = world
    asked = PlanRow(cohort={"statuses": ["ORPHAN"]})
    words = why(me, year, "HOUSEHOLD", [home.pk]).words(asked, home.pk)
    assert all(one.short_name in words for one in found)
    monkeypatch.setattr(
        "tirek.school.models.PupilQuerySet.visible_to", lambda self, *_who: self.none()
    )
    assert why(me, year, "HOUSEHOLD", [home.pk]).words(asked, home.pk) == ""


def test_it_is_said_on_the_rows_page_and_the_childs(world, client, me):  # noqa: F811
    (first, _), _home = world
    client.force_login(me)
    page = client.get(reverse("plans:row", args=[row("C6").pid])).content.decode()
    assert "since 07.09.2026" in page
    page = client.get(reverse("cards:pupil", args=[first.pid])).content.decode()
    assert "since 07.09.2026 (Шешім № 15)" in page
