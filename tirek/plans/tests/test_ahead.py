"""The page of the coming weeks: numbers that open their lists, papers, nobody's name too much."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tirek.access import kept
from tirek.access.tests import making as people
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

PAGE = "plans:ahead"


@pytest.fixture
def three(year, plans):  # noqa: F811
    found = orphans(year, 3)
    kept.forget_all()
    return found


def test_each_number_opens_its_list(client, me, three):  # noqa: F811
    client.force_login(me)
    for by in ("row", "person", "class"):
        answer = client.get(reverse(PAGE), {"by": by})
        assert answer.status_code == 200
        lines = answer.context["lines"]
        assert lines
        for line in lines[:6]:
            for cell in line.cells:
                if cell.number:
                    asked = {"by": by, "of": line.key, "week": cell.week}
                    opened = client.get(reverse(PAGE), asked).context["opened"]
                    assert opened.count == cell.number


def test_visits_of_the_half_year_fall_due_by_name(client, me, three):  # noqa: F811
    client.force_login(me)
    (line,) = (
        one for one in client.get(reverse(PAGE)).context["lines"] if one.key == row("C6").pid
    )
    (cell,) = (one for one in line.cells if one.number)
    assert cell.number == 3
    opened = client.get(reverse(PAGE), {"of": line.key, "week": cell.week}).context["opened"]
    assert [one.name for one in opened.lines] == [one.short_name for one in three]


@pytest.mark.parametrize(
    "asked",
    [{"by": "x"}, {"of": "x", "week": "1"}, {"week": "99"}, {"week": "²"}, {"week": "--1"}, {}],
)
def test_what_is_not_there_is_not_found(client, me, three, asked):  # noqa: F811
    client.force_login(me)
    asked = asked if "by" in asked else {"of": row("C6").pid, **asked}
    assert client.get(reverse(PAGE), asked).status_code == 404


def test_the_papers(client, me, three):  # noqa: F811
    client.force_login(me)
    for name in ("plans:ahead_file", "plans:coverage_file"):
        for format in ("docx", "xlsx", "pdf"):
            answer = client.get(reverse(name, args=[format]), {"by": "person"})
            assert answer.status_code == 200
            assert len(answer.content) > 1000
        assert client.get(reverse(name, args=["txt"])).status_code == 404


def test_others_know_how_many_and_not_who(client, three, school):  # noqa: F811
    nurse = people.user("NURSE", school, username="nurse")
    client.force_login(nurse)
    text = client.get(reverse(PAGE)).content.decode()
    for href in re.findall(r'href="(\?by=row&amp;of=[^"#]+)', text):
        opened = client.get(reverse(PAGE) + href.replace("&amp;", "&"))
        assert "Сағындық" not in opened.content.decode()


def test_without_a_year_the_page_says_so(client, school):  # noqa: F811
    client.force_login(people.user("SOCIAL_PEDAGOGUE", school, username="other", language="en"))
    assert "Nothing falls due" in client.get(reverse(PAGE)).content.decode()
