"""A document said once, drawn as Word, Excel and PDF: headings, facts, tables, signatures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, is_dataclass, replace
from datetime import date
from typing import Any

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")

Cell = str | int | float | date | None


@dataclass(frozen=True)
class Column:
    """A column: heading, share of the width, figures to the right; `group` is a heading above."""

    title: str
    width: float = 1.0
    number: bool = False
    group: str = ""


@dataclass(frozen=True)
class Table:
    """A table; its headings stand on every page, `sums` rows at its end are bold.

    `title` stands above it and names its sheet in Excel. `sections` are rows over all columns:
    (number of the row that follows, words).
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    title: str = ""
    sums: int = 0
    note: str = ""
    empty: str = ""
    sections: Sequence[tuple[int, str]] = ()

    def in_order(self) -> Iterator[tuple[int, Sequence[Cell] | str]]:
        """The rows with their numbers, the words of a section standing before its first row."""
        words = dict(self.sections)
        for number, row in enumerate(self.rows):
            if words.get(number):
                yield number, words[number]
            yield number, row


@dataclass(frozen=True)
class Heading:
    """A heading inside the document."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """Plain text; line breaks are kept."""

    text: str
    bold: bool = False
    small: bool = False


@dataclass(frozen=True)
class Facts:
    """Labels with their values, one a line."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Chart:
    """Bars side by side: for each label a bar of each series (its name, a number a label).

    Numbers are zero or more. What it shows stands in a table as well: a chart is never the only
    place of a figure.
    """

    labels: Sequence[str]
    series: Sequence[tuple[str, Sequence[int]]]
    title: str = ""


@dataclass(frozen=True)
class Signatures:
    """Who signs: post and name; the line between them is left for the hand."""

    rows: Sequence[tuple[str, str]]
    title: str = ""
    # For each row the kept picture of what was signed on the glass, "" where the hand is to sign.
    strokes: Sequence[str] = ()


@dataclass(frozen=True)
class Pictures:
    """Photos with a line under each, by the names under which they are kept."""

    rows: Sequence[tuple[str, str]]
    title: str = ""


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True)
class Opening:
    """Another paper begins in the same file: on a new page, in Excel on a sheet of its own."""

    title: str
    org: str = ""
    left: str = ""
    right: str = ""


Block = Heading | Paragraph | Facts | Table | Chart | Signatures | Pictures | PageBreak | Opening


@dataclass(frozen=True)
class Document:
    """One paper: who issues it (`org`), its title, the line under it (`left`, `right`), its blocks.

    `footer` stands at the foot of every page; `language` is that of the text (kk, ru, en);
    `approval`, some lines, stands above the title on the right.
    """

    title: str
    org: str = ""
    language: str = "kk"
    left: str = ""
    right: str = ""
    blocks: Sequence[Block] = field(default_factory=tuple)
    footer: str = ""
    landscape: bool = False
    approval: str = ""


def bound(documents: Sequence[Document]) -> Document:
    """Several papers as one file, each from a new page; what stands at a foot ends its paper."""
    first, blocks = documents[0], list[Block]()
    for number, one in enumerate(documents):
        if number:
            blocks.append(Opening(one.title, one.org, one.left, one.right))
        if number and one.approval:
            blocks.append(Paragraph(one.approval))
        blocks += one.blocks
        if one.footer:
            blocks.append(Paragraph(one.footer, small=True))
    return replace(first, blocks=blocks, footer="")


def shown(cell: Cell) -> str:
    """A cell as text: dates as 23.11.2026, nothing for None, no signs that a file cannot hold."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    return CONTROL.sub("", str(cell))


def clean(value: Any) -> Any:
    """The same document, without the signs that no file can hold."""
    if isinstance(value, str):
        return CONTROL.sub("", value)
    if isinstance(value, (list, tuple)):
        return tuple(clean(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: clean(getattr(value, f.name)) for f in fields(value)})
    return value


def file_name(title: str, ending: str) -> str:
    """A safe file name: letters and digits of the title, other signs as a line."""
    kept = "".join(sign if sign.isalnum() or sign in "-_." else "_" for sign in title.strip())
    while "__" in kept:
        kept = kept.replace("__", "_")
    return f"{kept.strip('._')[:100] or 'document'}.{ending}"


def heading_rows(columns: Sequence[Column]) -> list[tuple[str, int, int]]:
    """The groups above the headings: (text, first column, last column), empty text where none."""
    found: list[tuple[str, int, int]] = []
    for index, column in enumerate(columns):
        if found and column.group and found[-1][0] == column.group:
            found[-1] = (column.group, found[-1][1], index)
        else:
            found.append((column.group, index, index))
    return found


KINDS: dict[str, type] = {
    kind.__name__: kind
    for kind in (Heading, Paragraph, Facts, Table, Chart, Signatures, Pictures, PageBreak, Opening)
}


def as_json(document: Document) -> dict[str, Any]:
    """The document as plain data, to be frozen; dates are written as they are shown."""
    data = asdict(document)
    if not document.approval:
        del data["approval"]
    data["blocks"] = [{"is": type(block).__name__, **asdict(block)} for block in document.blocks]
    for block in data["blocks"]:
        if block["is"] == "Table":
            block["rows"] = [
                [shown(cell) if isinstance(cell, date) else cell for cell in row]
                for row in block["rows"]
            ]
            if not block["sections"]:
                del block["sections"]
        if not block.get("strokes", True):
            del block["strokes"]
    return data


def from_json(data: Mapping[str, Any]) -> Document:
    """The same document again."""
    blocks: list[Block] = []
    for raw in data["blocks"]:
        values = {name: value for name, value in raw.items() if name != "is"}
        if raw["is"] == "Table":
            values["columns"] = [Column(**column) for column in values["columns"]]
            values["sections"] = [(number, words) for number, words in values.get("sections", ())]
        elif raw["is"] == "Chart":
            values["series"] = [(name, tuple(numbers)) for name, numbers in values["series"]]
        elif raw["is"] in {"Facts", "Signatures", "Pictures"}:
            values["rows"] = [tuple(row) for row in values["rows"]]
        blocks.append(KINDS[raw["is"]](**values))
    return Document(**{**data, "blocks": blocks})
