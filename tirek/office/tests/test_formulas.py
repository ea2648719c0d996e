"""Nothing that was typed becomes a formula, wherever it stands in a paper."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import openpyxl
import pytest

from tirek.office.document import (
    Column,
    Document,
    Facts,
    Heading,
    Paragraph,
    Signatures,
    Table,
)
from tirek.office.files import written

PLANTED = (
    '=HYPERLINK("http://evil.example";"x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "{=1+1}",
    "http://evil.example/",
    "0012",
)


def planted(text: str) -> Document:
    return Document(
        title=text,
        org=text,
        left=text,
        right=text,
        footer=text,
        blocks=[
            Heading(text),
            Paragraph(text),
            Facts([(text, text)]),
            Table(
                columns=[Column(text, group=text), Column(text, group=text), Column(text)],
                rows=[[text, text, 1]],
                title=text,
                note=text,
            ),
            Table(columns=[Column(text)], rows=[], empty=text),
            Signatures([(text, text)], title=text),
        ],
    )


@pytest.mark.parametrize("text", PLANTED)
def test_no_cell_of_excel_is_a_formula(text: str):
    made = written(planted(text), "xlsx")
    seen = 0
    for sheet in openpyxl.load_workbook(BytesIO(made)):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.coordinate
                assert cell.hyperlink is None, cell.coordinate
                seen += cell.value is not None and cell.data_type == "s"
    assert seen > 10
    with zipfile.ZipFile(BytesIO(made)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/"):
                assert b"<f>" not in archive.read(name)
                assert b"<f " not in archive.read(name)


@pytest.mark.parametrize("text", PLANTED)
def test_no_text_of_word_is_a_field(text: str):
    """Only the number of the page is one."""
    made = written(planted(text + " MERGEFIELD x"), "docx")
    with zipfile.ZipFile(BytesIO(made)) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                fields = re.findall(rb"<w:instrText[^>]*>([^<]*)<", archive.read(name))
                assert {one.strip() for one in fields} <= {b"PAGE", b"NUMPAGES"}
