"""Raids written: planned ahead, filled, signed about those seen alone, corrected, annulled."""

from __future__ import annotations

from datetime import date, time

import pytest

from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.journal.models import Entry, State
from tirek.journal.tests.making import entry
from tirek.plans.actions import take_ready_plans
from tirek.plans.models import Plan
from tirek.plans.queries import coverage
from tirek.raids import queries
from tirek.raids.actions import (
    Unready,
    add_stops,
    annul_raid,
    change_raid,
    correct_raid,
    fill_stop,
    move_stop,
    plan_raid,
    remove_stop,
    sign_raid,
    sort_stops,
)
from tirek.raids.erasing import erase
from tirek.raids.kinds import dump_raids, load_raids
from tirek.raids.models import Raid, RaidStop
from tirek.raids.tests.making import HELD, TEAM, fill, held, planned
from tirek.school.tests import making
from tirek.schoolyear.models import SchoolYear

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def covered(town, code):
    year = SchoolYear.objects.get(school=town.school)
    return next(one for one in coverage(year, TODAY) if one.row.code == code).figures


def plans(town):
    take_ready_plans(by=town.social, school_year=SchoolYear.objects.get(school=town.school))
    Plan.objects.update(approved_on=date(2026, 9, 5))
    # The other half of the item: families found that need support.
    entry(town.school, "FAMILY_ASSESSMENT", author=town.social, rows=["S8.2"])


def test_a_raid_is_planned_ahead_and_its_entry_is_not(town):
    raid = planned(town.social, town.first, planned_on=date(2026, 12, 4))
    assert (raid.planned_on, raid.entry.on) == (date(2026, 12, 4), TODAY)
    assert raid.entry.state == State.DRAFT
    assert raid.stops.get().address == "Абай к-сі, 12-үй"


def test_a_signed_raid_closes_the_row_of_families_for_those_seen_alone(town):
    plans(town)
    assert len(covered(town, "P7").members) == 2
    assert not covered(town, "S8.2").touched
    raid = held(
        town.social, town.first, town.second, town.third,
        results=["SEEN", "NOBODY_HOME", "SEEN"],
    )  # fmt: skip
    (period,) = covered(town, "P7").periods
    assert period.done == {town.first.pk}
    assert period.open == {town.second.pk}
    assert covered(town, "S8.2").touched
    assert {link.household for link in raid.entry.about_households.all()} == {
        town.first,
        town.third,
    }
    about = {link.pupil for link in raid.entry.about_pupils.all()}
    assert about == {town.pupils[0], town.pupils[1], town.pupils[3]}
    assert {"P7", "S8.2"} <= {row.code for row in raid.entry.rows.all()}


def test_a_raid_that_saw_nobody_was_held_all_the_same(town):
    plans(town)
    held(town.social, town.first, town.second, results=["NOT_LET_IN", "MOVED"])
    assert covered(town, "P7").done == 0
    assert covered(town, "S8.2").touched


def test_a_draft_closes_nothing(town):
    plans(town)
    fill(town.social, planned(town.social, town.first), ["SEEN"])
    assert covered(town, "P7").done == 0
    assert not covered(town, "S8.2").touched


def test_a_raid_of_a_plan_not_approved_serves_families_without_naming_rows(town):
    raid = held(town.social, town.first)
    assert list(raid.entry.rows.all()) == []
    plans(town)
    assert covered(town, "P7").done == 1


def test_what_is_missing_keeps_a_raid_from_being_signed(town):
    raid = planned(town.social, town.first, team=TEAM[:1])
    with pytest.raises(Unready) as refused:
        sign_raid(by=town.social, raid=raid, on=date(2026, 11, 24))
    assert refused.value.problems == ["AHEAD", "TEAM", "NO_RESULT"]
    assert Raid.objects.get().entry.state == State.DRAFT


def test_a_raid_ends_after_it_begins(town):
    with pytest.raises(Refused) as refused:
        planned(town.social, town.first, ends_at=time(17))
    assert refused.value.field == "ends_at"
    assert not Entry.objects.exists()


def test_the_team_keeps_the_logins_of_the_staff(town):
    rows = [
        {"name": "Бекболатова Сәуле", "user": town.social.username},
        {"name": "Бекболатова Сәуле", "user": town.social.username},
        {"name": "Басқа Адам", "user": town.deputy.username},
        {"name": " ", "post": "инспектор"},
    ]
    raid = planned(town.social, town.first, team=rows)
    assert raid.team == [
        {"name": "Бекболатова Сәуле", "user": town.social.username},
        {"name": "Басқа Адам"},
    ]


