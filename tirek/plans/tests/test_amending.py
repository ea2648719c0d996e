"""An approved plan changes by amendments; earlier days stay as they were."""

from __future__ import annotations

import json
import uuid
from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override

from tirek.access import kept
from tirek.access.interchange import Found
from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.cards.queries import categories
from tirek.plans import interchange
from tirek.plans.actions import (
    add_by_amendment,
    amend_row,
    approve_plan,
    change_row,
    end_row,
    take_back_amendment,
    take_ready_plans,
)
from tirek.plans.documents import plan_paper
from tirek.plans.models import Amendment, Plan, PlanRow
from tirek.plans.queries import coverage, rows_in_force
from tirek.plans.tests.test_pages import me, orphans, school, year  # noqa: F401
from tirek.plans.wording import term_words

pytestmark = pytest.mark.django_db

SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 10), date(2026, 10, 20), date(2026, 11, 10)
TERM = {"months": [9]}
NEW = {
    "text_kk": "Жаңа іс",
    "term": {"ongoing": True},
    "responsible": ["SOCIAL_PEDAGOGUE"],
    "unit": "PUPIL",
    "cohort": {"statuses": ["ORPHAN"]},
    "evidence": ["CONSULTATION"],
}


@pytest.fixture
def plan(time_machine, me, year):  # noqa: F811
    """The nurse's plan in force since 10 September; today is 10 November 2026."""
    time_machine.move_to("2026-11-10 09:00+05:00")
    (plan,) = take_ready_plans(by=me, school_year=year, kinds_=["NURSE"])
    approve_plan(by=me, plan=plan, on=SEPTEMBER)
    kept.forget_all()
    return plan


def stood(year, day, code, **more):  # noqa: F811
    return next((row for row in rows_in_force(year, day, **more) if row.code == code), None)


def test_an_earlier_day_has_the_row_as_it_stood(me, year, plan):  # noqa: F811
    row = plan.rows.first()
    first, second = row.term, {"months": [9, 10]}
    assert first not in (TERM, second)
    amend_row(by=me, row=row, fields={"term": TERM}, reason="Кесте", on=OCTOBER)
    amend_row(by=me, row=row, fields={"term": second, "grace_days": 3}, reason="Тағы", on=NOVEMBER)
    for day, term, grace in (
        (SEPTEMBER, first, 0),
        (date(2026, 10, 19), first, 0),
        (OCTOBER, TERM, 0),
        (date(2026, 11, 9), TERM, 0),
        (NOVEMBER, second, 3),
    ):
        found = stood(year, day, row.code)
        assert (found.term, found.grace_days) == (term, grace), day
    assert PlanRow.objects.get(pk=row.pk).term == second


def test_coverage_of_an_earlier_day_stays(me, year, plan):  # noqa: F811
    orphans(year, 3)
    kept.forget_all()
    earlier = [one.as_json() for one in coverage(year, OCTOBER)]
    row = next(one for one in plan.rows.all() if one.unit == "PUPIL")
    amend_row(by=me, row=row, fields={"cohort": {"statuses": ["ORPHAN"]}}, reason="А", on=NOVEMBER)
    end_row(by=me, row=plan.rows.last(), reason="Б", on=NOVEMBER)
    add_by_amendment(by=me, plan=plan, fields=NEW, reason="В", on=NOVEMBER)
    kept.forget_all()
    assert [one.as_json() for one in coverage(year, OCTOBER)] == earlier
    now = {one.row.code: one.as_json() for one in coverage(year, NOVEMBER)}
    assert now != {one["code"]: one for one in earlier}
    assert now[row.code]["members"] == 3
    assert plan.rows.exclude(ended_on=None).get().code not in now


def test_rows_added_and_ended(me, year, plan):  # noqa: F811
    before = [row.code for row in rows_in_force(year, OCTOBER)]
    last = plan.rows.last()
    added = add_by_amendment(by=me, plan=plan, fields=NEW, reason="Керек", on=OCTOBER).row
    end_row(by=me, row=last, reason="Керек емес", on=NOVEMBER)
    assert [row.code for row in rows_in_force(year, date(2026, 10, 19))] == before
    assert [row.code for row in rows_in_force(year, OCTOBER)] == [*before, added.code]
    left = [code for code in before if code != last.code]
    assert [row.code for row in rows_in_force(year, NOVEMBER)] == [*left, added.code]


