"""A document as a Word file (.docx)."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document as new_docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tirek.office.document import (
    Block,
    Chart,
    Document,
    Facts,
    Heading,
    Opening,
    PageBreak,
    Paragraph,
    Pictures,
    Signatures,
    Table,
)
from tirek.office.pdf import chart_png
from tirek.office.pictures import picture
from tirek.office.word_table import word_table

FONT = "Times New Roman"
LANGUAGES = {"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB"}
MARGINS = {"top": 15, "right": 12, "bottom": 15, "left": 20}


def word(document: Document) -> bytes:
    """The file's bytes: A4, headings of tables repeated, rows not broken over pages."""
    docx = new_docx()
    _lay_out(docx, document)
    _opening(docx, document, document)
    for block in document.blocks:
        _add(docx, block, document)
    out = BytesIO()
    docx.save(out)
    return out.getvalue()


def _opening(docx: Any, paper: Document | Opening, document: Document) -> None:
    """What stands above a paper: who issues it, its title, the line under it."""
    if isinstance(paper, Document) and paper.approval:
        corner = docx.add_paragraph(paper.approval)
        corner.paragraph_format.left_indent = int(_width(document) * 0.6)
        corner.paragraph_format.space_after = Pt(10)
    first = _centred(docx, paper.org) if paper.org else None
    title = _centred(docx, paper.title, size=14, bold=True)
    if isinstance(paper, Opening):
        (first or title).paragraph_format.page_break_before = True
    if paper.left or paper.right:
        line = docx.add_paragraph()
        line.paragraph_format.space_before = Pt(6)
        line.paragraph_format.space_after = Pt(6)
        line.paragraph_format.tab_stops.add_tab_stop(_width(document), WD_TAB_ALIGNMENT.RIGHT)
        line.add_run(f"{paper.left}\t{paper.right}")


def _width(document: Document) -> Any:
    page = 297 if document.landscape else 210
    return Mm(page - MARGINS["left"] - MARGINS["right"])


def _lay_out(docx: Any, document: Document) -> None:
    section = docx.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if document.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    for side, size in MARGINS.items():
        setattr(section, f"{side}_margin", Mm(size))
    style = docx.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(11)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(kind), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGES.get(document.language, "kk-KZ"))
    style.element.get_or_add_rPr().append(language)
    style.paragraph_format.space_after = Pt(3)
    docx.core_properties.title = document.title[:255]
    docx.core_properties.author = document.org[:255]
    docx.core_properties.language = LANGUAGES.get(document.language, "kk-KZ")
    foot = section.footer.paragraphs[0]
    foot.style = docx.styles["Normal"]
    foot.paragraph_format.tab_stops.add_tab_stop(_width(document), WD_TAB_ALIGNMENT.RIGHT)
    run = foot.add_run(f"{document.footer}\t")
    run.font.size = Pt(8.5)
    for name in ("PAGE", "NUMPAGES"):
        _field(foot, name)
        if name == "PAGE":
            foot.add_run("/").font.size = Pt(8.5)


def _field(paragraph: Any, name: str) -> None:
    """A figure that Word counts itself (the page, the number of pages)."""
    run = paragraph.add_run()
    run.font.size = Pt(8.5)
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = text
        run._r.append(part)


def _centred(docx: Any, text: str, size: float = 11, bold: bool = False) -> Any:
    paragraph = docx.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    return paragraph


def _add(docx: Any, block: Block, document: Document) -> None:
    if isinstance(block, Heading):
        _heading(docx, block.text)
    elif isinstance(block, Paragraph):
        for line in block.text.split("\n"):
            run = docx.add_paragraph().add_run(line)
            run.bold = block.bold
            if block.small:
                run.font.size = Pt(9)
    elif isinstance(block, Facts):
        _facts(docx, block, document)
    elif isinstance(block, Table):
        _table(docx, block, document)
    elif isinstance(block, Chart):
        _chart(docx, block, document)
    elif isinstance(block, Signatures):
        _signatures(docx, block, document)
    elif isinstance(block, Pictures):
        _pictures(docx, block, document)
    elif isinstance(block, Opening):
        _opening(docx, block, document)
    elif isinstance(block, PageBreak):
        docx.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _heading(docx: Any, text: str) -> None:
    paragraph = docx.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(8)
    paragraph.paragraph_format.keep_with_next = True
    run = paragraph.add_run(text)
    run.bold, run.font.size = True, Pt(11.5)


