"""From a proposal to the end, with the card; what is refused, and how it is undone."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.cards.models import StatusPeriod
from tirek.cards.tests import making as cards
from tirek.journal.models import Entry
from tirek.prevention import actions, queries
from tirek.prevention.models import Case, Meeting, Member, Step, Terms
from tirek.prevention.tests import making
from tirek.prevention.tests.making import MET, PROPOSED
from tirek.school.tests import making as school_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
TODAY = date(2026, 11, 23)


@pytest.fixture
def social(school):
    return people.user("SOCIAL_PEDAGOGUE", school)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def child(school):
    return school_of.pupil(school, "Қуанышев", "Дамир", in_class="8А", since=date(2024, 9, 2))


def held(child):
    return StatusPeriod.objects.known_at().filter(pupil=child, category="REGISTER")


def test_from_a_proposal_to_removal(social, school, child):
    making.council(social, school)
    case = making.proposed(social, child)
    assert case.regime == "ACCOMPANIMENT"
    assert not held(child).exists(), "a proposal is no decision"
    making.decided(social, case, "PLACE", number="7")
    status = held(child).get()
    assert (status.since, status.basis_number, status.until) == (MET, "7", None)
    said = {"on": date(2026, 11, 11), "who": "Анасы", "how": "кездесуде", "words": "Келісемін"}
    actions.add_step(by=social, case=case, kind="TOLD", fields=said)
    actions.add_step(by=social, case=case, kind="REVIEWED", fields={"on": date(2026, 11, 18)})
    making.decided(social, case, "REMOVE", on=date(2026, 11, 20), number="9")
    status = held(child).get()
    assert (status.until, status.end_number) == (date(2026, 11, 20), "9")
    kinds = Entry.objects.counting().order_by("on", "id").values_list("kind", flat=True)
    assert [kind for kind in kinds if kind.startswith("REGISTER")] == [
        "REGISTER_DECISION",
        "REGISTER_REVIEW",
        "REGISTER_DECISION",
    ]
    making.proposed(social, child, on=date(2026, 11, 21), ground="OFFENCE")


def test_before_the_new_law_the_old_grounds(social, school, child):
    Terms.objects.create(school=school, own_grounds="Темекі шегу")
    old = actions.propose(
        by=social, pupil=child, ground="Темекі шегу", fields={"on": date(2026, 2, 27)}
    )
    assert old.regime == "REGISTER"
    making.council(social, school)
    with pytest.raises(Refused, match="regime has changed"):
        making.decided(social, old, "PLACE", on=date(2026, 3, 5))
    assert Meeting.objects.get().held_at is None, "nothing is half done"
    assert not held(child).exists()


@pytest.mark.parametrize(
    ("ground", "on", "field"),
    [
        ("LEARNING", date(2026, 2, 20), "ground"),
        ("SOMETHING", PROPOSED, "ground"),
        ("ABSENCE", date(2026, 11, 24), "on"),
    ],
)
def test_a_ground_that_the_regime_does_not_know(social, child, ground, on, field):
    with pytest.raises(Refused) as no:
        making.proposed(social, child, on=on, ground=ground)
    assert no.value.field == field
    assert not Case.objects.exists()


def test_one_open_case_at_a_time(social, school, child):
    making.proposed(social, child)
    with pytest.raises(Refused, match="open case"):
        making.proposed(social, child)


def test_nobody_is_proposed_who_is_on_the_register(social, child):
    cards.status(child, "REGISTER", basis_document="Шешім", basis_on=MET)
    with pytest.raises(Refused, match="on the register already"):
        making.proposed(social, child)


def test_no_decision_without_quorum(social, school, child):
    members = making.council(social, school)
    case = making.proposed(social, child)
    called = making.meeting(social, school)
    matter = actions.add_matter(by=social, meeting=called, case=case, aim="PLACE")
    votes = {matter.pk: {"yes": 1, "no": 0, "number": "1"}}
    with pytest.raises(Refused, match="No quorum") as no:
        making.hold(social, called, votes, present=members[:1])
    assert no.value.field == "present"
    stranger = Member.objects.create(
        school=school, name="Бұрынғы", since=date(2024, 9, 1), until=date(2025, 5, 25)
    )
    with pytest.raises(Refused, match="No quorum"):
        making.hold(social, called, votes, present=[members[0], stranger])
    making.hold(social, called, votes, present=members[:2])
    assert held(child).exists()


def test_no_decision_before_the_meeting(social, school, child):
    making.council(social, school)
    case = making.proposed(social, child)
    with pytest.raises(Refused, match="still ahead"):
        making.decided(social, case, "PLACE", on=date(2026, 11, 24))
    with pytest.raises(Refused, match="Only the council"):
        actions.add_step(by=social, case=case, kind="PLACED", fields={"on": MET})
    ahead = Meeting.objects.get()
    actions.change_meeting(by=social, meeting=ahead, fields={"on": date(2026, 11, 1)})
    votes = {ahead.matters.get().pk: {"yes": 2, "no": 0, "number": "1"}}
    with pytest.raises(Refused, match="dated after"):
        making.hold(social, ahead, votes)


def test_removal_of_one_who_is_not_on_the_register(social, school, child):
    making.council(social, school)
    case = making.proposed(social, child)
    called = making.meeting(social, school)
    with pytest.raises(Refused, match="not on the register"):
        actions.add_matter(by=social, meeting=called, case=case, aim="REMOVE")


def test_a_vote_against_places_nobody(social, school, child):
    making.council(social, school)
    case = making.proposed(social, child)
    making.decided(social, case, "PLACE", yes=1, no=2)
    assert not held(child).exists()
    assert queries.believed(case)[-1].kind == "DECLINED"


def test_who_leaves_the_school_leaves_the_register(social, child):
    case = making.placed(social, child)
    actions.add_step(by=social, case=case, kind="LEFT", fields={"on": date(2026, 11, 20)})
    assert held(child).get().until == date(2026, 11, 20)


def test_the_last_step_is_undone_with_what_it_did(social, child):
    case = making.placed(social, child)
    making.decided(social, case, "REMOVE", on=date(2026, 11, 16), number="2")
    placed, removed = Step.objects.filter(kind__in=("PLACED", "REMOVED")).order_by("on")
    with pytest.raises(Refused, match="later steps"):
        actions.annul_step(by=social, step=placed, reason="Қате")
    actions.annul_step(by=social, step=removed, reason="Қате")
    assert held(child).get().until is None
    actions.annul_step(by=social, step=placed, reason="Қате")
    assert not held(child).exists()
    assert not Entry.objects.counting().filter(kind="REGISTER_DECISION").exists()
    for one in Meeting.objects.all():
        actions.annul_meeting(by=social, meeting=one, reason="Қате")


def test_a_child_on_the_register_since_before_the_program(social, school, child):
    status = cards.status(
        child, "REGISTER", since=date(2025, 10, 6), basis_document="Шешім", basis_on=MET
    )
    case = actions.enter_earlier(by=social, status=status, ground="OFFENCE", number="4", text="")
    assert case.regime == "REGISTER"
    making.council(social, school)
    making.decided(social, case, "REMOVE")
    assert held(child).get().until == MET


def test_the_plan_and_its_marks(social, child):
    case = making.placed(social, child)
    with pytest.raises(Refused, match="who carries it out"):
        actions.add_measure(by=social, case=case, fields={"what": "Үйірме", "due_on": TODAY})
    said = {"what": "Үйірмеге тарту", "who": "Психолог", "due_on": TODAY}
    one = actions.add_measure(by=social, case=case, fields=said)
    with pytest.raises(Refused, match="how it was carried out"):
        actions.mark_measure(by=social, measure=one, on=TODAY, mark=" ")
    actions.mark_measure(by=social, measure=one, on=TODAY, mark="Футболға жазылды")
    found = Entry.objects.counting().get(kind="REGISTER_MEASURE")
    assert found.about_pupils.get().pupil == child
    with pytest.raises(Refused, match="already"):
        actions.drop_measure(by=social, measure=one, reason="Қажет емес")
    actions.unmark_measure(by=social, measure=one, reason="Қате")
    assert not Entry.objects.counting().filter(kind="REGISTER_MEASURE").exists()
    actions.drop_measure(by=social, measure=one, reason="Қажет емес")


def test_the_council_has_one_chair(social, school):
    making.council(social, school)
    with pytest.raises(Refused, match="has one already"):
        making.council(social, school, count=1)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 40), st.integers(1, 30)), max_size=6))
def test_the_list_of_any_day_equals_the_slow_reference(school, stays):
    StatusPeriod.objects.filter(pupil__school=school).delete()  # of the example before
    social = people.user("SOCIAL_PEDAGOGUE", school)
    names = ("Ахметов", "Әлиев", "Көшербаев", "Қасымов")
    pupils = [school_of.pupil(school, name, "Ерлан", in_class="8А") for name in names]
    told: list[tuple[int, date, date | None]] = []
    for who, start, length in stays:
        since = date.fromordinal(date(2026, 9, 2).toordinal() + start)
        until = date.fromordinal(since.toordinal() + length)
        if any(one == who and (end is None or end >= since) for one, _from, end in told):
            continue
        cards.status(pupils[who], "REGISTER", since=since, until=until, basis_on=since)
        told.append((who, since, until))
    for day in (date(2026, 9, 2), date(2026, 9, 30), date(2026, 10, 15), TODAY):
        rows = queries.on_register(school, social, day)
        slow = [
            pupils[who].pk for who, since, until in sorted(told) if since <= day <= (until or day)
        ]
        assert [row.status.pupil_id for row in rows] == slow
