"""The strip of school years: where bars stand."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tirek.cards.rules.years import LEFT, RIGHT, WIDTH, Period, first_september, strip

MONDAY = date(2026, 11, 23)


def test_nothing_to_draw():
    assert strip([], MONDAY) is None


def test_years_begin_with_the_oldest_status():
    drawn = strip([Period("Қамқорлықтағы бала", date(2024, 2, 12), None)], MONDAY)
    assert [label for _x, label in drawn.years] == ["2023/24", "2024/25", "2025/26", "2026/27"]
    (bar,) = drawn.bars
    assert not bar.ended
    assert abs(bar.x + bar.width - drawn.today) < 1
    assert drawn.years[0][0] == LEFT


def test_at_most_eight_years_are_shown():
    drawn = strip([Period("a", date(2001, 9, 1), None)], MONDAY)
    assert len(drawn.years) == 8
    assert drawn.bars[0].x == LEFT


def test_an_ended_status_stops_on_its_last_day():
    drawn = strip(
        [Period("a", date(2025, 9, 1), date(2026, 8, 31)), Period("b", date(2026, 9, 1), None)],
        MONDAY,
    )
    first, second = drawn.bars
    assert first.ended
    assert not second.ended
    assert abs(first.after - 5 - second.x) < 0.2
    assert second.y > first.y


def test_periods_of_one_status_share_a_row():
    drawn = strip(
        [
            Period("a", date(2026, 9, 20), None),
            Period("b", date(2025, 1, 1), None),
            Period("a", date(2024, 9, 20), date(2025, 8, 31)),
        ],
        MONDAY,
    )
    early, late, other = drawn.bars
    assert early.y == late.y != other.y
    assert (early.label, late.label, early.last, late.last) == ("a", "", False, True)
    assert early.x < late.x


def test_a_status_that_ends_today_is_in_force():
    drawn = strip([Period("a", MONDAY, MONDAY)], MONDAY)
    assert not drawn.bars[0].ended
    assert drawn.bars[0].width >= 2


def test_long_names_are_cut_and_kept_whole_for_those_who_ask():
    name = "Ата-анасының қамқорлығынсыз қалған бала"
    bar = strip([Period(name, MONDAY, None)], MONDAY).bars[0]
    assert bar.name == name
    assert bar.label.endswith("…")
    assert len(bar.label) <= 26


def test_a_status_from_a_later_year_does_not_break_the_picture():
    drawn = strip([Period("a", date(2027, 9, 1), None)], MONDAY)
    assert [label for _x, label in drawn.years] == ["2026/27"]
    assert drawn.bars[0].width == 2


days = st.dates(date(1990, 1, 1), date(2060, 1, 1))


@given(st.lists(st.tuples(st.none() | days, st.none() | days), min_size=1, max_size=6), days)
def test_every_bar_stays_in_the_picture(ends: list, today: date):
    drawn = strip([Period(str(n % 3), *ends_of) for n, ends_of in enumerate(ends)], today)
    for bar in drawn.bars:
        assert LEFT <= bar.x <= WIDTH - RIGHT
        assert bar.width >= 2
        assert bar.x + bar.width <= WIDTH - RIGHT + 2
        assert bar.y + 14 <= drawn.height
    assert LEFT <= drawn.today <= WIDTH - RIGHT


@given(days)
def test_a_school_year_begins_on_the_first_of_september(day: date):
    first = first_september(day)
    assert (first.month, first.day) == (9, 1)
    assert 0 <= (day - first).days <= 365
