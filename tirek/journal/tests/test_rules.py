"""Rows are said with their plans' letters."""

import pytest

from tirek.journal.rules.rowcodes import on_screen


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("S2.1", "Ә\u00a02.1"),
        ("N1", "М\u00a01"),
        ("C4a", "С\u00a04a"),
        ("P10", "П\u00a010"),
        ("X", "X"),
    ],
)
def test_a_row_is_said_with_its_plans_letter(code, shown):
    assert on_screen(code) == shown
