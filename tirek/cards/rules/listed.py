"""Rows of a list of pupils by category, as schools keep them: who, what, by which paper."""

from __future__ import annotations

import contextlib
import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from tirek.cards.rules.words import Known, code_in, parts_of
from tirek.school.rules import days, iin
from tirek.school.rules.headings import (
    Column,
    Words,
    found_in,
    known_headings,
    letter,
    words_of,
)
from tirek.school.rules.names import is_name, parse_class_name
from tirek.school.rules.roster import (
    HEADING_WITHIN,
    Flaw,
    Table,
    class_alone,
    class_in_title,
    text_of,
)

TABLE: Final = Path(__file__).parent.parent / "listed.tsv"
# Of a class list's columns those that say who a row is about; the others are not read.
OF_ROSTER: Final = {
    Column.FULL_NAME: "NAME",
    **{c: c.value for c in (Column.SURNAME, Column.GIVEN, Column.PATRONYMIC)},
    **{c: c.value for c in (Column.CLASS, Column.IIN)},
}
SUMS: Final = frozenset(words_of(w)[0] for w in ("барлығы", "жиыны", "итого", "всего", "total"))
NO: Final = frozenset(("", "-", "–", "—", "0", "жоқ", "нет", "no"))
LIMITS: Final = {"document": 300, "number": 60, "note": 2000}
NUMBERED: Final = re.compile(r"^\s*\d+\s*[.)]\s*")
CLASS_AT_END: Final = re.compile(
    r"[\s,–-]*\(?\s*(\d{1,2}\s*[-–«\"“ ]?\s*[^\W\d_]?\s*[»\"”]?)"
    r"\s*(сынып|сыныбы|класс|кл\.?)?\s*\)?$",
    re.IGNORECASE,
)
DAY_INSIDE: Final = re.compile(
    r"(?:\bот\b|\bкүні\b)?\s*(\d{1,2}[./]\d{1,2}[./]\d{4})\s*(?:жылғы|жыл|ж\b|г\b|года)?\.?",
    re.IGNORECASE,
)
NUMBER_INSIDE: Final = re.compile(r"(?:№|\bN[o°.]?)\s*([\w][\w/\\.-]*)", re.IGNORECASE)
BASES: Final = ("document", "number", "on")


@dataclass(frozen=True)
class Said:
    """What a list says of a status besides whose it is; empty or None: nothing."""

    since: date | None = None
    until: date | None = None
    document: str = ""
    number: str = ""
    on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Line:
    """One pupil and one category of a list: `name` and `category` as they are written."""

    sheet: str
    row: int
    name: str = ""
    class_name: str = ""
    category: str = ""
    said: Said = field(default_factory=Said)
    iin: str = ""
    flaw: Flaw | None = None
    place: str = ""

    @property
    def cell(self) -> str:
        """`C14`: the cell of the flaw, or the row alone."""
        return f"{self.flaw.column if self.flaw else ''}{self.row}"

    def in_json(self) -> dict[str, Any]:
        """As plain data."""
        kept = asdict(self)
        for name in ("since", "until", "on"):
            kept["said"][name] = kept["said"][name] and kept["said"][name].isoformat()
        return kept


def line_from_json(data: dict[str, Any]) -> Line:
    """The same line again."""
    said = dict(data["said"])
    for name in ("since", "until", "on"):
        said[name] = date.fromisoformat(said[name]) if said[name] else None
    flaw = Flaw(**data["flaw"]) if data["flaw"] else None
    return Line(**{**data, "said": Said(**said), "flaw": flaw})


class NoHeadings(ValueError):
    """No row of the sheet says where the pupils' names are."""


@cache
def headings() -> tuple[tuple[Words, str], ...]:
    """What the headings of such lists mean, the longest first."""
    found = {words: OF_ROSTER.get(column, "IGNORED") for words, column in known_headings()}
    with TABLE.open(encoding="utf-8", newline="") as file:
        found |= {
            words_of(row["heading"]): row["column"] for row in csv.DictReader(file, delimiter="\t")
        }
    return tuple(sorted(found.items(), key=lambda one: -len(one[0])))


