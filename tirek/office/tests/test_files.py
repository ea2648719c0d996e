"""The three formats say the same; hostile text comes out as it went in."""

import json
import shutil
import subprocess
from datetime import date
from io import BytesIO
from itertools import pairwise

import pytest
from docx import Document as read_docx
from openpyxl import load_workbook
from pypdf import PdfReader

from tirek.office.document import (
    Column,
    Document,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Signatures,
    Table,
    as_json,
    file_name,
    from_json,
)
from tirek.office.files import WRITERS, written

LETTERS = "ӘҒҚҢӨҰҮҺІ әғқңөұүһі"
HOSTILE = [
    '=HYPERLINK("x")',
    "+1",
    "-1+2",
    "@SUM(A1)",
    "#include",
    "*b* $x$",
    "<b>&amp;",
    "{{ x }}",
]


def paper(rows=40):
    return Document(
        title="6Ә сыныбының әлеуметтік паспорты",
        org="№ 12 орта мектеп",
        left="2026–2027 оқу жылы",
        right="2026 жылғы 1 қараша",
        footer="Құжат № 6Ә-2026-02 & шығарылды",
        blocks=[
            Heading("Санаттар бойынша"),
            Paragraph(LETTERS),
            Facts([("Мекенжайы", "Бұлақ к-сі, 18-үй")]),
            Table(
                title="Атаулы тізім",
                columns=[
                    Column("№", 0.3, number=True),
                    Column("Аты-жөні", 2),
                    Column("оқушы", number=True, group="2026–2027"),
                    Column("отбасы", number=True, group="2026–2027"),
                    Column("Туған күні"),
                ],
                rows=[
                    *([n, HOSTILE[n % 8], n, 0, date(2015, 3, 14)] for n in range(rows)),
                    ["", "Барлығы", rows, 0, None],
                ],
                sums=1,
                note="Ескертпе",
            ),
            PageBreak(),
            Signatures([("Сынып жетекшісі", "Г. Омарова")]),
        ],
    )


def test_word():
    docx = read_docx(BytesIO(written(paper(), "docx")))
    text = "\n".join(p.text for p in docx.paragraphs)
    assert LETTERS in text
    table = next(t for t in docx.tables if len(t.columns) == 5)
    assert [cell.text for cell in table.rows[2].cells][1] == HOSTILE[0]
    assert "w:tblHeader" in table.rows[0]._tr.xml
    assert 'w:val="kk-KZ"' in docx.styles.element.xml
    assert "&" in docx.sections[0].footer.paragraphs[0].text


def test_excel_never_makes_a_formula():
    sheet = load_workbook(BytesIO(written(paper(), "xlsx"))).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    texts = [cell.value for cell in cells]
    assert set(HOSTILE) <= set(texts)
    assert 40 in texts
    assert LETTERS in texts


def sectioned():
    columns = (Column("№", 0.5), Column("Іс-шара", 4), Column("Мерзімі"))
    rows = [(n, f"жол {n}", "мамыр") for n in range(1, 5)]
    table = Table(columns, rows, sections=[(0, "Бірінші бөлім"), (2, "Екінші бөлім")], sums=1)
    return Document(title="Жоспар", blocks=[table])


def test_a_section_is_a_row_over_all_columns():
    (table,) = read_docx(BytesIO(written(sectioned(), "docx"))).tables
    assert [len(row._tr.tc_lst) for row in table.rows] == [3, 1, 3, 3, 1, 3, 3]
    sheet = load_workbook(BytesIO(written(sectioned(), "xlsx"))).active
    merged = {str(one) for one in sheet.merged_cells.ranges}
    texts = {cell.value: cell.row for row in sheet.iter_rows() for cell in row if cell.value}
    assert {
        f"A{texts[f'{word} бөлім']}:C{texts[f'{word} бөлім']}" for word in ("Бірінші", "Екінші")
    } == merged
    assert texts["жол 3"] == texts["Екінші бөлім"] + 1
    text = PdfReader(BytesIO(written(sectioned(), "pdf"))).pages[0].extract_text()
    places = [text.index(one) for one in ("Бірінші бөлім", "жол 1", "Екінші бөлім", "жол 3")]
    assert places == sorted(places)


def test_a_frozen_paper_keeps_its_sections():
    plain = json.dumps(as_json(sectioned()))
    assert json.dumps(as_json(from_json(json.loads(plain)))) == plain
    assert "sections" not in json.dumps(as_json(paper()))


def test_pdf_has_kazakh_letters_and_embedded_fonts():
    reader = PdfReader(BytesIO(written(paper(60), "pdf")))
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert LETTERS in text
    for hostile in HOSTILE:
        assert hostile in text
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    for font in fonts:
        inner = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(inner.get_object())
    assert reader.pages[0].extract_text().count("Аты-жөні") == 1
    assert reader.pages[1].extract_text().count("Аты-жөні") == 1


@pytest.mark.parametrize("ending", WRITERS)
def test_an_empty_document_is_a_document(ending):
    assert written(Document(title="Бос"), ending)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("6Ә сыныбы", "6Ә_сыныбы.docx"),
        ("../../etc/passwd", "etc_passwd.docx"),
        ("a\r\nb\x00", "a_b.docx"),
        ("...", "document.docx"),
    ],
)
def test_file_names_are_safe(title, name):
    assert file_name(title, "docx") == name


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_libreoffice_opens_it(ending, tmp_path):
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed: the file was not opened by it")
    file = tmp_path / f"paper.{ending}"
    file.write_bytes(written(paper(), ending))
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [soffice, home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, file]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "paper.pdf").pages)
    assert "Аты-жөні" in text


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\ud800", "\uffff"])
def test_signs_no_file_can_hold_are_left_out_everywhere(ending, sign):
    bad = f"a{sign}b"
    blocks = [
        Heading(bad),
        Paragraph(bad),
        Facts([(bad, bad)]),
        Table(columns=[Column(bad, group=bad)], rows=[[bad]], title=bad, note=bad),
        Signatures([(bad, bad)], title=bad),
    ]
    paper = Document(title=bad * 200, org=bad, left=bad, right=bad, footer=bad, blocks=blocks)
    assert written(paper, ending)


def test_tables_one_after_the_other_do_not_grow_together() -> None:
    """Word and LibreOffice join two tables that nothing parts."""
    table = Table(columns=[Column("№"), Column("Бала")], rows=[["1", "Айша"]])
    paper = Document("Тізім", blocks=[Facts([("Күні", "1")]), table])
    drawn = read_docx(BytesIO(written(paper, "docx")))
    tags = [one.tag.rpartition("}")[2] for one in drawn.element.body]
    assert tags.count("tbl") >= 2
    assert ("tbl", "tbl") not in set(pairwise(tags))
