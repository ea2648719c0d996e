"""Rows of a class list: what each says about a pupil, or which cell is wrong and why."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from tirek.school.rules import days, iin, names
from tirek.school.rules.headings import Column, columns_of, letter, names_pupils, words_of
from tirek.school.rules.kazakh import folded

HEADING_WITHIN: Final = 30  # rows of titles above the table
LIMITS: Final = {"surname": 100, "given": 100, "patronymic": 100, "address": 300, "phone": 60}
SEXES: Final = {
    **dict.fromkeys(("м", "муж", "мужской", "мальчик", "ұл", "ер", "еркек", "boy", "male"), "M"),
    **dict.fromkeys(("ж", "жен", "женский", "девочка", "қыз", "әйел", "girl", "female", "f"), "F"),
}
LANGUAGES: Final = {
    **dict.fromkeys(("қазақ", "қазақша", "қаз", "казахский", "каз", "kazakh", "kk", "kz"), "kk"),
    **dict.fromkeys(("орыс", "орысша", "русский", "рус", "russian", "ru"), "ru"),
    **dict.fromkeys(("ағылшын", "английский", "english", "en"), "en"),
    **dict.fromkeys(("ұйғыр", "уйгурский", "uyghur", "ug"), "ug"),
    **dict.fromkeys(("өзбек", "узбекский", "uzbek", "uz"), "uz"),
    **dict.fromkeys(("тәжік", "таджикский", "tajik", "tg"), "tg"),
}
SEX_CODES: Final = {folded(word): code for word, code in SEXES.items()}
LANGUAGE_CODES: Final = {folded(word): code for word, code in LANGUAGES.items()}
NUMBERS: Final = {words_of(text) for text in ("No", "р/с", "р/н", "п/п", "№ п/п", "#")}
PARENTS: Final = (
    ("FATHER", Column.FATHER_NAME, Column.FATHER_PHONE),
    ("MOTHER", Column.MOTHER_NAME, Column.MOTHER_PHONE),
    ("OTHER", Column.PARENT_NAME, Column.PARENT_PHONE),
)
CLASS_IN_TITLE: Final = re.compile(
    r"(?<!\d)(1[0-2]|[0-9])\s*[-–«\"“ ]?\s*([^\W\d_])?[»\"”]?\s*[-–]?\s*(сынып|сыныб|класс|class)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Table:
    """One sheet: its name and its rows of cells; the first row is number 1."""

    name: str
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Flaw:
    """Why a row is refused: a code, the column's letter (empty: the whole row), the cell's text.

    `detail` is what the message adds: another row's number, a class, a date.
    """

    code: str
    column: str = ""
    value: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Parent:
    """Somebody named beside the pupil; kinship FATHER, MOTHER or OTHER."""

    kinship: str
    name: names.PersonName
    phone: str = ""


@dataclass(frozen=True)
class ParsedRow:
    """What one row says: `values` by field of the pupil (and `class`, `arrived_on`).

    An empty cell is no value. `columns` gives the letter of each field's column, `shown` the
    cells' own text, `notes` the codes of what was understood rather than read.
    """

    sheet: str
    row: int
    values: Mapping[str, Any]
    columns: Mapping[str, str]
    shown: Mapping[str, str]
    parents: tuple[Parent, ...] = ()
    notes: tuple[str, ...] = ()
    flaw: Flaw | None = None

    @property
    def cell(self) -> str:
        """`E14`: the cell of the flaw, or the row alone."""
        return f"{self.flaw.column if self.flaw else ''}{self.row}"


@dataclass
class _Reader:
    """Takes one row apart; stops at the first flaw."""

    cells: Sequence[Any]
    places: Mapping[Column, int]
    today: date
    values: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def cell(self, column: Column) -> Any:
        place = self.places.get(column)
        return self.cells[place] if place is not None and place < len(self.cells) else None

    def text(self, column: Column) -> str:
        return text_of(self.cell(column))

    def flaw(self, code: str, column: Column, detail: str = "") -> "_Stop":
        place = self.places.get(column)
        return _Stop(Flaw(code, "" if place is None else letter(place), self.text(column), detail))

    def name(self) -> None:
        if Column.SURNAME in self.places and Column.GIVEN in self.places:
            parts = {
                "surname": Column.SURNAME,
                "given": Column.GIVEN,
                "patronymic": Column.PATRONYMIC,
            }
            for name, column in parts.items():
                text = self.text(column)
                if not text and column is not Column.PATRONYMIC:
                    raise self.flaw("NO_NAME", column)
                self._keep_name(name, text, column)
            return
        text = self.text(Column.FULL_NAME)
        if not text:
            raise self.flaw("NO_NAME", Column.FULL_NAME)
        self._whole(text, Column.FULL_NAME)
        try:
            person = names.split_full_name(text)
        except ValueError:
            raise self.flaw("ONE_WORD_NAME", Column.FULL_NAME) from None
        for part in ("surname", "given", "patronymic"):
            self._keep_name(part, getattr(person, part), Column.FULL_NAME)
        if not person.patronymic and (own := self.text(Column.PATRONYMIC)):
            self._keep_name("patronymic", own, Column.PATRONYMIC)

    def _whole(self, text: str, column: Column) -> None:
        if "?" in text or "\ufffd" in text:
            raise self.flaw("LOST_LETTERS", column)
        if not names.is_name(text.replace(",", " ")):
            raise self.flaw("NOT_A_NAME", column)

    def _keep_name(self, name: str, text: str, column: Column) -> None:
        if text:
            self._whole(text, column)
            self._keep(name, names.tidy_name(text), column)

    def _keep(self, name: str, value: str, column: Column) -> None:
        if len(value) > LIMITS[name]:
            raise self.flaw("TOO_LONG", column, str(LIMITS[name]))
        if value:
            self.values[name] = value

    def school_class(self, own_class: str) -> None:
        text = self.text(Column.CLASS)
        if not text:
            if own_class:
                self.values["class"] = own_class
            return
        if isinstance(self.cell(Column.CLASS), date):
            raise self.flaw("NOT_A_CLASS", Column.CLASS)
        try:
            found = names.parse_class_name(text)
        except ValueError:
            raise self.flaw("NOT_A_CLASS", Column.CLASS) from None
        self.values["class"] = found.name
        if re.search("[A-Za-z]", text) and not re.search("class|grade", text, re.IGNORECASE):
            self.notes.append("CLASS_LATIN")

    def day(self, name: str, column: Column) -> None:
        cell = self.cell(column)
        if text_of(cell) == "":
            return
        try:
            self.values[name] = days.read_day(cell)
        except days.BadDay as bad:
            raise self.flaw(bad.fault, column) from None

    def born(self) -> None:
        self.day("born_on", Column.BORN_ON)
        if self.values.get("born_on", date.min) > self.today:
            raise self.flaw("BORN_IN_FUTURE", Column.BORN_ON)

    def sex(self) -> None:
        text = self.text(Column.SEX)
        if text:
            code = SEX_CODES.get(folded(text.strip(" .")))
            if code is None:
                raise self.flaw("NOT_A_SEX", Column.SEX)
            self.values["sex"] = code

    def number(self) -> None:
        cell = self.cell(Column.IIN)
        number = iin.restored(cell)
        if not number:
            return
        problems = iin.check(number, self.values.get("born_on"), self.values.get("sex"))
        if problems:
            raise self.flaw(f"IIN_{problems[0].fault}", Column.IIN, problems[0].value)
        if not isinstance(cell, str) or len(text_of(cell)) < len(number):
            self.notes += ["IIN_RESTORED"] * (len(str(cell).split(".")[0]) < len(number))
        self.values["iin"] = number
        self.values.setdefault("sex", iin.sex_of(number))
        day = iin.birth_date(number)
        if day is not None and day <= self.today:
            self.values.setdefault("born_on", day)

    def rest(self) -> tuple[Parent, ...]:
        text = self.text(Column.LANGUAGE)
        if text:
            code = LANGUAGE_CODES.get(folded(text).split()[0] if folded(text) else "")
            if code is None:
                raise self.flaw("NOT_A_LANGUAGE", Column.LANGUAGE)
            self.values["language"] = code
        self._keep("address", self.text(Column.ADDRESS), Column.ADDRESS)
        phone = Column.PHONE if self.text(Column.PHONE) else Column.PARENT_PHONE
        self._keep("phone", self.text(phone), phone)
        self.day("arrived_on", Column.ARRIVED_ON)
        return tuple(self._parents())

    def _parents(self) -> Iterator[Parent]:
        for kinship, name_column, phone_column in PARENTS:
            text = self.text(name_column)
            if text:
                if len(text) > LIMITS["surname"] or not names.is_name(text.replace(",", " ")):
                    raise self.flaw("NOT_A_NAME", name_column)
                words = names.tidy_name(text.replace(",", " ")).split()
                name = names.PersonName(words[0], "".join(words[1:2]), " ".join(words[2:]))
                yield Parent(kinship, name, self.text(phone_column)[: LIMITS["phone"]])


class _Stop(Exception):
    def __init__(self, flaw: Flaw) -> None:
        self.flaw = flaw


class NoHeadings(ValueError):
    """No row of the sheet says where the pupils' names are."""