@dataclass(frozen=True)
class Head:
    """The heading row (its place from zero), its columns, and those ticked for a category."""

    at: int
    columns: dict[str, int]
    ticked: dict[int, str]


def head_of(table: Table, known: Known) -> Head:
    """The heading row: the one with the most known headings among the first rows."""
    best: Head | None = None
    for at, cells in enumerate(table.rows[:HEADING_WITHIN]):
        columns: dict[str, int] = {}
        ticked: dict[int, str] = {}
        for place, cell in enumerate(cells):
            text = text_of(cell)
            if not text or not isinstance(cell, str) or len(text) > 100:
                continue
            meant = found_in(text, headings())
            if meant and meant != "IGNORED":
                columns.setdefault(meant, place)
            elif meant is None and code_in(text, known):
                ticked[place] = text
        named = "NAME" in columns or {"SURNAME", "GIVEN"} <= columns.keys()
        filled = sum(1 for cell in cells if text_of(cell))
        size = len(columns) + len(ticked)
        alone = filled == 1 and len(words_of(next(text_of(c) for c in cells if text_of(c)))) > 3
        if named and not alone and (best is None or size > len(best.columns) + len(best.ticked)):
            best = Head(at, columns, ticked)
    if best is None:
        raise NoHeadings(table.name)
    return best


def lines_of(tables: Sequence[Table], known: Known, file_name: str = "") -> list[Line]:
    """Every row of every sheet with headings, taken apart; a row of two categories is two lines."""
    found: list[Line] = []
    for table in tables:
        try:
            head = head_of(table, known)
        except NoHeadings:
            continue
        found += _Sheet(table, head, known, file_name).lines()
    return found


def unread(tables: Sequence[Table], known: Known) -> list[str]:
    """The names of the sheets that have no headings."""
    names = []
    for table in tables:
        try:
            head_of(table, known)
        except NoHeadings:
            names.append(table.name)
    return names


class _Stop(Exception):
    def __init__(self, flaw: Flaw) -> None:
        self.flaw = flaw


