"""The movement by random histories: equal to asking every day one by one, and always in balance."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tirek.reports.rules.moving import (
    NAMES,
    BrokenIdentity,
    Moving,
    Span,
    checked,
    inside,
    movement,
    moves,
)

YEAR = date(2026, 9, 1)
CLASSES, CODES = (1, 2, 3), ("ORPHAN", "WARD")
days = some.dates(date(2026, 8, 20), date(2026, 12, 10))
maybe = some.none() | days
spans = some.builds(Span, maybe, maybe)
stays = some.lists(some.tuples(some.sampled_from(CLASSES), some.builds(Span, days, maybe)))
pupils = some.lists(
    some.builds(
        Moving,
        stays.map(lambda found: tuple(sorted(found, key=lambda stay: stay[1].since))),
        some.dictionaries(some.sampled_from(CODES), some.lists(spans, max_size=3).map(tuple)),
    ),
    max_size=6,
)
MONTHS = [
    (date(2026, 9, 1), date(2026, 9, 30)),
    (date(2026, 10, 1), date(2026, 10, 31)),
    (date(2026, 11, 1), date(2026, 11, 30)),
]


def slow_place(pupil, day):
    """The class of the stay begun last among those that hold."""
    found = None
    for where, span in pupil.stays:
        if span.since <= day and (span.until is None or day <= span.until):
            found = where
    return found


def slow_holds(pupil, day, code):
    return any(
        (span.since or date.min) <= day <= (span.until or date.max)
        for span in pupil.categories.get(code, ())
    )


def slow(everybody, classes, month, code):
    """Start, arrived, left, end, asked day by day as domain rule 2 says."""

    def there(day):
        return {
            number
            for number, pupil in enumerate(everybody)
            if slow_place(pupil, day) in classes and (not code or slow_holds(pupil, day, code))
        }

    first, last = month
    day = YEAR if first == YEAR else first - timedelta(days=1)
    yesterday = there(day)
    found = dict.fromkeys(NAMES, 0) | {"start": len(yesterday)}
    while day < last:
        day += timedelta(days=1)
        today = there(day)
        found["arrived"] += len(today - yesterday)
        found["left"] += len(yesterday - today)
        yesterday = today
    return found | {"end": len(yesterday)}


@settings(max_examples=60, deadline=None)
@given(pupils, some.sampled_from(MONTHS))
def test_every_movement_equals_the_slow_one_and_is_in_balance(everybody, month):
    for classes in ({1}, {2, 3}, set(CLASSES)):
        found = movement(everybody, classes, month, CODES, YEAR)
        for code in ("", *CODES):
            assert found[code] == slow(everybody, classes, month, code)
            assert checked(found[code]) is found[code]


@settings(max_examples=60, deadline=None)
@given(pupils, some.sampled_from(MONTHS))
def test_the_classes_make_up_the_school_and_moves_inside_cancel_out(everybody, month):
    whole = movement(everybody, set(CLASSES), month, CODES, YEAR)
    parts = [movement(everybody, {one}, month, CODES, YEAR) for one in CLASSES]
    within = inside(whole, parts)
    for code in ("", *CODES):
        sums = {name: sum(part[code][name] for part in parts) for name in NAMES}
        assert within[code] >= 0
        assert sums["arrived"] - within[code] == whole[code]["arrived"]
        assert sums["left"] - within[code] == whole[code]["left"]


@settings(max_examples=60, deadline=None)
@given(pupils, some.sampled_from(MONTHS))
def test_the_moves_by_name_are_as_many_as_the_figures(everybody, month):
    found = movement(everybody, {1}, month, CODES, YEAR)[""]
    named = moves(everybody, {1}, month, YEAR)
    assert sum(move.came for move in named if not move.code) == found["arrived"]
    assert sum(not move.came for move in named if not move.code) == found["left"]
    for move in named:
        before, there = move.day - timedelta(days=1), everybody[move.pupil]
        if move.code:
            assert slow_place(there, move.day) == slow_place(there, before) == 1
            assert slow_holds(there, move.day, move.code) == move.came
            assert slow_holds(there, before, move.code) != move.came
        else:
            assert move.other == slow_place(there, before if move.came else move.day)


def test_sums_that_do_not_hold_are_refused():
    good = {"start": 2, "arrived": 1, "left": 0, "end": 3}
    with pytest.raises(BrokenIdentity):
        checked(good | {"end": 2})
    with pytest.raises(BrokenIdentity):
        inside({"": good}, [{"": good | {"start": 1, "end": 2}}])
    with pytest.raises(BrokenIdentity):
        inside({"": good}, [{"": good | {"arrived": 2, "end": 4}}])