def _facts(docx: Any, block: Facts, document: Document) -> None:
    if not block.rows:
        return
    table = docx.add_table(rows=0, cols=2)
    table.autofit = False
    whole = _width(document)
    _set_widths(table, [int(whole * 0.34), int(whole * 0.66)])
    for label, value in block.rows:
        cells = table.add_row().cells
        for cell, text, width in ((cells[0], label, 0.34), (cells[1], value, 0.66)):
            cell.width = int(whole * width)
            _fill(cell, text, size=11)


def _table(docx: Any, block: Table, document: Document) -> None:
    if block.title:
        _heading(docx, block.title)
    if not block.rows and block.empty:
        docx.add_paragraph(block.empty)
        return
    _apart(docx)
    after = docx.add_paragraph(block.note)
    after._p.addprevious(word_table(block, int(_width(document))))
    for run in after.runs:
        run.font.size = Pt(9)


def _apart(docx: Any) -> None:
    """Two tables one after the other would grow together: a thin line stands between them."""
    blocks = [one.tag for one in docx.element.body if not one.tag.endswith("}sectPr")]
    if blocks and blocks[-1].endswith("}tbl"):
        thin = docx.add_paragraph().paragraph_format
        thin.space_before = thin.space_after = Pt(0)
        thin.line_spacing = Pt(6)


def _chart(docx: Any, block: Chart, document: Document) -> None:
    """A picture of the chart; its words for those who do not see it are the figures."""
    if block.title:
        _heading(docx, block.title)
    paragraph = docx.add_paragraph()
    picture = paragraph.add_run().add_picture(
        BytesIO(chart_png(block, document.language)), width=Mm(150)
    )
    told = [
        f"{label}: " + ", ".join(f"{name} {numbers[at]}" for name, numbers in block.series)
        for at, label in enumerate(block.labels)
    ]
    picture._inline.docPr.set("descr", "; ".join([block.title, *told] if block.title else told))


def _set_widths(table: Any, widths: list[int]) -> None:
    """Widths of the columns: LibreOffice reads these, Word those of the cells."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width


def _fill(
    cell: Any,
    text: str,
    *,
    size: float = 10.5,
) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.font.size = Pt(size)


def _mark(row: Any, name: str) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement(name))


def _whole(row: Any) -> None:
    """The row is not broken over two pages."""
    _mark(row, "w:cantSplit")


def _signatures(docx: Any, block: Signatures, document: Document) -> None:
    if block.title:
        _heading(docx, block.title)
    table = docx.add_table(rows=0, cols=3)
    table.autofit = False
    whole = _width(document)
    _set_widths(table, [int(whole * width) for width in (0.40, 0.24, 0.36)])
    for at, (post, name) in enumerate(block.rows, start=1):
        row = table.add_row()
        _whole(row)
        for cell, text, width in zip(row.cells, (post, "", name), (0.40, 0.24, 0.36), strict=True):
            cell.width = int(whole * width)
            _fill(cell, text, size=11)
            paragraph = cell.paragraphs[0].paragraph_format
            paragraph.space_before = Pt(10)
            paragraph.keep_with_next = at < len(block.rows)  # nobody signs alone on a last page
        drawn = picture(block.strokes[at - 1]) if at <= len(block.strokes) else None
        if drawn is not None:
            run = row.cells[1].paragraphs[0].add_run()
            run.add_picture(BytesIO(drawn), height=Mm(9))
        _underline(row.cells[1])
    docx.add_paragraph().paragraph_format.space_after = Pt(0)  # two tables must not grow together


def _pictures(docx: Any, block: Pictures, document: Document) -> None:
    """Two photos abreast, the line of each under it."""
    if block.title:
        _heading(docx, block.title)
    table = docx.add_table(rows=0, cols=2)
    table.autofit = False
    half = int(_width(document) / 2)
    _set_widths(table, [half, half])
    for at, (caption, name) in enumerate(block.rows):
        if at % 2 == 0:
            row = table.add_row()
            _whole(row)
        cell = row.cells[at % 2]
        cell.width = half
        shot = picture(name)
        if shot is not None:
            shown = cell.paragraphs[0].add_run().add_picture(BytesIO(shot), width=Mm(82))
            if shown.height > Mm(100):
                shown.width = int(shown.width * Mm(100) / shown.height)
                shown.height = Mm(100)
            shown._inline.docPr.set("descr", caption)
        cell.add_paragraph().add_run(caption).font.size = Pt(9)
    docx.add_paragraph().paragraph_format.space_after = Pt(0)


def _underline(cell: Any) -> None:
    borders = OxmlElement("w:tcBorders")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "4"), ("color", "000000")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    cell._tc.get_or_add_tcPr().append(borders)
