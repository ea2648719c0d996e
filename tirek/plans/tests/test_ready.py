"""The plans that the program brings along."""

from collections import Counter

import pytest

from tirek.access.roles import Role
from tirek.journal.kinds import kinds
from tirek.plans.ready import plans

ROWS = [(plan["kind"], row) for plan in plans() for row in plan["rows"]]
KEYS = {
    *("code", "number", "section", "text", "term", "responsible", "cohort", "unit", "evidence"),
}
PERIODS = {"MONTH", "QUARTER", "HALF", "YEAR"}


def test_all_rows_are_there_once() -> None:
    codes = [row["code"] for _, row in ROWS]
    assert len(codes) == len(set(codes)) == 64
    assert Counter(kind for kind, _ in ROWS) == {
        "OWN": 36,
        "NURSE": 6,
        "CLASS_TEACHERS": 12,
        "PSYCHOLOGIST": 10,
    }


def test_the_tables_have_the_numbers_of_the_school() -> None:
    numbers = {plan["kind"]: {row["number"] for row in plan["rows"]} for plan in plans()}
    assert numbers["OWN"] == {str(n) for n in range(1, 12)}
    assert numbers["NURSE"] == {"1", "3", "4", "5", "6", "7"}
    assert numbers["CLASS_TEACHERS"] == numbers["PSYCHOLOGIST"] == {str(n) for n in range(1, 11)}


@pytest.mark.parametrize(("kind", "row"), ROWS, ids=[row["code"] for _, row in ROWS])
def test_a_row_is_whole(kind: str, row: dict) -> None:
    assert set(row) == KEYS
    assert set(row["text"]) == {"kk", "ru", "en"}
    assert all(row["text"].values())
    assert row["unit"] in {"SCHOOL", "CLASS", "PUPIL", "HOUSEHOLD"}
    assert set(row["responsible"]) <= set(Role)
    term = row["term"]
    assert (
        term == {"ongoing": True}
        or set(term) == {"months"}
        or (set(term) == {"every", "times"} and term["every"] in PERIODS)
    )
    for group in row["evidence"]:
        for alternative in [group] if isinstance(group, str) else group:
            code, _, topic = alternative.partition(":")
            assert code in kinds()
            assert not topic or topic in kinds()[code].topics


def test_sections_are_named_in_three_languages() -> None:
    named = [row["section"] for _, row in ROWS if any(row["section"].values())]
    assert named
    for section in named:
        assert len(set(section.values())) == 3
        assert all(section.values())


def test_three_languages_differ() -> None:
    for _, row in ROWS:
        assert len(set(row["text"].values())) == 3
