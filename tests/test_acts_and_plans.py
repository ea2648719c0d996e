"""One visit serves every item of the plans it fits: acts, checks of property, and their undoing."""

from __future__ import annotations

from datetime import date

import pytest

from tirek.access import kept
from tirek.access.tests import making as people
from tirek.cards.tests.making import status
from tirek.journal.tests.making import entry
from tirek.phone.actions import receive_parcel
from tirek.phone.tests.making import parcel
from tirek.phone.tests.making import taken as taken_along
from tirek.plans.actions import take_ready_plans
from tirek.plans.models import Plan
from tirek.plans.queries import coverage
from tirek.plans.tests.test_pages import orphans
from tirek.school.models import Household, HouseholdStay
from tirek.schoolyear.actions import open_year
from tirek.schoolyear.rules.calendar import default_calendar
from tirek.visits.actions import (
    annul_act,
    correct_act,
    draft_act,
    fill_act,
    sign_act,
)
from tirek.visits.rules.papers import FORMS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday", "plans")]
ON = date(2026, 11, 10)
WHOLE = {
    "commission": [{"name": "Бірінші А.", "role": "CHAIR"}, {"name": "Екінші Б."}],
    "address": "Абай көшесі, 5",
    "property": [{"name": "Үй", "kind": "HOME"}],
    "conclusion": "Жақсы.",
}


@pytest.fixture
def year(school):
    return open_year(by=None, school=school, year=2026, calendar=default_calendar(2026))


@pytest.fixture
def me(school):
    return people.user("SOCIAL_PEDAGOGUE", school)


@pytest.fixture
def plans(me, year, monday):
    take_ready_plans(by=me, school_year=year)
    Plan.objects.update(approved_on=date(2026, 9, 5))


def done(year) -> dict[str, int]:
    """For how many children each item has been done, with a term or without one."""
    kept.forget_all()
    rows = coverage(year, people.TODAY)
    codes = ("C6", "C7", "C9", "S5.1", "S8.1")
    return {
        one.row.code: one.figures.done + len(one.figures.touched)
        for one in rows
        if one.row.code in codes
    }


def act_about(me, children, kind="HOUSING_ACT"):
    act = draft_act(by=me, pupils=children, on=ON, form=FORMS[kind])
    answers = {c: v for c, v in WHOLE.items() if c in FORMS[kind].fields}
    act, unfit, problems = fill_act(by=me, act=act, answers=answers, on=ON)
    assert (unfit, problems) == ({}, [])
    return act


@pytest.fixture
def children(year):
    """Two orphans of one home, the first on the register too, and one more orphan."""
    found = orphans(year, 3)
    home = Household.objects.create(school=year.school, address="Абай көшесі, 5")
    for one in found[:2]:
        HouseholdStay.objects.create(pupil=one, household=home)
    status(found[0], "REGISTER")
    # S8.1 asks for social work and for an act: the act is what is left of it.
    entry(year.school, "REGISTER_MEASURE", on=ON, pupils=[found[0]])
    return found


NOTHING = {"C6": 0, "C7": 0, "C9": 0, "S5.1": 0, "S8.1": 0}


def test_one_signed_act_raises_every_item_it_fits(me, year, children):
    assert done(year) == NOTHING
    act = act_about(me, children[:1])
    assert done(year) == NOTHING  # a draft serves nothing
    act = sign_act(by=me, act=act)
    one = NOTHING | {"C6": 1, "C7": 1, "S5.1": 1, "S8.1": 1}
    assert done(year) == one
    later = sign_act(by=me, act=correct_act(by=me, act=act, reason="Қате"))
    assert done(year) == one  # corrected, it counts once
    annul_act(by=me, act=later, reason="Қате")
    assert done(year) == one  # the one it corrected stands again
    annul_act(by=me, act=act, reason="Қате")
    assert done(year) == NOTHING


def test_an_act_about_brothers_serves_both(me, year, children):
    sign_act(by=me, act=act_about(me, children[:2]))
    assert done(year) == NOTHING | {"C6": 2, "C7": 2, "S5.1": 2, "S8.1": 1}


def test_a_check_of_property_serves_its_own_item_for_its_own_child(me, year, children):
    sign_act(by=me, act=act_about(me, children[2:], "PROPERTY_CHECK"))
    assert done(year) == NOTHING | {"C9": 1}


def test_an_act_from_a_phone_serves_as_one_written_at_school(me, year, children):
    visit = taken_along(me, children[0])
    body = parcel(visit, {c: v for c, v in WHOLE.items() if c != "property"})
    assert done(year) == NOTHING
    came = [receive_parcel(by=me, visit=visit, body=body, skew=0) for _ in "12"]
    assert [(one.state, one.note) for one in came] == [("DONE", "")] * 2
    assert done(year)["C6"] == 1