def order(raid):
    return [stop.address for stop in raid.stops.all()]


def test_the_route_is_sorted_and_turned_by_hand(town):
    raid = planned(town.social, town.first, town.second, town.third)
    sort_stops(by=town.social, raid=raid)
    two, twelve, twelve_a = town.third.address, town.first.address, town.second.address
    assert order(raid) == [two, twelve, twelve_a]
    first, _second, last = raid.stops.all()
    move_stop(by=town.social, stop=last, up=True)
    assert order(raid) == [two, twelve_a, twelve]
    move_stop(by=town.social, stop=first, up=True)
    assert order(raid) == [two, twelve_a, twelve]
    remove_stop(by=town.social, stop=first)
    assert order(raid) == [twelve_a, twelve]


def test_a_family_stands_once_on_the_route_and_an_unknown_one_by_its_address(town):
    raid = planned(town.social, town.first)
    add_stops(
        by=town.social, raid=raid, households=[town.first, town.second], addresses=[" Мира 4 ", ""]
    )
    assert order(raid) == [town.first.address, town.second.address, "Мира 4"]
    other = making.household(people.school())
    with pytest.raises(Refused):
        add_stops(by=town.social, raid=raid, households=[other])


def test_a_signed_raid_is_not_written_to(town):
    raid = held(town.social, town.first)
    stop = raid.stops.get()
    for deed in (
        lambda: change_raid(by=town.social, raid=raid, fields={"area": "Х"}),
        lambda: add_stops(by=town.social, raid=raid, households=[town.second]),
        lambda: remove_stop(by=town.social, stop=stop),
        lambda: move_stop(by=town.social, stop=stop, up=True),
        lambda: sort_stops(by=town.social, raid=raid),
        lambda: fill_stop(by=town.social, stop=stop, fields={"result": "MOVED"}),
        lambda: sign_raid(by=town.social, raid=raid),
    ):
        with pytest.raises(Refused):
            deed()
    assert RaidStop.objects.get().result == "SEEN"


def test_a_correction_replaces_the_raid_when_it_is_signed(town):
    plans(town)
    raid = held(town.social, town.first, town.second)
    assert covered(town, "P7").done == 2
    draft = correct_raid(by=town.deputy, raid=raid, reason="Екінші үйде ешкім болмаған")
    assert covered(town, "P7").done == 2
    assert [stop.result for stop in draft.stops.all()] == ["SEEN", "SEEN"]
    fill(town.deputy, draft, ["SEEN", "NOBODY_HOME"])
    signed = sign_raid(by=town.deputy, raid=draft)
    assert signed.entry.replaces == raid.entry
    assert signed.entry.on == HELD
    assert covered(town, "P7").done == 1
    assert list(Raid.objects.signed()) == [signed]
    with pytest.raises(Refused):
        correct_raid(by=town.social, raid=raid, reason="Тағы")


def test_two_corrections_do_not_both_stand(town):
    raid = held(town.social, town.first)
    one, two = (correct_raid(by=town.social, raid=raid, reason="Қате") for _ in range(2))
    sign_raid(by=town.social, raid=one)
    with pytest.raises(Refused):
        sign_raid(by=town.social, raid=two)


def test_an_annulled_raid_counts_no_more(town):
    plans(town)
    raid = held(town.social, town.first)
    with pytest.raises(Refused):
        annul_raid(by=town.social, raid=raid, reason=" ")
    annul_raid(by=town.social, raid=raid, reason="Болмаған")
    assert covered(town, "P7").done == 0
    assert not Raid.objects.signed().exists()


def test_who_reads_and_who_writes(town):
    raid, draft = held(town.social, town.first), planned(town.deputy, town.second)
    far = people.user("SOCIAL_PEDAGOGUE", people.school())
    near = people.user("SOCIAL_PEDAGOGUE", town.school, grades=[5])
    own = planned(near, town.third)
    for user, reads, writes in (
        (town.social, {raid, draft, own}, {raid, draft, own}),
        (town.deputy, {raid, draft, own}, {raid, draft, own}),
        (town.director, {raid}, set()),
        (town.teacher, set(), set()),
        (far, set(), set()),
        (near, {own}, {own}),
    ):
        assert set(Raid.objects.visible_to(user)) == reads
        assert set(Raid.objects.writable_by(user)) == writes


