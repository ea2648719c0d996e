"""The letter of what was handed on: gathered, once a day, nobody's name; also in the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail

from tirek.access import clock, kept
from tirek.access.tests import making as people
from tirek.journal.models import Entry, EntryPupil
from tirek.plans import actions as plans
from tirek.plans.models import PlanRow
from tirek.plans.queries import coverage
from tirek.reminders import sending
from tirek.reminders.models import Letter, Wish
from tirek.reminders.queries import waiting_for
from tirek.reminders.tests.test_reminders import year  # noqa: F401
from tirek.school.models import Pupil
from tirek.schoolyear.rules.calendar import Calendar

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def now(time_machine):
    """Moves the clock to a day (default: Monday 23 November) and an hour."""

    def move(hour=12, day=23):
        time_machine.move_to(f"2026-11-{day} {hour:02}:00+05:00")
        return date(2026, 11, day)

    move()
    return move


@pytest.fixture
def world(now, school, year):  # noqa: F811
    """Hands the acts of the first half to the teacher of the class, who wishes letters."""
    me = people.user("SOCIAL_PEDAGOGUE", school, username="me")
    teacher = people.user("CLASS_TEACHER", school, classes=["5А"], full_name="Серікова Айна")
    found = list(Pupil.objects.filter(school=school).order_by("pk"))

    def hand(*pupils, to=teacher):
        row = PlanRow.objects.get(code="C6")
        (covered,) = coverage(year, clock.today(), rows=[row])
        first = covered.figures.periods[0]
        return plans.adjust_items(
            by=me,
            row=row,
            kind="ASSIGNED",
            abouts=pupils,
            since=first.since,
            until=first.until,
            reason="Өзі барады",
            to_user=to,
        )

    only = {"late": False, "week": False, "untouched": False}
    for user in (me, teacher):
        Wish.objects.create(
            school=school, user=user, address=f"{user.pk}@example.org", language="en", **only
        )
    return {"me": me, "teacher": teacher, "pupils": found, "hand": hand, "school": school}


def letters(day):
    """What went out on a day: to whom, and the text."""
    before = len(mail.outbox)
    list(sending.send_letters(day))
    return [(one.to[0].partition("@")[0], one.body) for one in mail.outbox[before:]]


def test_gathered_in_one_letter_without_names(world, now):
    day = now(13)
    world["hand"](*world["pupils"][:2])
    world["hand"](world["pupils"][2])
    now(14)
    ((to, body),) = letters(day)
    assert to == str(world["teacher"].pk)
    assert "Handed to you" in body
    assert "pupils: 3" in body or "pupil: 3" in body
    names = [one.surname for one in world["pupils"]] + [world["me"].full_name, "Өзі барады"]
    assert [one for one in names if one in body] == []


def test_once_a_day_and_nothing_twice_nor_lost(world, now):
    day = now(13)
    world["hand"](world["pupils"][0])
    now(14)
    assert len(letters(day)) == 1
    now(15)
    world["hand"](world["pupils"][1])
    now(16)
    assert letters(day) == []
    ((_to, body),) = letters(now(9, 24))
    assert "1" in body.split("Handed to you")[1].splitlines()[1].rpartition(" ")[2]
    assert letters(now(9, 25)) == []


def test_what_is_given_back_is_told_to_the_giver(world, now):
    day = now(13)
    (made,) = world["hand"](world["pupils"][0])
    now(14)
    letters(day)
    now(15)
    plans.give_back(by=world["teacher"], adjustment=made, reason="Ауырып қалдым")
    ((to, body),) = letters(now(9, 24))
    assert to == str(world["me"].pk)
    assert "Given back to you" in body
    assert "Ауырып" not in body


def test_what_was_taken_back_before_the_letter_is_not_told(world, now):
    day = now(13)
    (made,) = world["hand"](world["pupils"][0])
    plans.take_back(by=world["me"], adjustment=made)
    now(14)
    assert letters(day) == []


def test_of_a_letter_that_did_not_go_nothing_was_told(world, now, monkeypatch):
    def fails(self, **_):
        raise ConnectionRefusedError

    world["hand"](world["pupils"][0])
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.backends.locmem.EmailBackend.open", fails, raising=False)
        for day in (23, 24, 25):
            for hour in range(13, 19):
                letters(now(hour, day))
    assert {(one.state, one.tries) for one in Letter.objects.all()} == {("FAILED", 3)}
    assert Letter.objects.count() == 3
    assert len(letters(now(9, 26))) == 1


def test_not_to_those_who_do_not_wish_it_or_are_quiet(world, now, monkeypatch):
    day = now(13)
    world["hand"](world["pupils"][0])
    now(14)
    Wish.objects.filter(user=world["teacher"]).update(handed=False)
    assert letters(day) == []
    Wish.objects.filter(user=world["teacher"]).update(handed=True)
    monkeypatch.setattr(Calendar, "quarter_of", lambda *_: None)  # the holidays
    assert letters(day) == []
    Wish.objects.filter(user=world["teacher"]).update(quiet=False)
    assert len(letters(day)) == 1


def test_what_is_done_meanwhile_or_recorded_this_very_moment_waits_or_goes(world, now):
    day = now(13)
    world["hand"](*world["pupils"][:2])
    assert letters(day) == [], "it is being recorded"
    now(14)
    entry = Entry.objects.create(school=world["school"], kind="HOUSING_ACT", on=day)
    EntryPupil.objects.create(entry=entry, pupil=world["pupils"][0])
    kept.forget_all()
    ((_to, body),) = letters(day)
    assert body.count(": 1") + body.count("pupil: 1") >= 1
    assert ": 2" not in body


def test_what_was_handed_to_one_stands_in_ones_calendar(world, now):
    day = now(13)
    psychologist = people.user("PSYCHOLOGIST", world["school"])

    def acts():
        waiting = waiting_for(psychologist, world["school"], day, day + timedelta(days=366))
        return sum(one.number for one in waiting.reminders if one.code == "C6")

    before = acts()
    world["hand"](world["pupils"][0], to=psychologist)
    assert acts() == before + 1