def test_taken_back_it_is_as_if_not_made_and_both_stay(me, year, plan):  # noqa: F811
    row, last = plan.rows.first(), plan.rows.last()
    term = row.term
    added = add_by_amendment(by=me, plan=plan, fields=NEW, reason="А", on=OCTOBER)
    for made in (
        amend_row(by=me, row=row, fields={"term": TERM}, reason="Б", on=OCTOBER),
        end_row(by=me, row=last, reason="В", on=OCTOBER),
        added,
    ):
        take_back_amendment(by=me, amendment=made, reason="Қате")
    assert Amendment.objects.count() == 6
    for day in (SEPTEMBER, OCTOBER, NOVEMBER):
        assert stood(year, day, row.code).term == term
        assert stood(year, day, last.code) is not None
        assert stood(year, day, added.row.code) is None
    first = row.amendments.order_by("pk").first()
    with pytest.raises(Refused):
        take_back_amendment(by=me, amendment=first, reason="Тағы")


def test_what_was_believed_before_an_amendment(me, year, plan, time_machine):  # noqa: F811
    row = plan.rows.first()
    term, believed = row.term, Amendment._meta.get_field("recorded_at").default()
    time_machine.move_to("2026-11-12 09:00+05:00")
    amend_row(by=me, row=row, fields={"term": TERM}, reason="Кеш", on=OCTOBER)
    assert stood(year, NOVEMBER, row.code).term == TERM
    assert stood(year, NOVEMBER, row.code, known_at=believed).term == term


def test_a_day_before_an_amendment_asks_once_more(
    me,  # noqa: F811
    year,  # noqa: F811
    plan,
    django_assert_num_queries,
):
    amend_row(by=me, row=plan.rows.first(), fields={"term": TERM}, reason="А", on=OCTOBER)
    with django_assert_num_queries(1):
        rows_in_force(year, NOVEMBER)
    with django_assert_num_queries(2):
        rows_in_force(year, SEPTEMBER)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"on": date(2026, 11, 11)}, "on"),
        ({"on": date(2026, 9, 9)}, "on"),
        ({"fields": {}}, None),
        ({"fields": {"term": {"months": [13]}}}, "term"),
        ({"fields": {"cohort": {"statuses": []}}}, "cohort"),
    ],
)
def test_refused(me, plan, said, field):  # noqa: F811
    row = plan.rows.first()
    said = {"fields": {"term": TERM}, "reason": "А", "on": NOVEMBER, **said}
    with pytest.raises(Refused) as refused:
        amend_row(by=me, row=row, **said)
    assert refused.value.field == field
    assert not Amendment.objects.exists()


def test_not_before_the_last_amendment_and_not_after_the_end(me, plan):  # noqa: F811
    row = plan.rows.first()
    amend_row(by=me, row=row, fields={"term": TERM}, reason="А", on=NOVEMBER)
    with pytest.raises(Refused) as refused:
        end_row(by=me, row=row, reason="А", on=OCTOBER)
    assert refused.value.field == "on"
    end_row(by=me, row=row, reason="А", on=NOVEMBER)
    for deed in (
        lambda: end_row(by=me, row=row, reason="А", on=NOVEMBER),
        lambda: amend_row(by=me, row=row, fields={"grace_days": 5}, reason="А", on=NOVEMBER),
    ):
        with pytest.raises(Refused):
            deed()
    with pytest.raises(Refused):
        change_row(by=me, row=row, fields={"grace_days": 7})


def test_a_draft_is_not_amended(me, year, time_machine):  # noqa: F811
    (draft,) = take_ready_plans(by=me, school_year=year, kinds_=["OWN"])
    with pytest.raises(Refused):
        end_row(by=me, row=draft.rows.first(), reason="А", on=date(2026, 10, 1))


def typed(row, **more):
    return {
        "form_key": str(uuid.uuid4()),
        "text_kk": row.text_kk,
        "term": "қыркүйек",
        "responsible": row.responsible,
        "unit": row.unit,
        "grace_days": "0",
        "on": "20.10.2026",
        "reason": "Кесте өзгерді",
        **more,
    }


