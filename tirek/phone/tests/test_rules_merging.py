import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.phone.rules.merging import merged


@pytest.mark.parametrize(
    ("base", "phone", "school", "answers", "clashes"),
    [
        ({}, {}, {}, {}, ()),
        ({"a": 1}, {"a": 1}, {"a": 2}, {"a": 2}, ()),
        ({"a": 1}, {"a": 2}, {"a": 1}, {"a": 2}, ()),
        ({"a": 1}, {"a": 2}, {"a": 2}, {"a": 2}, ()),
        ({"a": 1}, {"a": 2}, {"a": 3}, {"a": 3}, ("a",)),
        ({}, {"a": 1}, {"b": 2}, {"a": 1, "b": 2}, ()),
        ({}, {"a": 1}, {"a": 2}, {"a": 2}, ("a",)),
        ({"a": 1}, {}, {"a": 1}, {}, ()),
        ({"a": 1}, {"a": 1}, {}, {}, ()),
        ({"a": 1}, {}, {"a": 2}, {"a": 2}, ("a",)),
        ({"a": 1}, {"a": 2}, {}, {}, ("a",)),
        ({"own": ["BED"]}, {"own": []}, {"own": ["BED"]}, {"own": []}, ()),
    ],
)
def test_question_by_question(base, phone, school, answers, clashes) -> None:
    found = merged(base, phone, school)
    assert (found.answers, found.clashes) == (answers, clashes)


ANSWERS = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2))


@given(ANSWERS, ANSWERS, ANSWERS)
def test_no_edit_is_lost_in_either_order(base, one, two) -> None:
    """What either changed stands in the outcome, or clashes; the order decides only what stands
    meanwhile where they clash."""
    first, second = merged(base, one, two), merged(base, two, one)
    assert set(first.clashes) == set(second.clashes)
    for code in "abcd":
        was = base.get(code)
        wanted = {mine for mine in (one.get(code), two.get(code)) if mine != was}
        if code in first.clashes:
            assert {first.answers.get(code), second.answers.get(code)} == wanted
            assert len(wanted) == 2
        else:
            assert first.answers.get(code) == second.answers.get(code)
            assert {first.answers.get(code)} == (wanted or {was})
