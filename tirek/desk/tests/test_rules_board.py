from datetime import date

import pytest

from tirek.desk.rules.board import Handed, behind, board, week_end
from tirek.plans.rules.coverage import PeriodCoverage, RowCoverage
from tirek.plans.rules.evidence import evidence_from_json
from tirek.plans.rules.facts import Row
from tirek.plans.rules.terms import Term

MONDAY = date(2026, 11, 23)
QUARTER = (date(2026, 11, 2), date(2026, 12, 29))
MONTHLY, ONGOING = Term(every="MONTH"), Term(ongoing=True)


def row(code, term=MONTHLY, unit="PUPIL", evidence=("HOUSING_ACT",)):
    return Row(code, term, unit=unit, evidence=evidence_from_json(list(evidence)))


def period(since, until, begun=True, **sets):
    found = {name: frozenset(members) for name, members in sets.items() if name != "moved"}
    everybody = frozenset().union(*found.values())
    return PeriodCoverage(
        since, until, begun, everybody, moved=sets.get("moved", {}), **({} if not begun else found)
    )


def covered(one, *periods, members=(), groups=({},)):
    everybody = frozenset(members) or frozenset().union(*(p.members for p in periods))
    return RowCoverage(one, everybody, tuple(periods), groups=tuple(groups))


OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


def test_the_week_ends_on_its_sunday():
    assert week_end(MONDAY) == week_end(date(2026, 11, 29)) == date(2026, 11, 29)


def test_what_is_overdue_is_bundled_by_row_and_day_the_oldest_first():
    late = covered(row("C2"), period(*OCTOBER, overdue={3, 1}), period(*NOVEMBER, open={1}))
    older = covered(row("S2.2"), period(date(2026, 9, 1), date(2026, 9, 30), overdue={7}))
    found = board([late, older], MONDAY, QUARTER)
    assert [(b.row.code, b.members, b.until) for b in found.late] == [
        ("S2.2", (7,), date(2026, 9, 30)),
        ("C2", (1, 3), date(2026, 10, 31)),
    ]
    assert found.late_count == 3


@pytest.mark.parametrize(
    ("until", "where"),
    [
        (date(2026, 11, 23), "week"),
        (date(2026, 11, 29), "week"),
        (date(2026, 11, 30), "ahead"),
        (date(2026, 12, 29), "ahead"),
        (date(2026, 12, 30), ""),
    ],
)
def test_what_is_open_stands_in_the_week_or_ahead_in_the_quarter(until, where):
    found = board([covered(row("C6"), period(NOVEMBER[0], until, open={1}))], MONDAY, QUARTER)
    assert [name for name in ("week", "ahead") if getattr(found, name)] == (
        [where] if where else []
    )


def test_what_has_not_begun_is_ahead_with_all_its_members():
    coming = covered(row("S6.3"), period(date(2026, 12, 1), date(2026, 12, 29), False, open={1, 2}))
    found = board([coming], MONDAY, QUARTER)
    assert [(b.members, b.whole) for b in found.ahead] == [((1, 2), 2)]
    assert not found.week


def test_what_was_moved_stands_on_its_new_day():
    moved = period(*NOVEMBER, open={1, 2}, moved={1: date(2026, 11, 25)})
    found = board([covered(row("C6"), moved)], MONDAY, QUARTER)
    assert [b.members for b in found.week] == [(1,)]
    assert [b.members for b in found.ahead] == [(2,)]
    assert found.week_count == 1


def test_the_work_that_lacks_is_named():
    both = row("C5", evidence=("TEXTBOOK_ISSUE", "MEAL_ENROLMENT"))
    groups = ({1: [date(2026, 10, 5)], 2: [date(2026, 9, 5)]}, {})
    found = board([covered(both, period(*OCTOBER, overdue={1, 2}), groups=groups)], MONDAY, QUARTER)
    lacking = {b.members: b.proof.kind for b in found.late}
    assert lacking == {(1,): "MEAL_ENROLMENT", (2,): "TEXTBOOK_ISSUE"}


def test_figures_are_those_of_the_period():
    half = covered(row("S4.1"), period(*OCTOBER, overdue={1}, done={2, 3}))
    bundle = board([half], MONDAY, QUARTER).late[0]
    assert (bundle.done, bundle.whole, bundle.number) == (2, 3, 1)


def test_a_pupil_is_untouched_when_no_ongoing_row_has_an_entry_in_the_quarter():
    one = covered(row("S5.1", ONGOING), members={1, 2, 3}, groups=({1: [date(2026, 11, 5)]},))
    two = covered(row("N1", ONGOING), members={2, 3, 4}, groups=({3: [date(2026, 9, 5)]},))
    found = board([one, two], MONDAY, QUARTER)
    assert [(member, row.code) for member, row, _ in found.untouched] == [
        (2, "S5.1"),
        (3, "S5.1"),
        (4, "N1"),
    ]
    assert [(row.code, count) for row, _, count in found.gaps] == [("N1", 3)]
    assert found.untouched_count == 4


def test_between_quarters_nothing_is_untouched():
    one = covered(row("S5.1", ONGOING), members={1})
    assert board([one], MONDAY, None).untouched_count == 0


def test_only_those_within_sight_stand_on_the_desk():
    late = covered(row("C2"), period(*OCTOBER, overdue={1, 2, 3}))
    calm = covered(row("N1", ONGOING), members={1, 2})
    found = board([late, calm], MONDAY, QUARTER, lambda unit, members: members & {2})
    assert found.late[0].members == (2,)
    assert [member for member, _, _ in found.untouched] == [2]


def test_what_is_handed_on_changes_the_desk_it_is_on():
    rows = [
        covered(row("C6"), period(*OCTOBER, overdue={1, 2, 3})),
        covered(row("C7"), period(*OCTOBER, overdue={1, 2})),
    ]
    to = {
        "C6": {(2, date(2026, 10, 5)): 20, (3, date(2026, 9, 30)): 20},
        "C7": {(1, date(2026, 10, 31)): 10, (2, date(2026, 10, 1)): 30},
    }
    found = board(rows, MONDAY, QUARTER, handed=Handed(10, frozenset({"C6"}), to))
    assert {(b.row.code, b.members) for b in found.late} == {("C6", (1, 3)), ("C7", (1,))}
    colleague = board(rows, MONDAY, QUARTER, handed=Handed(20, frozenset(), to))
    assert [(b.row.code, b.members) for b in colleague.late] == [("C6", (2,))]


def test_what_is_overdue_with_others_is_said_by_row_and_colleague_once():
    late = covered(
        row("C2"),
        period(*OCTOBER, overdue={1, 2, 3}, moved={2: date(2026, 9, 15)}),
        period(*NOVEMBER, open={4}),
    )
    mine = covered(row("S1.1"), period(*OCTOBER, overdue={5, 6}))
    to = {"C2": {(3, OCTOBER[0]): 8, (1, NOVEMBER[0]): 8}, "S1.1": {(6, OCTOBER[0]): 8}}
    found = behind([late, mine], Handed(me=9, own=frozenset({"S1.1"}), to=to))
    assert [(one.row.code, one.holder, one.members, one.until) for one in found] == [
        ("C2", None, (1, 2), date(2026, 9, 15)),
        ("C2", 8, (3,), OCTOBER[1]),
        ("S1.1", 8, (6,), OCTOBER[1]),
    ]
    taken = Handed(me=8, own=frozenset(), to=to)
    assert [(one.row.code, one.members) for one in behind([late, mine], taken)] == [
        ("C2", (1, 2)),
        ("S1.1", (5,)),
    ]
