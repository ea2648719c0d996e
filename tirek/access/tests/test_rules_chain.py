from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.access.rules.chain import Broken, Deed, Head, Row, broken, microseconds, sealed


def deed(word: str) -> Deed:
    return Deed(1_795_417_200_000_000, 1, 2, "READ", "school.pupil", word, "")


def chain(*deeds: Deed) -> list[Row]:
    rows: list[Row] = []
    for number, one in enumerate(deeds, start=1):
        rows.append(Row(number, one, sealed(rows[-1].hash if rows else "", number, one)))
    return rows


def head_of(rows: list[Row]) -> Head:
    return Head(rows[-1].number, rows[-1].hash) if rows else Head()


ROWS = chain(*(deed(letter) for letter in "abcdefgh"))
HEAD = head_of(ROWS)
NOTED = {1: ROWS[0].hash, 6: ROWS[5].hash}


def renumbered(rows: list[Row]) -> list[Row]:
    return [row._replace(number=number) for number, row in enumerate(rows, start=1)]


def with_words(number: int, word: str) -> list[Row]:
    return [r._replace(deed=deed(word)) if r.number == number else r for r in ROWS]


def exchanged(a: int, b: int, *, hashes: bool) -> list[Row]:
    """Rows a and b in each other's places; their hashes go along or stay."""
    rows = list(ROWS)
    one, other = rows[a - 1], rows[b - 1]
    rows[a - 1] = Row(a, other.deed, other.hash if hashes else one.hash)
    rows[b - 1] = Row(b, one.deed, one.hash if hashes else other.hash)
    return rows


FORGED = Row(4, deed("x"), sealed(ROWS[2].hash, 4, deed("x")))
FOUND = {
    "changed": (with_words(4, "x"), 4, "CHANGED"),
    "changed first": (with_words(1, "x"), 1, "CHANGED"),
    "changed last": (with_words(8, "x"), 8, "CHANGED"),
    "deleted": (ROWS[:3] + ROWS[4:], 4, "DELETED"),
    "deleted, numbered anew": (renumbered(ROWS[:3] + ROWS[4:]), 4, "DELETED"),
    "last but one deleted, numbered anew": (renumbered(ROWS[:6] + ROWS[7:]), 7, "DELETED"),
    "inserted twice the number": ([*ROWS[:4], FORGED, *ROWS[4:]], 5, "INSERTED"),
    "inserted, sealed, numbered anew": (renumbered([*ROWS[:3], FORGED, *ROWS[3:]]), 4, "INSERTED"),
    "inserted unsealed, numbered anew": (
        renumbered([*ROWS[:3], FORGED._replace(hash="0" * 64), *ROWS[3:]]),
        4,
        "INSERTED",
    ),
    "inserted at the end": (
        [*ROWS, Row(9, deed("x"), sealed(HEAD.hash, 9, deed("x")))],
        9,
        "INSERTED",
    ),
    "swapped neighbours": (exchanged(4, 5, hashes=True), 4, "SWAPPED"),
    "swapped far away": (exchanged(2, 7, hashes=True), 2, "SWAPPED"),
    "words swapped": (exchanged(4, 5, hashes=False), 4, "SWAPPED"),
    "words swapped far away": (exchanged(2, 7, hashes=False), 2, "SWAPPED"),
    "tail cut": (ROWS[:7], 8, "CUT"),
    "all cut": ([], 1, "CUT"),
}


@pytest.mark.parametrize("case", FOUND)
def test_what_was_done_to_the_rows_is_found(case: str):
    rows, number, code = FOUND[case]
    assert broken(rows, HEAD, NOTED) == Broken(number, code)


def test_a_whole_chain_and_an_empty_one_are_well():
    assert broken(ROWS, HEAD, NOTED) is None
    assert broken([], Head(), {}) is None


def test_a_chain_made_anew_does_not_fit_what_was_noted():
    anew = chain(*(deed(letter) for letter in "abXdefgh"))
    assert broken(anew, head_of(anew), {}) is None
    assert broken(anew, head_of(anew), NOTED) == Broken(6, "REBUILT")


def test_a_tail_cut_together_with_the_head_is_shorter_than_what_was_noted():
    assert broken(ROWS[:5], head_of(ROWS[:5]), NOTED) == Broken(6, "CUT")


def test_another_head_over_the_same_rows():
    assert broken(ROWS, Head(8, "0" * 64), {}) == Broken(8, "HEAD")
    assert broken(ROWS, Head(), {}) == Broken(1, "HEAD")


def test_rows_written_while_one_reads_are_no_fault():
    before = head_of(ROWS[:5])
    assert broken(ROWS, before, {}, lambda: HEAD) is None
    assert broken(ROWS, before, {}, lambda: before) == Broken(6, "INSERTED")


@given(st.lists(st.text(max_size=5), min_size=1, max_size=12), st.data())
def test_no_single_change_goes_unnoticed(words: list[str], data: st.DataObject):
    rows = chain(*(deed(word) for word in words))
    at = data.draw(st.integers(0, len(rows) - 1))
    field = data.draw(st.sampled_from(("moment", "school", "by", "verb", "thing_id", "note")))
    changed = rows[at].deed._replace(**{field: data.draw(st.sampled_from((77, None, "other")))})
    found = broken(
        [*rows[:at], rows[at]._replace(deed=changed), *rows[at + 1 :]], head_of(rows), {}
    )
    assert found is not None
    assert found.number == at + 1


def test_fields_do_not_run_into_each_other():
    one = deed("a")._replace(note="bc")
    assert sealed("", 1, one) != sealed("", 1, deed("ab")._replace(note="c"))
    assert sealed("", 11, one) != sealed("1", 1, one)


def test_a_moment_counts_in_utc():
    almaty = timezone(timedelta(hours=5))
    assert microseconds(datetime(1970, 1, 1, 5, 0, 1, 7, tzinfo=almaty)) == 1_000_007
    assert microseconds(datetime(1970, 1, 1, tzinfo=UTC)) == 0
