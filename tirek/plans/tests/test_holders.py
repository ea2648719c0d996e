"""The figures by responsible: persons under each role."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tirek.access import kept
from tirek.access.tests import making as people
from tirek.plans.holders import Holders
from tirek.plans.tests.test_pages import (  # noqa: F401
    _monday,
    me,
    orphans,
    plans,
    row,
    school,
    year,
)

pytestmark = pytest.mark.django_db

CLASSES = {1: "5А", 2: "6Б"}


def held(school, django_assert_num_queries):  # noqa: F811
    with django_assert_num_queries(1):
        return Holders(school, people.TODAY, CLASSES)


def test_class_teachers_by_class_others_when_they_are_alone(
    school,  # noqa: F811
    django_assert_num_queries,
):
    teacher = people.user("CLASS_TEACHER", school, username="t5", classes=["5А"])
    nurse = people.user("NURSE", school, username="nurse")
    mentors = [people.user("MENTOR", school, username=name) for name in ("m1", "m2")]
    found = held(school, django_assert_num_queries)
    assert found.keys("CLASS_TEACHER", 1) == [f"CLASS_TEACHER~{teacher.pk}"]
    assert found.keys("CLASS_TEACHER", 2) == ["CLASS_TEACHER"]
    assert found.keys("CLASS_TEACHER", None) == ["CLASS_TEACHER"]
    assert found.keys("NURSE", 1) == found.keys("NURSE", None) == [f"NURSE~{nurse.pk}"]
    assert found.keys("MENTOR", 1) == ["MENTOR"]
    assert found.keys("LIBRARIAN", 1) == ["LIBRARIAN"]
    asked = ["MENTOR", f"NURSE~{nurse.pk}", "LIBRARIAN", f"CLASS_TEACHER~{teacher.pk}"]
    lines = dict(found.lines(asked))
    assert set(lines) == set(asked)
    assert all(one.full_name in lines["MENTOR"] for one in mentors)
    assert lines[f"NURSE~{nurse.pk}"].endswith(nurse.full_name)


def test_on_the_page_each_person_with_a_list(client, me, plans, year):  # noqa: F811
    orphans(year, 2)
    teacher = people.user("CLASS_TEACHER", year.school, username="t5", classes=["5А"])
    kept.forget_all()
    client.force_login(me)
    page = reverse("plans:coverage")
    lines = client.get(page, {"by": "person"}).context["lines"]
    (line,) = (one for one in lines if one.key == f"CLASS_TEACHER~{teacher.pk}")
    assert teacher.full_name in line.name
    due = dict(line.numbers)["due"]
    asked = {"by": "person", "of": line.key, "what": "due"}
    assert client.get(page, asked).context["opened"].count == due > 0
