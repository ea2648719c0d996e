"""Roles with their narrowing: given, changed from today, held by a substitute."""

from datetime import date, timedelta

import pytest
import time_machine

from tirek.access import actions
from tirek.access.models import AuditRow, RoleGrant
from tirek.access.refused import Refused
from tirek.access.tests import making
from tirek.access.tests.making import TODAY
from tirek.school.models import Pupil
from tirek.school.tests import making as pupils

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture
def boss(school):
    return making.user("DIRECTOR", school)


def give(boss, school, user, role, **more):
    return actions.give_role(by=boss, school=school, user=user, role=role, **more)


@pytest.mark.parametrize(
    ("role", "kept"),
    [
        ("SOCIAL_PEDAGOGUE", {"grades": [5, 6], "class_names": [], "pupil_keys": []}),
        ("CLASS_TEACHER", {"grades": [], "class_names": ["5А"], "pupil_keys": []}),
        ("SUBJECT_TEACHER", {"grades": [], "class_names": ["5А"], "pupil_keys": []}),
        ("MENTOR", {"grades": [], "class_names": [], "pupil_keys": ["k"]}),
        ("DIRECTOR", {"grades": [], "class_names": [], "pupil_keys": []}),
    ],
)
def test_a_role_keeps_the_narrowing_that_belongs_to_it(boss, school, role, kept):
    user = making.user(None)
    given = give(boss, school, user, role, grades=[5, 6], class_names=["5А"], pupil_keys=["k"])
    given.refresh_from_db()
    assert given.narrowing == kept


def test_a_narrowing_changes_from_today_and_yesterdays_stays_known(boss, school):
    user = making.user(None)
    old = making.grant(user, "SOCIAL_PEDAGOGUE", school, grades=[5], until=date(2027, 5, 25))
    new = actions.change_grant(by=boss, grant=old, grades=[5, 6])
    old.refresh_from_db()
    assert (old.grades, old.until) == ([5], YESTERDAY)
    assert (new.grades, new.since, new.until) == ([5, 6], TODAY, date(2027, 5, 25))
    assert [g.pk for g in user.grants.on(YESTERDAY)] == [old.pk]
    assert [g.pk for g in user.grants.on(TODAY)] == [new.pk]
    assert list(
        AuditRow.objects.filter(thing="access.rolegrant").order_by("pk").values_list("verb")
    ) == [("ENDED",), ("CREATED",)]


def test_a_role_that_begins_today_is_changed_itself(boss, school):
    user = making.user("MENTOR", school, since=TODAY)
    changed = actions.change_grant(by=boss, grant=user.grants.get(), pupil_keys=["a", "b"])
    assert (changed.pk, changed.pupil_keys) == (user.grants.get().pk, ["a", "b"])


def test_the_same_narrowing_changes_nothing(boss, school):
    user = making.user("MENTOR", school, pupils=["a"])
    actions.change_grant(by=boss, grant=user.grants.get(), pupil_keys=["a"])
    assert user.grants.count() == 1


def test_what_is_not_narrowed_or_over_or_ones_own_is_not_changed(boss, school):
    nurse = making.user("NURSE", school).grants.get()
    over = making.user("MENTOR", school, until=YESTERDAY).grants.get()
    admin = making.user("ADMINISTRATOR", school).grants.get()
    for grant in (nurse, over, admin, boss.grants.get()):
        with pytest.raises(Refused):
            actions.change_grant(by=boss, grant=grant, pupil_keys=["a"])


def stand(boss, grant, user, since=TODAY, until=TODAY + timedelta(days=30)):
    return actions.stand_in(by=boss, grant=grant, user=user, since=since, until=until)


def test_a_substitute_holds_the_same_narrowing_for_a_term(boss, school):
    away = making.user("SOCIAL_PEDAGOGUE", school, grades=[7, 8])
    other = making.user("SOCIAL_PEDAGOGUE", school, grades=[5, 6])
    begun = stand(boss, away.grants.get(), other)
    assert (begun.grades, begun.stands_in_for) == ([7, 8], away.grants.get())
    assert (begun.since, begun.until) == (TODAY, TODAY + timedelta(days=30))
    assert other.grants.on(TODAY).count() == 2
    assert other.grants.on(TODAY + timedelta(days=31)).count() == 1


def test_a_substitute_of_a_class_teacher_gets_the_classes_taught(boss, school):
    away = making.user("CLASS_TEACHER", school, classes=["6Ә"])
    pupils.school_class(school, "5А", teacher=away)
    pupils.school_class(school, "5Ә", teacher=making.user("CLASS_TEACHER", school))
    assert sorted(stand(boss, away.grants.get(), making.user(None)).class_names) == ["5А", "6Ә"]


def test_a_substitute_follows_the_one_who_is_away(boss, school):
    away = making.user("MENTOR", school, pupils=["a"])
    begun = stand(boss, away.grants.get(), making.user(None), since=TODAY, until=TOMORROW)
    new = actions.change_grant(by=boss, grant=away.grants.get(), pupil_keys=["a", "b"])
    begun.refresh_from_db()
    assert (begun.pupil_keys, begun.stands_in_for) == (["a", "b"], new)


def test_who_does_not_stand_in(boss, school):
    away = making.user("NURSE", school, since=TODAY, until=TODAY + timedelta(days=30))
    grant, other = away.grants.get(), making.user(None)
    for user, since, until, field in (
        (away, TODAY, TOMORROW, "user"),
        (boss, TODAY, TOMORROW, "role"),
        (other, TOMORROW, TODAY, "until"),
        (other, TODAY, TODAY + timedelta(days=31), "until"),
        (other, YESTERDAY, TOMORROW, "since"),
        (making.user("NURSE", school), TODAY, TOMORROW, "user"),
    ):
        with pytest.raises(Refused) as refused:
            stand(boss, grant, user, since, until)
        assert refused.value.field == field
    assert not RoleGrant.objects.filter(stands_in_for__isnull=False).exists()


def test_a_role_that_never_was_is_not_open(school):
    making.user("NURSE", school, since=TODAY, until=YESTERDAY)
    making.user("NURSE", school, since=TOMORROW)
    making.user("NURSE", school, until=YESTERDAY)
    assert RoleGrant.objects.open_on(TODAY).count() == 1


def test_sight_follows_grades_and_the_substitute(boss, school):
    fifth, sixth = (pupils.pupil(school, in_class=name) for name in ("5А", "6А"))
    half = making.user("SOCIAL_PEDAGOGUE", school, grades=[5])
    whole = making.user("SOCIAL_PEDAGOGUE", school)
    other = making.user("LIBRARIAN", school)
    stand(boss, half.grants.get(), other, since=TOMORROW)
    seen = {
        user.pk: set(Pupil.objects.visible_to(making.anew(user))) for user in (half, whole, other)
    }
    assert seen == {half.pk: {fifth}, whole.pk: {fifth, sixth}, other.pk: set()}
    with time_machine.travel("2026-11-24 12:00+05:00", tick=False):
        assert set(Pupil.objects.visible_to(making.anew(other))) == {fifth}
    with time_machine.travel("2026-12-24 12:00+05:00", tick=False):
        assert not Pupil.objects.visible_to(making.anew(other)).exists()
