"""Which categories feed which of the six lists."""

from types import SimpleNamespace

import pytest

from tirek.cards.rules.lists import LISTS, fed_by, lists_of


def category(code, feeds=None):
    return SimpleNamespace(code=code, feeds=feeds) if feeds else SimpleNamespace(code=code)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (category("ORPHAN"), ("ORPHANS",)),
        (category("GIFTED"), ()),
        (category("OWN", ["LOW_INCOME", "MULTI_CHILD"]), ("MULTI_CHILD", "LOW_INCOME")),
        (category("OWN", "DEVIANT, ORPHANS"), ("ORPHANS", "DEVIANT")),
        (category("ORPHAN", ["DEVIANT"]), ("DEVIANT",)),
        (category("OWN", ["NO_SUCH_LIST"]), ()),
    ],
)
def test_what_a_category_feeds(given, expected):
    assert lists_of(given) == expected


def test_a_list_of_its_own_joins_the_built_in_categories():
    found = fed_by([category("ORPHAN"), category("OWN", ["ORPHANS"]), category("GIFTED")])
    assert found["ORPHANS"] == ["ORPHAN", "OWN"]
    assert list(found) == list(LISTS)
    assert found["DEVIANT"] == []
