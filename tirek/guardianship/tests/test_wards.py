"""Wards, checks of their guardians, talks."""

from __future__ import annotations

from datetime import date

import pytest

from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.cards.tests import making as cards
from tirek.guardianship import actions, queries
from tirek.guardianship.models import Check, Talk
from tirek.guardianship.tests import making
from tirek.journal.actions import annul_entry
from tirek.journal.models import Entry
from tirek.school.tests import making as school_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

TODAY = date(2026, 11, 23)


@pytest.fixture
def by(school):
    return people.user("SOCIAL_PEDAGOGUE", school)


def ward(school, since=date(2025, 10, 1), in_class="6Ә", kinship="GUARDIAN"):
    pupil = school_of.pupil(school, in_class=in_class)
    member = school_of.member(school_of.household(school, pupil))
    return cards.kin(pupil, member, kinship, since=since)


def rows(school, by):
    return [
        (one.kin, one.checked_on, one.due_on, one.late) for one in queries.wards(school, by, TODAY)
    ]


def test_the_next_check_follows_the_last(school, by):
    kin = ward(school)
    assert rows(school, by) == [(kin, None, date(2026, 10, 1), True)]
    entry = making.check(by, kin, on=date(2026, 11, 10))
    assert rows(school, by) == [(kin, date(2026, 11, 10), date(2027, 11, 10), False)]
    actions.set_terms(by=by, school=school, notify_days=1, checks_a_year=4, body="")
    assert rows(school, by)[0][2] == date(2027, 2, 10)
    fixed = actions.correct_check(
        by=by,
        entry=entry,
        fields={"on": date(2026, 11, 3), "guardian": kin.member, "next_on": date(2026, 12, 1)},
    )
    assert rows(school, by) == [(kin, date(2026, 11, 3), date(2026, 12, 1), False)]
    annul_entry(by=by, entry=fixed, reason="Қате")
    assert rows(school, by)[0][1] == date(2026, 11, 10), "without its correction it holds again"


def test_who_is_a_ward(school, by):
    kin = ward(school)
    ward(school, kinship="MOTHER")
    over = ward(school)
    type(over).objects.filter(pk=over.pk).update(until=date(2026, 11, 1))
    gone = ward(school)
    gone.pupil.enrolments.update(until=date(2026, 11, 1))
    foster = ward(school, kinship="FOSTER", since=date(2026, 11, 1))
    assert [row[0] for row in rows(school, by)] == [kin, foster], "the first to be checked first"


def test_a_guardianship_without_a_first_day_counts_from_its_record(school, by):
    kin = ward(school, since=None)
    [row] = rows(school, by)
    assert row[2] == date(kin.recorded_at.year + 1, kin.recorded_at.month, kin.recorded_at.day)


def test_a_check_tells_the_journal_only_that_it_took_place(school, by):
    kin = ward(school)
    entry = making.check(by, kin)
    assert (entry.kind, entry.topic, entry.text) == ("GUARDIAN_INTERVIEW", "CHECK", "")
    assert Check.objects.get().findings == "Жағдайы жақсы"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"guardian_name": ""}, "guardian"),
        ({"on": date(2026, 11, 24)}, "on"),
        ({"next_on": making.FOUND}, "next_on"),
    ],
)
def test_a_talk_that_is_refused(school, by, fields, field):
    with pytest.raises(Refused) as refusal:
        making.talk(by, school_of.pupil(school, in_class="6Ә"), **fields)
    assert refusal.value.field == field
    assert not Entry.objects.exists()


def test_a_talk_corrected_keeps_what_was_believed(school, by):
    pupil = school_of.pupil(school, in_class="6Ә")
    entry = making.talk(by, pupil, text="Қысқаша")
    fields = {"on": TODAY, "guardian_name": "Атасы", "health": "Жақсы"}
    made = actions.correct_talk(by=by, entry=entry, fields=fields)
    assert [(one.with_whom, one.health) for one in Talk.objects.order_by("pk")] == [
        ("Әжесі", ""),
        ("Атасы", "Жақсы"),
    ]
    assert list(queries.talks_of(pupil, by)) == [made]
    assert made.about_pupils.get().pupil == pupil


def test_wards_cost_one_query(school, by, django_assert_num_queries):
    for _ in range(3):
        making.check(by, ward(school))
    queries.wards(school, by, TODAY)
    with django_assert_num_queries(1):
        assert len(queries.wards(school, by, TODAY)) == 3
    with django_assert_num_queries(1):
        queries.late_notices(school, by, TODAY)


def test_the_box_of_a_pupil_says_what_the_list_says_in_one_query(
    school, by, django_assert_num_queries
):
    kin = ward(school)
    making.check(by, kin, on=date(2026, 11, 10))
    for _ in range(2):  # ended, annulled, replaced, of no guardian: not one of them
        cards.kin(kin.pupil, kin.member, "GUARDIAN", until=date(2026, 11, 1))
        cards.kin(kin.pupil, kin.member, "MOTHER")
    old = cards.kin(kin.pupil, kin.member, "TRUSTEE")
    cards.kin(kin.pupil, kin.member, "TRUSTEE", replaces=old, until=date(2026, 11, 1))
    case = making.case(by, kin.pupil)
    with django_assert_num_queries(1):
        [found], pid = queries.wards_of(kin.pupil, TODAY)
    [listed] = queries.wards(school, by, TODAY)
    assert pid == case.pid
    assert found.kin.member.full_name == listed.kin.member.full_name
    assert (found.kin.pid, found.checked_on, found.due_on, found.late) == (
        *(listed.kin.pid, listed.checked_on, listed.due_on),
        listed.late,
    )
    other = school_of.pupil(school, in_class="6Ә")
    assert queries.wards_of(other, TODAY) == ([], "")
