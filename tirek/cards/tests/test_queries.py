from datetime import date

import pytest
import time_machine

from tirek.access import clock
from tirek.access.roles import Role
from tirek.access.tests import making as people
from tirek.access.tests.making import TODAY
from tirek.cards import queries
from tirek.cards.models import StatusPeriod
from tirek.cards.tests import making
from tirek.school.models import Pupil
from tirek.school.tests import making as pupils

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(people.NOON, tick=False):
        yield


@pytest.fixture
def school():
    return people.school()


def test_the_schools_own_category_stands_for_the_built_in_one(school):
    making.category(school=school, code="GIFTED", name_kk="Талантты", social=True, position=1)
    making.category(school=people.school(), code="THEIRS")
    found = queries.categories(school)
    assert found["GIFTED"].name_kk == "Талантты"
    assert "THEIRS" not in found
    assert list(found)[:2] == ["GIFTED", "ORPHAN"]


def test_what_counts_as_social_status_by_default_and_by_the_school(school):
    default = queries.social_codes(school)
    expected = {"ORPHAN", "HALF_ORPHAN", "NO_PARENTAL_CARE", "WARD", "MULTI_CHILD", "LOW_INCOME"}
    expected |= {"TARGETED_ASSISTANCE", "RETURNEE", "EMERGENCY", *(f"AID_{n}" for n in range(1, 6))}
    assert default == expected
    making.category(school=school, code="MULTI_CHILD", social=False)
    assert queries.social_codes(school) == default - {"MULTI_CHILD"}
    assert queries.social_codes(people.school()) == default


def test_statuses_hold_on_their_first_and_last_day(school):
    pupil = pupils.pupil(school)
    making.status(pupil, since=date(2026, 9, 10), until=date(2026, 9, 20))
    for day, holds in [(9, 0), (10, 1), (20, 1), (21, 0)]:
        day = date(2026, 9, day)
        assert queries.statuses_on(school, day).count() == holds
        assert queries.pupils_in(Pupil.objects.all(), ["LOW_INCOME"], day).count() == holds
    assert not queries.statuses_on(people.school(), date(2026, 9, 10)).exists()


def test_codes_of_each_pupil_once_and_without_what_was_annulled(school):
    one, two, three = pupils.pupils(school, 3)
    making.status(one, "ORPHAN")
    making.status(one, "LOW_INCOME", since=date(2026, 10, 1))
    making.status(one, "ORPHAN", since=date(2026, 10, 1))
    old = making.status(two, "WARD")
    making.status(two, "WARD", until=date(2026, 9, 30), replaces=old, annulled_at=clock.now())
    making.status(three, "GIFTED", annulled_at=clock.now())
    found = queries.codes_by_pupil([one.pk, two.pk, three.pk], TODAY)
    assert found == {one.pk: ["ORPHAN", "LOW_INCOME"], two.pk: ["WARD"]}


def test_a_count_as_known_at_a_moment_does_not_change(school):
    pupil = pupils.pupil(school)
    old = making.status(pupil, "ORPHAN")
    before = clock.now()
    with time_machine.travel("2026-11-24 09:00+05:00", tick=False):
        making.status(pupil, "ORPHAN", until=date(2026, 9, 30), replaces=old)
        assert queries.codes_by_pupil([pupil.pk], TODAY) == {}
        assert queries.codes_by_pupil([pupil.pk], TODAY, before) == {pupil.pk: ["ORPHAN"]}


def test_legal_representatives(school):
    pupil = pupils.pupil(school)
    home = pupils.household(school, pupil)
    making.kin(pupil, pupils.member(home), "FATHER", until=date(2026, 9, 1))
    mother = making.kin(pupil, pupils.member(home), "MOTHER")
    making.kin(pupil, pupils.member(home), "OTHER", legal=False)
    assert queries.legal_representatives([pupil.pk], TODAY) == {pupil.pk: mother}


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        *((role, 2) for role in ("SOCIAL_PEDAGOGUE", "DEPUTY_DIRECTOR", "DIRECTOR")),
        *(("PSYCHOLOGIST", 2), ("CLASS_TEACHER", 1), ("MENTOR", 1)),
        *((role, 0) for role in ("LIBRARIAN", "CANTEEN", "ADMINISTRATOR", "SUBJECT_TEACHER")),
    ],
)
def test_statuses_are_seen_with_the_pupil(school, role, seen):
    own = pupils.pupil(school, in_class="5А")
    for pupil in (own, pupils.pupil(school, in_class="6А"), pupils.pupil(people.school())):
        making.status(pupil)
    user = people.user(Role(role), school, classes=["5А"], pupils=[own])
    assert StatusPeriod.objects.visible_to(user).count() == seen


@pytest.mark.parametrize("number", [3, 30])
def test_codes_take_one_query_whatever_the_number(school, number, django_assert_num_queries):
    children = pupils.pupils(school, number)
    for child in children:
        making.status(child)
    with django_assert_num_queries(1):
        assert len(queries.codes_by_pupil([c.pk for c in children], TODAY)) == number
