"""Lists as schools keep them, made up: merged cells, titles, two numbers, a mix of alphabets."""

from __future__ import annotations

from io import BytesIO

import docx
import openpyxl


def excel(*sheets: tuple[str, list[list[object]]], merged: dict[str, list[str]] | None = None):
    """The bytes of a workbook of these sheets; `merged` gives ranges by sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for place in (merged or {}).get(name, ()):
            sheet.merge_cells(place)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def word(*parts: str | list[list[str]], across: tuple[int, ...] = ()):
    """The bytes of a Word file: paragraphs and tables; rows `across` are merged into one cell."""
    file = docx.Document()
    for part in parts:
        if isinstance(part, str):
            file.add_paragraph(part)
            continue
        table = file.add_table(len(part), max(map(len, part)))
        for at, row in enumerate(part):
            for place, text in enumerate(row):
                table.cell(at, place).text = text
            if at in across:
                cells = table.rows[at].cells
                cells[0].merge(cells[-1])
    out = BytesIO()
    file.save(out)
    return out.getvalue()
