"""A year begun with the plans of the year before, and what its analysis said and proposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from django.urls import reverse

from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.plans.actions import approve_plan, take_last_year, take_ready_plans
from tirek.plans.actions.making import ROW_FIELDS
from tirek.plans.models import Plan, PlanRow
from tirek.schoolyear.models import SchoolYear

pytestmark = pytest.mark.django_db


@dataclass
class Proposal:
    code: str
    text: str


def said(school_year, kind):
    return {"S1.3": "Кеш басталды"} if kind == "OWN" else {}


def proposed(school_year, kind):
    if kind != "OWN":
        return []
    words = ("Әкелер клубы", "Әкелер клубы", "Өзгерген", "Жазғы лагерь")
    return [Proposal("S1.3", "Ерте бастау"), *(Proposal("", text) for text in words)]


@pytest.fixture
def world(time_machine, settings):
    """Two years; the first has its own plan and the nurse's approved, the others are drafts."""
    settings.SAID_LAST_YEAR = f"{__name__}.said"
    settings.PROPOSED_LAST_YEAR = f"{__name__}.proposed"
    time_machine.move_to("2026-09-05 09:00+05:00")
    school = people.school()
    social = people.user("SOCIAL_PEDAGOGUE", school, username="social")
    years = [
        SchoolYear.objects.create(
            school=school, year=year, starts_on=date(year, 9, 1), ends_on=date(year + 1, 5, 25)
        )
        for year in (2026, 2027)
    ]
    for plan in take_ready_plans(by=social, school_year=years[0]):
        if plan.kind in ("OWN", "NURSE"):
            approve_plan(by=social, plan=plan)
    time_machine.move_to("2027-09-05 09:00+05:00")
    return {"school": school, "social": social, "last": years[0], "year": years[1]}


def rows_of(year, kind):
    return list(PlanRow.objects.filter(plan__school_year=year, plan__kind=kind))


def test_approved_plans_come_row_by_row_with_what_was_proposed_at_the_end(world):
    PlanRow.objects.filter(plan__school_year=world["last"], code="S1.2").update(text_kk="Өзгерген")
    made = take_last_year(by=world["social"], school_year=world["year"])
    assert [plan.kind for plan in made] == ["OWN", "NURSE"]
    assert all(plan.approved_on is None for plan in made)
    before, now = rows_of(world["last"], "OWN"), rows_of(world["year"], "OWN")
    for name in ROW_FIELDS:
        assert [getattr(row, name) for row in now[: len(before)]] == [
            getattr(row, name) for row in before
        ], name
    new = now[len(before) :]
    assert [row.text_kk for row in new] == ["Әкелер клубы", "Жазғы лагерь"]
    assert len({row.code for row in now}) == len(now)
    assert len(rows_of(world["year"], "NURSE")) == len(rows_of(world["last"], "NURSE"))


def test_a_plan_that_is_there_is_left_alone(world):
    take_ready_plans(by=world["social"], school_year=world["year"], kinds_=["OWN"])
    (made,) = take_last_year(by=world["social"], school_year=world["year"])
    assert made.kind == "NURSE"
    with pytest.raises(Refused):
        take_last_year(by=world["social"], school_year=world["year"])
    with pytest.raises(Refused):
        take_last_year(by=world["social"], school_year=world["last"])


def test_the_page_offers_it_and_the_review_says_what_was_said(world, client):
    client.force_login(world["social"])
    assert reverse("plans:last_year") in client.get(reverse("plans:plans")).content.decode()
    answer = client.post(reverse("plans:last_year"))
    plan = Plan.objects.get(school_year=world["year"], kind="OWN")
    assert answer["Location"] == reverse("plans:review", args=[plan.pid])
    assert "Кеш басталды" in client.get(answer["Location"]).content.decode()
    assert reverse("plans:last_year") not in client.get(reverse("plans:plans")).content.decode()
    answer = client.post(reverse("plans:last_year"), follow=True)
    assert Plan.objects.filter(school_year=world["year"]).count() == 2
