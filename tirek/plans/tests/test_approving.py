"""A plan is submitted, sent back with a reason, submitted again and approved."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.plans.actions import (
    approve_plan,
    change_row,
    draft_plan,
    send_back_plan,
    submit_plan,
    take_back_plan,
    take_ready_plans,
)
from tirek.plans.tests.test_pages import _monday, me, school, year  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(me, year):  # noqa: F811
    (plan,) = take_ready_plans(by=me, school_year=year, kinds_=["NURSE"])
    return plan


@pytest.fixture
def deputy(school):  # noqa: F811
    return people.user("DEPUTY_DIRECTOR", school, username="deputy", language="en")


def test_submitted_it_stands_still(me, plan):  # noqa: F811
    submit_plan(by=me, plan=plan)
    for deed in (
        lambda: change_row(by=me, row=plan.rows.first(), fields={"grace_days": 1}),
        lambda: submit_plan(by=me, plan=plan),
        lambda: draft_plan(by=me, school_year=plan.school_year, kind=plan.kind, rows=[]),
    ):
        with pytest.raises(Refused):
            deed()
    take_back_plan(by=me, plan=plan)
    change_row(by=me, row=plan.rows.first(), fields={"grace_days": 1})


def test_only_what_is_submitted_is_answered(me, plan, deputy):  # noqa: F811
    for deed in (take_back_plan, send_back_plan):
        more = {"reason": "Мерзімі жоқ"} if deed is send_back_plan else {}
        with pytest.raises(Refused):
            deed(by=deputy, plan=plan, **more)
    submit_plan(by=me, plan=plan)
    with pytest.raises(Refused) as refused:
        send_back_plan(by=deputy, plan=plan, reason=" ")
    assert refused.value.field == "reason"


def test_an_empty_plan_is_not_submitted(me, year):  # noqa: F811
    plan = draft_plan(by=me, school_year=year, kind="OWN", rows=[])
    with pytest.raises(Refused):
        submit_plan(by=me, plan=plan)


def test_there_and_back_on_the_pages(client, me, plan, deputy):  # noqa: F811
    page = reverse("plans:plan", args=[plan.pid])
    client.force_login(me)
    assert client.post(reverse("plans:submit", args=[plan.pid])).status_code == 302
    client.force_login(deputy)
    desk = client.get(reverse("desk:desk")).content.decode()
    assert page in desk
    back = reverse("plans:send_back", args=[plan.pid])
    assert back in client.get(page).content.decode()
    assert client.post(back, {"reason": ""}).status_code == 422
    assert client.post(back, {"reason": "Ақпанға көшіріңіз"}).status_code == 302
    client.force_login(me)
    assert page in client.get(reverse("desk:desk")).content.decode()
    assert "Ақпанға көшіріңіз" in client.get(page).content.decode()
    client.post(reverse("plans:submit", args=[plan.pid]))
    assert "Ақпанға көшіріңіз" not in client.get(page).content.decode()
    client.force_login(deputy)
    client.post(reverse("plans:approve", args=[plan.pid]))
    plan.refresh_from_db()
    assert plan.approved_by == deputy
    assert plan.submitted_on is None
    with pytest.raises(Refused):
        approve_plan(by=deputy, plan=plan)
