"""What was said against what the card says."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.classdata.rules.said import (
    Adult,
    Card,
    Held,
    Line,
    answered,
    card_now,
    faults_of,
    lines_of,
    typed_over,
    without_twins,
)

TODAY = date(2026, 11, 23)
MOTHER = Adult("m-1", "Бекова Әсем", "MOTHER", True, "мұғалім", "8 701")
AUNT = Adult("m-2", "Бекова Раушан")
CARD = Card("Бұлақ к-сі, 4", "8 702", (MOTHER, AUNT), (Held("LOW_INCOME", date(2026, 9, 1)),))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, []),
        ({"same": True}, []),
        ({"address": "Бұлақ  к-сі, 4 "}, []),
        ({"address": "Жаңа к-сі, 1"}, [("ADDRESS", {"address": "Бұлақ к-сі, 4"})]),
        ({"phone": ""}, [("PHONE", {"phone": "8 702"})]),
        ({"adults": {"m-1": {"work": "дәрігер"}}}, [("WORK", {"work": "мұғалім"})]),
        ({"adults": {"m-1": {"work": "мұғалім"}}}, []),
        ({"adults": {"nobody": {"work": "дәрігер"}}}, []),
        ({"adults": {"m-1": {"phone": "8 777"}}}, [("MEMBER_PHONE", {"phone": "8 701"})]),
        ({"opened": [{"category": "ORPHAN"}]}, [("OPENED", {})]),
        ({"opened": [{"category": "LOW_INCOME"}]}, []),
        ({"opened": [{}]}, []),
        (
            {"ended": {"category": "LOW_INCOME", "until": "2026-11-01"}},
            [("ENDED", {"category": "LOW_INCOME", "since": "2026-09-01"})],
        ),
        ({"ended": {"category": "ORPHAN"}}, []),
        ({"joined": {"name": "Оспан Дамир", "kinship": "STEP"}}, [("JOINED", {})]),
        ({"joined": {"name": "Бекова  Әсем", "kinship": "MOTHER"}}, []),
        (
            {"left": {"member": "m-1"}},
            [("LEFT", {"name": "Бекова Әсем", "kinship": "MOTHER"})],
        ),
        ({"left": {"member": "m-2"}}, []),
        ({"note": " Көшкелі жатыр "}, [("NOTE", {})]),
    ],
)
def test_lines_are_what_differs_from_the_card(said, expected):
    assert [(one.what, dict(one.card)) for one in lines_of(said, CARD)] == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"same": True}, []),
        ({"same": True, "note": "Көшті"}, [("same", "BOTH")]),
        ({"opened": [{"since": "2026-09-01"}]}, [("opened0", "CATEGORY")]),
        ({"opened": [{"category": "ORPHAN", "since": "2026-11-24"}]}, [("since0", "FUTURE")]),
        ({"opened": [{"category": "ORPHAN", "since": "2026-02-30"}]}, [("since0", "NO_SUCH_DAY")]),
        ({"ended": {"until": "2026-11-01"}}, [("ended", "STATUS")]),
        ({"ended": {"category": "LOW_INCOME", "until": "2026-08-31"}}, [("until", "BEFORE")]),
        ({"ended": {"category": "LOW_INCOME", "until": "2026-09-01"}}, []),
        ({"joined": {"name": "Оспан Дамир"}}, [("joined_kinship", "WHO")]),
        ({"joined": {"kinship": "STEP"}}, [("joined", "WHO")]),
        ({"left": {"until": "2026-11-01"}}, [("left", "WHOM")]),
        ({"left": {"member": "m-1", "until": "2027-01-01"}}, [("left_until", "FUTURE")]),
    ],
)
def test_faults(said, expected):
    assert [(one.field, one.code) for one in faults_of(said, CARD, TODAY)] == expected


@pytest.mark.parametrize(
    ("typed", "was", "expected"),
    [("а", "а", None), (" а  б ", "а б", None), ("", "а", ""), ("б", "а", "б"), ("", "", None)],
)
def test_typed_over(typed, was, expected):
    assert typed_over(typed, was) == expected


def test_of_two_siblings_one_line():
    work = Line("WORK", {"member": "m-1", "work": "дәрігер"})
    other = Line("WORK", {"member": "m-1", "work": "сатушы"})
    note = Line("NOTE", {"note": "Көшті"})
    kept = without_twins([(1, work), (2, work), (2, note), (2, other), (1, note)])
    assert kept == [(1, work), (2, note), (2, other), (1, note)]


answers = st.fixed_dictionaries(
    {},
    optional={
        "address": st.text(max_size=10),
        "phone": st.text(max_size=10),
        "adults": st.dictionaries(
            st.sampled_from(["m-1", "m-2", "m-3"]),
            st.fixed_dictionaries(
                {}, optional={"work": st.text(max_size=5), "phone": st.text(max_size=5)}
            ),
        ),
        "opened": st.lists(
            st.fixed_dictionaries({"category": st.sampled_from(["ORPHAN", "LOW_INCOME", ""])}),
            max_size=2,
        ),
        "ended": st.fixed_dictionaries({"category": st.sampled_from(["ORPHAN", "LOW_INCOME"])}),
        "left": st.fixed_dictionaries({"member": st.sampled_from(["m-1", "m-2"])}),
        "note": st.text(max_size=5),
        "same": st.booleans(),
    },
)


@given(answers)
def test_a_line_is_about_something_said_and_knows_the_card(said):
    lines = lines_of(said, CARD)
    assert not lines or answered(said)
    for one in lines:
        assert card_now(one, CARD) == dict(one.card)


@given(answers)
def test_whoever_says_what_the_card_says_makes_no_line_of_it(said):
    as_card = {"address": CARD.address, "phone": CARD.phone}
    whats = {one.what for one in lines_of(said | as_card, CARD)}
    assert not whats & {"ADDRESS", "PHONE"}
