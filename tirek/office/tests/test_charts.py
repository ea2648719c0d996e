"""A chart in the three formats: drawn, told in words, the same after freezing."""

import json
from io import BytesIO
from zipfile import ZipFile

from docx import Document as read_docx
from openpyxl import load_workbook
from pypdf import PdfReader

from tirek.office.document import Chart, Document, as_json, from_json
from tirek.office.files import written

HOSTILE = '=1+1 *b* $x$ #set "q"'
PAPER = Document(
    title="Есеп",
    blocks=[Chart(["Жетім", HOSTILE], [("2026–2027", (7, 0)), ("2025–2026", (3, 12))], "Санаттар")],
)


def test_word_has_a_picture_told_in_words():
    docx = read_docx(BytesIO(written(PAPER, "docx")))
    (shape,) = docx.inline_shapes
    told = shape._inline.docPr.get("descr")
    assert "Жетім: 2026–2027 7, 2025–2026 3" in told
    assert HOSTILE in told
    pictures = [n for n in ZipFile(BytesIO(written(PAPER, "docx"))).namelist() if "media" in n]
    assert len(pictures) == 1


def test_excel_has_the_numbers_and_a_chart_of_its_own():
    content = written(PAPER, "xlsx")
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    rows = [[cell.value for cell in row][:3] for row in sheet.iter_rows()]
    assert ["Жетім", 7, 3] in rows
    assert [HOSTILE, 0, 12] in rows
    parts = ZipFile(BytesIO(content))
    (chart,) = [name for name in parts.namelist() if name.startswith("xl/charts/chart")]
    text = parts.read(chart).decode()
    assert text.count("<c:ser>") == 2
    first = rows.index(["Жетім", 7, 3]) + 1
    assert f"$B${first}:$B${first + 1}" in text


def test_pdf_says_labels_and_numbers():
    text = PdfReader(BytesIO(written(PAPER, "pdf"))).pages[0].extract_text()
    for part in ("Санаттар", "Жетім", "2025–2026", "12", HOSTILE):
        assert part in text


def test_nothing_to_show_is_no_error():
    empty = Document(title="Есеп", blocks=[Chart([], [("2026", [])]), Chart(["а"], [("б", [0])])])
    for ending in ("docx", "xlsx", "pdf"):
        assert written(empty, ending)


def test_it_is_the_same_after_freezing():
    assert from_json(json.loads(json.dumps(as_json(PAPER)))) == from_json(as_json(PAPER))
    assert from_json(as_json(PAPER)).blocks[0].series == [
        ("2026–2027", (7, 0)),
        ("2025–2026", (3, 12)),
    ]
