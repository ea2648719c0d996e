"""A document as an Excel file (.xlsx): one sheet a table, what stands around it above and below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import count
from math import ceil
from typing import Any

import xlsxwriter

from tirek.office.document import (
    Block,
    Cell,
    Chart,
    Document,
    Facts,
    Heading,
    Opening,
    Paragraph,
    Pictures,
    Signatures,
    Table,
    heading_rows,
    shown,
)

# Nothing a user typed becomes a formula, a link or a number.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
WIDTH = 95
# The colours of the series of a chart, as page.typ has them.
INKS = ("#1d5b6e", "#a9c7d1", "#6b6b6b", "#d9d9d9")
# A heading is not broken inside a word, but for words longer than this.
LONG_WORD = 14


def excel(document: Document) -> bytes:
    """The file's bytes."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    book.set_properties({"title": document.title, "author": document.org})
    styles, names = _Styles(book), set[str]()
    for paper in _papers(document):
        _Sheet(book, paper, styles, _sheet_name(paper.title, names)).draw()
    book.close()
    return out.getvalue()


def _papers(document: Document) -> list[Document]:
    """The papers of the file, each for a sheet of its own."""
    found = [replace(document, blocks=[])]
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Opening):
            found[-1] = replace(found[-1], blocks=blocks)
            found.append(
                replace(
                    document,
                    title=block.title,
                    org=block.org,
                    left=block.left,
                    right=block.right,
                    approval="",
                    blocks=[],
                )
            )
            blocks = []
        else:
            blocks.append(block)
    found[-1] = replace(found[-1], blocks=blocks)
    return found


class _Styles:
    """The looks of cells, shared by all sheets."""

    def __init__(self, book: Any) -> None:
        base = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
        grid = {**base, "border": 1, "text_wrap": True}
        self.plain = book.add_format(base)
        self.bold = book.add_format({**base, "bold": True})
        self.title = book.add_format({**base, "bold": True, "font_size": 14})
        self.head = book.add_format({**grid, "bold": True, "valign": "bottom"})
        self.centre = book.add_format({**grid, "bold": True, "align": "center"})
        self.cell = book.add_format(grid)
        self.sum = book.add_format({**grid, "bold": True, "top": 2})
        self.day = book.add_format({**grid, "num_format": "dd.mm.yyyy", "align": "left"})
        self.line = book.add_format({**base, "bottom": 1})


