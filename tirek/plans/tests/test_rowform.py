"""A row whose cohort or evidence has alternatives is edited without losing any of them."""

from __future__ import annotations

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tirek.plans.actions import change_row, take_ready_plans
from tirek.plans.models import PlanRow
from tirek.plans.rowform import RowForm
from tirek.plans.rules.alternatives import alternatives_of, cohort_of, evidence_of, groups_of
from tirek.plans.rules.cohorts import cohort_from_json
from tirek.plans.rules.evidence import evidence_from_json
from tirek.plans.tests.test_pages import _monday, me, school, year  # noqa: F401

PART = st.fixed_dictionaries(
    {},
    optional={
        "social": st.just(True),
        "statuses": st.lists(st.sampled_from(["ORPHAN", "WARD"]), min_size=1, max_size=2),
        "grades": st.lists(st.integers(0, 12), min_size=1, max_size=2, unique=True),
        "arrived": st.just("THIS_YEAR"),
    },
).filter(bool)
KINDS = st.sampled_from(["RAID", "MEETING", "SESSION:EXAM", "EVENT"])


@given(st.lists(PART, min_size=1, max_size=4), PART)
def test_a_cohort_comes_back_as_it_was(parts, base):
    cohort = {**base, "any": parts}
    found = alternatives_of(cohort)
    assert cohort_of(base, [*found, {}, {"statuses": [], "grades": []}]) == cohort
    deeper = {"any": [{"any": parts}, base]}
    assert alternatives_of(deeper) == [*parts, base]


@pytest.mark.parametrize(
    "cohort", [{"any": [{"requested": "SOCIOMETRY"}]}, {"any": [{"grades": [5], "any": [{}]}]}]
)
def test_what_the_form_cannot_say(cohort):
    assert alternatives_of(cohort) is None


@given(st.lists(st.one_of(KINDS, st.lists(KINDS, min_size=2, max_size=3, unique=True))))
def test_evidence_comes_back_as_it_was(evidence):
    needed, groups = groups_of(evidence)
    assert evidence_of(needed, [*groups, []], evidence) == evidence
    assert evidence_from_json(evidence_of(needed, groups, [])) is not None


def posted(form: RowForm) -> dict:
    """What a browser sends when nothing is changed."""
    found = {}
    for one in form:
        value = one.value()
        if value is not False and value not in (None, "", []):
            found[one.html_name] = "on" if value is True else value
    return found


@pytest.fixture
def rows(me, year):  # noqa: F811
    take_ready_plans(by=me, school_year=year)
    return {one.code: one for one in PlanRow.objects.filter(plan__school_year=year)}


@pytest.mark.django_db
def test_every_ready_row_stays_as_it_is_when_saved_unchanged(rows, school):  # noqa: F811
    assert len(rows) == 64
    for row in rows.values():
        form = RowForm(posted(RowForm(row=row, school=school)), row=row, school=school)
        assert form.is_valid(), (row.code, form.errors)
        fields = form.row_fields()
        kept = {name: getattr(row, name) for name in fields}
        assert fields == kept, row.code


@pytest.mark.django_db
def test_own_categories_and_topics_named_by_a_row_are_not_lost(me, rows, school):  # noqa: F811
    row = rows["C7"]
    row.cohort = {"any": [{"statuses": ["OLD_ONE"]}, {"social": True}], "requested": "SOCIOMETRY"}
    row.evidence = ["EVENT:OURS", ["RAID", "EVENT:THEIRS"]]
    form = RowForm(posted(RowForm(row=row, school=school)), row=row, school=school)
    assert form.is_valid(), form.errors
    assert (form.row_fields()["cohort"], form.row_fields()["evidence"]) == (
        row.cohort,
        row.evidence,
    )
    # what cannot be said stays, what stands beside it can be changed
    row.cohort = {"grades": [5], "any": [{"requested": "SOCIOMETRY"}]}
    data = {**posted(RowForm(row=row, school=school)), "grades": "6-7"}
    form = RowForm(data, row=row, school=school)
    assert form.is_valid(), form.errors
    assert form.row_fields()["cohort"] == {"grades": [6, 7], "any": row.cohort["any"]}


@pytest.mark.django_db
def test_an_alternative_is_added_changed_and_taken_out_on_the_page(
    client,
    me,  # noqa: F811
    rows,
    school,  # noqa: F811
):
    client.force_login(me)
    row = rows["C7"]
    url = reverse("plans:change", args=[row.pid])
    text = client.get(url).content.decode()
    assert "<details open>" not in text
    assert "1. with a social status</summary>" in text
    data = posted(RowForm(row=row, school=school))
    before = row.cohort["any"]
    added = {"or2_grades": "10-11", "or2_arrived": "on", "proof0": ["RAID", "SESSION"]}
    assert client.post(url, {**data, **added}).status_code == 302
    row.refresh_from_db()
    assert row.cohort == {"any": [*before, {"grades": [10, 11], "arrived": "THIS_YEAR"}]}
    assert row.evidence == ["HOUSING_ACT", ["RAID", "SESSION"]]
    assert cohort_from_json(row.cohort)

    data = posted(RowForm(row=row, school=school))
    for name in [one for one in data if one.startswith(("or0", "or1", "or2", "proof0"))]:
        del data[name]
    assert client.post(url, {**data, "proof0": ["RAID"]}).status_code == 302
    row.refresh_from_db()
    assert (row.cohort, row.evidence) == ({}, ["HOUSING_ACT", "RAID"])

    wrong = client.post(url, {**data, "or1_grades": "13"})
    assert wrong.status_code == 422
    assert 'href="#id_or1_grades"' in wrong.content.decode()
    assert wrong.content.decode().count("<details open>") == 1  # the wrong one
    change_row(by=me, row=row, fields={"cohort": {"any": [{"social": True}]}})
    assert row.cohort == {"any": [{"social": True}]}
