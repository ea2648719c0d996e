"""A successor takes over in one step; undone it is as before."""

from datetime import date, timedelta

import pytest
import time_machine

from tirek.access import handing
from tirek.access.models import RoleGrant
from tirek.access.refused import Refused
from tirek.access.tests import making
from tirek.access.tests.making import TODAY
from tirek.journal.tests import making as journal
from tirek.plans.actions import adjust_due, take_ready_plans
from tirek.plans.models import Adjustment, PlanRow
from tirek.school.tests import making as pupils
from tirek.schoolyear.tests import making as years

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture
def boss(school):
    return making.user("DIRECTOR", school)


@pytest.fixture
def giver(school):
    user = making.user("CLASS_TEACHER", school, classes=["6Ә"], until=date(2027, 5, 25))
    making.grant(user, "MENTOR", school, pupils=["a"])
    making.grant(user, "NURSE", school, until=YESTERDAY)
    making.grant(user, "NURSE", making.school())
    return user


@pytest.fixture
def taker(school):
    return making.user("LIBRARIAN", school)


def hand_over(boss, school, giver, taker, on=TODAY):
    return handing.hand_over(by=boss, school=school, giver=giver, taker=taker, on=on)


def roles(user, school, day):
    return {
        (g.role, *g.class_names, *g.pupil_keys) for g in user.grants.on(day).filter(school=school)
    }


BOTH = {("CLASS_TEACHER", "6Ә"), ("MENTOR", "a")}


@pytest.mark.parametrize("on", [TODAY, TOMORROW, TODAY + timedelta(days=7)])
def test_the_roles_of_the_school_move_on_a_day(boss, school, giver, taker, on):
    hand_over(boss, school, giver, taker, on)
    before = on - timedelta(days=1)
    assert roles(giver, school, before) - {("NURSE",)} == BOTH
    assert roles(giver, school, on) - {("NURSE",)} == set()
    assert roles(taker, school, before) == {("LIBRARIAN",)}
    assert roles(taker, school, on) == BOTH | {("LIBRARIAN",)}
    assert taker.grants.get(role="CLASS_TEACHER").until == date(2027, 5, 25)
    assert giver.grants.exclude(school=school).on(on).count() == 1


@pytest.fixture
def begun(school, giver, taker):
    """What the giver has begun, what is done, and what is somebody else's."""
    year = years.school_year(school, 2026)
    own = pupils.school_class(school, "6Ә", teacher=giver)
    old = pupils.school_class(school, "5Ә", 2025, teacher=giver)
    draft = journal.entry(school, "CONSULTATION", author=giver, state="DRAFT")
    done = journal.entry(school, "CONSULTATION", author=giver, text="құпия")
    others = journal.entry(school, "CONSULTATION", author=taker, state="DRAFT")
    take_ready_plans(by=giver, school_year=year)
    item = adjust_due(
        by=giver,
        row=PlanRow.objects.get(code="S7.4"),
        kind="ASSIGNED",
        since=date(2026, 9, 1),
        until=date(2026, 12, 30),
        reason="x",
        to_user=giver,
    )
    return own, old, draft, done, others, item


def holder(own, old, draft, done, others, item):
    for one in (own, old, draft, done, others):
        one.refresh_from_db()
    (now,) = Adjustment.objects.known_at().filter(row=item.row)
    return [own.teacher, old.teacher, draft.author, done.author, others.author, now.to_user]


def test_what_is_open_moves_and_what_is_done_stays(boss, school, giver, taker, begun):
    counts = {one.code: one.rows.count() for one in handing.open_things(school, giver, TODAY)}
    assert counts == {
        "school.class": 1,
        "school.roster": 0,
        "journal.CONSULTATION": 1,
        "plans.due": 1,
    }
    hand_over(boss, school, giver, taker)
    assert holder(*begun) == [taker, giver, taker, giver, taker, taker]
    assert not any(one.rows.exists() for one in handing.open_things(school, giver, TODAY))


def test_undone_on_the_same_day_it_is_as_before(boss, school, giver, taker, begun):
    made = hand_over(boss, school, giver, taker)
    handing.take_back_hand_over(by=boss, hand_over=made)
    assert roles(giver, school, TODAY) == BOTH
    assert roles(taker, school, TODAY) == {("LIBRARIAN",)}
    assert giver.grants.get(role="CLASS_TEACHER").until == date(2027, 5, 25)
    assert holder(*begun) == [giver, giver, giver, giver, taker, giver]
    assert not RoleGrant.objects.open_on(TODAY).filter(user=taker, role="MENTOR").exists()
    with pytest.raises(Refused):
        handing.take_back_hand_over(by=boss, hand_over=made)


def test_undone_later_the_days_between_stay_known(boss, school, giver, taker, begun):
    made = hand_over(boss, school, giver, taker)
    with time_machine.travel("2026-11-30 12:00+05:00", tick=False):
        handing.take_back_hand_over(by=boss, hand_over=made)
    assert roles(taker, school, date(2026, 11, 29)) == BOTH | {("LIBRARIAN",)}
    assert roles(taker, school, date(2026, 11, 30)) == {("LIBRARIAN",)}
    assert roles(giver, school, date(2026, 11, 29)) == set()
    assert roles(giver, school, date(2026, 11, 30)) == BOTH
    assert giver.grants.filter(role="CLASS_TEACHER").last().until == date(2027, 5, 25)


def test_what_the_successor_held_already_is_not_doubled(boss, school):
    giver, taker = making.user("PSYCHOLOGIST", school), making.user("PSYCHOLOGIST", school)
    made = hand_over(boss, school, giver, taker)
    assert taker.grants.on(TODAY).count() == 1
    handing.take_back_hand_over(by=boss, hand_over=made)
    assert (taker.grants.on(TODAY).count(), giver.grants.on(TODAY).count()) == (1, 1)


def test_who_does_not_hand_over(boss, school, giver, taker):
    admin = making.user("ADMINISTRATOR", school)
    nobody = making.user("NURSE", school, until=YESTERDAY)
    for by, one, other in (
        (giver, giver, taker),
        (taker, giver, taker),
        (boss, giver, giver),
        (boss, admin, taker),
        (boss, nobody, taker),
    ):
        with pytest.raises(Refused):
            hand_over(by, school, one, other)
    with pytest.raises(Refused):
        hand_over(boss, school, giver, taker, YESTERDAY)
    assert roles(giver, school, TODAY) == BOTH


def test_a_failing_room_leaves_everything_as_it_was(boss, school, giver, taker, settings):
    settings.HANDED_OVER = ["tirek.school.handing.open_things", "tirek.no.such.room"]
    with pytest.raises(ImportError):
        hand_over(boss, school, giver, taker)
    assert roles(giver, school, TODAY) == BOTH
