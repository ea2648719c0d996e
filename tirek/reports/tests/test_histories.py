"""Lists and passports of random histories, as of any day and as known at any moment.

The slow reading is written from domain rule 1 alone: a fact is believed at a moment when it was
recorded by then, not annulled by then, and no such fact replaces it.
"""

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from tirek.access.models import School
from tirek.access.tests import making as people
from tirek.cards.models import StatusPeriod
from tirek.reports import queries
from tirek.school.models import Enrolment, HouseholdStay
from tirek.school.tests import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
CODES = ["ORPHAN", "WARD", "LOW_INCOME"]
DAY0, NOW0 = date(2026, 9, 1), datetime(2026, 9, 1, tzinfo=UTC)


def history(chance: random.Random) -> School:
    """Eight pupils in two classes; facts corrected and annulled at random moments."""
    school = people.school()
    classes = [making.school_class(school, name) for name in ("5А", "5Ә")]
    homes = [making.household(school) for _ in range(3)]
    for _ in range(8):
        pupil = making.pupil(school)
        for model, fields in (
            (Enrolment, lambda: {"school_class": chance.choice(classes)}),
            (StatusPeriod, lambda: {"category": chance.choice(CODES)}),
            (HouseholdStay, lambda: {"household": chance.choice(homes)}),
        ):
            made = []
            for _ in range(chance.randint(1, 3)):
                since = DAY0 + timedelta(days=chance.randint(0, 60))
                until = since + timedelta(days=chance.randint(0, 60))
                made.append(
                    model.objects.create(
                        pupil=pupil,
                        since=since,
                        until=chance.choice([None, until]),
                        recorded_at=NOW0 + timedelta(days=chance.randint(0, 60)),
                        annulled_at=chance.choice([None, None, NOW0 + timedelta(days=70)]),
                        replaces=chance.choice([None, *made]),
                        **fields(),
                    )
                )
    return school


def believed(rows, moment):
    """Those of the facts that were believed at a moment."""
    there = [
        row
        for row in rows
        if row.recorded_at <= moment and (row.annulled_at is None or row.annulled_at > moment)
    ]
    replaced = {row.replaces_id for row in there}
    return [row for row in there if row.pk not in replaced]


def holding(rows, day):
    return [row for row in rows if row.since <= day and (row.until is None or day <= row.until)]


def last(rows):
    """Of several that hold at once the one begun last."""
    return max(rows, key=lambda row: (row.since, row.pk), default=None)


def slow(school, day, moment):
    """For each pupil enrolled that day: class, categories, family."""
    found = {}
    for pupil in school.pupils.all():
        place = last(holding(believed(pupil.enrolments.all(), moment), day))
        if place is None:
            continue
        home = last(holding(believed(pupil.stays.all(), moment), day))
        held = holding(believed(pupil.statuses.all(), moment), day)
        found[pupil.key] = (
            place.school_class.name,
            {status.category for status in held},
            ("home", home.household_id) if home else ("alone", pupil.pk),
        )
    return found


@pytest.mark.parametrize("seed", range(5))
def test_every_list_and_passport_equals_the_slow_one(seed):
    chance = random.Random(seed)
    school = history(chance)
    for _ in range(6):
        day = DAY0 + timedelta(days=chance.randint(0, 80))
        moment = NOW0 + timedelta(days=chance.randint(0, 80))
        wanted = slow(school, day, moment)
        lists = queries.six_lists(school, day, known_at=moment)
        for name, codes in (("ORPHANS", {"ORPHAN", "WARD"}), ("LOW_INCOME", {"LOW_INCOME"})):
            listed = {key: one for key, one in wanted.items() if one[1] & codes}
            assert {row["pupil"]: row["class"] for row in lists[name]["rows"]} == {
                key: one[0] for key, one in listed.items()
            }
            assert lists[name]["families"] == len({one[2] for one in listed.values()})
        passports = queries.class_passports(school, ["5А", "5Ә"], day, moment)
        for name, passport in passports.items():
            own = [one for one in wanted.values() if one[0] == name]
            assert passport == queries.class_passport(school, name, day, moment)
            assert passport["pupils"] == len(own)
            for code in CODES:
                found = passport["categories"][code]["pupils"]
                assert found == sum(code in one[1] for one in own)


@pytest.mark.parametrize("seed", range(3))
def test_what_was_known_then_stays_the_same_after_corrections(seed):
    chance = random.Random(seed)
    school = history(chance)
    moment, day = NOW0 + timedelta(days=65), DAY0 + timedelta(days=chance.randint(20, 60))

    def figures():
        return [
            queries.six_lists(school, day, known_at=moment),
            queries.school_passport(school, day, moment),
            queries.school_movement(school, 2026, 10, moment),
        ]

    frozen = figures()
    for status in StatusPeriod.objects.filter(annulled_at=None, pupil__school=school):
        later = moment + timedelta(days=chance.randint(1, 5))
        if chance.random() < 0.5:
            StatusPeriod.objects.filter(pk=status.pk).update(annulled_at=later)
        else:
            StatusPeriod.objects.create(
                pupil=status.pupil,
                category=chance.choice(CODES),
                since=DAY0,
                recorded_at=later,
                replaces=status,
            )
    assert figures() == frozen
    assert queries.six_lists(school, day) != frozen[0]
