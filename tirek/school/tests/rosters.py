"""Makes class lists as files for tests."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from typing import Any

import openpyxl
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table as OdfTable
from odf.table import TableCell, TableRow
from odf.text import P

HEAD = ["Аты-жөні", "Сыныбы", "Туған күні", "ЖСН", "Мекенжайы"]
Rows = Sequence[Sequence[Any]]


def xlsx(rows: Rows, **more: Rows) -> bytes:
    """An Excel file; `more` are further sheets by name."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Тізім"
    for row in rows:
        sheet.append(list(row))
    for name, others in more.items():
        other = book.create_sheet(name)
        for row in others:
            other.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(rows: Rows) -> bytes:
    """An OpenDocument file."""
    document = OpenDocumentSpreadsheet()
    table = OdfTable(name="Тізім")
    for row in rows:
        line = TableRow()
        for cell in row:
            made = TableCell(valuetype="string")
            made.addElement(P(text=str(cell)))
            line.addElement(made)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def text(rows: Rows, encoding: str = "utf-8-sig", delimiter: str = ";") -> bytes:
    """A CSV file."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def zipped(**files: bytes) -> bytes:
    """A zip of files; `users_csv=` is users.csv."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_csv", ".csv").replace("__", "/"), content)
    return out.getvalue()


def oneroster() -> bytes:
    """Two pupils, a teacher and a pupil deleted, in the columns of OneRoster 1.2."""

    def table(*rows: Sequence[str]) -> bytes:
        return text(rows, "utf-8", ",")

    return zipped(
        classes_csv=table(["sourcedId", "title"], ["c1", "5А"], ["c2", "Algebra 5A"]),
        users_csv=table(
            ["sourcedId", "status", "givenName", "familyName", "middleName", "identifier", "phone"],
            ["u0", "active", "Сауле", "Ким", "", "", ""],
            ["u1", "active", "Дамир", "Омар", "", "000101300019", "+77010000000"],
            ["u2", "active", "Әсел", "Сейт", "Болатқызы", "x-7", ""],
            ["u3", "tobedeleted", "Ару", "Ким", "", "", ""],
        ),
        demographics_csv=table(
            ["sourcedId", "birthDate", "sex"],
            ["u1", "1900-01-01", "male"],
            ["u2", "2015-03-14", "female"],
        ),
        enrollments_csv=table(
            ["sourcedId", "classSourcedId", "userSourcedId", "role", "beginDate"],
            ["e0", "c1", "u0", "teacher", ""],
            ["e1", "c2", "u1", "student", ""],
            ["e2", "c1", "u1", "student", "2026-09-01"],
            ["e3", "c1", "u2", "student", ""],
            ["e4", "c1", "u3", "student", ""],
        ),
    )
