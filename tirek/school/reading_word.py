"""Takes the tables out of a Word file."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from docx import Document as open_word
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from tirek.school.rules.roster import Table

LARGEST_TEXT = 30 * 1024 * 1024
MOST_ROWS = 5_000
TITLE_WITHIN = 3  # paragraphs above a table that may name it


class TooLarge(ValueError):
    """More text or more rows than a list has."""


def tables(content: bytes) -> list[Table]:
    """The tables of a file in their order, each named by the paragraphs above it, else by number.

    A cell merged downwards holds its text in each row, one merged across in its first column only.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if archive.getinfo("word/document.xml").file_size > LARGEST_TEXT:
            raise TooLarge
    found: list[Table] = []
    titles: list[str] = []
    for block in open_word(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, Paragraph):
            titles += [block.text] if block.text.strip() else []
            continue
        if isinstance(block, WordTable):
            rows = _rows(block)
            if any(any(row) for row in rows):
                name = " ".join(" ".join(titles[-TITLE_WITHIN:]).split())[:200]
                found.append(Table(name or str(len(found) + 1), rows))
            titles = []
    return found


def _rows(table: WordTable) -> list[list[str]]:
    """The texts of a table, row by row."""
    if len(table.rows) > MOST_ROWS:
        raise TooLarge
    rows = []
    for row in table.rows:
        cells: list[str] = [""] * row.grid_cols_before
        before: Any = None
        for cell in row.cells:
            cells.append("" if cell._tc is before else cell.text.strip())
            before = cell._tc
        rows.append(cells)
    return rows
