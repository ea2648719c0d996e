from datetime import date

import pytest

from tirek.access import clock
from tirek.access.tests import making as people
from tirek.access.tests.making import TODAY
from tirek.school import queries
from tirek.school.models import Pupil
from tirek.school.tests import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return people.school()


def test_a_pupil_is_at_school_from_the_first_to_the_last_day(school):
    making.pupil(school, in_class="5А", since=date(2026, 9, 10), until=date(2026, 10, 20))
    for day, there in [
        (date(2026, 9, 9), False),
        (date(2026, 9, 10), True),
        (date(2026, 10, 20), True),
        (date(2026, 10, 21), False),
    ]:
        assert queries.pupils_on(school, day).exists() is there


def test_only_pupils_of_the_school_and_of_those_asked_about_are_found(school):
    one, two = making.pupils(school, 2, in_class="5А")
    making.pupil(people.school(), in_class="5А")
    assert set(queries.pupils_on(school, TODAY)) == {one, two}
    asked = Pupil.objects.filter(pk=two.pk)
    assert list(queries.pupils_on(school, TODAY, pupils=asked)) == [two]


def test_a_pupil_who_moved_is_in_the_class_of_the_day(school):
    pupil = making.pupil(school, in_class="5А", until=date(2026, 10, 31))
    making.enrolment(pupil, "5Ә", since=date(2026, 11, 1))
    classes = {
        day: queries.with_class_on(Pupil.objects.all(), day).get().class_name
        for day in (date(2026, 8, 31), date(2026, 10, 31), date(2026, 11, 1))
    }
    assert list(classes.values()) == [None, "5А", "5Ә"]
    assert queries.pupils_on(school, TODAY).count() == 1


def test_with_two_enrolments_on_a_day_the_later_one_counts_and_the_pupil_stands_once(school):
    pupil = making.pupil(school, in_class="5А")
    making.enrolment(pupil, "6А", since=date(2026, 10, 1))
    found = queries.pupils_on(school, TODAY)
    assert [(p.class_name, p.grade) for p in found] == [("6А", 6)]


def test_an_annulled_enrolment_is_none(school):
    pupil = making.pupil(school)
    making.enrolment(pupil, "5А", annulled_at=clock.now())
    assert not queries.pupils_on(school, TODAY).exists()


def counted(school, day=TODAY):
    school_year = making.school_class(school).school_year
    return {c.name: (c.pupils, c.boys, c.girls) for c in queries.counted_classes(school_year, day)}


def test_classes_are_counted_as_of_a_day(school):
    making.pupil(school, in_class="5А", sex="M")
    making.pupil(school, in_class="5А", sex="F")
    making.pupil(school, in_class="5А", sex="")
    making.pupil(school, in_class="5Ә", sex="F", until=date(2026, 10, 31))
    assert counted(school) == {"5А": (3, 1, 1), "5Ә": (0, 0, 0)}
    assert counted(school, date(2026, 10, 31))["5Ә"] == (1, 0, 1)


def test_a_pupil_is_counted_once_when_the_end_of_the_enrolment_was_annulled(school):
    pupil = making.pupil(school, in_class="5А", sex="M")
    ended = making.enrolment(pupil, "5А", until=date(2026, 9, 30), replaces=pupil.enrolments.get())
    assert counted(school)["5А"] == (0, 0, 0)
    ended.annulled_at = clock.now()
    ended.save()
    assert counted(school)["5А"] == (1, 1, 0)


def test_the_family_of_a_day(school):
    pupil = making.pupil(school, in_class="5А")
    before, after = making.household(school), making.household(school)
    making.stay(pupil, before, until=date(2026, 10, 31))
    making.stay(pupil, after, since=date(2026, 11, 1))
    alone = making.pupil(school, in_class="5А")
    for day, home in [(date(2026, 10, 31), before), (date(2026, 11, 1), after)]:
        assert queries.household_ids_on(school, day) == {pupil.pk: home.pk}
        assert queries.household_of(pupil, day) == home
    assert queries.household_of(alone, TODAY) is None


def test_names_are_found_by_every_word_and_an_iin_by_its_end(school):
    making.pupil(school, "Сағындық", "Дамир", iin="000101300019")
    making.pupil(school, "Оспан", "Аяулым")

    def found(text):
        return [p.surname for p in queries.pupils_named(Pupil.objects.all(), text)]

    assert found("дамир сағын") == ["Сағындық"]
    assert found("0019") == ["Сағындық"]
    assert found("019") == []
    assert found("оспан дамир") == []


@pytest.mark.parametrize("number", [3, 30])
def test_reading_a_school_takes_the_same_number_of_queries(
    school, number, django_assert_num_queries
):
    making.pupils(school, number, in_class="5А")
    with django_assert_num_queries(1):
        assert len(queries.pupils_on(school, TODAY)) == number
    with django_assert_num_queries(1):
        queries.household_ids_on(school, TODAY)
    school_year = making.school_class(school).school_year
    with django_assert_num_queries(1):
        assert [c.pupils for c in queries.counted_classes(school_year, TODAY)] == [number]