class _Sheet:
    """Reads one sheet from its headings down, minding the headings between the rows."""

    def __init__(self, table: Table, head: Head, known: Known, file_name: str) -> None:
        self.table, self.head, self.known = table, head, known
        above = [text_of(cell) for row in table.rows[: head.at] for cell in row if text_of(cell)]
        sources = [*reversed(above), " ".join(above), table.name, file_name]
        self.category = next((text for text in sources if code_in(text, known)), "")[:200]
        self.class_name = class_in_title(table, head.at)
        self.heading = [text_of(cell) for cell in table.rows[head.at]]

    def lines(self) -> Iterable[Line]:
        for number, cells in enumerate(self.table.rows[self.head.at + 1 :], self.head.at + 2):
            texts = [text_of(cell) for cell in cells]
            filled = [text for text in texts if text]
            if not filled or self._frame(texts, filled) or self._between(texts, filled):
                continue
            yield from self._row(number, cells)

    def _frame(self, texts: list[str], filled: list[str]) -> bool:
        """The headings again, the line 1, 2, 3 under them, a sum."""
        if len(filled) > 2 and filled == [str(n) for n in range(1, len(filled) + 1)]:
            return True
        if len(filled) > 1 and texts[: len(self.heading)] == self.heading:
            return True
        first = words_of(next((t for t in filled if not t.isdecimal()), ""))
        return bool(first) and first[0] in SUMS

    def _between(self, texts: list[str], filled: list[str]) -> bool:
        """A heading between the rows: from here on another category, or another class."""
        distinct = list(dict.fromkeys(filled))
        if len(distinct) != 1:
            return False
        text, place = distinct[0], texts.index(distinct[0])
        if said := class_alone(text):
            self.class_name = said
            return True
        if code_in(text, self.known):
            found = class_in_title(Table(text, ()), 0)
            self.category, self.class_name = text[:200], found or self.class_name
            return True
        names = {self.head.columns.get(one) for one in ("NAME", "SURNAME")}
        bare = CLASS_AT_END.sub("", text)
        if place in names and len(filled) == 1 and 1 < len(words_of(bare)) < 5:
            return False
        if not text.isdecimal():
            self.category = text[:200]
        return True

    def _cell(self, cells: Sequence[Any], column: str) -> Any:
        place = self.head.columns.get(column)
        return cells[place] if place is not None and place < len(cells) else None

    def _flaw(self, code: str, column: str, value: str, detail: str = "") -> _Stop:
        place = self.head.columns.get(column)
        return _Stop(Flaw(code, "" if place is None else letter(place), value, detail))

    def _row(self, number: int, cells: Sequence[Any]) -> Iterable[Line]:
        categories = self._categories(cells)
        if not categories:
            return
        line = Line(self.table.name, number, name=self._name(cells))
        try:
            line = self._who(line, cells)
            line = replace(line, said=self._said(cells))
        except _Stop as stop:
            line = replace(line, flaw=stop.flaw)
        for at, category in enumerate(categories):
            yield replace(line, category=category, place=str(at) if at else "")

    def _categories(self, cells: Sequence[Any]) -> list[str]:
        own = text_of(self._cell(cells, "CATEGORY"))
        if own:
            return parts_of(own[:200], self.known)
        if not self.head.ticked:
            return [self.category]
        return [
            heading
            for place, heading in self.head.ticked.items()
            if place < len(cells) and text_of(cells[place]).casefold() not in NO
        ]

    def _name(self, cells: Sequence[Any]) -> str:
        parts = ("NAME",) if "NAME" in self.head.columns else ("SURNAME", "GIVEN", "PATRONYMIC")
        whole = " ".join(filter(None, (text_of(self._cell(cells, part)) for part in parts)))
        return NUMBERED.sub("", whole.replace(",", " , ")).replace(" , ", ", ").strip(" ,.;")[:300]

    def _who(self, line: Line, cells: Sequence[Any]) -> Line:
        column = "NAME" if "NAME" in self.head.columns else "SURNAME"
        name, class_name = line.name, self.class_name
        if not name:
            raise self._flaw("NO_NAME", column, "")
        if "?" in name or "\ufffd" in name:
            raise self._flaw("LOST_LETTERS", column, name)
        cell = self._cell(cells, "CLASS")
        if text := text_of(cell):
            try:
                class_name = parse_class_name(text).name if not isinstance(cell, date) else ""
            except ValueError:
                class_name = ""
            if not class_name:
                raise self._flaw("NOT_A_CLASS", "CLASS", text)
        elif (tail := CLASS_AT_END.search(name)) and tail.start() > 0:
            with contextlib.suppress(ValueError):
                class_name, name = parse_class_name(tail[1]).name, name[: tail.start()].strip(" ,")
        if not is_name(name.replace(",", " ")):
            raise self._flaw("NOT_A_NAME", column, name)
        number = iin.restored(self._cell(cells, "IIN"))
        sure = number if number and not iin.check(number) else ""
        return replace(line, name=name, class_name=class_name, iin=sure)

    def _said(self, cells: Sequence[Any]) -> Said:
        values: dict[str, Any] = {}
        for name in ("since", "until", "on"):
            cell = self._cell(cells, name.upper())
            if text_of(cell) in NO:
                continue
            try:
                values[name] = days.read_day(cell)
            except days.BadDay as bad:
                raise self._flaw(bad.fault, name.upper(), text_of(cell)) from None
        for name, most in LIMITS.items():
            text = text_of(self._cell(cells, name.upper()))
            if len(text) > most:
                raise self._flaw("TOO_LONG", name.upper(), text[:60], str(most))
            values[name] = "" if text in NO else text
        return _taken_apart(Said(**values))


def _taken_apart(said: Said) -> Said:
    """«Шешім № 12, 05.09.2025 ж.» in one cell: the document, its number, its day."""
    document, number, on = said.document, said.number, said.on
    if on is None and (found := DAY_INSIDE.search(document)):
        try:
            on = days.read_day(found[1])
        except days.BadDay:
            return said
        document = document[: found.start()] + " " + document[found.end() :]
    if not number and (found := NUMBER_INSIDE.search(document)):
        number = found[1].rstrip(".-/")[: LIMITS["number"]]
        document = document[: found.start()] + " " + document[found.end() :]
    document = re.sub(r"\s+([,;.])", r"\1", " ".join(document.split())).strip(" ,;.–-")
    return replace(said, document=document, number=number, on=on)
