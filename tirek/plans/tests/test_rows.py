"""A row is added to a draft, moved, and looked at with how much work it makes."""

from __future__ import annotations

import re
import uuid

import pytest
from django.urls import reverse

from tirek.access.refused import Refused
from tirek.plans.actions import add_row, approve_plan, move_row_down, move_row_up, take_ready_plans
from tirek.plans.models import PlanRow
from tirek.plans.tests.test_pages import _monday, me, orphans, school, year  # noqa: F401

pytestmark = pytest.mark.django_db

TYPED = {
    "text_kk": "Жетім балалардың үйіне бару",
    "term": "жылына 2 рет",
    "responsible": ["SOCIAL_PEDAGOGUE"],
    "unit": "PUPIL",
    "statuses": ["ORPHAN"],
    "evidence": ["HOUSING_ACT"],
    "grace_days": "0",
}


@pytest.fixture
def draft(me, year):  # noqa: F811
    (plan,) = take_ready_plans(by=me, school_year=year, kinds_=["NURSE"])
    return plan


def sent(client, plan, **more):
    data = {"form_key": str(uuid.uuid4()), **TYPED, **more}
    return client.post(reverse("plans:add", args=[plan.pid]), data)


def test_a_row_is_added_at_the_end_with_a_code_of_its_own(client, me, draft):  # noqa: F811
    client.force_login(me)
    before = list(draft.rows.values_list("code", flat=True))
    assert sent(client, draft).status_code == 302
    row = draft.rows.last()
    assert list(draft.rows.values_list("code", flat=True)) == [*before, row.code]
    assert row.code not in before
    assert (row.term, row.cohort) == ({"every": "HALF", "times": 1}, {"statuses": ["ORPHAN"]})
    assert (
        "№ " + row.number in client.get(reverse("plans:review", args=[draft.pid])).content.decode()
    )


def test_how_much_work_it_is_before_it_is_kept(client, me, year, draft):  # noqa: F811
    orphans(year, 3)
    client.force_login(me)
    before = PlanRow.objects.count()
    text = sent(client, draft, look="1").content.decode()
    shown = re.search(r'id="preview".*?<b>(.*?)</b>', text, re.S)
    assert shown
    figures = re.findall(r"\d+", shown[1])
    assert figures[:2] == ["3", "6"]
    assert PlanRow.objects.count() == before
    row = draft.rows.first()
    url = reverse("plans:change", args=[row.pid])
    assert "3" in client.post(url, {**TYPED, "look": "1"}).content.decode()
    row.refresh_from_db()
    assert row.text_kk != TYPED["text_kk"]


def test_words_of_time_that_are_not_understood_are_kept_and_named(client, me, draft):  # noqa: F811
    client.force_login(me)
    answer = sent(client, draft, term="жақында")
    assert answer.status_code == 422
    assert "жақында" in answer.content.decode()
    assert not draft.rows.filter(text_kk=TYPED["text_kk"]).exists()


def test_rows_change_places_and_stop_at_the_ends(me, draft):  # noqa: F811
    codes = list(draft.rows.values_list("code", flat=True))
    move_row_down(by=me, row=draft.rows.first())
    assert list(draft.rows.values_list("code", flat=True))[:2] == [codes[1], codes[0]]
    move_row_up(by=me, row=draft.rows.get(code=codes[0]))
    assert list(draft.rows.values_list("code", flat=True)) == codes
    with pytest.raises(Refused):
        move_row_up(by=me, row=draft.rows.first())
    with pytest.raises(Refused):
        move_row_down(by=me, row=draft.rows.last())


def test_up_and_down_on_the_page_of_review(client, me, draft):  # noqa: F811
    client.force_login(me)
    url = reverse("plans:review", args=[draft.pid])
    rows = list(draft.rows.all())
    posted = {f"text-{one.pid}": one.text_kk for one in rows}
    page = client.get(url).content.decode()
    for one in rows:
        term = re.search(rf'name="term-{one.pid}" value="([^"]*)"', page)
        posted |= {f"term-{one.pid}": term[1], f"model-{one.pid}": one.code}
    assert client.post(url, {**posted, "down": rows[0].pid}).status_code == 302
    assert draft.rows.first().pid == rows[1].pid


def test_nothing_is_added_to_an_approved_plan(client, me, draft):  # noqa: F811
    approve_plan(by=me, plan=draft)
    with pytest.raises(Refused):
        add_row(by=me, plan=draft, fields={"text_kk": "Т", "term": {"ongoing": True}})
    client.force_login(me)
    assert sent(client, draft).status_code == 422, "an amendment asks for its reason"
