"""Mass reading: asked for a reason, the director told at once, reviewed."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from tirek.access import clock
from tirek.access.models import AuditRow
from tirek.access.roles import Role
from tirek.access.tests import making as people
from tirek.oversight import actions
from tirek.oversight.models import Alarm
from tirek.oversight.queries.alarms import reading_to_ask
from tirek.oversight.tests import making
from tirek.school.tests import making as pupils

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture(autouse=True)
def _low_measure(settings):
    settings.MASS_CARDS, settings.MASS_MINUTES, settings.MASS_EXPORTS = 3, 10, 2


@pytest.fixture
def children(school):
    return pupils.pupils(school, 5, in_class="5А")


def read(user, school, *children, minutes=0):
    for child in children:
        at = clock.now() - timedelta(minutes=minutes)
        making.trace(user, school, "READ", "school.pupil", thing_id=child.pid, at=at)


def test_what_one_person_read_in_one_school_counts(school, children):
    user, other = people.user(school=school), people.user(school=school)
    read(user, school, *children[:2])
    read(other, school, *children)
    making.trace(user, school)  # the list of pupils is no card
    making.trace(user, school, "CHANGED", children[3])
    assert reading_to_ask(user, clock.now(), children[4].pid) is None
    read(user, school, children[2])
    asked = reading_to_ask(user, clock.now(), children[4].pid)
    assert (asked.kind, asked.cards) == ("CARDS", 3)
    assert reading_to_ask(user, clock.now(), children[0].pid) is None


def test_what_is_read_in_all_schools_counts(school, children):
    user, other = people.user(school=school), people.school()
    read(user, school, *children[:2])
    read(user, other, pupils.pupil(other))
    assert reading_to_ask(user, clock.now(), children[4].pid).cards == 3


def test_files_of_today_count(school):
    user = people.user(school=school)
    yesterday = clock.now() - timedelta(days=1)
    for at in (yesterday, yesterday, clock.now()):
        making.trace(user, school, "EXPORTED", "reports.document", at=at)
    assert reading_to_ask(user, clock.now()) is None
    making.trace(user, school, "EXPORTED", "reports.document")
    assert reading_to_ask(user, clock.now()).kind == "EXPORTS"


def test_asking_costs_one_query(school, children, django_assert_num_queries):
    user = people.user(school=school)
    read(user, school, *children[:2])
    with django_assert_num_queries(1):
        reading_to_ask(user, clock.now(), children[4].pid)


def test_after_the_reason_one_reads_on(client_of, school, children):
    client = client_of()
    read(client.user, school, *children[:3], minutes=1)
    asked = reading_to_ask(client.user, clock.now(), children[4].pid)
    alarm = actions.raise_alarm(by=client.user, school=school, asked=asked)
    page = reverse("oversight:why") + "?next=/pupils/"
    answer = client.get(page)
    assert answer.status_code == 200
    assert "10 минут" in answer.content.decode()
    assert client.post(page, {"reason": " "}).status_code == 200
    assert client.post(page, {"reason": "қысқа"}).context["form"].errors
    answer = client.post(page, {"reason": "Тізімді толық тексеремін"})
    assert answer.url == "/pupils/"
    alarm.refresh_from_db()
    assert alarm.reason == "Тізімді толық тексеремін"
    assert reading_to_ask(client.user, clock.now(), children[4].pid) is None
    notes = AuditRow.objects.filter(thing="oversight.alarm").values_list("verb", "note")
    assert list(notes) == [("CREATED", "CARDS 3 0"), ("CHANGED", "answered")]


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_way_back_stays_here(client_of, school, back):
    client = client_of()
    making.alarm(client.user, school)
    answer = client.post(reverse("oversight:why") + f"?next={back}", {"reason": "Жоспар бойынша"})
    assert answer.url == "/"


def test_nobody_is_asked_without_an_alarm(client_of, school):
    making.alarm(people.user(school=school), school)
    answer = client_of().get(reverse("oversight:why") + "?next=/pupils/")
    assert (answer.status_code, answer.url) == (302, "/pupils/")


def test_an_alarm_without_a_reason_is_not_raised_twice(school):
    user = people.user(school=school)
    from tirek.oversight.rules.measure import Asked

    first = actions.raise_alarm(by=user, school=school, asked=Asked("CARDS", 3, 0))
    assert actions.raise_alarm(by=user, school=school, asked=Asked("CARDS", 4, 0)) == first


def test_the_reason_is_given_by_the_one_who_was_asked(school):
    alarm = making.alarm(people.user(school=school), school)
    with pytest.raises(actions.Refused):
        actions.answer_alarm(by=people.user(school=school), alarm=alarm, reason="Мен емеспін")


def test_the_director_is_told_on_the_desk_and_reviews(client_of, school):
    user = people.user(school=school, full_name="Қасымова Динара")
    alarm = making.alarm(user, school)
    director = client_of(Role.DIRECTOR)
    page = reverse("oversight:alarm", args=[alarm.pid])
    assert page in director.get("/").content.decode()
    assert page not in client_of().get("/").content.decode()
    text = director.get(reverse("oversight:alarms")).content.decode()
    assert "Қасымова Динара" in text
    assert director.post(page, {"verdict": "WRONG", "word": ""}).context["form"].errors
    answer = director.post(page, {"verdict": "RIGHT", "word": "Жоспар бойынша"})
    assert answer.url == reverse("oversight:alarms")
    alarm.refresh_from_db()
    assert (alarm.verdict, alarm.word) == ("RIGHT", "Жоспар бойынша")
    assert alarm.reviewed_by == director.user
    assert page not in director.get("/").content.decode()
    again = director.post(page, {"verdict": "WRONG", "word": "Өзгертемін"})
    assert again.status_code == 200
    alarm.refresh_from_db()
    assert alarm.verdict == "RIGHT"


def test_nobody_reviews_oneself(client_of, school):
    director = client_of(Role.DIRECTOR)
    alarm = making.alarm(director.user, school)
    page = reverse("oversight:alarm", args=[alarm.pid])
    assert page not in director.get("/").content.decode()
    director.post(page, {"verdict": "RIGHT"})
    alarm.refresh_from_db()
    assert alarm.reviewed_at is None


def test_alarms_of_another_school_are_not_there(client_of, school):
    alarm = making.alarm(people.user(school=school), school)
    stranger = client_of(Role.DIRECTOR, people.school())
    page = reverse("oversight:alarm", args=[alarm.pid])
    assert stranger.get(page).status_code == 404
    assert stranger.post(page, {"verdict": "RIGHT"}).status_code == 404
    assert page not in stranger.get(reverse("oversight:alarms")).content.decode()
    assert page not in stranger.get("/").content.decode()
    assert client_of(Role.DEPUTY_DIRECTOR).get(page).status_code == 403
    assert Alarm.objects.get().reviewed_at is None


def test_a_review_is_audited_without_its_words(client_of, school):
    alarm = making.alarm(people.user(school=school), school)
    director = client_of(Role.DIRECTOR)
    page = reverse("oversight:alarm", args=[alarm.pid])
    director.post(page, {"verdict": "WRONG", "word": "Құпия сөз"})
    row = AuditRow.objects.get(thing="oversight.alarm", verb="CHANGED")
    assert (row.by, row.thing_id, row.note) == (director.user, alarm.pid, "review WRONG")


def open_card(client, child):
    return client.get(reverse("cards:pupil", args=[child.pid]))


def test_the_door_asks_before_the_next_card(client_of, school, children):
    client, director = client_of(), client_of(Role.DIRECTOR)
    for child in (*children[:3], *children[:3]):
        assert open_card(client, child).status_code == 200
    asked = open_card(client, children[3])
    assert asked.status_code == 302
    assert asked.url.startswith(reverse("oversight:why"))
    assert children[3].surname not in asked.content.decode()
    assert not AuditRow.objects.filter(verb="READ", thing_id=children[3].pid).exists()
    # What was opened before stays open, the director is told before any reason is given.
    assert open_card(client, children[0]).status_code == 200
    alarm = Alarm.objects.get()
    assert reverse("oversight:alarm", args=[alarm.pid]) in director.get("/").content.decode()
    again = open_card(client, children[4])
    assert again.status_code == 302
    assert Alarm.objects.count() == 1
    answer = client.post(again.url, {"reason": "Тізімді толық тексеремін"})
    assert answer.url == reverse("cards:pupil", args=[children[4].pid])
    assert open_card(client, children[4]).status_code == 200
    assert open_card(client, children[3]).status_code == 200


def test_a_child_who_is_not_in_sight_is_not_there_rather_than_asked_about(client_of, children):
    client = client_of()
    for child in children[:3]:
        open_card(client, child)
    stranger = pupils.pupil(people.school())
    assert open_card(client, stranger).status_code == 404
    assert not Alarm.objects.exists()


def test_the_door_asks_before_the_next_file(client_of, school):
    client = client_of(Role.DIRECTOR)
    file = reverse("oversight:incidents_file", args=["xlsx"])
    assert [client.get(file).status_code for _ in range(3)] == [200, 200, 302]
    assert Alarm.objects.get().kind == "EXPORTS"
    client.post(reverse("oversight:why"), {"reason": "Тексеру актісі үшін"})
    assert client.get(file).status_code == 200


def test_some_time_later_one_reads_unasked(client_of, children):
    client = client_of()
    for child in children[:3]:
        open_card(client, child)
    with time_machine.travel("2026-11-23 12:11+05:00"):
        assert open_card(client, children[3]).status_code == 200
    assert not Alarm.objects.exists()