def text_of(cell: Any) -> str:
    """A cell as one line of text: 5.0 as 5, a date as 23.11.2026, without control characters."""
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    visible = (" " if sign in "\t\r\n\v\f" else sign for sign in str(cell))
    return " ".join("".join(s for s in visible if s >= " " and s != "\x7f").split())


def heading_row(table: Table) -> tuple[int, dict[Column, int]]:
    """The place (from zero) of the heading row, and its columns.

    It is the one with the most known headings among the first rows; titles above are passed. Of
    headings in two rows, the upper one for a group of columns, the lower row counts.
    """
    best: tuple[int, dict[Column, int]] | None = None
    for place, cells in enumerate(table.rows[:HEADING_WITHIN]):
        columns = columns_of(cells)
        filled = sum(1 for cell in cells if text_of(cell))
        alone = filled == 1 and len(text_of(next(c for c in cells if text_of(c))).split()) > 3
        if not names_pupils(columns) or alone:
            continue
        below = best is not None and place == best[0] + 1
        if best is None or len(columns) + below > len(best[1]):
            best = (place, columns)
    if best is None:
        raise NoHeadings(table.name)
    return best


def parsed_rows(table: Table, today: date) -> list[ParsedRow]:
    """Each row below the headings, taken apart; empty rows and repeated headings are no rows.

    A row that holds nothing but a class's name says whose class the rows below it are.
    """
    at, columns = heading_row(table)
    own_class = "" if Column.CLASS in columns else class_in_title(table, at)
    headings = {place: text_of(table.rows[at][place]) for place in columns.values()}
    found = []
    for number, cells in enumerate(table.rows[at + 1 :], start=at + 2):
        filled = [text for text in map(text_of, cells) if text]
        if not filled or is_frame(cells, headings):
            continue
        if len(filled) == 1 and (said := class_alone(filled[0])):
            own_class = said
            continue
        found.append(_parsed(table.name, number, cells, columns, own_class, today))
    return found


