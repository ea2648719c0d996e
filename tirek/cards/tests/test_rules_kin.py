"""What contradicts itself in a child's kinship."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.cards.rules.kin import (
    BY_PAPER,
    Conflict,
    Tie,
    age,
    conflicts,
    fitting,
    paper_missing,
)

TODAY = date(2026, 11, 23)
AT_13, AT_14, AT_18 = date(2012, 11, 24), date(2012, 11, 23), date(2008, 11, 23)
MOTHER = Tie(1, "MOTHER", legal=True)


@pytest.mark.parametrize(
    ("born_on", "years"), [(AT_13, 13), (AT_14, 14), (AT_18, 18), (date(2012, 2, 29), 14)]
)
def test_age_in_full_years(born_on, years):
    assert age(born_on, TODAY) == years


@pytest.mark.parametrize(
    ("kinship", "born_on", "fits"),
    [
        ("GUARDIAN", AT_13, "GUARDIAN"),
        ("GUARDIAN", AT_14, "TRUSTEE"),
        ("TRUSTEE", AT_13, "GUARDIAN"),
        ("TRUSTEE", AT_14, "TRUSTEE"),
        ("GUARDIAN", None, "GUARDIAN"),
        ("FOSTER", AT_14, "FOSTER"),
        ("MOTHER", AT_14, "MOTHER"),
    ],
)
def test_the_kinship_that_fits_the_age(kinship, born_on, fits):
    assert fitting(kinship, born_on, TODAY) == fits


@pytest.mark.parametrize(
    ("kinship", "paper", "missing"),
    [
        ("MOTHER", ("", "", None), ""),
        ("GUARDIAN", ("", "", None), "document"),
        ("TRUSTEE", ("Қаулы", " ", TODAY), "number"),
        ("FOSTER", ("Шарт", "5", None), "on"),
        ("FOSTER", ("Шарт", "5", TODAY), ""),
    ],
)
def test_the_deciding_paper(kinship, paper, missing):
    assert paper_missing(kinship, *paper) == missing


@pytest.mark.parametrize(
    ("ties", "born_on", "found"),
    [
        ([], AT_13, []),
        ([MOTHER], AT_13, []),
        ([MOTHER, Tie(2, "MOTHER")], AT_13, [Conflict.TWO_MOTHERS]),
        (
            [Tie(1, "MOTHER", True, until=date(2026, 11, 22)), Tie(2, "MOTHER", True)],
            AT_13,
            [],
        ),
        ([Tie(1, "FATHER", True), Tie(2, "FATHER")], AT_13, [Conflict.TWO_FATHERS]),
        ([MOTHER, Tie(1, "OTHER")], AT_13, [Conflict.TWICE]),
        ([Tie(1, "GUARDIAN", True, paper=True)], AT_13, []),
        ([Tie(1, "GUARDIAN", True, paper=True)], AT_14, [Conflict.GUARDIAN_FROM_14]),
        ([Tie(1, "TRUSTEE", True, paper=True)], AT_13, [Conflict.TRUSTEE_UNDER_14]),
        ([Tie(1, "TRUSTEE", True, paper=True)], AT_18, [Conflict.CARE_OF_ADULT]),
        ([Tie(1, "GUARDIAN", True)], AT_13, [Conflict.NO_PAPER]),
        ([Tie(1, "MOTHER")], AT_13, [Conflict.NO_REPRESENTATIVE]),
        ([Tie(1, "MOTHER")], AT_18, []),
        (
            [Tie(1, "GUARDIAN", True, paper=True), Tie(2, "TRUSTEE", paper=True)],
            None,
            [Conflict.GUARDIAN_AND_TRUSTEE],
        ),
    ],
)
def test_conflicts_of_a_day(ties, born_on, found):
    assert conflicts(ties, born_on, TODAY) == found


days = st.integers(-2000, 2000).map(lambda n: TODAY + timedelta(n))
some_ties = st.lists(
    st.builds(
        Tie,
        st.integers(1, 3),
        st.sampled_from(["MOTHER", "FATHER", "GUARDIAN", "TRUSTEE", "FOSTER", "OTHER"]),
        st.booleans(),
        st.one_of(st.none(), days),
        st.one_of(st.none(), days),
        st.booleans(),
    ),
    max_size=5,
)


@given(some_ties, st.one_of(st.none(), days), days)
def test_only_what_holds_on_the_day_speaks(ties, born_on, day):
    found = conflicts(ties, born_on, day)
    here = [tie for tie in ties if tie.holds(day)]
    assert found == conflicts(here, born_on, day) == conflicts(reversed(ties), born_on, day)
    assert (Conflict.NO_PAPER in found) == any(
        tie.kinship in BY_PAPER and not tie.paper for tie in here
    )
    assert bool(here) or found == []
