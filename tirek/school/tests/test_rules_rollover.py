"""Where classes and pupils go in the new year."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.school.rules.rollover import (
    LEAVES,
    NOWHERE,
    Choices,
    Fate,
    OldClass,
    OldPupil,
    decisions,
    names,
    sums,
    targets,
    usual_first,
    usual_target,
)


def old(name):
    grade, letter = int(name[:-1]), name[-1]
    return OldClass(f"pid{name}", grade, letter, name)


SCHOOL = [old(name) for name in ("1А", "1Ә", "4А", "5А", "9А", "11А")]


@pytest.mark.parametrize(
    ("name", "last", "target"),
    [("5А", 11, "6А"), ("11А", 11, LEAVES), ("11А", 12, "12А"), ("12А", 12, LEAVES)],
)
def test_a_class_goes_up_by_one_grade(name, last, target):
    assert usual_target(old(name), last) == target


def test_first_classes_are_opened_as_many_as_now():
    assert usual_first(SCHOOL) == ("1А", "1Ә")
    assert usual_first([old("0А"), *SCHOOL]) == ()


def test_a_school_with_a_twelfth_grade_ends_with_it():
    assert targets([*SCHOOL, old("12А")], Choices())["pid11А"] == "12А"


@pytest.mark.parametrize(
    ("own", "of_class", "fate", "target"),
    [
        ("", "", Fate.GOES_ON, "6А"),
        ("", "6Б", Fate.GOES_ON, "6Б"),
        ("5А", "", Fate.STAYS, "5А"),
        ("6Б", "", Fate.MOVES, "6Б"),
        (LEAVES, "", Fate.LEAVES, ""),
        (NOWHERE, "", Fate.UNPLACED, ""),
        ("", NOWHERE, Fate.UNPLACED, ""),
        ("6Б", NOWHERE, Fate.MOVES, "6Б"),
    ],
)
def test_a_pupils_own_choice_comes_first(own, of_class, fate, target):
    choices = Choices({"pid5А": of_class}, {"p": own})
    (made,) = decisions(SCHOOL, [OldPupil("p", "pid5А")], choices)
    assert (made.fate, made.target) == (fate, target)


def test_who_is_in_the_new_year_already_is_left_there():
    (made,) = decisions(SCHOOL, [OldPupil("p", "pid5А", "6Ә")], Choices(pupils={"p": LEAVES}))
    assert (made.fate, made.target) == (Fate.ALREADY, "6Ә")


def test_the_classes_of_the_new_year_in_their_order():
    choices = Choices({"pid9А": NOWHERE}, {"p": "10Б"}, ("1А",))
    assert names(SCHOOL, choices) == ["1А", "2А", "2Ә", "5А", "6А", "10Б"]


answers = st.sampled_from(["", LEAVES, NOWHERE, "2А", "5А", "6А", "6Б", "10А"])


@given(
    st.dictionaries(st.sampled_from([one.pid for one in SCHOOL]), answers),
    st.lists(st.tuples(st.sampled_from(SCHOOL), answers, st.sampled_from(["", "6А"]))),
)
def test_every_pupil_has_one_fate_and_the_sums_agree(of_classes, people):
    pupils = [OldPupil(f"p{i}", one.pid, there) for i, (one, _own, there) in enumerate(people)]
    own = {f"p{i}": answer for i, (_one, answer, _there) in enumerate(people)}
    choices = Choices(of_classes, own)
    made = decisions(SCHOOL, pupils, choices)
    counted = sums(made)
    assert [one.pupil for one in made] == pupils
    assert counted["pupils"] == len(pupils) == sum(counted[fate] for fate in Fate)
    known = {*names(SCHOOL, choices), "6А"}
    for one in made:
        assert bool(one.target) is (one.fate not in (Fate.LEAVES, Fate.UNPLACED))
        assert one.target in known or not one.target
