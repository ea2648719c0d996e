"""Joining doubles, and taking it back: every row of every table is again what it was."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from tirek.access import clock
from tirek.access.models import AuditRow
from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.cards import queries
from tirek.cards.actions import correct_status
from tirek.cards.models import FamilyLevel, IncomeStatement, Kinship, StatusPeriod
from tirek.cards.tests import making as cards
from tirek.consents.actions import approve_erasure, propose_erasure
from tirek.consents.tests.making import consent
from tirek.journal.models import EntryPupil
from tirek.journal.tests import making as journal
from tirek.school.merging import (
    differing,
    join_households,
    join_pupils,
    live_together,
    say_apart,
    share_home,
    take_back_apart,
    undo_merge,
)
from tirek.school.models import (
    Apart,
    Enrolment,
    Household,
    HouseholdMember,
    HouseholdStay,
    Merge,
    Pupil,
)
from tirek.school.queries import household_of, pupils_on
from tirek.school.tests import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

TODAY = date(2026, 11, 23)
# Rows that say what was done, not what is.
KEPT_ANYHOW = {"access.AuditRow", "access.AuditHead", "school.Merge"}


def tables() -> dict[str, dict[int, dict[str, Any]]]:
    """Every row of every table."""
    return {
        model._meta.label: {row["id"]: row for row in model._base_manager.values()}
        for model in apps.get_models()
        if model.__module__.startswith("tirek.") and model._meta.label not in KEPT_ANYHOW
    }


def assert_put_back(before: dict[str, dict[int, dict[str, Any]]]) -> None:
    """The rows that were there are as they were; what came is annulled, so not believed."""
    for label, rows in tables().items():
        assert {pk: row for pk, row in rows.items() if pk in before[label]} == before[label], label
        new = [row for pk, row in rows.items() if pk not in before[label]]
        assert all(row["annulled_at"] for row in new), label


@pytest.fixture
def social(school):
    return people.user("SOCIAL_PEDAGOGUE", school)


def two_cards(school, social, seed: int) -> tuple[Pupil, Pupil]:
    """Two cards of one child with all sorts of rows, alike and different, from a seed."""
    dice = random.Random(seed)
    days = [TODAY - timedelta(days=n) for n in (80, 60, 40, 20, 1)]

    def period():
        since, until = sorted(dice.sample(days, 2))
        return {"since": since, "until": dice.choice([until, None])}

    names = {"patronymic": dice.choice(["", "Серікқызы"]), "phone": dice.choice(["", "8 701"])}
    one = making.pupil(school, "Әбенова", "Інжу", **names)
    other = making.pupil(school, "Абенова", "Инжу", iin="000101300019", address="Абай 3")
    homes = [making.household(school) for _ in range(2)]
    members = [
        making.member(home, surname="Әбенова", given="Сәуле", key="m-1", phone=phone)
        for home, phone in zip(homes, ("87011234567", "+7 777 000 11 22"), strict=True)
    ]
    members.append(making.member(homes[1], surname="Ким", given="Олег", key="m-2"))
    entries = [journal.entry(school, author=social, pupils=[one]) for _ in range(3)]
    mentor = people.user("MENTOR", school, pupils=[other])
    people.grant(mentor, "MENTOR", school, pupils=[one, other])
    for pupil in (one, other):
        last: date | None = None
        for since in sorted(dice.sample(days, dice.randint(0, 2))):
            if last is None or since > last:
                last = since + timedelta(days=dice.randint(1, 15))
                making.enrolment(pupil, dice.choice(["5А", "5Ә"]), since=since, until=last)
        if dice.random() < 0.7:
            making.stay(pupil, dice.choice(homes), since=dice.choice([None, days[2]]))
        for category in ("ORPHAN", "LOW_INCOME"):
            if dice.random() < 0.7:
                first = cards.status(pupil, category, **period(), recorded_by=social)
                if dice.random() < 0.5:
                    cards.status(pupil, category, **period(), replaces=first)
        for member in members:
            if dice.random() < 0.5:
                cards.kin(pupil, member, dice.choice(["MOTHER", "OTHER"]))
        first_consent = consent(pupil, recorded_by=social)
        if dice.random() < 0.5:
            consent(pupil, recorded_by=social, replaces=first_consent)
    for entry in entries:
        if dice.random() < 0.5:
            EntryPupil.objects.create(entry=entry, pupil=other)
    journal.entry(school, author=social, pupils=[other], households=homes[1:])
    for home in homes:
        IncomeStatement.objects.create(household=home, on=days[0], amount=dice.choice([1, 2]))
        FamilyLevel.objects.create(household=home, on=days[0], level="C")
    say_apart(by=social, what="FAMILY", first=[other], second=[making.pupil(school)])
    return one, other


@pytest.mark.parametrize("seed", range(12))
def test_taken_back_all_is_as_it_was(school, social, seed):
    one, other = two_cards(school, social, seed)
    before = tables()
    merge = join_pupils(by=social, kept=one, other=other, homes=bool(seed % 2))
    assert_joined(one, other)
    with transaction.atomic():
        undo_merge(by=social, merge=merge)
    assert_put_back(before)
    assert [row.verb for row in AuditRow.objects.filter(thing="school.merge").order_by("pk")] == [
        "CREATED",
        "ANNULLED",
    ]
    with pytest.raises(Refused, match=r"\w"):
        undo_merge(by=social, merge=merge)


def assert_joined(one: Pupil, other: Pupil) -> None:
    """Nothing that is believed is about the other card, and nothing holds twice."""
    for model in (Enrolment, HouseholdStay, StatusPeriod, Kinship):
        assert not model.objects.known_at().filter(pupil=other).exists()
        believed = model.objects.known_at().filter(pupil=one)
        for fact in believed:
            alike = believed.exclude(pk=fact.pk).touching(
                fact.since or date.min, fact.until or date.max
            )
            for names in ({"category"}, {"member", "kinship"}):
                if names <= {field.name for field in model._meta.fields}:
                    alike = alike.filter(**{name: getattr(fact, name) for name in names})
            assert not alike.exists(), f"{fact} holds twice"
    assert not EntryPupil.objects.filter(pupil=other).exists()
    assert not Pupil.objects.filter(pk=other.pk, merged_into=None).exists()


def test_what_was_believed_before_can_still_be_shown(school, social):
    one = making.pupil(school, in_class="5А")
    other = making.pupil(school, in_class="5А")
    cards.status(other, "ORPHAN")
    before = clock.now()
    join_pupils(by=social, kept=one, other=other)
    assert list(pupils_on(school, TODAY)) == [one]
    assert set(pupils_on(school, TODAY, before)) == {one, other}
    assert queries.codes_by_pupil([one.pk, other.pk], TODAY) == {one.pk: ["ORPHAN"]}
    assert queries.codes_by_pupil([one.pk, other.pk], TODAY, before) == {other.pk: ["ORPHAN"]}


def test_days_of_the_same_class_are_put_together(school, social):
    one, other = making.pupil(school), making.pupil(school)
    making.enrolment(one, "5А", since=date(2026, 9, 10))
    making.enrolment(other, "5А", since=date(2026, 9, 1), until=date(2026, 10, 1))
    join_pupils(by=social, kept=one, other=other)
    found = Enrolment.objects.known_at().get()
    assert (found.pupil, found.since, found.until) == (one, date(2026, 9, 1), None)


def test_a_pupil_is_in_one_class_at_a_time(school, social):
    one, other = making.pupil(school), making.pupil(school)
    making.enrolment(one, "5А", since=date(2026, 9, 10))
    making.enrolment(other, "5Ә", since=date(2026, 9, 1))
    join_pupils(by=social, kept=one, other=other)
    assert Enrolment.objects.known_at().get().school_class.name == "5А"


def test_the_fields_chosen_and_those_that_were_empty(school, social):
    one = making.pupil(school, "Абенов", "Ерасыл", phone="1", address="")
    other = making.pupil(
        school, "Әбенов", "Ерасыл", phone="2", address="Абай 3", sex=one.sex, language="ru"
    )
    assert [(d.field, d.blank) for d in differing(one, other)] == [
        ("surname", False),
        ("address", True),
        ("phone", False),
        ("language", False),
    ]
    join_pupils(by=social, kept=one, other=other, taken={"surname"})
    one.refresh_from_db()
    assert (one.surname, one.phone, one.address, one.language) == ("Әбенов", "1", "Абай 3", "kk")
    assert one.sort_key == other.sort_key
    assert one.search == other.search


def test_mentors_go_over_to_the_kept_card(school, social):
    one, other = making.pupil(school), making.pupil(school)
    mentor = people.user("MENTOR", school, pupils=[other])
    merge = join_pupils(by=social, kept=one, other=other)
    assert list(Pupil.objects.visible_to(people.anew(mentor))) == [one]
    undo_merge(by=social, merge=merge)
    assert list(Pupil.objects.visible_to(people.anew(mentor))) == [other]


def test_it_is_not_taken_back_over_what_was_done_since(school, social):
    one, other = making.pupil(school), making.pupil(school, phone="7")
    cards.status(other, "ORPHAN")
    merge = join_pupils(by=social, kept=one, other=other)
    status = StatusPeriod.objects.known_at().get()
    fields = {"category": "ORPHAN", "since": date(2026, 10, 1)}
    correct_status(by=social, status=status, fields=fields)
    between = tables()
    with pytest.raises(Refused):
        undo_merge(by=social, merge=merge)
    assert tables() == between
    merge.refresh_from_db()
    assert merge.undone_at is None


def test_what_came_since_stays_with_the_kept_card(school, social):
    one, other = making.pupil(school), making.pupil(school)
    merge = join_pupils(by=social, kept=one, other=other)
    cards.status(one, "ORPHAN")
    undo_merge(by=social, merge=merge)
    assert queries.codes_by_pupil([one.pk, other.pk], TODAY) == {one.pk: ["ORPHAN"]}


def test_doubles_of_doubles_are_taken_back_in_order(school, social):
    one, other, third = (making.pupil(school) for _ in range(3))
    first = join_pupils(by=social, kept=one, other=other)
    second = join_pupils(by=social, kept=third, other=one)
    other.refresh_from_db()
    assert other.merged_into == third
    with pytest.raises(Refused):
        undo_merge(by=social, merge=first)
    undo_merge(by=social, merge=second)
    undo_merge(by=social, merge=first)
    assert not Pupil.objects.exclude(merged_into=None).exists()


@pytest.mark.parametrize("wrong", ["itself", "another school", "twice", "erased"])
def test_refused(school, social, wrong):
    one, other = making.pupil(school), making.pupil(school)
    if wrong == "itself":
        other = one
    if wrong == "another school":
        other = making.pupil(people.school())
    if wrong == "twice":
        join_pupils(by=social, kept=making.pupil(school), other=other)
    if wrong == "erased":
        other.erased_on = TODAY
        other.save()
    before = tables()
    with pytest.raises(Refused):
        join_pupils(by=social, kept=one, other=other)
    assert tables() == before


def two_families(school) -> tuple[Household, Household]:
    kept = making.household(school, making.pupil(school, "Әбенов"), address="Абай 3", note="бір")
    other = making.household(school, making.pupil(school, "Әбенова"), address="Абай 5", note="екі")
    mother = {"surname": "Әбенова", "given": "Сәуле"}
    making.member(kept, **mother, key="m-1", phone="8 701 123 45 67")
    same = making.member(
        other, **mother, key="x-1", patronymic="Серікқызы", phone="87770001122", work="Дәрігер"
    )
    making.member(other, surname="Әбенов", given="Ержан", key="m-1")
    cards.kin(other.stays.get().pupil, same)
    return kept, other


def test_two_families_become_one(school, social):
    kept, other = two_families(school)
    before = tables()
    merge = join_households(by=social, kept=kept, other=other)
    kept.refresh_from_db()
    assert (kept.address, kept.note) == ("Абай 3", "бір\nекі")
    names = [one.full_name for one in kept.members.all()]
    assert names == ["Әбенова Сәуле Серікқызы", "Әбенов Ержан"]
    mother = kept.members.first()
    assert (mother.phones, mother.work) == ("8 701 123 45 67, 87770001122", "Дәрігер")
    assert Kinship.objects.known_at().get().member == mother
    homes = {household_of(pupil, TODAY) for pupil in Pupil.objects.all()}
    assert homes == {kept}
    assert not Household.objects.visible_to(social).filter(pk=other.pk).exists()
    undo_merge(by=social, merge=merge)
    assert_put_back(before)


def test_a_pupil_without_a_family_comes_to_one_and_two_share_a_new_one(school, social):
    lone, first, second = (making.pupil(school, address=f"Абай {n}") for n in (1, 2, 3))
    home = making.household(school, making.pupil(school))
    merge = live_together(by=social, household=home, pupil=lone)
    assert household_of(lone, TODAY) == home
    with pytest.raises(Refused):
        live_together(by=social, household=home, pupil=lone)
    undo_merge(by=social, merge=merge)
    assert household_of(lone, TODAY) is None
    share_home(by=social, first=first, second=second)
    assert household_of(first, TODAY) == household_of(second, TODAY)
    assert household_of(first, TODAY).address == "Абай 2"


def test_members_who_are_not_one_person_stay_two(school, social):
    kept, other = making.household(school), making.household(school)
    for home, more in (
        (kept, {"patronymic": "Серікқызы"}),
        (other, {"patronymic": "Болатқызы"}),
    ):
        making.member(home, surname="Әбенова", given="Сәуле", phone="87011234567", **more)
    join_households(by=social, kept=kept, other=other)
    assert HouseholdMember.objects.filter(household=kept).count() == 2


def test_what_is_said_apart_is_remembered_once_and_taken_back(school, social):
    one, other = making.pupil(school), making.pupil(school)
    said = say_apart(by=social, what="CHILD", first=[other], second=[one])
    assert say_apart(by=social, what="CHILD", first=[one], second=[other]) == []
    assert [(a.first, a.second) for a in Apart.objects.all()] == [(one, other)]
    take_back_apart(by=social, said=said[0])
    with pytest.raises(Refused):
        take_back_apart(by=social, said=said[0])
    assert Merge.objects.count() == 0


def test_erasing_the_child_erases_the_other_card_too(school, social):
    """Names stand on the other card and in what the joining changed."""
    one = making.pupil(school, "Әбенов", "Ерасыл", born_on=date(2009, 1, 2))
    other = making.pupil(school, "Абенов", "Ерасыл", iin="000101300019", phone="87011234567")
    merge = join_pupils(by=social, kept=one, other=other, taken={"surname"})
    director = people.user("DIRECTOR", school)
    asked = propose_erasure(by=social, school=school, pupils=[one], why="REQUEST", note="№ 1")
    approve_erasure(by=director, erasure=asked, typed="өшіру")
    other.refresh_from_db()
    merge.refresh_from_db()
    assert other.erased_on == TODAY
    assert (other.surname, other.iin, other.phone, merge.changes) == ("–", "", "", [])
    with pytest.raises(Refused):
        undo_merge(by=social, merge=merge)
