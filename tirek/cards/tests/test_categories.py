"""What a school says of categories and norms, dated."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tirek.access import clock
from tirek.access.tests import making
from tirek.cards.models import CategorySetting, Norm
from tirek.cards.queries import categories, norms, norms_on, open_categories, social_codes
from tirek.cards.tests.making import category

pytestmark = pytest.mark.django_db

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


def said(school, code="INCOMPLETE_FAMILY", since=OCTOBER, social=True, **fields):
    return CategorySetting.objects.create(
        school=school, code=code, since=since, social=social, **fields
    )


def test_a_category_is_social_from_the_day_the_school_has_said(school):
    said(school)
    assert "INCOMPLETE_FAMILY" not in social_codes(school, date(2026, 9, 30))
    assert "INCOMPLETE_FAMILY" in social_codes(school, OCTOBER)
    assert "INCOMPLETE_FAMILY" in social_codes(school)
    assert "INCOMPLETE_FAMILY" not in social_codes(making.school())


def test_the_later_word_about_the_same_day_counts(school):
    said(school)
    said(school, social=False)
    assert "INCOMPLETE_FAMILY" not in social_codes(school, OCTOBER)


def test_a_social_category_may_count_no_more(school):
    said(school, code="RETURNEE", social=False)
    assert "RETURNEE" in social_codes(school, SEPTEMBER)
    assert "RETURNEE" not in social_codes(school, OCTOBER)


def test_what_was_known_at_a_moment_can_be_told_again(school):
    before = clock.now()
    said(school, since=SEPTEMBER, recorded_at=before + timedelta(minutes=1))
    assert "INCOMPLETE_FAMILY" not in social_codes(school, SEPTEMBER, known_at=before)
    assert "INCOMPLETE_FAMILY" in social_codes(school, SEPTEMBER)


def test_categories_cost_one_query(school, django_assert_num_queries):
    said(school)
    with django_assert_num_queries(1):
        categories(school, SEPTEMBER, datetime.now(tz=clock.now().tzinfo))


def test_a_closed_category_takes_no_new_status(school):
    category(school=school, code="CLUB", until=SEPTEMBER)
    assert "CLUB" in open_categories(school, SEPTEMBER)
    assert "CLUB" not in open_categories(school, OCTOBER)
    assert "CLUB" in categories(school, OCTOBER)


def test_norms_of_a_day_are_those_in_force_then(school):
    old, new = "Z040000591_", "Z2500000245"
    last, first = norms_on(school, date(2026, 3, 1)), norms_on(school, date(2026, 3, 2))
    assert old in last
    assert new not in last
    assert new in first
    assert old not in first


def test_a_schools_own_norm_stands_for_the_built_in_one(school):
    Norm.objects.create(school=school, code="ORDER_223", title="Өз нұсқамыз")
    assert norms(school)["ORDER_223"].title == "Өз нұсқамыз"
    assert norms(making.school())["ORDER_223"].title != "Өз нұсқамыз"
