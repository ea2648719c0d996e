"""Which rows of the list were asked for, and their sums by class and by category."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from tirek.personalfiles.queries import FileRow
from tirek.personalfiles.rules.checklist import Sum, sum_of


def chosen_rows(rows: Iterable[FileRow], asked: Mapping[str, str]) -> list[FileRow]:
    """The rows of the class, category and paper asked for; whole files only with `all`."""
    paper = asked.get("paper", "")
    return [
        row
        for row in rows
        if (not asked.get("class") or row.pupil.class_name == asked["class"])
        and (not asked.get("category") or asked["category"] in row.codes)
        and (not paper or paper in row.lacking)
        and (asked.get("all") or row.lacking)
    ]


def summed(
    rows: Iterable[FileRow],
    groups: Callable[[FileRow], Sequence[tuple[str, str]]],
    order: Sequence[str] = (),
) -> list[tuple[str, str, Sum]]:
    """(code, name, sum) of each group the rows fall into; in the order met, or in the one given."""
    found: dict[tuple[str, str], list[FileRow]] = {}
    for row in rows:
        for group in groups(row):
            found.setdefault(group, []).append(row)
    sums = [(code, name, sum_of(r.items for r in held)) for (code, name), held in found.items()]
    return sorted(sums, key=lambda one: order.index(one[0])) if order else sums
