"""A plan's tables as they stand in a file: headings above, rows of cells, lines in cells.

Both a Word file and a text file are brought to this shape; `reading.py` makes plans of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

Cell = tuple[str, ...]

NUMBER = re.compile(r"\d{1,3}\s*[.)]?")
_HEADS = {
    "number": re.compile(r"№|р/с|n|no\.?|п/п|№ ?п/п", re.IGNORECASE),
    "activity": re.compile(r"іс-?шара|атқарыл|мазмұн|мероприят|содержан|activit", re.IGNORECASE),
    "term": re.compile(r"мерзім|уақыт|срок|дата|term|when|due", re.IGNORECASE),
    "responsible": re.compile(r"жауапты|ответств|орындаушы|исполнит|responsib", re.IGNORECASE),
}


@dataclass(frozen=True)
class RawRow:
    """A row as it stands: its number (as written), activity, term and responsible cells.

    A section row has only `section`. `at` is its place in the file, counted from 1.
    """

    number: str = ""
    activity: Cell = ()
    term: Cell = ()
    responsible: Cell = ()
    section: str = ""
    at: int = 0


@dataclass
class RawTable:
    """One table with the lines that stand above it."""

    heading: str = ""
    rows: list[RawRow] = field(default_factory=list)


def lines(text: str) -> Cell:
    """The lines of a cell without blank ones; spaces inside are left as single ones."""
    found = (" ".join(line.split()) for line in text.splitlines())
    return tuple(line for line in found if line)


def columns(head: list[Cell]) -> dict[str, int] | None:
    """Which column is which, by the words of a heading row; None when it is no plan's heading."""
    found: dict[str, int] = {}
    for index, cell in enumerate(head):
        text = " ".join(cell)
        for name, pattern in _HEADS.items():
            whole = pattern.fullmatch(text) if name == "number" else pattern.search(text)
            if name not in found and text and whole:
                found[name] = index
                break
    return found if {"activity", "term"} <= found.keys() else None


def row(cells: list[Cell], place: dict[str, int], at: int) -> RawRow | None:
    """A row of cells under those columns; None for an empty one."""
    filled = [cell for cell in cells if cell]
    if not filled:
        return None
    if len(filled) == 1 and not NUMBER.fullmatch(" ".join(filled[0])):
        return RawRow(section=" ".join(filled[0]), at=at)

    def cell(name: str) -> Cell:
        index = place.get(name, -1)
        return cells[index] if 0 <= index < len(cells) else ()

    number = " ".join(cell("number")).rstrip(".) ")
    return RawRow(number, cell("activity"), cell("term"), cell("responsible"), at=at)


def tables_of_text(text: str) -> list[RawTable]:
    """Tables of a text file in which every cell begins with a tab.

    A row begins at a cell that holds a number; what stands between rows is a section; the last
    block of lines before a table's heading row is the heading of the plan below it.
    """
    cells = _cells(text)
    tables: list[RawTable] = []
    heading, index = _last_block(cells[0][1]) if cells else "", 1
    place: dict[str, int] | None = None
    while index < len(cells):
        head = [lines(body) for _at, body in cells[index : index + 4]]
        known = columns(head) if _is_head(head) else None
        if known is not None:
            place = known
            tables.append(RawTable(heading))
            index += 4
            continue
        at, body = cells[index]
        if place is None or not tables:
            index += 1
            continue
        if not NUMBER.fullmatch(" ".join(lines(body))):
            if lines(body):
                tables[-1].rows.append(RawRow(section=" ".join(lines(body)), at=at))
            index += 1
            continue
        width = max(place.values()) + 1
        parts = [body for _at, body in cells[index : index + width]]
        ends_table = index + width >= len(cells) or _is_head(
            [lines(body) for _at, body in cells[index + width : index + width + 4]]
        )
        if ends_table:
            parts[-1], heading = _cut_heading(parts[-1])
        found = row([lines(part) for part in parts], place, at)
        if found is not None:
            tables[-1].rows.append(found)
        index += width
    return tables


def _is_head(head: list[Cell]) -> bool:
    return bool(head) and bool(_HEADS["number"].fullmatch(" ".join(head[0])))


def _cells(text: str) -> list[tuple[int, str]]:
    """(line number, text) of what stands before the first tab and of every cell after it."""
    found: list[tuple[int, str]] = [(1, "")]
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("\t"):
            pieces = line[1:].split("\t")
            found += [(number, piece + "\n") for piece in pieces]
        else:
            at, body = found[-1]
            found[-1] = (at, f"{body}{line}\n")
    return found


def _last_block(body: str) -> str:
    """The last lines that stand together."""
    blocks = [block for block in re.split(r"\n\s*\n", body) if block.strip()]
    return " ".join(lines(blocks[-1])) if blocks else ""


def _cut_heading(body: str) -> tuple[str, str]:
    """A last cell and the heading of the next plan that stands under it, after blank lines."""
    blocks = re.split(r"\n\s*\n", body.strip("\n"))
    filled = [block for block in blocks if block.strip()]
    if len(filled) < 2:
        return body, ""
    return "\n".join(filled[:-1]), " ".join(lines(filled[-1]))
