"""What may not be handed on, moved or left out."""

from __future__ import annotations

from datetime import date

import pytest

from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.plans.actions import adjust_due, take_back
from tirek.plans.models import Adjustment, PlanRow
from tirek.plans.queries import coverage
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
