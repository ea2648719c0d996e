"""What may not be handed on, moved or left out."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
import time_machine

from tirek.access.interchange import Found
from tirek.access.models import AuditRow
from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.plans import handing, interchange
from tirek.plans.actions import (
    adjust_due,
    adjust_items,
    give_back,
    take_back,
    take_back_together,
)
from tirek.plans.models import Adjustment, PlanRow
from tirek.plans.queries import coverage
from tirek.plans.queries.hands import colleagues_for
from tirek.plans.tests.test_pages import (  # noqa: F401
    _monday,
    act_about,
    me,
    orphans,
    plans,
    row,
    school,
    year,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pupil(year, plans):  # noqa: F811
    return orphans(year, 1)[0]


@pytest.fixture
def act(me, pupil, year):  # noqa: F811
    """Adjusts row C6 (an act in each half) of the pupil in the first half."""
    row_ = PlanRow.objects.get(plan__school_year=year, code="C6")
    (covered,) = coverage(year, people.TODAY, rows=[row_])
    first = covered.figures.periods[0]

    def adjust(kind, **more):
        return adjust_due(
            by=me,
            row=row_,
            kind=kind,
            since=first.since,
            until=first.until,
            reason="Ауырып жатыр",
            about=pupil,
            **more,
        )

    return adjust


def refused(adjust, kind, **more):
    with pytest.raises(Refused) as found:
        adjust(kind, **more)
    assert not Adjustment.objects.known_at().filter(kind=kind).exists() or kind == "WAIVED"
    return found.value.field


def test_a_day_outside_the_year(act):
    assert refused(act, "MOVED", to_day=date(2027, 9, 1)) == "to_day"
    assert refused(act, "MOVED", to_day=date(2026, 8, 31)) == "to_day"
    assert act("MOVED", to_day=date(2027, 8, 31))


def test_a_colleague_who_could_not_do_it(act, school):  # noqa: F811
    teacher = people.user("CLASS_TEACHER", school, classes=["9Б"])
    assert refused(act, "ASSIGNED", to_user=teacher) == "to_user"
    assert refused(act, "ASSIGNED", to_user=people.user("NURSE", people.school())) == "to_user"
    assert refused(act, "ASSIGNED", to_user=people.user("NURSE", school)) == "to_user"
    gone = people.user("PSYCHOLOGIST", school)
    gone.is_active = False
    assert refused(act, "ASSIGNED", to_user=gone) == "to_user"
    assert refused(act, "ASSIGNED") == "to_user"
    own = people.user("CLASS_TEACHER", school, classes=["5А"])
    assert act("ASSIGNED", to_user=own)


def test_what_is_left_out_already(act, me):  # noqa: F811
    made = act("WAIVED")
    refused(act, "WAIVED")
    take_back(by=me, adjustment=made)
    assert act("WAIVED")


def test_what_is_done_already(act, pupil):
    act_about(pupil, people.TODAY)
    for kind, more in (("WAIVED", {}), ("MOVED", {"to_day": date(2027, 3, 1)})):
        refused(act, kind, **more)
    assert not Adjustment.objects.exists()


def on(day):
    return time_machine.travel(datetime.combine(day, time(12), UTC), tick=False)


def figures(year, day, code="C6"):  # noqa: F811
    (covered,) = coverage(year, day, rows=[PlanRow.objects.get(code=code)])
    return covered.figures


def test_a_second_move_takes_the_place_of_the_first_from_its_own_day(act, me, year):  # noqa: F811
    with on(date(2026, 10, 1)):
        first = act("MOVED", to_day=date(2027, 3, 1))
    with on(date(2026, 11, 2)):
        second = act("MOVED", to_day=date(2027, 4, 1))
    assert second.replaces == first
    assert list(Adjustment.objects.known_at()) == [second]
    ends = [
        list(figures(year, day).periods[0].moved.values())
        for day in (date(2026, 9, 20), date(2026, 10, 20), people.TODAY)
    ]
    assert ends == [[], [date(2027, 3, 1)], [date(2027, 4, 1)]]
    with pytest.raises(Refused):
        take_back(by=me, adjustment=first)
    take_back(by=me, adjustment=second)
    assert list(figures(year, people.TODAY).periods[0].moved.values()) == [date(2027, 3, 1)]


def test_kinds_stand_beside_each_other(act, school):  # noqa: F811
    handed = act("ASSIGNED", to_user=people.user("PSYCHOLOGIST", school))
    moved = act("MOVED", to_day=date(2027, 3, 1))
    assert moved.replaces is None
    assert set(Adjustment.objects.known_at()) == {handed, moved}


def test_a_successor_replaces_as_a_second_hand_over_does(act, me, school):  # noqa: F811
    first, second, third = (people.user("PSYCHOLOGIST", school) for _ in range(3))
    act("ASSIGNED", to_user=first)
    act("ASSIGNED", to_user=second)
    (item,) = handing.open_things(school=school, user=second, on=people.TODAY)[0].rows
    assert not handing.open_things(school=school, user=first, on=people.TODAY)[0].rows.exists()
    made = handing.hand_item(by=me, row=item, to=third)
    assert [one.to_user for one in Adjustment.objects.known_at()] == [third]
    assert made.replaces.replaces.to_user == first


def test_a_colleague_gives_back_what_was_handed_to_him(act, me, school):  # noqa: F811
    colleague, other = (people.user("PSYCHOLOGIST", school) for _ in range(2))
    act("ASSIGNED", to_user=other)
    made = act("ASSIGNED", to_user=colleague)
    for by, reason in ((other, "x"), (colleague, " ")):
        with pytest.raises(Refused):
            give_back(by=by, adjustment=made, reason=reason)
    give_back(by=colleague, adjustment=made, reason="Демалыстамын")
    assert (made.annulled_by, made.annul_reason) == (colleague, "Демалыстамын")
    assert [one.to_user for one in Adjustment.objects.known_at()] == [other], "it had it before"
    with pytest.raises(Refused):
        give_back(by=colleague, adjustment=made, reason="x")
    assert AuditRow.objects.filter(by=colleague, verb="ANNULLED").count() == 1


def test_what_is_done_is_not_given_back(act, pupil, school):  # noqa: F811
    colleague = people.user("PSYCHOLOGIST", school)
    made = act("ASSIGNED", to_user=colleague)
    act_about(pupil, people.TODAY)
    with pytest.raises(Refused):
        give_back(by=colleague, adjustment=made, reason="x")


@pytest.fixture
def many(me, plans, year):  # noqa: F811
    """Adjusts row C6 of several pupils in the first half."""
    found = orphans(year, 4)
    row_ = PlanRow.objects.get(plan__school_year=year, code="C6")
    first = figures(year, people.TODAY).periods[0]

    def adjust(kind, abouts=None, **more):
        return adjust_items(
            by=me,
            row=row_,
            kind=kind,
            since=first.since,
            until=first.until,
            reason="Карантин",
            abouts=found if abouts is None else abouts,
            **more,
        )

    adjust.pupils = found
    return adjust


def test_many_are_left_out_and_taken_back_in_one_deed(many, me, year):  # noqa: F811
    alone = many("MOVED", many.pupils[:1], to_day=date(2027, 2, 1))[0]
    made = many("WAIVED", many.pupils[:3])
    assert (figures(year, people.TODAY).due, figures(year, people.TODAY).waived) == (1, 3)
    assert AuditRow.objects.filter(thing="plans.adjustment", verb="CHANGED").count() == 4
    take_back(by=me, adjustment=made[0])
    back = take_back_together(by=me, adjustment=made[1])
    assert set(back) == set(made[1:])
    assert list(Adjustment.objects.known_at()) == [alone]
    assert figures(year, people.TODAY).waived == 0
    with pytest.raises(Refused):
        take_back_together(by=me, adjustment=made[0])


def test_many_are_changed_all_or_none(many, school):  # noqa: F811
    act_about(many.pupils[0], people.TODAY)
    for kind, more in (
        ("WAIVED", {}),
        ("WAIVED", {"abouts": []}),
        ("ASSIGNED", {"to_user": people.user("CLASS_TEACHER", school, classes=["9Б"])}),
    ):
        refused(many, kind, **more)
    assert not Adjustment.objects.exists()


def test_many_cost_no_more_questions_than_one(many, queries_of):
    one = queries_of(lambda: many("WAIVED", many.pupils[:1]))
    assert queries_of(lambda: many("WAIVED", many.pupils[1:])) <= one <= 25


def test_only_colleagues_who_may_do_it_are_offered(many, year, school, queries_of):  # noqa: F811
    own = people.user("CLASS_TEACHER", school, classes=["5А"], full_name="Б")
    wise = people.user("PSYCHOLOGIST", school, full_name="А")
    people.user("CLASS_TEACHER", school, classes=["9Б"])
    people.user("NURSE", school)
    people.user("PSYCHOLOGIST", people.school())
    row_ = PlanRow.objects.select_related("plan").get(code="C6")
    found = colleagues_for(school, row_, many.pupils)
    assert [one for one in found if one.full_name in "АБ"] == [wise, own]
    assert len(found) == 3, "and the social pedagogue"
    for n in range(6):
        people.user("CLASS_TEACHER", school, classes=[f"{n}Б"])
    assert queries_of(lambda: colleagues_for(school, row_, many.pupils)) == 2
    assert wise in colleagues_for(school, row_, [None])


def test_the_school_file_keeps_what_replaced_what(many, me, year):  # noqa: F811
    with on(date(2026, 10, 1)):
        many("MOVED", to_day=date(2027, 3, 1))
    many("MOVED", many.pupils[:1], to_day=date(2027, 4, 1))
    days = (date(2026, 10, 20), people.TODAY)
    before = [figures(year, day).periods[0].moved for day in days]
    kept = {}
    interchange.dump([year.school], kept)
    assert len(kept["adjustments"]) == 5
    Adjustment.objects.order_by("-id")[0].delete()
    Adjustment.objects.all().delete()
    school_ = year.school
    found = Found(
        schools={school_.code: school_},
        users={me.username: me},
        pupils={(school_.code, one.key): one for one in many.pupils},
    )
    rows = {(school_.code, 2026, one.code): one for one in PlanRow.objects.all()}
    interchange.adjustments.load(kept["adjustments"], rows, found)
    assert found.problems == []
    assert Adjustment.objects.known_at().count() == 4
    assert [figures(year, day).periods[0].moved for day in days] == before
    assert before[0] != before[1]
