from datetime import date

import pytest

from tirek.access.models import AuditRow
from tirek.access.refused import Refused
from tirek.access.roles import Role
from tirek.access.tests import making as people
from tirek.schoolyear import queries
from tirek.schoolyear.actions import open_year
from tirek.schoolyear.models import SchoolYear
from tirek.schoolyear.tests import making

pytestmark = pytest.mark.django_db


def test_the_year_of_a_day_is_the_one_that_began_last():
    school = people.school()
    older, newer = making.school_year(school, 2025), making.school_year(school, 2026)
    making.school_year(people.school(), 2027)
    for day, year in [
        (date(2025, 8, 31), None),
        (date(2025, 9, 1), older),
        (date(2026, 8, 31), older),
        (date(2026, 9, 1), newer),
        (date(2028, 1, 1), newer),
    ]:
        assert queries.year_at(school, day) == year
    assert queries.year_of(school, 2025) == older
    assert queries.year_of(school, 2024) is None
    assert queries.years_of(school) == [newer, older]


def test_a_year_is_opened_once_with_four_quarters_and_a_trace():
    school = people.school()
    by = people.user(Role.SOCIAL_PEDAGOGUE, school)
    opened = open_year(by=by, school=school, year=2026)
    assert len(opened.calendar().quarters) == 4
    assert AuditRow.objects.get().verb == "CREATED"
    with pytest.raises(Refused) as refused:
        open_year(by=by, school=school, year=2026)
    assert refused.value.field == "year"
    assert SchoolYear.objects.count() == AuditRow.objects.count() == 1


def test_years_are_seen_in_ones_own_schools_only():
    school = people.school()
    year = making.school_year(school)
    making.school_year(people.school())
    assert list(SchoolYear.objects.visible_to(people.user(Role.CANTEEN, school))) == [year]
    assert not SchoolYear.objects.visible_to(people.user(None)).exists()


def test_a_year_as_plain_data_takes_no_query_when_read_whole(django_assert_num_queries):
    school = people.school()
    making.school_year(school)
    year = queries.year_at(school, date(2026, 11, 23))
    with django_assert_num_queries(0):
        assert year.calendar().quarter_of(date(2026, 11, 23)) == 2
