"""A card goes from one school to another: both sides' records, what is entered, what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from tirek.access.models import AuditRow
from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.cards.models import Kinship, StatusPeriod
from tirek.cards.tests import making as cards
from tirek.journal.tests import making as journal
from tirek.school.models import Enrolment, Pupil
from tirek.school.queries import household_of
from tirek.school.tests import making as school_of
from tirek.transfers import actions, queries
from tirek.transfers.models import Arrival, Sending
from tirek.transfers.tests import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

TODAY = date(2026, 11, 23)


@pytest.fixture
def other(db):
    return people.school(name="Жаңа мектеп")


@pytest.fixture
def by(school):
    return people.user("SOCIAL_PEDAGOGUE", school)


@pytest.fixture
def taker(other):
    return people.user("SOCIAL_PEDAGOGUE", other)


@pytest.fixture
def child(school, by):
    one = school_of.pupil(school, "Қуанышева", "Аружан", in_class="6Ә", iin="150314650123")
    member = school_of.member(school_of.household(school, one), surname="Сейітова")
    paper = {"paper_document": "Қаулы", "paper_number": "118", "paper_on": date(2024, 2, 12)}
    cards.kin(one, member, "GUARDIAN", since=date(2024, 2, 12), **paper)
    basis = {"basis_document": "Қаулы", "basis_number": "118", "basis_on": date(2024, 2, 12)}
    cards.status(one, "WARD", **basis, note="ҚҰПИЯ")
    cards.status(one, "REGISTER", **basis)
    journal.entry(school, author=by, pupils=[one], text="ҚҰПИЯ мәтін")
    return one


def accept(taker, arrival, **fields):
    in_class = school_of.school_class(arrival.school, "6А")
    return actions.accept_card(
        by=taker, arrival=arrival, school_class=in_class, since=date(2026, 11, 24), **fields
    )


def test_from_one_school_to_the_other(by, taker, other, child):
    Pupil.objects.filter(pk=child.pk).update(iin="")
    child.refresh_from_db()
    sent = making.send(by, child, other)
    arrival = Arrival.objects.get()
    assert (arrival.school, arrival.from_name) == (other, child.school.name)
    assert arrival.sha256 == sent.sha256
    assert "ҚҰПИЯ" not in str(arrival.parcel)
    assert queries.waiting(other, taker) == [arrival]
    new = accept(taker, arrival)
    assert (new.school, new.full_name, new.born_on) == (other, child.full_name, child.born_on)
    assert Enrolment.objects.known_at().get(pupil=new).since == date(2026, 11, 24)
    held = StatusPeriod.objects.filter(pupil=new).order_by("category")
    assert [one.category for one in held] == ["REGISTER", "WARD"]
    assert (held[1].basis_number, held[1].note) == ("118", "")
    kin = Kinship.objects.get(pupil=new)
    assert (kin.kinship, kin.member.surname, kin.paper_number) == ("GUARDIAN", "Сейітова", "118")
    assert kin.member.household == household_of(new, TODAY)
    assert Enrolment.objects.known_at().get(pupil=child).until == TODAY
    sent.refresh_from_db()
    arrival.refresh_from_db()
    assert (sent.state, arrival.state, arrival.pupil) == ("ACCEPTED", "ACCEPTED", new)
    assert arrival.skipped == []
    assert sent.counts == {"card": 1, "statuses": 2, "members": 1, "kin": 1, "work": 1}
    for school, thing in ((child.school, "transfers.sending"), (other, "transfers.arrival")):
        rows = AuditRow.objects.filter(school=school, thing=thing)
        assert [row.verb for row in rows.order_by("pk")] == ["CREATED", "CHANGED"]


def test_a_child_who_is_there_already(by, taker, other, child):
    twin = school_of.pupil(other, "Қуанышева", "Аружан", born_on=child.born_on)
    home = school_of.household(other, twin)
    cards.status(twin, "WARD")
    arrival = making.arrival(by, child, other)
    assert queries.alike(arrival, taker, TODAY) == [twin]
    assert accept(taker, arrival, pupil=twin) == twin
    arrival.refresh_from_db()
    assert sorted(arrival.skipped) == ["FAMILY", "WARD"]
    assert household_of(twin, TODAY) == home
    assert set(twin.statuses.values_list("category", flat=True)) == {"WARD", "REGISTER"}
    stranger = school_of.pupil(people.school())
    with pytest.raises(Refused):
        accept(taker, making.arrival(by, child, other), pupil=stranger)


def test_a_name_alike_but_another_day_of_birth_is_another_child(by, taker, other, child):
    school_of.pupil(other, "Қуанышева", "Аружан", born_on=date(2010, 1, 1))
    same_number = school_of.pupil(other, "Басқа", "Аты", iin=child.iin)
    assert queries.alike(making.arrival(by, child, other), taker, TODAY) == [same_number]


def test_a_category_of_the_sender_alone_is_named_as_skipped(by, taker, other, child, school):
    cards.category(school=school)
    cards.status(child, "OWN")
    cards.status(child, "ORPHAN")  # without the basis that is demanded
    Pupil.objects.filter(pk=child.pk).update(iin="")
    child.refresh_from_db()
    arrival = making.arrival(by, child, other)
    accept(taker, arrival)
    arrival.refresh_from_db()
    assert arrival.skipped == ["OWN", "ORPHAN"]


def test_declined_with_a_reason_and_nothing_stays(by, taker, other, child):
    arrival = making.arrival(by, child, other)
    with pytest.raises(Refused):
        actions.decline_card(by=taker, arrival=arrival, reason=" ")
    actions.decline_card(by=taker, arrival=arrival, reason="Біздің мектепте емес")
    arrival.refresh_from_db()
    sent = Sending.objects.get()
    assert (arrival.state, arrival.parcel) == ("DECLINED", {})
    assert (sent.state, sent.reason) == ("DECLINED", "Біздің мектепте емес")
    assert Enrolment.objects.known_at().get(pupil=child).until is None
    with pytest.raises(Refused):
        accept(taker, arrival)
    with pytest.raises(Refused):
        actions.withdraw_card(by=by, sending=sent)
    assert making.send(by, child, other).state == "SENT", "it may be sent again"


def test_withdrawn_before_it_is_answered(by, taker, other, child):
    arrival = making.arrival(by, child, other)
    actions.withdraw_card(by=by, sending=Sending.objects.get())
    arrival.refresh_from_db()
    assert (arrival.state, arrival.parcel) == ("WITHDRAWN", {})
    assert queries.waiting(other, taker) == []
    with pytest.raises(Refused):
        actions.decline_card(by=taker, arrival=arrival, reason="б")


def test_a_parcel_that_was_changed_is_not_taken(by, taker, other, child):
    arrival = making.arrival(by, child, other)
    arrival.parcel["pupil"]["surname"] = "Басқа"
    arrival.save()
    with pytest.raises(Refused):
        accept(taker, arrival)
    assert not Pupil.objects.filter(school=other).exists()


def test_a_refused_acceptance_leaves_nothing(by, taker, other, child):
    school_of.pupil(other, "Қуанышева", "Аружан", born_on=child.born_on)
    arrival = making.arrival(by, child, other)
    with pytest.raises(Refused):
        accept(taker, arrival)  # a second card of the same name and birth day
    arrival.refresh_from_db()
    assert arrival.state == "SENT"
    assert Enrolment.objects.known_at().get(pupil=child).until is None


@pytest.mark.parametrize(
    "fields",
    [
        {"to": None, "to_name": ""},
        {"basis": {**making.BASIS, "document": ""}},
        {"basis": {**making.BASIS, "signer": ""}},
        {"basis": {**making.BASIS, "signed_on": date(2026, 11, 24)}},
        {"leaves_on": date(2027, 11, 24)},
    ],
)
def test_what_is_refused(by, other, child, fields):
    with pytest.raises(Refused):
        making.send(by, child, other, **fields)
    assert not Sending.objects.exists()


def test_not_to_the_own_school_nor_twice(by, other, child, school):
    with pytest.raises(Refused):
        making.send(by, child, school)
    making.send(by, child, other)
    with pytest.raises(Refused):
        making.send(by, child, other)


def test_the_day_of_leaving(by, taker, other, child):
    """The place ends on the day of leaving, or the day before the new one when that is earlier."""
    Pupil.objects.filter(pk=child.pk).update(iin="")
    child.refresh_from_db()
    arrival = making.arrival(by, child, other, leaves_on=date(2026, 11, 12))
    accept(taker, arrival)
    assert Enrolment.objects.known_at().get(pupil=child).until == date(2026, 11, 12)


def test_one_who_has_left_already_stays_as_it_was(by, taker, other, child):
    Pupil.objects.filter(pk=child.pk).update(iin="")
    child.refresh_from_db()
    child.enrolments.update(until=date(2026, 10, 1))
    accept(taker, making.arrival(by, child, other))
    assert Enrolment.objects.known_at().get(pupil=child).until == date(2026, 10, 1)


def test_who_sees_what(by, taker, other, child, school):
    arrival = making.arrival(by, child, other)
    third = people.user("DIRECTOR", people.school())
    assert not Sending.objects.visible_to(third).exists()
    assert not Arrival.objects.visible_to(third).exists()
    assert not Sending.objects.visible_to(taker).exists()
    assert not Arrival.objects.visible_to(by).exists()
    assert list(Arrival.objects.visible_to(people.user("DIRECTOR", other))) == [arrival]
    assert not Arrival.objects.visible_to(people.user("CLASS_TEACHER", other)).exists()
    assert list(Arrival.objects.visible_to(people.user("SOCIAL_PEDAGOGUE", other, grades=[5])))
    assert not Sending.objects.visible_to(people.user("SOCIAL_PEDAGOGUE", school, grades=[5]))


def test_one_query_for_the_desk(by, taker, other, child, django_assert_num_queries):
    making.send(by, child, other)
    queries.waiting(other, taker)
    with django_assert_num_queries(1):
        assert len(queries.waiting(other, taker)) == 1
