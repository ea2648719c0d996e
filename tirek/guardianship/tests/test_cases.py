"""Cases: their steps, what they open on the card, corrections, annulments."""

from __future__ import annotations

from datetime import date

import pytest

from tirek.access.models import AuditRow
from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.cards.models import Kinship, StatusPeriod
from tirek.cards.tests import making as cards
from tirek.guardianship import actions, queries
from tirek.guardianship.models import Case, Step
from tirek.guardianship.tests import making
from tirek.school.models import HouseholdMember
from tirek.school.tests import making as school_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

TODAY = date(2026, 11, 23)
PAPER = {"document": "Қаулы", "number": "118", "paper_on": date(2026, 11, 18)}


@pytest.fixture
def by(school):
    return people.user("SOCIAL_PEDAGOGUE", school)


@pytest.fixture
def child(school):
    return school_of.pupil(school, "Қуанышева", "Аружан", in_class="6Ә")


def place(by, case, **fields):
    said = {"on": date(2026, 11, 19), "placement": "GUARDIAN", **PAPER, "open_status": True}
    return actions.place_child(by=by, case=case, fields={**said, **fields})


def progress(case, by):
    return queries.register(case.school, by, TODAY, cases=[case.pk])[0]


def test_from_the_discovery_to_the_end(by, child):
    home = school_of.household(child.school, child)
    aunt = school_of.member(home, surname="Сейітова", given="Бибігүл")
    case = making.case(by, child)
    assert progress(case, by).late
    assert progress(case, by).next_step == "NOTIFIED"
    making.step(by, case, "NOTIFIED", date(2026, 11, 17), number="5", who="Орган")
    found = progress(case, by)
    assert (found.late, found.next_step, found.clock.kept) == (False, "PLACED", True)
    placed = place(by, case, member=aunt)
    kin, status = Kinship.objects.get(), StatusPeriod.objects.get()
    assert (kin.kinship, kin.legal, kin.since) == ("GUARDIAN", True, date(2026, 11, 19))
    assert (kin.paper_number, kin.member) == ("118", aunt)
    assert (status.category, status.basis_number) == ("WARD", "118")
    assert (placed.kin, placed.status, placed.who) == (kin, status, aunt.full_name)
    making.step(by, case, "REVIEWED", date(2026, 11, 20), text="Жақсы")
    actions.close_case(by=by, case=case, fields={"on": TODAY, "reason": "RETURNED"}, end=True)
    assert Kinship.objects.known_at().get().until == TODAY
    assert StatusPeriod.objects.known_at().get().until == TODAY
    assert progress(case, by).state == "CLOSED"
    with pytest.raises(Refused):
        making.step(by, case, "REVIEWED", TODAY)
    rows = AuditRow.objects.filter(thing="guardianship.case").values_list("verb", "note")
    assert ("CREATED", "PLACED") in rows


def test_closing_may_leave_the_card_as_it_is(by, child):
    school_of.household(child.school, child)
    case = making.case(by, child)
    place(by, case, surname="Сейітова", given="Бибігүл")
    actions.close_case(by=by, case=case, fields={"on": TODAY, "reason": "MOVED"})
    assert Kinship.objects.known_at().get().until is None
    assert StatusPeriod.objects.known_at().get().until is None


def test_what_the_card_holds_already_is_linked(by, child):
    home = school_of.household(child.school, child)
    aunt = school_of.member(home)
    kin = cards.kin(child, aunt, "GUARDIAN", since=date(2026, 9, 1))
    status = cards.status(child, "WARD")
    placed = place(by, making.case(by, child), member=aunt)
    assert (placed.kin, placed.status) == (kin, status)
    assert Kinship.objects.count() == StatusPeriod.objects.count() == 1
    actions.annul_step(by=by, step=placed, reason="Қате")
    assert StatusPeriod.objects.known_at().get() == status, "it was there before"


def test_a_guardian_who_is_not_in_the_family_yet(by, child):
    case = making.case(by, child)
    place(by, case, placement="TRUSTEE", surname="Бақытова", given="Зәуре", phone="7")
    member = HouseholdMember.objects.get()
    assert (member.surname, member.phone) == ("Бақытова", "7")
    assert member.household == child.stays.get().household
    assert Kinship.objects.get().kinship == "TRUSTEE"


@pytest.mark.parametrize(
    ("placement", "category"),
    [
        ("GUARDIAN", "WARD"),
        ("FOSTER", "WARD"),
        ("INSTITUTION", "NO_PARENTAL_CARE"),
        ("RETURNED", ""),
    ],
)
def test_the_status_that_goes_with_a_placement(by, child, placement, category):
    school_of.household(child.school, child)
    place(by, making.case(by, child), placement=placement, surname="Б", given="З")
    held = StatusPeriod.objects.values_list("category", flat=True).first() or ""
    assert held == category


@pytest.mark.parametrize("missing", ["document", "number", "paper_on"])
def test_a_guardianship_without_its_paper_is_refused(by, child, missing):
    with pytest.raises(Refused) as refusal:
        place(by, making.case(by, child), surname="Б", given="З", **{missing: None})
    assert refusal.value.field == missing
    assert Step.objects.count() == 1
    assert not Kinship.objects.exists()


def test_a_refused_placement_leaves_nothing_on_the_card(by, child):
    school_of.household(child.school, child)
    case = making.case(by, child)
    with pytest.raises(Refused):
        place(by, case, surname="Б", given="З", on=date(2026, 11, 1))
    assert not Kinship.objects.exists()
    assert not HouseholdMember.objects.exists()