def class_alone(text: str) -> str:
    """The class that a heading inside the table names: 5Ә сыныбы; empty when it names none."""
    try:
        return names.parse_class_name(text).name if not text.isdecimal() else ""
    except ValueError:
        return ""


def unread_headings(table: Table) -> list[str]:
    """Headings whose columns are not read, for the preview to name."""
    at, columns = heading_row(table)
    cells = table.rows[at]
    read = set(columns.values())
    others = (text_of(cell) for place, cell in enumerate(cells) if place not in read)
    return [heading for heading in others if words_of(heading) and words_of(heading) not in NUMBERS]


def class_in_title(table: Table, heading_at: int) -> str:
    """The class that a sheet's name or the titles above its headings name; empty when none do."""
    try:
        return names.parse_class_name(table.name).name
    except ValueError:
        above = (text_of(c) for row in table.rows[:heading_at] for c in row if c)
        titles = " ".join((table.name, *above))
        found = CLASS_IN_TITLE.search(titles)
        return names.parse_class_name(f"{found[1]}{found[2] or ''}").name if found else ""


def is_frame(cells: Sequence[Any], headings: Mapping[int, str]) -> bool:
    """The headings again, or the line 1, 2, 3 ... under them."""
    filled = [text_of(cell) for cell in cells if text_of(cell)]
    if len(filled) > 2 and filled == [str(number) for number in range(1, len(filled) + 1)]:
        return True
    return len(headings) > 1 and all(
        place < len(cells) and text_of(cells[place]) == heading
        for place, heading in headings.items()
    )


def _parsed(
    sheet: str,
    number: int,
    cells: Sequence[Any],
    places: Mapping[Column, int],
    own_class: str,
    today: date,
) -> ParsedRow:
    reader = _Reader(cells, places, today)
    flaw: Flaw | None = None
    parents: tuple[Parent, ...] = ()
    try:
        reader.name()
        reader.school_class(own_class)
        reader.born()
        reader.sex()
        reader.number()
        parents = reader.rest()
    except _Stop as stop:
        flaw = stop.flaw
    return ParsedRow(
        sheet=sheet,
        row=number,
        values=reader.values,
        columns={column.value.lower(): letter(place) for column, place in places.items()},
        shown={column.value.lower(): reader.text(column) for column in places},
        parents=parents,
        notes=tuple(reader.notes),
        flaw=flaw,
    )
