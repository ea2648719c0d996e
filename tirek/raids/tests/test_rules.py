"""The route, what keeps a raid from being signed, whom to visit again: tables."""

from __future__ import annotations

from datetime import date, time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.raids.rules.again import Visited, still_to_visit
from tirek.raids.rules.route import address_key, moved, route_order
from tirek.raids.rules.shape import shape_problems
from tirek.raids.rules.signing import AHEAD, NO_RESULT, NO_STOPS, TEAM, TIMES, signing_problems

TODAY = date(2026, 11, 23)
TWO = ["Бекболатова Сәуле", "Ахметов Нұрлан"]

ORDERS = [
    ["Абай көшесі, 2", "Абай көшесі, 12", "Абай көшесі, 102"],
    ["Абай 12", "Абай 12/1", "Абай 12/2", "Абай 12/10", "Абай 12а", "Абай 12б", "Абай 13"],
    ["Абай к-сі, 5-үй", "ул. Абай, д. 6", "АБАЙ, 7"],
    ["Абай 5, 2-пәтер", "Абай 5, 11-пәтер"],
    ["Алматы 1", "Әйтеке 1", "Бұлақ 1", "Ғалым 1", "Қонаев 1", "Ұлан 1", "Шоқан 1"],
    ["8 Март, 3", "10 шағын аудан, 1", "Абай 1"],
    ["Абай 1", ""],
    ["Мира 4", "Мира 4 «А»", "Мира 5"],
    ["Мира 12а", "Мира 12д", "Мира 12д, кв. 3", "Мира 12к"],
]


@pytest.mark.parametrize("addresses", ORDERS)
def test_addresses_stand_as_a_person_would_sort_them(addresses):
    turned = addresses[::-1]
    assert [turned[place] for place in route_order(turned)] == addresses


def test_equal_addresses_keep_the_order_they_had():
    assert route_order(["Б 1", "А 1", "Б 1", "А 1"]) == [1, 3, 0, 2]


ADDRESSES = st.lists(
    st.text(st.sampled_from("абәқ 0129/,-ұZ²٣"), max_size=8) | st.text(max_size=12), max_size=8
)


@given(ADDRESSES)
def test_the_route_is_a_stable_total_order(addresses):
    order = route_order(addresses)
    assert sorted(order) == list(range(len(addresses)))
    keys = [address_key(addresses[place]) for place in order]
    assert keys == sorted(keys)
    for one, two in pairwise(order):
        if address_key(addresses[one]) == address_key(addresses[two]):
            assert one < two
    again = [addresses[place] for place in order]
    assert route_order(again) == list(range(len(again)))


@given(ADDRESSES)
def test_whoever_is_first_of_two_is_first_among_many(addresses):
    there = [addresses[place] for place in route_order(addresses)]
    for first, second in pairwise(there):
        assert route_order([first, second]) == [0, 1]


@pytest.mark.parametrize(
    ("place", "up", "expected"),
    [
        (7, True, [7, 8, 9]),
        (8, True, [8, 7, 9]),
        (8, False, [7, 9, 8]),
        (9, False, [7, 8, 9]),
    ],
)
def test_a_stop_moves_one_step(place, up, expected):
    assert moved([7, 8, 9], place, up) == expected


@pytest.mark.parametrize(
    ("on", "team", "results", "hours", "expected"),
    [
        (TODAY, TWO, ["SEEN"], (), []),
        (TODAY, TWO, ["NOBODY_HOME", "MOVED", "NOT_LET_IN"], (), []),
        (date(2026, 11, 24), TWO, ["SEEN"], (), [AHEAD]),
        (TODAY, TWO[:1], ["SEEN"], (), [TEAM]),
        (TODAY, [TWO[0], f" {TWO[0].upper()} "], ["SEEN"], (), [TEAM]),
        (TODAY, [TWO[0], " "], ["SEEN"], (), [TEAM]),
        (TODAY, TWO, [], (), [NO_STOPS]),
        (TODAY, TWO, ["SEEN", ""], (), [NO_RESULT]),
        (TODAY, TWO, ["GONE"], (), [NO_RESULT]),
        (TODAY, TWO, ["SEEN"], (time(18), time(20)), []),
        (TODAY, TWO, ["SEEN"], (time(18), None), []),
        (TODAY, TWO, ["SEEN"], (time(20), time(18)), [TIMES]),
        (TODAY, TWO, ["SEEN"], (time(18), time(18)), [TIMES]),
        (date(2027, 1, 1), [], [], (time(2), time(1)), [AHEAD, TEAM, NO_STOPS, TIMES]),
    ],
)
def test_what_keeps_a_raid_from_being_signed(on, team, results, hours, expected):
    assert signing_problems(on, TODAY, team, results, *hours) == expected


def visited(stop, place, day, result, again=None):
    return Visited(stop, place, date(2026, 10, day), result, again)


AGAIN = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("stops", "since", "expected"),
    [
        ([visited(1, 7, 5, "SEEN")], {}, []),
        ([visited(1, 7, 5, "NOBODY_HOME")], {}, [1]),
        ([visited(1, 7, 5, "NOT_LET_IN")], {}, [1]),
        ([visited(1, 7, 5, "MOVED")], {}, []),
        ([visited(1, 7, 5, "SEEN", AGAIN)], {}, [1]),
        ([visited(1, 7, 5, "NOBODY_HOME"), visited(2, 7, 9, "SEEN")], {}, []),
        ([visited(2, 7, 9, "NOBODY_HOME"), visited(1, 7, 5, "SEEN")], {}, [2]),
        ([visited(1, 7, 5, "NOBODY_HOME"), visited(2, 7, 9, "NOBODY_HOME")], {}, [2]),
        ([visited(1, 7, 5, "NOBODY_HOME"), visited(2, 8, 9, "SEEN")], {}, [1]),
        ([visited(1, 7, 5, "NOBODY_HOME")], {7: date(2026, 10, 4)}, [1]),
        ([visited(1, 7, 5, "NOBODY_HOME")], {7: date(2026, 10, 5)}, []),
        ([visited(1, "абай 5", 5, "NOBODY_HOME"), visited(2, "абай 5", 6, "SEEN")], {}, []),
        (
            [
                visited(1, 7, 5, "NOBODY_HOME"),
                visited(2, 8, 1, "NOBODY_HOME"),
                visited(3, 9, 9, "NOBODY_HOME", AGAIN),
            ],
            {},
            [3, 2, 1],
        ),
    ],
)
def test_which_addresses_are_still_to_be_visited(stops, since, expected):
    assert [one.stop for one in still_to_visit(stops, since)] == expected


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        ({}, []),
        ({"team": [{"name": "А"}], "stops": [{"result": "SEEN"}], "starts_at": "18:00"}, []),
        ({"starts_at": "25:00"}, [("starts_at", "WRONG_FORMAT")]),
        ({"starts_at": 18}, [("starts_at", "WRONG_FORMAT")]),
        ({"stops": [{"result": "GONE"}]}, [("stops[0].result", "UNKNOWN_CODE")]),
        ({"team": [{"post": "А"}]}, [("team[0].name", "MISSING")]),
        ({"planned_on": "завтра"}, [("planned_on", "NOT_A_DATE")]),
        ({"judged": True}, [("judged", "UNKNOWN_KEY")]),
    ],
)
def test_details_of_the_school_file(details, expected):
    assert shape_problems(details) == expected