def test_a_child_who_is_no_pupil_and_becomes_one(by, child, school):
    said = {"surname": "Жаңа", "given": "Бала", "born_on": date(2019, 5, 5), "address": "Бұлақ"}
    case = actions.open_case(by=by, school=school, child=said, fields={"on": making.FOUND})
    assert case.full_name == "Жаңа Бала"
    placed = place(by, case, surname="Бақытова", given="Зәуре")
    assert (placed.kin, placed.who) == (None, "Бақытова Зәуре")
    actions.link_pupil(by=by, case=case, pupil=child)
    case.refresh_from_db()
    assert (case.surname, case.born_on, case.full_name) == ("", None, child.full_name)
    with pytest.raises(Refused):
        actions.link_pupil(by=by, case=case, pupil=child)
    stranger = school_of.pupil(people.school())
    other = actions.open_case(by=by, school=school, child=said, fields={"on": making.FOUND})
    for pupil in (stranger, child):  # of another school; with an open case
        with pytest.raises(Refused):
            actions.link_pupil(by=by, case=other, pupil=pupil)


def test_one_open_case_of_a_pupil(by, child):
    case = making.case(by, child)
    with pytest.raises(Refused):
        making.case(by, child)
    actions.close_case(by=by, case=case, fields={"on": TODAY, "reason": "RETURNED"})
    assert making.case(by, child, on=TODAY).pk != case.pk
    with pytest.raises(Refused):
        actions.open_case(by=by, school=child.school, child={}, fields={"on": TODAY})


def test_a_correction_is_a_new_fact_and_the_old_one_stays(by, child):
    case = making.case(by, child)
    told = making.step(by, case, "NOTIFIED", date(2026, 11, 20), number="5")
    assert progress(case, by).clock.days_late == 3
    made = actions.correct_step(by=by, step=told, fields={"on": date(2026, 11, 17)})
    assert (made.number, made.replaces) == ("5", told)
    assert progress(case, by).clock.days_late == 0
    old = queries.history(case)
    assert [(one.believed, one.corrected) for one in old if one.pk == told.pk] == [(False, made)]
    with pytest.raises(Refused):
        actions.correct_step(by=by, step=told, fields={"on": date(2026, 11, 18)})
    with pytest.raises(Refused):
        actions.correct_step(by=by, step=case.steps.get(kind="IDENTIFIED"), fields={"on": TODAY})


def test_annulling(by, child):
    school_of.household(child.school, child)
    case = making.case(by, child)
    placed = place(by, case, surname="Б", given="З")
    with pytest.raises(Refused):
        actions.annul_step(by=by, step=placed, reason=" ")
    actions.annul_step(by=by, step=placed, reason="Қате жазылған")
    assert not StatusPeriod.objects.known_at().exists(), "it was opened by the step"
    assert Kinship.objects.known_at().exists(), "kinship is corrected on the card"
    closed = actions.close_case(by=by, case=case, fields={"on": TODAY, "reason": "OTHER"})
    actions.annul_step(by=by, step=closed, reason="Ерте")
    assert progress(case, by).open
    actions.annul_step(by=by, step=case.steps.get(kind="IDENTIFIED"), reason="Басқа бала")
    found = progress(case, by)
    assert (found.state, found.open, found.clock) == ("ANNULLED", (), None)
    assert case.steps.count() == 3, "all stay in the history"
    assert queries.late_notices(case.school, by, TODAY) == []


def test_terms(by, school, child):
    with pytest.raises(Refused):
        actions.set_terms(by=by, school=school, notify_days=0, checks_a_year=1, body="")
    with pytest.raises(Refused):
        actions.set_terms(by=by, school=school, notify_days=1, checks_a_year=5, body="")
    case = making.case(by, child)
    assert progress(case, by).late
    actions.set_terms(by=by, school=school, notify_days=10, checks_a_year=2, body="Орган")
    assert not progress(case, by).late
    assert progress(case, by).clock.due_on == date(2026, 11, 30)
    [told] = queries.late_notices(school, by, TODAY)
    assert told.clock.due_on == date(2026, 11, 30)


def test_late_ones_stand_first(by, school):
    ended, late, later, fresh = (school_of.pupil(school, in_class="5А") for _ in range(4))
    one = making.case(by, ended, on=date(2026, 11, 2))
    actions.close_case(by=by, case=one, fields={"on": TODAY, "reason": "MOVED"})
    for pupil, on in ((late, date(2026, 11, 10)), (later, date(2026, 11, 16)), (fresh, TODAY)):
        making.case(by, pupil, on=on)
    found = queries.register(school, by, TODAY)
    assert [row.case.pupil for row in found] == [late, later, fresh, ended]


def test_who_sees_a_case(by, school, child):
    case = making.case(by, child)
    nameless = actions.open_case(
        by=by, school=school, child={"surname": "Ж", "given": "Б"}, fields={"on": TODAY}
    )
    own = people.user("SOCIAL_PEDAGOGUE", school, grades=[6])
    other = people.user("SOCIAL_PEDAGOGUE", school, grades=[7])
    assert set(Case.objects.visible_to(own)) == {case, nameless}
    assert set(Case.objects.visible_to(other)) == {nameless}
    for role, sees in (("DIRECTOR", 2), ("PSYCHOLOGIST", 2), ("CLASS_TEACHER", 0), ("NURSE", 0)):
        assert Case.objects.visible_to(people.user(role, school)).count() == sees, role
    assert not Case.objects.visible_to(people.user("DIRECTOR", people.school())).exists()
