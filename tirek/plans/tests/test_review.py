"""The review of a plan read from a file: nothing counts before a person has confirmed it."""

from pathlib import Path

import pytest
from django.urls import reverse

from tirek.access.refused import Refused
from tirek.access.tests import making
from tirek.plans.actions import approve_plan, import_plans, join_rows, split_row, take_out_row
from tirek.plans.models import Plan
from tirek.plans.reading import read_plan_file
from tirek.plans.wording import term_words
from tirek.schoolyear.tests import making as years

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

SAMPLE = Path(__file__).parents[3] / "tests" / "samples" / "plan.docx"


@pytest.fixture
def by(school):
    return making.user("SOCIAL_PEDAGOGUE", school)


@pytest.fixture
def own(school, by):
    """The own plan as it was read from the sample."""
    school_year = years.school_year(school)
    import_plans(by=by, school_year=school_year, plans=read_plan_file(SAMPLE).plans, file="p.docx")
    return Plan.objects.get(kind="OWN")


def typed(plan):
    """What the page holds when nobody has touched it."""
    data = {}
    for row in plan.rows.all():
        data[f"text-{row.pid}"] = row.text_kk
        data[f"term-{row.pid}"] = term_words(row.term)
        data[f"model-{row.pid}"] = row.code
    return data


def test_a_plan_with_proposals_is_approved_only_after_its_review(own, by, client):
    assert own.has_proposals
    with pytest.raises(Refused):
        approve_plan(by=by, plan=own)
    client.force_login(by)
    url = reverse("plans:review", args=[own.pid])
    page = client.get(url)
    unsure = {one.row.number for one in page.context["shown"] if one.unsure}
    assert unsure == {"1", "2", "7"}
    answer = client.post(url, typed(own))
    assert answer.status_code == 302
    own.refresh_from_db()
    assert not own.has_proposals
    approve_plan(by=by, plan=own)
    assert own.approved_on is not None
    assert client.get(url).status_code == 302


def test_a_plan_without_proposals_needs_no_review(own, by):
    nurse = Plan.objects.get(kind="NURSE")
    assert not nurse.has_proposals
    approve_plan(by=by, plan=nurse)


def test_terms_and_meanings_are_corrected_in_words(own, by, client):
    client.force_login(by)
    rows = {row.code: row for row in own.rows.all()}
    data = typed(own)
    data[f"term-{rows['S1.2'].pid}"] = "тамыз"
    data[f"model-{rows['S9.1'].pid}"] = ""
    client.post(reverse("plans:review", args=[own.pid]), data)
    rows["S1.2"].refresh_from_db()
    assert rows["S1.2"].term == {"months": [8]}


def test_faults_are_shown_and_what_was_typed_is_kept(own, by, client):
    client.force_login(by)
    rows = {row.code: row for row in own.rows.all()}
    data = typed(own)
    data[f"term-{rows['S1.2'].pid}"] = "бір күні"
    data[f"text-{rows['S1.3'].pid}"] = " "
    data[f"model-{rows['S2.1'].pid}"] = "S1.1"
    answer = client.post(reverse("plans:review", args=[own.pid]), data)
    assert answer.status_code == 422
    assert len(answer.context["faults"]) == 3
    assert "бір күні" in answer.content.decode()
    own.refresh_from_db()
    assert own.has_proposals


def test_split_join_and_take_out_keep_the_order(own, by, client):
    client.force_login(by)
    url = reverse("plans:review", args=[own.pid])
    first = own.rows.get(code="S1.1")
    data = typed(own)
    data[f"text-{first.pid}"] = "Жоспар жазу\nЖоспарды бекіту"
    data["split"] = first.pid
    assert client.post(url, data).status_code == 302
    texts = [row.text_kk for row in own.rows.all()][:2]
    assert texts == ["Жоспар жазу", "Жоспарды бекіту"]
    second = own.rows.all()[1]
    assert (second.number, second.code) == ("1", "S1-2")
    assert client.post(url, {**typed(own), "join": second.pid}).status_code == 302
    assert own.rows.all()[0].text_kk == "Жоспар жазу\nЖоспарды бекіту"
    count = own.rows.count()
    assert client.post(url, {**typed(own), "out": own.rows.all()[1].pid}).status_code == 302
    assert own.rows.count() == count - 1
    assert [row.position for row in own.rows.all()] == list(range(1, count))


def test_what_cannot_be_is_refused(own, by):
    first = own.rows.all()[0]
    with pytest.raises(Refused):
        split_row(by=by, row=first)
    with pytest.raises(Refused):
        join_rows(by=by, row=first)
    own.source = {}
    own.save()
    approve_plan(by=by, plan=own)
    first = Plan.objects.get(pk=own.pk).rows.all()[1]
    for step in (split_row, join_rows, take_out_row):
        with pytest.raises(Refused):
            step(by=by, row=first)


@pytest.mark.parametrize(("role", "status"), [("DEPUTY_DIRECTOR", 403), ("CLASS_TEACHER", 403)])
def test_only_the_social_pedagogue_reviews(own, school, client, role, status):
    client.force_login(making.user(role, school))
    url = reverse("plans:review", args=[own.pid])
    assert client.get(url).status_code == status
    assert client.post(url, {}).status_code == status


def test_nobody_from_another_school(own, client):
    client.force_login(making.user("SOCIAL_PEDAGOGUE", making.school()))
    assert client.get(reverse("plans:review", args=[own.pid])).status_code == 404