def test_the_pages(client, me, plan):  # noqa: F811
    client.force_login(me)
    row = next(one for one in plan.rows.all() if not one.cohort and len(one.evidence) == 1)
    page = reverse("plans:change", args=[row.pid])
    without = client.post(page, typed(row, reason=""))
    assert without.status_code == 422
    assert "id_reason_error" in without.content.decode()
    more = {"evidence": row.evidence[0]} if isinstance(row.evidence[0], str) else {}
    assert client.post(page, typed(row, **more)).status_code == 302
    assert Amendment.objects.get().reason == "Кесте өзгерді"
    text = client.get(reverse("plans:plan", args=[plan.pid])).content.decode()
    assert "Кесте өзгерді" in text
    back = reverse("plans:unamend", args=[row.pid])
    assert "Кесте өзгерді" in client.get(back).content.decode()
    sent = client.post(back, {"form_key": str(uuid.uuid4()), "reason": "Қате"})
    assert sent.status_code == 302
    end = reverse("plans:end", args=[row.pid])
    said = {"form_key": str(uuid.uuid4()), "on": "21.10.2026", "reason": "Енді жоқ"}
    assert client.post(end, said).status_code == 302
    text = client.get(reverse("plans:plan", args=[plan.pid])).content.decode()
    assert "Енді жоқ" in text
    text = client.get(reverse("plans:row", args=[row.pid])).content.decode()
    assert "not in force on this day" in text
    text = client.get(reverse("plans:row", args=[row.pid]), {"day": "01.10.2026"}).content.decode()
    assert "not in force on this day" not in text
    assert f'"{reverse("plans:row", args=[row.pid])}"' not in text
    kinds = [one.kind for one in Amendment.objects.order_by("pk")]
    assert kinds == ["CHANGED", "CHANGED", "ENDED"]


def test_a_row_is_added_by_amendment(client, me, plan):  # noqa: F811
    client.force_login(me)
    blank = PlanRow(plan=plan, text_kk="Жаңа іс", unit="SCHOOL", responsible=["NURSE"])
    sent = client.post(
        reverse("plans:add", args=[plan.pid]), typed(blank, evidence=["CONSULTATION"])
    )
    assert sent.status_code == 302
    assert Amendment.objects.get().kind == "ADDED"


def test_others_may_not(client, plan, school):  # noqa: F811
    client.force_login(people.user("NURSE", school, username="nurse"))
    row = plan.rows.first()
    for name in ("plans:end", "plans:unamend", "plans:change"):
        assert client.get(reverse(name, args=[row.pid])).status_code == 403


def test_the_school_file_keeps_them(me, year, plan):  # noqa: F811
    row, last = plan.rows.first(), plan.rows.last()
    amend_row(by=me, row=row, fields={"term": TERM}, reason="А", on=OCTOBER)
    take_back_amendment(
        by=me, amendment=end_row(by=me, row=last, reason="Б", on=OCTOBER), reason="В"
    )
    end_row(by=me, row=last, reason="Г", on=NOVEMBER)
    days = (SEPTEMBER, OCTOBER, NOVEMBER)
    before = [[(one.code, one.term) for one in rows_in_force(year, day)] for day in days]
    file: dict = {}
    interchange.dump([year.school], file)
    assert [one["kind"] for one in file["plans"][0]["amendments"]] == [
        *("CHANGED", "ENDED", "RESUMED", "ENDED")
    ]
    Amendment.objects.all().delete()
    Plan.objects.all().delete()
    code = year.school.code
    found = Found(schools={code: year.school}, users={me.username: me}, years={(code, 2026): year})
    found.categories[code] = set(categories(year.school))
    interchange.load(json.loads(json.dumps(file)), found)
    assert found.problems == []
    assert [[(one.code, one.term) for one in rows_in_force(year, day)] for day in days] == before
    again: dict = {}
    interchange.dump([year.school], again)
    assert again == file


def test_the_paper_lists_them(me, year, plan):  # noqa: F811
    row = plan.rows.first()
    amend_row(by=me, row=row, fields={"term": TERM}, reason="Кесте өзгерді", on=OCTOBER)
    (table,) = (one for one in plan_paper(plan, "kk").blocks if getattr(one, "title", ""))
    assert [table.rows[0][0], table.rows[0][3]] == ["20.10.2026", "Кесте өзгерді"]
    assert "қыр" in table.rows[0][2]
    with override("kk"):
        assert term_words(row.term) in table.rows[0][2]
