"""Drafting, filling, signing, correcting and annulling an act; who sees it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tirek.access.models import AuditRow, User
from tirek.access.refused import Refused
from tirek.journal.models import Entry, State
from tirek.visits.actions import (
    Overtaken,
    Unfit,
    annul_act,
    correct_act,
    draft_act,
    save_step,
    sign_act,
)
from tirek.visits.kinds import check_act, dump_acts, load_acts
from tirek.visits.models import InspectionAct
from tirek.visits.queries import Wanted, acts, household_pupils, last_act
from tirek.visits.rules.details import fingerprint
from tirek.visits.rules.housing import HOUSING, MAIN
from tirek.visits.tests.making import MONDAY, Town, filled, signed

HOME = HOUSING.step("home")
assert HOME is not None


def test_a_new_act_is_filled_from_the_cards(people: Town) -> None:
    act = draft_act(by=people.social, pupils=[people.aruzhan])
    assert act.entry.state == State.DRAFT
    assert act.entry.on == MONDAY
    assert act.number is None
    assert act.details["children"] == [
        {"name": "Қуанышева Аружан", "class": "6Ә", "born_on": "2015-03-14"}
    ]
    assert act.details["address"] == "Абай көшесі, 5"
    assert act.details["family"] == [
        {"name": "Қуанышева Әсел", "kinship": "MOTHER", "birth_year": 1984, "work": "аспаз"},
        {"name": "Қуанышев Данияр", "kinship": "SIBLING", "birth_year": 2015, "work": "7Б"},
    ]
    assert [(row["name"], row["role"], row["user"]) for row in act.details["commission"]] == [
        ("Бекболатова Сәуле", "CHAIR", "social"),
        ("Омарова Гүлнар", "MEMBER", "teacher"),
    ]
    assert list(act.entry.rows.all()) == []  # so that it serves every row it fits


def test_siblings_share_one_act_and_strangers_do_not(people: Town) -> None:
    act = draft_act(by=people.social, pupils=[people.aruzhan, people.daniyar])
    assert act.entry.about_pupils.count() == 2
    assert [row["name"] for row in act.details["family"]] == ["Қуанышева Әсел"]
    with pytest.raises(Refused):
        draft_act(by=people.social, pupils=[people.aruzhan, people.lone])
    with pytest.raises(Refused):
        draft_act(by=people.social, pupils=[])
    assert [one.given for one in household_pupils(people.daniyar, MONDAY)] == ["Данияр", "Аружан"]
    assert [one.given for one in household_pupils(people.lone, MONDAY)] == ["Дамир"]


def test_a_draft_needs_no_more_than_sense(people: Town) -> None:
    act = draft_act(by=people.social, pupils=[people.aruzhan])
    act = filled(act, people.social, "home", rooms=0, area="64.5")
    assert (act.details["rooms"], act.details["area"]) == (0, "64.5")
    with pytest.raises(Unfit) as caught:
        filled(act, people.social, "home", rooms=-1)
    assert [problem.path for problem in caught.value.problems] == ["rooms"]
    with pytest.raises(Unfit):
        save_step(
            by=people.social,
            act=act,
            step=MAIN,
            answers=act.details,
            on=MONDAY + timedelta(days=1),
        )
    act.refresh_from_db()
    assert act.details["rooms"] == 0


def test_an_answer_emptied_is_gone(people: Town) -> None:
    act = draft_act(by=people.social, pupils=[people.aruzhan])
    act = filled(act, people.social, "home", state="Үй таза.")
    act = filled(act, people.social, "home", state="")
    assert "state" not in act.details


def test_the_first_step_changes_day_and_children(people: Town) -> None:
    act = draft_act(by=people.social, pupils=[people.aruzhan])
    act = save_step(
        by=people.social,
        act=act,
        step=MAIN,
        answers={"address": "Абай көшесі, 7", "commission": []},
        on=date(2026, 6, 1),
        pupils=[people.aruzhan, people.daniyar],
    )
    act.refresh_from_db()
    assert (act.entry.on, act.year) == (date(2026, 6, 1), 2025)
    assert {link.pupil for link in act.entry.about_pupils.all()} == {
        people.aruzhan,
        people.daniyar,
    }
    assert len(act.details["children"]) == 2


def test_a_later_writer_is_told(people: Town) -> None:
    assert HOME is not None
    act = draft_act(by=people.social, pupils=[people.aruzhan])
    seen = fingerprint(HOME, act.entry.on, act.details)
    save_step(by=people.social, act=act, step=HOME, answers={"rooms": 3}, mark=seen)
    with pytest.raises(Overtaken):
        save_step(by=people.social, act=act, step=HOME, answers={"rooms": 4}, mark=seen)
    act.refresh_from_db()
    assert act.details["rooms"] == 3
    # The same answers again are no quarrel, nor is another step.
    save_step(by=people.social, act=act, step=HOME, answers={"rooms": 3}, mark=seen)
    child = HOUSING.step("child")
    assert child is not None
    mark = fingerprint(child, act.entry.on, {})
    save_step(by=people.social, act=act, step=child, answers={"food": "ENOUGH"}, mark=mark)
    act.refresh_from_db()
    assert (act.details["rooms"], act.details["food"]) == (3, "ENOUGH")


def test_signing_asks_for_what_must_be_there(people: Town) -> None:
    act = draft_act(by=people.social, pupils=[people.lone])
    with pytest.raises(Unfit) as caught:
        sign_act(by=people.social, act=act)
    assert [one.field for one in caught.value.problems] == ["commission", "address", "conclusion"]
    act.refresh_from_db()
    assert act.is_draft


def test_a_signed_act_counts_has_a_number_and_is_not_edited(people: Town) -> None:
    first = signed(people.social, people.aruzhan)
    second = signed(people.social, people.lone)
    assert (first.number, second.number) == (1, 2)
    assert signed(people.social, people.lone, on=date(2026, 5, 4)).number == 1  # last school year
    assert list(Entry.objects.counting().filter(pk=first.entry_id)) == [first.entry]
    with pytest.raises(Refused):
        filled(first, people.social, "home", rooms=5)
    with pytest.raises(Refused):
        sign_act(by=people.social, act=first)
    assert AuditRow.objects.filter(verb="SIGNED").count() == 3


def test_knowledge_of_an_act_begins_when_it_is_signed(people: Town) -> None:
    act = draft_act(by=people.social, pupils=[people.aruzhan])
    Entry.objects.filter(pk=act.entry_id).update(recorded_at="2026-11-20T10:00:00+05:00")
    act = filled(act, people.social, "conclusion", conclusion="Жақсы.")
    act = sign_act(by=people.social, act=InspectionAct.objects.get(pk=act.pk))
    act.refresh_from_db()
    assert act.entry.recorded_at.date() == MONDAY


def test_a_correction_replaces_when_it_is_signed(people: Town) -> None:
    act = signed(people.social, people.aruzhan)
    with pytest.raises(Refused):
        correct_act(by=people.social, act=act, reason=" ")
    draft = correct_act(by=people.social, act=act, reason="Бөлме саны қате")
    assert act.entry in Entry.objects.counting()  # the old one stands until then
    draft = filled(draft, people.social, "home", rooms=4)
    new = sign_act(by=people.social, act=draft)
    new.refresh_from_db()
    assert (new.number, new.details["rooms"], new.details["reason"]) == (1, 4, "Бөлме саны қате")
    assert new.entry.replaces == act.entry
    assert "corrects" not in new.details
    assert list(Entry.objects.counting()) == [new.entry]
    with pytest.raises(Refused):
        correct_act(by=people.social, act=act, reason="тағы")


def test_two_corrections_of_one_act_are_not_both_signed(people: Town) -> None:
    act = signed(people.social, people.aruzhan)
    one = correct_act(by=people.social, act=act, reason="қате")
    two = correct_act(by=people.social, act=act, reason="қате")
    sign_act(by=people.social, act=one)
    with pytest.raises(Refused):
        sign_act(by=people.social, act=two)
    two.refresh_from_db()
    assert two.is_draft


def test_annulled_acts_stay_and_do_not_count(people: Town) -> None:
    act = signed(people.social, people.aruzhan)
    with pytest.raises(Refused):
        annul_act(by=people.social, act=act, reason="")
    annul_act(by=people.social, act=act, reason="басқа бала")
    assert not Entry.objects.counting().exists()
    assert not acts(people.school, people.social, Wanted(), MONDAY).exists()
    assert list(acts(people.school, people.social, Wanted(state="ANNULLED"), MONDAY)) == [act]
    assert signed(people.social, people.aruzhan).number == 2  # a number is never given twice


def test_last_act_is_the_childs_else_the_familys(people: Town) -> None:
    siblings = signed(people.social, people.daniyar, on=date(2026, 10, 1))
    act = draft_act(by=people.social, pupils=[people.aruzhan])
    assert last_act(act, people.social) == siblings
    own = signed(people.social, people.aruzhan, on=date(2026, 9, 10))
    assert last_act(act, people.social) == own
    assert last_act(draft_act(by=people.social, pupils=[people.lone]), people.social) is None


def test_who_sees_and_who_writes(people: Town) -> None:
    act = signed(people.social, people.aruzhan)
    draft = draft_act(by=people.teacher, pupils=[people.aruzhan])

    def seen(user: User) -> set[InspectionAct]:
        user = User.objects.get(pk=user.pk)
        assert set(InspectionAct.objects.writable_by(user)) <= set(
            InspectionAct.objects.visible_to(user)
        )
        return set(InspectionAct.objects.visible_to(user))

    assert seen(people.social) == {act, draft}
    assert seen(people.deputy) == seen(people.director) == {act}
    assert seen(people.teacher) == {act, draft}
    nothing: set[InspectionAct] = set()
    for user in (
        *(people.teacher_b, people.psychologist, people.nurse, people.mentor, people.stranger),
    ):
        assert seen(user) == nothing
    assert set(InspectionAct.objects.writable_by(people.deputy)) == nothing
    assert set(InspectionAct.objects.writable_by(people.teacher)) == {act, draft}


def test_a_psychologist_reads_the_acts_of_own_commissions(people: Town) -> None:
    act = draft_act(by=people.social, pupils=[people.lone])
    members = [{"name": "Бекболатова Сәуле"}, {"name": "Қасымова Айгүл", "role": "MEMBER"}]
    act = filled(act, people.social, "main", commission=members, address="Сейфуллин, 1")
    assert act.details["commission"][1]["user"] == "psychologist"
    assert not InspectionAct.objects.visible_to(people.psychologist).exists()  # still a draft
    act = filled(act, people.social, "conclusion", conclusion="Жақсы.")
    sign_act(by=people.social, act=act)
    assert list(InspectionAct.objects.visible_to(people.psychologist)) == [act]
    assert set(InspectionAct.objects.visible_to(people.stranger)) == set()


def test_details_come_and_go_as_they_are(people: Town) -> None:
    details = {
        "number": 7,
        "rooms": 3,
        "area": 64,
        "own": [],
        "state": "",
        "commission": [{"name": "Қасымова Айгүл", "user": "psychologist"}, {"user": "stranger"}],
    }
    assert check_act(HOUSING, details) == []
    one, two = (
        Entry.objects.create(school=people.school, kind="HOUSING_ACT", on=MONDAY) for _ in "ab"
    )
    load_acts([(one, details), (two, {})])
    assert dump_acts(HOUSING, [people.school]) == {one.pk: details, two.pk: {}}
    assert dump_acts(HOUSING, [people.other_school]) == {}
    act = InspectionAct.objects.get(entry=one)
    assert (act.number, act.year) == (7, 2026)
    assert list(InspectionAct.objects.visible_to(people.psychologist)) == [act]
    assert [path for path, _words in check_act(HOUSING, {"family": [{"kin": "x"}]})] == [
        "family[0].kin"
    ]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), 3),
        (Wanted(text="қуаныш"), 2),
        (Wanted(text="аружан қуанышева"), 1),
        (Wanted(text="№ 2"), 1),
        (Wanted(text="жоқ бала"), 0),
        (Wanted(since=date(2026, 11, 1)), 2),
        (Wanted(until=date(2026, 10, 31)), 1),
        (Wanted(state="DRAFT"), 1),
        (Wanted(state="DONE"), 2),
        (Wanted(state="ANNULLED"), 0),
    ],
)
def test_the_list_is_narrowed(people: Town, wanted: Wanted, found: int) -> None:
    signed(people.social, people.aruzhan, on=date(2026, 10, 5))
    signed(people.social, people.daniyar)
    draft_act(by=people.social, pupils=[people.lone])
    assert len(acts(people.school, people.social, wanted, MONDAY)) == found


def test_the_list_is_narrowed_by_class_and_author(people: Town) -> None:
    mine = signed(people.social, people.aruzhan)
    theirs = signed(people.teacher_b, people.daniyar)
    by_class = Wanted(class_pid=people.six.pid)
    by_author = Wanted(author_pid=people.teacher_b.pid)
    assert list(acts(people.school, people.social, by_class, MONDAY)) == [mine]
    assert list(acts(people.school, people.social, by_author, MONDAY)) == [theirs]
