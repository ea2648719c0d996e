"""A table of a Word file, written as XML at once: cell by cell it takes ten times as long."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tirek.office.document import Column, Table, heading_rows, shown

TWENTIETHS = 635  # English Metric Units in a twentieth of a point
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def word_table(block: Table, width: int) -> Any:
    """The table's element; `width` in English Metric Units is shared out among the columns."""
    share = sum(column.width for column in block.columns)
    widths = [int(width * column.width / share / TWENTIETHS) for column in block.columns]
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    rows = [_head(block.columns, widths)]
    for index, values in block.in_order():
        if isinstance(values, str):
            spanning = _cell(values, sum(widths), size=21, span=len(widths), with_next=True)
            rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{spanning}</w:tr>")
            continue
        bold = index >= len(block.rows) - block.sums
        cells = "".join(
            _cell(shown(value), one, bold=bold, size=21, align="right" if column.number else "left")
            for value, one, column in zip(values, widths, block.columns, strict=True)
        )
        rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{''.join(rows)}</w:tbl>"
    )


def _head(columns: Any, widths: list[int]) -> str:
    """The headings, repeated on every page, with their groups above when there are some."""
    mark = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    rows = ""
    if any(column.group for column in columns):
        cells = "".join(
            _cell(text, sum(widths[first : last + 1]), span=last - first + 1, align="center")
            for text, first, last in heading_rows(columns)
        )
        rows = f"<w:tr>{mark}{cells}</w:tr>"
    titles = "".join(_title(column, one) for column, one in zip(columns, widths, strict=True))
    return f"{rows}<w:tr>{mark}{titles}</w:tr>"


def _title(column: Column, width: int) -> str:
    return _cell(column.title, width, align="right" if column.number else "left")


def _cell(
    text: str,
    width: int,
    *,
    bold: bool = True,
    size: int = 19,
    align: str = "left",
    span: int = 1,
    with_next: bool = False,
) -> str:
    """A cell; `size` in half points, `with_next`: on the page of the row that follows."""
    keep = "<w:keepNext/>" if with_next else ""
    merged = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    weight = "<w:b/>" if bold else ""
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(escape(text).split("\n"))
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}</w:tcPr>'
        f'<w:p><w:pPr>{keep}<w:spacing w:after="0"/><w:jc w:val="{align}"/></w:pPr><w:r><w:rPr>'
        f'{weight}<w:sz w:val="{size}"/></w:rPr><w:t xml:space="preserve">{lines}</w:t></w:r></w:p>'
        "</w:tc>"
    )
