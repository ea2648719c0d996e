from datetime import date

import pytest
import time_machine

from tirek.access.models import AuditRow
from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.school import actions, queries
from tirek.school.models import Enrolment, HouseholdStay, Pupil
from tirek.school.tests import making

pytestmark = pytest.mark.django_db

FIELDS = {"surname": "Сағындық", "given": "Дамир", "sex": "M", "born_on": date(2015, 3, 14)}
SEPTEMBER, NOVEMBER = date(2026, 9, 1), date(2026, 11, 1)


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(people.NOON, tick=False):
        yield


@pytest.fixture
def school():
    return people.school()


@pytest.fixture
def by(school):
    return people.user("SOCIAL_PEDAGOGUE", school)


def refused(field, deed, **given):
    """The deed is refused at that field and writes nothing."""
    before = (Pupil.objects.count(), Enrolment.objects.count(), AuditRow.objects.count())
    with pytest.raises(Refused) as caught:
        deed(**given)
    assert caught.value.field == field
    assert before == (Pupil.objects.count(), Enrolment.objects.count(), AuditRow.objects.count())


def verbs():
    rows = AuditRow.objects.exclude(thing="schoolyear.schoolyear").order_by("pk")
    return list(rows.values_list("verb", "thing"))


def test_a_pupil_is_added_with_a_class_and_a_trace(school, by):
    pupil = actions.add_pupil(
        by=by,
        school=school,
        fields=FIELDS,
        school_class=making.school_class(school),
        since=SEPTEMBER,
    )
    assert pupil.full_name == "Сағындық Дамир"
    assert queries.pupils_on(school, SEPTEMBER).get().class_name == "5А"
    assert verbs() == [("CREATED", "school.pupil"), ("CREATED", "school.enrolment")]


def test_the_same_name_and_birth_date_is_refused_and_another_date_is_not(school, by):
    given = {"by": by, "school": school, "school_class": making.school_class(school)}
    actions.add_pupil(fields=FIELDS, since=SEPTEMBER, **given)
    refused("surname", actions.add_pupil, fields=FIELDS, since=SEPTEMBER, **given)
    twin = {**FIELDS, "born_on": date(2015, 3, 15)}
    actions.add_pupil(fields=twin, since=SEPTEMBER, **given)


def test_an_iin_belongs_to_one_pupil_of_a_school(school, by):
    making.pupil(school, iin="990101500016")
    pupil = making.pupil(school)
    fields = {"surname": "А", "given": "Б", "iin": "990101500016"}
    refused("iin", actions.change_pupil, by=by, pupil=pupil, fields=fields)
    elsewhere = making.pupil(people.school())
    actions.change_pupil(by=by, pupil=elsewhere, fields=fields)


def test_a_change_leaves_the_names_of_the_fields_and_no_change_leaves_nothing(school, by):
    pupil = making.pupil(school, "Сағындық", "Дамир")
    fields = {name: getattr(pupil, name) for name in actions.PUPIL_FIELDS}
    actions.change_pupil(by=by, pupil=pupil, fields=fields)
    assert not AuditRow.objects.exists()
    actions.change_pupil(by=by, pupil=pupil, fields={**fields, "phone": "1", "given": "Данияр"})
    assert AuditRow.objects.get().note == "given phone"
    assert Pupil.objects.get().search.endswith("данияр")


def test_an_enrolment_is_refused_in_another_school_or_while_one_holds(school, by):
    pupil = making.pupil(school, in_class="5А", since=date(2026, 9, 10))
    far = making.school_class(people.school())
    near = making.school_class(school, "6А")
    refused("school_class", actions.enrol, by=by, pupil=pupil, school_class=far, since=SEPTEMBER)
    for since in (date(2026, 9, 10), NOVEMBER, SEPTEMBER):
        refused("since", actions.enrol, by=by, pupil=pupil, school_class=near, since=since)


def test_a_pupil_who_left_may_come_back(school, by):
    pupil = making.pupil(school, in_class="5А")
    actions.end_enrolment(by=by, pupil=pupil, until=date(2026, 9, 30), reason="көшті")
    refused("until", actions.end_enrolment, by=by, pupil=pupil, until=NOVEMBER, reason="")
    near = making.school_class(school, "6А")
    refused("since", actions.enrol, by=by, pupil=pupil, school_class=near, since=date(2026, 9, 30))
    actions.enrol(by=by, pupil=pupil, school_class=near, since=date(2026, 10, 1))
    assert Enrolment.objects.known_at().count() == 2


def test_a_move_closes_one_class_the_day_before_it_opens_the_other(school, by):
    pupil = making.pupil(school, in_class="5А")
    actions.move_class(
        by=by, pupil=pupil, school_class=making.school_class(school, "6А"), since=NOVEMBER
    )
    believed = [(e.school_class.name, e.since, e.until) for e in Enrolment.objects.known_at()]
    assert believed == [
        ("5А", SEPTEMBER, date(2026, 10, 31)),
        ("6А", NOVEMBER, None),
    ]
    assert Enrolment.objects.count() == 3


def test_a_move_to_the_same_class_or_on_the_first_day_is_refused(school, by):
    pupil = making.pupil(school, in_class="5А")
    same, near = making.school_class(school), making.school_class(school, "6А")
    move = {"by": by, "pupil": pupil}
    refused("school_class", actions.move_class, school_class=same, since=NOVEMBER, **move)
    refused("since", actions.move_class, school_class=near, since=SEPTEMBER, **move)


def test_a_class_is_opened_once_a_year(school, by):
    year = making.school_class(school).school_year
    refused("letter", actions.open_class, by=by, school_year=year, grade=5, letter="А")
    opened = actions.open_class(by=by, school_year=year, grade=5, letter="Ә")
    assert opened.name == "5Ә"


def test_a_pupil_changes_family_on_a_day(school, by):
    pupil = making.pupil(school)
    before = making.household(school, pupil)
    after = making.household(school)
    refused("since", actions.join_household, by=by, pupil=pupil, household=after)
    actions.join_household(by=by, pupil=pupil, household=after, since=NOVEMBER)
    assert queries.household_of(pupil, date(2026, 10, 31)) == before
    assert queries.household_of(pupil, NOVEMBER) == after
    kept = actions.join_household(by=by, pupil=pupil, household=after)
    assert kept.since == NOVEMBER
    assert HouseholdStay.objects.known_at().count() == 2
