"""Classes are carried over into the new year, as chosen, and taken back as a whole."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from tirek.access.tests import making as people
from tirek.longwork.models import Work
from tirek.school import actions
from tirek.school.models import Enrolment, RollOver, SchoolClass
from tirek.school.queries import pupils_on
from tirek.school.tests import making
from tirek.schoolyear.tests import making as years

PAGE = reverse("school:rollover")
SEPTEMBER = date(2027, 9, 1)


@pytest.fixture(autouse=True)
def august():
    with time_machine.travel("2027-08-20 12:00+05:00", tick=True):
        yield


@pytest.fixture
def town(school):
    """5А with a teacher and three pupils, 4А with one, 11А with one."""
    years.school_year(school, 2026)
    teacher = people.user("CLASS_TEACHER", school)
    making.school_class(school, "5А", teacher=teacher, language="kk", shift=2)
    making.school_class(school, "4А", teacher=teacher)
    return {
        "five": [making.pupil(school, in_class="5А") for _ in range(3)],
        "four": making.pupil(school, in_class="4А"),
        "eleven": making.pupil(school, in_class="11А"),
        "teacher": teacher,
    }


@pytest.fixture
def client(town, client_of):
    return client_of()


def classes_on(school, day):
    held = Enrolment.objects.known_at().on(day).filter(pupil__school=school)
    return {one.pupil: one.school_class.name for one in held.select_related("school_class")}


def carry_over(client):
    seen = client.get(PAGE).context["plan"].mark
    return client.post(reverse("school:begin_rollover"), {"seen": seen}, follow=True)


def test_without_the_next_year_the_page_says_what_comes_first(client):
    answer = client.get(PAGE)
    assert reverse("schoolyear:years") in answer.content.decode()
    assert not RollOver.objects.exists()


def test_looking_writes_nothing(client, school):
    years.school_year(school, 2027)
    assert client.get(PAGE).status_code == 200
    assert not RollOver.objects.exists()


def test_everybody_goes_on_by_default(client, school, town):
    years.school_year(school, 2027)
    answer = carry_over(client)
    assert answer.redirect_chain[-1][0].endswith(f"/{RollOver.objects.get().pid}/")
    assert "5" in answer.content.decode()
    now = classes_on(school, SEPTEMBER)
    assert {now[one] for one in town["five"]} == {"6А"}
    assert now[town["four"]] == "5А"
    assert town["eleven"] not in now
    last = Enrolment.objects.known_at().get(pupil=town["eleven"])
    assert last.until == date(2027, 8, 31)
    assert classes_on(school, date(2027, 8, 31))[town["eleven"]] == "11А"
    six = SchoolClass.objects.get(school_year__year=2027, name="6А")
    assert (six.teacher, six.language, six.shift) == (town["teacher"], "kk", 2)
    assert SchoolClass.objects.get(school_year__year=2027, name="5А").teacher is None


def test_what_is_chosen_by_hand_is_done(client, school, town):
    years.school_year(school, 2027)
    one, two, three = town["five"]
    page = client.get(PAGE)
    sent = {name: page.context["form"].fields[name].initial for name in page.context["form"].fields}
    old = SchoolClass.objects.get(school_year__year=2026, name="5А")
    assert client.post(PAGE, {**sent, "first": "1a, 1 «Ә»"}).status_code == 302
    of_class = reverse("school:rollover_class", args=[old.pid])
    assert client.get(of_class).status_code == 200
    assert (
        client.post(of_class, {one.pid: "5А", two.pid: "LEAVES", three.pid: ""}).status_code == 302
    )
    carry_over(client)
    now = classes_on(school, SEPTEMBER)
    assert now[one] == "5А"
    assert two not in now
    assert now[three] == "6А"
    opened = SchoolClass.objects.filter(school_year__year=2027).values_list("name", flat=True)
    assert set(opened) == {"1А", "1Ә", "5А", "6А"}


def test_a_choice_that_is_no_class_is_refused_and_kept(client, school):
    years.school_year(school, 2027)
    answer = client.post(PAGE, {"first": "бірінші"})
    assert "бірінші" in answer.content.decode()
    assert not RollOver.objects.exists()


def test_it_is_taken_back_as_a_whole(client, school, town):
    years.school_year(school, 2027)
    before = classes_on(school, SEPTEMBER)
    carry_over(client)
    done = RollOver.objects.get()
    client.post(reverse("school:rollover_back", args=[done.pid]))
    done.refresh_from_db()
    assert done.state == "WITHDRAWN"
    assert classes_on(school, SEPTEMBER) == before
    carry_over(client)  # and done again
    assert classes_on(school, SEPTEMBER)[town["four"]] == "5А"


def test_it_is_not_taken_back_once_a_pupil_has_moved(client, school, town):
    years.school_year(school, 2027)
    carry_over(client)
    done = RollOver.objects.get()
    actions.end_enrolment(
        by=client.user, pupil=town["four"], until=date(2027, 9, 5), reason="көшті"
    )
    client.post(reverse("school:rollover_back", args=[done.pid]))
    done.refresh_from_db()
    assert done.state == "APPLIED"
    assert client.get(reverse("school:rollover_result", args=[done.pid])).status_code == 200


def test_what_changed_meanwhile_is_shown_again(client, school):
    years.school_year(school, 2027)
    seen = client.get(PAGE).context["plan"].mark
    making.pupil(school, in_class="5А")
    client.post(reverse("school:begin_rollover"), {"seen": seen})
    assert not Work.objects.exists()
    assert pupils_on(school, SEPTEMBER).count() == 6


def test_who_came_into_the_new_year_by_a_list_stays_there(client, school, town):
    years.school_year(school, 2027)
    first = town["five"][0]
    old = Enrolment.objects.get(pupil=first)
    old.until = date(2027, 8, 31)
    old.save()
    making.enrolment(first, making.school_class(school, "6Ә", 2027), since=SEPTEMBER)
    carry_over(client)
    assert classes_on(school, SEPTEMBER)[first] == "6Ә"
    assert RollOver.objects.get().counts["ALREADY"] == 1


def test_whoever_answers_for_some_grades_carries_nothing_over(client_of, school):
    years.school_year(school, 2026)
    assert client_of(grades=[5]).get(PAGE).status_code == 404
    assert client_of("CLASS_TEACHER").get(PAGE).status_code == 403


def test_a_school_of_any_size_costs_the_same_queries(client, school, queries_of):
    years.school_year(school, 2027)
    few = queries_of(lambda: client.get(PAGE))
    for _ in range(30):
        making.pupil(school, in_class="7Б")
    assert queries_of(lambda: client.get(PAGE)) == few
