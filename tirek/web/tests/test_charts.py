"""A chart on a page: bars by the largest number, every number in words."""

from tirek.office.document import Chart
from tirek.web.templatetags.web import chart


def test_bars_are_shares_of_the_largest_number():
    found = chart(Chart(["а", "б"], [("бұл", [5, 10]), ("сол", [0, 20])], "Атау"))
    assert found["names"] == ["бұл", "сол"]
    assert found["rows"] == [("а", [(25.0, 5), (0.0, 0)]), ("б", [(50.0, 10), (100.0, 20)])]


def test_zeros_alone_have_no_bars():
    assert chart(Chart(["а"], [("бұл", [0])]))["rows"] == [("а", [(0.0, 0)])]
