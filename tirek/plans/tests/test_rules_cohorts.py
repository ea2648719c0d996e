"""A cohort that would narrow nothing, or cannot be read, is refused wherever cohorts are read."""

from __future__ import annotations

import json
from importlib import import_module

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tirek.access.refused import Refused
from tirek.access.rules.shape import Problem
from tirek.plans.actions.making import checked
from tirek.plans.interchange import SHAPE
from tirek.plans.ready import plans
from tirek.plans.rules.cohorts import DEEPEST, EVERYBODY, cohort_from_json
from tirek.plans.rules.shape import ShapeError

tidied = import_module("tirek.plans.migrations.0002_cohorts_without_empty_lists").tidied


def nested(depth):
    found = {"social": True}
    for _ in range(depth):
        found = {"any": [found]}
    return found


BAD = [
    ({"statuses": []}, "cohort.statuses", "EMPTY"),
    ({"grades": []}, "cohort.grades", "EMPTY"),
    ({"any": []}, "cohort.any", "EMPTY"),
    ({"any": [{}]}, "cohort.any[0]", "EMPTY"),
    ({"any": [{"social": True}, {}]}, "cohort.any[1]", "EMPTY"),
    ({"any": [{"any": [{"grades": []}]}]}, "cohort.any[0].any[0].grades", "EMPTY"),
    ({"social": False}, "cohort.social", "EXPECTED"),
    ({"grades": [13]}, "cohort.grades[0]", "EXPECTED"),
    ({"statuses": "ORPHAN"}, "cohort.statuses", "EXPECTED"),
    ({"requested": ""}, "cohort.requested", "EXPECTED"),
    ([], "cohort", "EXPECTED"),
    (nested(DEEPEST + 1), "cohort" + ".any[0]" * (DEEPEST + 1), "TOO_DEEP"),
    (nested(2000), "cohort" + ".any[0]" * (DEEPEST + 1), "TOO_DEEP"),
]


@pytest.mark.parametrize(("cohort", "path", "code"), BAD)
def test_refused_by_the_rule_the_form_and_the_school_file(cohort, path, code):
    with pytest.raises(ShapeError) as fault:
        cohort_from_json(cohort)
    assert (fault.value.path, fault.value.code) == (path, code)

    with translation.override("kk"), pytest.raises(Refused) as refused:
        checked({"cohort": cohort})
    assert refused.value.field == "cohort"
    assert path in str(refused.value)
    assert "is empty" not in str(refused.value)  # in the reader's language

    plan = {"school": "1", "year": 2026, "kind": "OWN", "rows": [{"code": "S1", "unit": "PUPIL"}]}
    plan["rows"][0] |= {"term": {"ongoing": True}, "cohort": cohort}
    problems: list[Problem] = []
    SHAPE["plans"].check([plan], "plans", problems)
    assert [(one.path, one.code) for one in problems] == [(f"plans[0].rows[0].{path}", code)]


def test_as_deep_as_allowed_is_read():
    assert cohort_from_json(nested(DEEPEST)).as_json() == nested(DEEPEST)
    assert cohort_from_json({}) == EVERYBODY


def test_the_ready_plans_hold():
    for plan in plans():
        for row in plan["rows"]:
            assert cohort_from_json(row["cohort"]).as_json() == row["cohort"]


PARTS = st.fixed_dictionaries(
    {},
    optional={
        "statuses": st.lists(st.sampled_from(["ORPHAN", "WARD"]), max_size=2),
        "grades": st.lists(st.integers(0, 12), max_size=2),
        "social": st.just(True),
        "arrived": st.just("THIS_YEAR"),
    },
)
COHORTS = st.recursive(
    PARTS,
    lambda inner: st.builds(lambda part, some: {**part, "any": some}, PARTS, st.lists(inner)),
    max_leaves=4,
)


@given(COHORTS)
def test_what_is_stored_from_before_is_tidied_to_what_it_meant(cohort):
    kept = tidied(cohort)
    read = cohort_from_json(kept)
    assert read.as_json() == kept
    assert tidied(kept) == kept
    assert "[]" not in json.dumps(kept)
    assert "{}" not in json.dumps(kept.get("any", []))