def test_whom_a_raid_can_visit(town):
    def addresses(homes):
        return [home.address for home in homes]

    both = [town.first.address, town.second.address]
    assert addresses(queries.difficult(town.school, town.social, TODAY)) == both
    assert addresses(queries.without_act(town.school, town.social, TODAY)) == [town.third.address]
    entry(town.school, "HOUSING_ACT", on=HELD, pupils=[town.pupils[3]], author=town.social)
    assert queries.without_act(town.school, town.social, TODAY) == []
    (found,) = queries.named(town.school, town.social, "куанышева аружан", TODAY)
    assert found.household == town.first
    assert [name for name, _class in found.children] == ["Қуанышев Данияр", "Қуанышева Аружан"]
    near = people.user("SOCIAL_PEDAGOGUE", town.school, grades=[6])
    assert addresses(queries.difficult(town.school, near, TODAY)) == [town.first.address]


def test_an_address_is_to_be_visited_until_somebody_is_seen_there(town):
    def left():
        return [stop.household for stop in queries.to_visit(town.school, town.social, TODAY)]

    raid = held(
        town.social, town.first, town.second, results=["NOBODY_HOME", "SEEN"],
        planned_on=date(2026, 10, 9),
    )  # fmt: skip
    assert left() == [town.first]
    act = entry(town.school, "HOUSING_ACT", on=HELD, pupils=[town.pupils[1]], author=town.social)
    assert left() == []
    act.delete()
    held(town.social, town.first)
    assert left() == []
    annul_raid(by=town.social, raid=raid, reason="Қате")
    assert left() == []


def test_the_school_file_holds_a_raid_whole(town):
    raid = held(town.social, town.first, town.second, results=["SEEN", "NOBODY_HOME"])
    add = plan_raid(by=town.social, school=town.school, fields={"planned_on": date(2026, 12, 4)})
    draft = correct_raid(by=town.social, raid=raid, reason="Қате")
    before = dump_raids([town.school])
    assert before[raid.entry_id] == {
        "planned_on": "2026-11-20",
        "starts_at": "18:00",
        "area": "Бұлақ ауылы",
        "team": TEAM,
        "stops": [
            {
                "household": home.key,
                "address": home.address,
                "result": result,
                "at_home": "Анасы, екі бала",
            }
            for home, result in ((town.first, "SEEN"), (town.second, "NOBODY_HOME"))
        ],
    }
    assert before[draft.entry_id]["corrects"] == raid.entry.key
    RaidStop.objects.all().delete()
    entries = [one.entry for one in (raid, add, draft)]
    Raid.objects.filter(corrects__isnull=False).delete()
    Raid.objects.all().delete()
    load_raids([(one, before[one.pk]) for one in entries])
    assert dump_raids([town.school]) == before


def test_raids_recorded_before_are_taken_over(town):
    from importlib import import_module

    from django.apps import apps

    entry(town.school, "RAID", households=[town.first], author=town.social)
    entry(town.school, "PARENT_CONTACT", pupils=[town.pupils[0]], author=town.social)
    import_module("tirek.raids.migrations.0002_earlier").take_over(apps, None)
    stop = RaidStop.objects.get()
    assert (stop.household, stop.result) == (town.first, "SEEN")
    assert Raid.objects.count() == 1


def test_erasing_a_family_empties_its_stops_and_spares_the_others(town):
    raid = held(town.social, town.first, town.second)
    RaidStop.objects.update(findings="Қуанышева Аружан мен Сағындық Дамир үйде", measures="Әңгіме")
    RaidStop.objects.filter(household=town.second).update(again_on=HELD)
    assert erase(town.pupils[:1], TODAY) == {"raid_stops": 0}
    assert [stop.measures for stop in raid.stops.all()] == ["Әңгіме", "Әңгіме"]
    assert all("Аружан" not in stop.findings for stop in raid.stops.all())
    assert erase(town.pupils[:2], TODAY) == {"raid_stops": 1}
    first, second = raid.stops.all()
    assert (first.address, first.at_home, first.findings, first.measures) == ("", "", "", "")
    assert first.result == "SEEN"
    assert (second.address, second.measures) == (town.second.address, "Әңгіме")
    assert "Сағындық Дамир" in second.findings
    raid.refresh_from_db()
    assert raid.area == "Бұлақ ауылы"
