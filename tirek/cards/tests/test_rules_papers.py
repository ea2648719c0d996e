from datetime import date

import pytest

from tirek.cards.rules.papers import (
    Said,
    fault,
    fault_of_end,
    lacks_basis,
    last_day_before_citizenship,
)

TODAY, BORN = date(2026, 11, 23), date(2015, 3, 14)
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
TOMORROW = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (Said(None), ("since", "NO_SINCE")),
        (Said(TOMORROW), ("since", "AHEAD")),
        (Said(TODAY), None),
        (Said(BORN), None),
        (Said(date(2015, 3, 13)), ("since", "BEFORE_BIRTH")),
        (Said(SEPTEMBER, date(2026, 8, 31)), ("until", "ENDS_BEFORE")),
        (Said(SEPTEMBER, SEPTEMBER), None),
        (Said(SEPTEMBER, on=TOMORROW), ("basis_on", "PAPER_AHEAD")),
        (Said(SEPTEMBER, OCTOBER, on=date(2026, 10, 2)), ("basis_on", "PAPER_AFTER_END")),
        (Said(SEPTEMBER, OCTOBER, on=OCTOBER), None),
        (Said(SEPTEMBER, on=date(1999, 1, 1)), None),
        (
            Said(SEPTEMBER, on=OCTOBER, valid_until=date(2026, 9, 30)),
            ("basis_until", "VALID_BEFORE_PAPER"),
        ),
        (Said(SEPTEMBER, valid_until=date(2026, 8, 31)), ("basis_until", "VALID_BEFORE_SINCE")),
        (Said(SEPTEMBER, valid_until=SEPTEMBER), None),
    ],
)
def test_contradictory_days_are_faults_of_their_fields(said, expected):
    assert fault(said, TODAY, born_on=BORN) == expected


@pytest.mark.parametrize(
    ("document", "on", "expected"),
    [
        ("", None, ("basis_document", "NO_DOCUMENT")),
        ("  ", SEPTEMBER, ("basis_document", "NO_DOCUMENT")),
        ("Шешім", None, ("basis_on", "NO_DATE")),
        ("Шешім", SEPTEMBER, None),
    ],
)
def test_a_demanded_basis_is_a_document_and_its_date(document, on, expected):
    said = Said(SEPTEMBER, document=document, on=on)
    assert fault(said, TODAY, demanded=True) == expected
    assert lacks_basis(said) == (expected is not None)
    assert fault(said, TODAY) is None


def test_a_new_term_may_begin_ahead():
    assert fault(Said(TOMORROW), TODAY, ahead=True) is None


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (Said(SEPTEMBER), ("until", "NO_UNTIL")),
        (Said(SEPTEMBER, date(2026, 8, 31)), ("until", "ENDS_BEFORE")),
        (Said(None, date(2026, 8, 31)), None),
        (Said(SEPTEMBER, OCTOBER, on=date(2026, 10, 2)), ("until", "PAPER_AFTER_END")),
        (Said(SEPTEMBER, OCTOBER, end_on=TOMORROW), ("end_on", "PAPER_AHEAD")),
        (Said(SEPTEMBER, OCTOBER, end_on=date(2026, 8, 1)), ("end_on", "END_PAPER_BEFORE")),
        (Said(SEPTEMBER, OCTOBER, end_on=date(2026, 11, 2)), None),
    ],
)
def test_how_a_status_ends(said, expected):
    assert fault_of_end(said, TODAY) == expected


@pytest.mark.parametrize(
    ("since", "granted", "last"),
    [
        (SEPTEMBER, OCTOBER, date(2026, 9, 30)),
        (SEPTEMBER, date(2026, 9, 2), SEPTEMBER),
        (SEPTEMBER, SEPTEMBER, None),
        (SEPTEMBER, date(2026, 8, 1), None),
        (None, SEPTEMBER, date(2026, 8, 31)),
    ],
)
def test_a_returnee_is_one_until_the_day_before_citizenship(since, granted, last):
    assert last_day_before_citizenship(since, granted) == last
