"""What was believed at a moment: recorded, replaced, annulled."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils.timezone import make_aware

from tirek.access.tests import making as people
from tirek.school.models import Enrolment
from tirek.school.tests import making

pytestmark = pytest.mark.django_db


def at(day):
    return make_aware(datetime(2026, 10, day, 12))


@pytest.fixture
def first():
    school = people.school()
    pupil = making.pupil(school)
    return making.enrolment(pupil, "5А", recorded_at=at(1))


def believed(moment=None):
    return [fact.pk for fact in Enrolment.objects.known_at(moment).order_by("pk")]


def replaced(fact, day, **fields):
    return making.enrolment(
        fact.pupil, fact.school_class, recorded_at=at(day), replaces=fact, **fields
    )


def test_a_fact_is_believed_from_the_moment_it_was_recorded(first):
    assert believed(at(1) - timedelta(seconds=1)) == []
    assert believed(at(1)) == believed(at(9)) == believed() == [first.pk]


def test_a_replacement_stands_for_the_fact_from_when_it_was_recorded(first):
    second = replaced(first, 5, until=date(2026, 10, 4))
    assert believed(at(4)) == [first.pk]
    assert believed(at(5)) == believed() == [second.pk]


def test_a_replacement_of_a_replacement_stands_alone(first):
    second = replaced(first, 5)
    third = replaced(second, 7)
    assert believed(at(6)) == [second.pk]
    assert believed() == [third.pk]


def test_an_annulled_fact_is_believed_until_it_was_annulled(first):
    first.annulled_at = at(5)
    first.save()
    assert believed(at(4)) == [first.pk]
    assert believed(at(5)) == believed() == []


def test_when_a_replacement_is_annulled_the_fact_before_it_stands_again(first):
    second = replaced(first, 5, annulled_at=at(7))
    assert believed(at(6)) == [second.pk]
    assert believed(at(7)) == believed() == [first.pk]


def test_a_fact_holds_on_its_first_and_on_its_last_day(first):
    first.since, first.until = date(2026, 9, 10), date(2026, 9, 20)
    first.save()
    for day, holds in [(9, 0), (10, 1), (20, 1), (21, 0)]:
        assert Enrolment.objects.on(date(2026, 9, day)).count() == holds
    for a, b, touches in [(1, 9, 0), (1, 10, 1), (12, 15, 1), (20, 30, 1), (21, 30, 0)]:
        found = Enrolment.objects.touching(date(2026, 9, a), date(2026, 9, b))
        assert found.count() == touches


def test_now_is_the_moment_when_none_is_given(first):
    with time_machine.travel(at(1) - timedelta(days=1), tick=False):
        replaced(first, 5)
        assert len(believed()) == 1