class _Sheet:
    """Writes blocks one under another."""

    def __init__(self, book: Any, document: Document, styles: _Styles, name: str) -> None:
        self.document, self.style = document, styles
        self.book, self.sheet = book, book.add_worksheet(name)
        self.at = 0
        self.widths: list[float] = []

    def draw(self) -> None:
        """All blocks, and how the sheet is printed."""
        document, sheet = self.document, self.sheet
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.79, right=0.47, top=0.6, bottom=0.6)
        sheet.set_footer(f"&L{_printed(document.footer)}&R&P/&N")
        if document.landscape:
            sheet.set_landscape()
        for line in filter(None, document.approval.split("\n")):
            self._write(line, self.style.plain)
        if document.org:
            self._write(document.org, self.style.plain)
        self._write(document.title, self.style.title)
        for text in (document.left, document.right):
            if text:
                self._write(text, self.style.plain)
        self.at += 1
        tables = [block for block in document.blocks if isinstance(block, Table)]
        self._widths(tables)
        for block in document.blocks:
            if isinstance(block, Table):
                self._table(block, only=len(tables) == 1)
            elif isinstance(block, Chart):
                self._chart(block)
            elif isinstance(block, Heading):
                self._write(block.text, self.style.bold)
            elif isinstance(block, Paragraph):
                for line in block.text.split("\n"):
                    self._write(line, self.style.bold if block.bold else self.style.plain)
            elif isinstance(block, Facts):
                for label, value in block.rows:
                    sheet.write_string(self.at, 0, label, self.style.plain)
                    sheet.write_string(self.at, 1, value, self.style.plain)
                    self.at += 1
            elif isinstance(block, Signatures):
                self._signatures(block)
            elif isinstance(block, Pictures):
                for caption, _name in block.rows:
                    self._write(caption, self.style.plain)

    def _write(self, text: str, style: Any) -> None:
        self.sheet.write_string(self.at, 0, text, style)
        self.at += 1

    def _widths(self, tables: list[Table]) -> None:
        """Columns are shared by all tables: the widest demand of each wins."""
        widths: list[float] = [] if tables else [34.0, 61.0]  # labels and values alone
        for table in tables:
            share = sum(column.width for column in table.columns)
            for index, column in enumerate(table.columns):
                word = max(map(len, column.title.split()), default=0) + 1
                wanted = max(6.0, min(word, LONG_WORD), WIDTH * column.width / share)
                if index < len(widths):
                    widths[index] = max(widths[index], wanted)
                else:
                    widths.append(wanted)
        self.widths = widths
        for index, width in enumerate(widths):
            self.sheet.set_column(index, index, width)

    def _height(self, row: Sequence[Cell]) -> None:
        """Tall enough for the longest wrapped cell: programs do not all measure it themselves."""
        lines = max(
            (ceil(len(shown(cell)) / width) for cell, width in zip(row, self.widths, strict=False)),
            default=1,
        )
        if lines > 1:
            self.sheet.set_row(self.at, 15 * lines)

    def _table(self, table: Table, only: bool) -> None:
        if table.title:
            self._write(table.title, self.style.bold)
        first = self.at
        if any(column.group for column in table.columns):
            for text, start, end in heading_rows(table.columns):
                if end > start:
                    self.sheet.merge_range(self.at, start, self.at, end, text, self.style.centre)
                else:
                    self.sheet.write_string(self.at, start, text, self.style.head)
            self.at += 1
        self._height([column.title for column in table.columns])
        for index, column in enumerate(table.columns):
            self.sheet.write_string(self.at, index, column.title, self.style.head)
        self.at += 1
        if only:
            self.sheet.repeat_rows(first, self.at - 1)
            self.sheet.freeze_panes(self.at, 0)
        for number, row in table.in_order():
            if isinstance(row, str):
                self._spanning(row, len(table.columns))
                continue
            bold = number >= len(table.rows) - table.sums
            self._height(row)
            for index, value in enumerate(row):
                self._put(index, value, self.style.sum if bold else self.style.cell)
            self.at += 1
        if not table.rows and table.empty:
            self._write(table.empty, self.style.plain)
        if table.note:
            self._write(table.note, self.style.plain)
        self.at += 1

    def _chart(self, block: Chart) -> None:
        """The numbers as cells, and beneath them Excel's own chart of them."""
        if block.title:
            self._write(block.title, self.style.bold)
        first, name = self.at, self.sheet.get_name()
        for column, text in enumerate(["", *(one for one, _numbers in block.series)]):
            self.sheet.write_string(self.at, column, text, self.style.head)
        for at, label in enumerate(block.labels):
            self.at += 1
            self.sheet.write_string(self.at, 0, label, self.style.cell)
            for column, (_name, numbers) in enumerate(block.series, start=1):
                self.sheet.write_number(self.at, column, numbers[at], self.style.cell)
        chart = self.book.add_chart({"type": "bar"})
        for column in range(1, len(block.series) + 1):
            chart.add_series(
                {
                    "name": [name, first, column],
                    "categories": [name, first + 1, 0, self.at, 0],
                    "values": [name, first + 1, column, self.at, column],
                    "data_labels": {"value": True},
                    "fill": {"color": INKS[(column - 1) % len(INKS)]},
                }
            )
        # Bars grow upwards from the axis: turned round, the first label stands first.
        chart.set_y_axis({"reverse": True})
        chart.set_x_axis({"major_gridlines": {"visible": False}, "min": 0})
        chart.set_legend({"position": "bottom"})
        lines = 4 + 2 * len(block.labels)
        chart.set_size({"width": 620, "height": 20 * lines})
        self.at += 2
        self.sheet.insert_chart(self.at, 0, chart)
        self.at += lines + 1

    def _spanning(self, words: str, columns: int) -> None:
        """A section's row over all columns."""
        if columns > 1:
            self.sheet.merge_range(self.at, 0, self.at, columns - 1, "", self.style.head)
        self.sheet.write_string(self.at, 0, words, self.style.head)
        self.at += 1

    def _put(self, index: int, value: Cell, style: Any) -> None:
        if value is None:
            self.sheet.write_blank(self.at, index, None, style)
        elif isinstance(value, date):
            self.sheet.write_datetime(self.at, index, value, self.style.day)
        elif isinstance(value, (int, float)):
            self.sheet.write_number(self.at, index, value, style)
        else:
            self.sheet.write_string(self.at, index, value, style)

    def _signatures(self, block: Signatures) -> None:
        self.at += 1
        if block.title:
            self._write(block.title, self.style.bold)
        for post, name in block.rows:
            self.sheet.write_string(self.at, 0, post, self.style.plain)
            self.sheet.write_blank(self.at, 1, None, self.style.line)
            self.sheet.write_string(self.at, 2, name, self.style.plain)
            self.at += 2


def _sheet_name(title: str, taken: set[str]) -> str:
    """At most 31 signs, none that Excel forbids, and no name twice (capitals do not tell)."""
    kept = "".join(sign for sign in title if sign not in "[]:*?/\\'").strip()
    name = kept[:31].strip() or "1"
    for number in count(2):
        if name.casefold() not in taken:
            break
        name = f"{kept[:26].strip()} {number}"
    taken.add(name.casefold())
    return name


def _printed(text: str) -> str:
    """`&` begins a code in Excel's footers."""
    return text.replace("&", "&&")[:200]
