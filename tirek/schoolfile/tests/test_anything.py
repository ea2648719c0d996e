"""Whatever stands in a file: it comes in, or every misfit is named and nothing has changed."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tirek.access.models import Department, School, User
from tirek.access.rules.shape import Problem
from tirek.schoolfile.load import load
from tirek.schoolfile.tests.test_round_trip import SCHOOL
from tirek.schoolfile.words import Unfit, said

pytestmark = pytest.mark.django_db

TWICE = object()  # the same element once more, where it stands in a list
ODD = st.one_of(
    st.just(TWICE),
    st.sampled_from(
        [
            *(None, True, False, 0, -1, 1, 40_000, 2**31, 2**63, 2**70, 1.5, 1e300),
            *(float("nan"), float("inf"), "", " ", "\x00", "\ud800", "6Ә", "А" * 70_000),
            *("0001-01-01", "9999-12-31", "2026-02-30", "2026-11-23", "12", "p1", "h1", "social"),
            *("0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00", "2026-11-23T10:00:00"),
            *([], {}, [None], [[]], [{}], {"": 1}, {"key": "x"}, ["2026-09-01"] * 2),
        ]
    ),
    st.text(max_size=20),
    st.integers(-5, 3000),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value inside a value."""
    found = [path] if path else []
    if isinstance(value, dict | list):
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        for name, one in inner:
            found += places(one, (*path, name))
    return found


WAYS = places(SCHOOL)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.sampled_from(WAYS), ODD), min_size=1, max_size=3))
def test_anything_comes_in_or_is_named(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    data = copy.deepcopy(SCHOOL)
    for way, value in changes:
        at: Any = data
        try:
            for name in way[:-1]:
                at = at[name]
            if value is TWICE:
                at.append(copy.deepcopy(at[way[-1]]))
            else:
                at[way[-1]] = copy.deepcopy(value)
        except (KeyError, IndexError, TypeError, AttributeError):
            continue
    mark = transaction.savepoint()
    problems = misfits(data)
    if problems is not None:
        assert problems
        assert all(said(problem) for problem in problems)
        assert not School.objects.exists()
        assert not User.objects.exists()
        assert not Department.objects.exists()
    transaction.savepoint_rollback(mark)


def misfits(data: Any) -> list[Problem] | None:
    """What was named as wrong; None when the file came in."""
    try:
        load(data)
    except Unfit as error:
        return error.problems
    return None


@pytest.mark.parametrize("data", [None, [], "x", 3, {}, {"format": "tirek-school/2"}, [{}]])
def test_what_is_no_school_file_is_refused(data: Any) -> None:
    with pytest.raises(Unfit):
        load(data)


def test_the_file_is_plain_json() -> None:
    assert json.loads(json.dumps(SCHOOL)) == SCHOOL
