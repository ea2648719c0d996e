"""Who can see a child and why: the same answer as the pages give, one by one."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from tirek.access import clock
from tirek.access.models import User
from tirek.access.roles import DOORS, Role
from tirek.access.tests import making as people
from tirek.cards.tests import making as cards
from tirek.oversight.queries.seen import ABOUT_CHILDREN, LEAST, rights_of, watchers
from tirek.oversight.tests.making import opening
from tirek.school.models import Pupil
from tirek.school.tests import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

DAYS = [date(2026, 9, 1), date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 23)]


class House:
    """A school of everybody: roles that began and ended, classes that changed."""

    def __init__(self, school):
        self.school = school
        self.five, self.six = (making.school_class(school, name) for name in ("5А", "6Б"))
        # Айдос moved from 5А to 6Б on 1 November; Аружан stayed.
        self.moved = making.pupil(school, "Әлиев", "Айдос")
        making.enrolment(self.moved, self.five, until=date(2026, 10, 31))
        making.enrolment(self.moved, self.six, since=date(2026, 11, 1))
        self.stayed = making.pupil(school, "Бекова", "Аружан", in_class=self.five)
        self.listed = making.pupil(school, "Ғалиев", "Дамир", in_class=self.six)
        cards.status(self.listed, "REGISTER", since=date(2026, 10, 15))
        self.gone = making.pupil(school, in_class=self.five, until=date(2026, 10, 1))
        self.pupils = [self.moved, self.stayed, self.listed, self.gone]
        for role in Role:
            people.user(role, school, classes=["5А"], pupils=[self.stayed])
        self.teacher = people.user(Role.CLASS_TEACHER, school, classes=["6Б"])
        by_class = people.user(Role.CLASS_TEACHER, school)
        self.five.teacher = by_class
        self.five.save()
        people.user(Role.CLASS_TEACHER, school, classes=["5А"], until=date(2026, 10, 31))
        people.user(Role.CLASS_TEACHER, school, classes=["5А"], since=date(2026, 11, 1))
        people.user(Role.DIRECTOR, school, until=date(2026, 10, 31))
        people.user(Role.MENTOR, school, pupils=[self.moved, self.listed])
        several = people.user(Role.MENTOR, school, pupils=[self.listed])
        people.grant(several, Role.CLASS_TEACHER, school, classes=["5А"])
        people.grant(several, Role.NURSE, people.school())
        grades = people.user(Role.SOCIAL_PEDAGOGUE, school).grants.get()
        grades.grades = [6]
        grades.save()
        making.school_class(school, "5А", year=2025)
        other = people.school()
        far = making.pupil(other, in_class="5А")
        for role in Role:
            people.user(role, other, classes=["5А"], pupils=[far, self.stayed])


@pytest.fixture
def house(school):
    return House(school)


def slowly(pupil):
    """Everybody asked one by one, as their own pages ask."""
    return {
        user.pk
        for user in User.objects.all()
        if Pupil.objects.visible_to(user, LEAST).filter(pk=pupil.pk).exists()
    }


def quickly(pupil, day):
    return {one.user.pk for one in watchers(pupil, day, clock.now())}


@pytest.mark.parametrize("day", DAYS)
def test_the_same_people_as_asked_one_by_one(house, day):
    with time_machine.travel(f"{day} 12:00+05:00", tick=False):
        for pupil in house.pupils:
            assert quickly(pupil, day) == slowly(pupil) != set()


@pytest.mark.parametrize("day", DAYS)
def test_a_day_that_has_passed_is_told_as_it_was(house, day):
    with time_machine.travel(f"{day} 12:00+05:00", tick=False):
        then = {pupil.pk: slowly(pupil) for pupil in house.pupils}
    for pupil in house.pupils:
        assert quickly(pupil, day) == then[pupil.pk]


def test_days_differ(house):
    seen = [quickly(house.moved, day) for day in DAYS]
    assert len({frozenset(one) for one in seen}) == 2


def test_a_closed_account_sees_nothing(house):
    person = User.objects.get(pk=house.teacher.pk)
    person.is_active = False
    person.save()
    assert person.pk not in quickly(house.moved, clock.today()) | slowly(house.moved)


def test_an_opening_is_seen_while_it_lasts_and_on_its_day(house):
    opened = opening(house.teacher, house.school, house.stayed)
    today = clock.today()
    assert house.teacher.pk in quickly(house.stayed, today)
    assert quickly(house.stayed, today) == slowly(house.stayed)
    reasons = {one.user: one.reasons for one in watchers(house.stayed, today, clock.now())}
    assert [one.opening for one in reasons[house.teacher]] == [opened]
    with time_machine.travel(clock.now() + timedelta(minutes=31), tick=False):
        assert house.teacher.pk not in quickly(house.stayed, today) | slowly(house.stayed)
    with time_machine.travel("2026-11-25 12:00+05:00", tick=False):
        assert house.teacher.pk in quickly(house.stayed, today)
        assert house.teacher.pk not in quickly(house.stayed, clock.today())


def test_the_day_turns_at_midnight_in_the_school_not_in_greenwich(house):
    with time_machine.travel("2026-11-24 02:00+05:00", tick=False):
        opening(house.teacher, house.school, house.stayed)
        assert house.teacher.pk in quickly(house.stayed, clock.today())
    with time_machine.travel("2026-11-24 03:00+05:00", tick=False):
        assert house.teacher.pk not in quickly(house.stayed, clock.today())
        assert quickly(house.stayed, clock.today()) == slowly(house.stayed)


def test_the_childs_page_names_an_opening_apart(client_of, house):
    opening(house.teacher, house.school, house.stayed)
    answer = client_of(Role.DIRECTOR).get(reverse("cards:pupil", args=[house.stayed.pid]))
    aside = answer.content.decode().split("<aside")[1].split("</aside>")[0]
    assert f"<li>{house.teacher.full_name}<small>шұғыл ашу</small>" in aside


def test_every_reason_is_told(school):
    child = making.pupil(school, in_class="5А", since=date(2026, 9, 15))
    teacher = people.user(Role.CLASS_TEACHER, school, classes=["5А"], since=date(2026, 9, 1))
    people.grant(teacher, Role.MENTOR, school, pupils=[child], since=date(2026, 10, 1))
    head = people.user(Role.DIRECTOR, school, since=date(2025, 9, 1), until=date(2027, 1, 1))
    found = {one.user: one.reasons for one in watchers(child, clock.today(), clock.now())}
    told = {one.role: (one.since, one.classes, one.whole) for one in found[teacher]}
    assert told == {
        Role.CLASS_TEACHER: (date(2026, 9, 15), ("5А",), False),
        Role.MENTOR: (date(2026, 10, 1), (), False),
    }
    assert found[head][0].whole
    assert found[head][0].until == date(2027, 1, 1)


def test_a_handful_of_queries_however_many_work_here(house, queries_of):
    few = queries_of(lambda: watchers(house.moved, clock.today(), clock.now()))
    for number in range(60):
        people.user(Role.CLASS_TEACHER, house.school, classes=[f"{number % 11}В", "6Б"])
    many = queries_of(lambda: watchers(house.moved, clock.today(), clock.now()))
    assert many == few <= 4
    assert quickly(house.moved, clock.today()) == slowly(house.moved)


def test_the_page_says_who_and_why_and_what(client_of, house):
    house.teacher.full_name = "Сейтқали Гүлнұр"
    house.teacher.save()
    client = client_of(Role.DEPUTY_DIRECTOR)
    text = client.get(reverse("oversight:sight", args=[house.moved.pid])).content.decode()
    for said in ("Сейтқали Гүлнұр", "сынып жетекшісі: 6Б", "01.11.2026", "бүкіл мектеп"):
        assert said in text
    past = client.get(reverse("oversight:sight", args=[house.moved.pid]) + "?on=31.10.2026")
    assert "Сейтқали Гүлнұр" not in past.content.decode()


def test_the_childs_page_leads_there(client_of, house):
    director, teacher = client_of(Role.DIRECTOR), client_of(Role.CLASS_TEACHER, classes=["6Б"])
    page = reverse("cards:pupil", args=[house.moved.pid])
    sight, looked = (reverse(f"oversight:{n}", args=[house.moved.pid]) for n in ("sight", "looked"))
    text = director.get(page).content.decode()
    assert sight in text
    assert looked in text
    text = teacher.get(page).content.decode()
    assert sight in text
    assert looked not in text
    assert sight not in client_of(Role.NURSE).get(page).content.decode()


@pytest.mark.parametrize("role", Role)
def test_who_may_ask(client_of, house, role):
    client = client_of(role, classes=["6Б"], pupils=[house.moved])
    answer = client.get(reverse("oversight:sight", args=[house.moved.pid]))
    assert answer.status_code == (200 if role in DOORS["oversight.sight:read"] else 403)


def test_strangers_find_no_child(client_of, house):
    page = reverse("oversight:sight", args=[house.stayed.pid])
    assert client_of(Role.DIRECTOR, people.school()).get(page).status_code == 404
    assert client_of(Role.CLASS_TEACHER, classes=["6Б"]).get(page).status_code == 404
    # A role that sees the whole school does not lend its sight to another role's key.
    nurse = client_of(Role.NURSE)
    people.grant(nurse.user, Role.CLASS_TEACHER, house.school, classes=["6Б"])
    assert nurse.get(reverse("cards:pupil", args=[house.stayed.pid])).status_code == 200
    assert nurse.get(page).status_code == 404


def test_nobody_is_left_out_by_the_least_key():
    """Whoever may read anything about a child by name is asked about."""
    roles = {
        role
        for key, holders in DOORS.items()
        if key.partition(".")[0] in ABOUT_CHILDREN
        for role in holders
    }
    assert roles == set(DOORS[LEAST])


def test_rights_are_the_columns_of_the_table():
    nurse = dict(rights_of(Role.NURSE).sections)
    said = " ".join(name for names in nurse.values() for name in names)
    assert "Денсаулық" in said or "Health" in said
    assert rights_of(Role.CANTEEN).sections == ()
