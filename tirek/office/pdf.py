"""A document as PDF, set by typst from `page.typ`; no system font or program is needed."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst

from tirek.office.document import (
    Block,
    Chart,
    Document,
    Facts,
    Heading,
    Opening,
    PageBreak,
    Paragraph,
    Signatures,
    Table,
    heading_rows,
    shown,
)

PAGE = Path(__file__).with_name("page.typ")


def pdf(document: Document) -> bytes:
    """The file's bytes; the text goes in as data, so nothing in it can be read as typst code."""
    data = {
        "title": document.title,
        "org": document.org,
        "language": document.language,
        "left": document.left,
        "right": document.right,
        "footer": document.footer,
        "approval": document.approval,
        "landscape": document.landscape,
        "blocks": [_block(block) for block in document.blocks],
    }
    made = typst.compile(
        PAGE.read_bytes(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        ignore_system_fonts=True,
    )
    assert isinstance(made, bytes)
    return made


def chart_png(chart: Chart, language: str) -> bytes:
    """The chart alone as a picture for Word, drawn by the same hand, 150 mm wide."""
    data = {"title": "", "language": language, "landscape": False, "footer": "", "only": True}
    drawn = typst.compile(
        PAGE.read_bytes(),
        format="png",
        ppi=200,
        sys_inputs={
            "data": json.dumps({**data, "blocks": [{**_chart(chart), "title": ""}]}, default=str)
        },
        ignore_system_fonts=True,
    )
    assert isinstance(drawn, bytes)
    return drawn


def _chart(block: Chart) -> dict[str, Any]:
    return {
        "kind": "chart",
        "title": block.title,
        "labels": list(block.labels),
        "series": [{"name": name, "numbers": list(numbers)} for name, numbers in block.series],
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "text": block.text}
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": block.text, "bold": block.bold, "small": block.small}
    if isinstance(block, Facts):
        return {"kind": "facts", "rows": [list(row) for row in block.rows]}
    if isinstance(block, Signatures):
        return {"kind": "signatures", "title": block.title, "rows": [list(r) for r in block.rows]}
    if isinstance(block, Chart):
        return _chart(block)
    if isinstance(block, PageBreak):
        return {"kind": "break"}
    if isinstance(block, Opening):
        return {"kind": "opening", **asdict(block)}
    return _table(block)


def _table(block: Table) -> dict[str, Any]:
    grouped = any(column.group for column in block.columns)
    return {
        "kind": "table",
        "title": block.title,
        "note": block.note,
        "empty": block.empty,
        "sums": block.sums,
        "groups": [
            {"text": text, "span": last - first + 1}
            for text, first, last in (heading_rows(block.columns) if grouped else [])
        ],
        "columns": [
            {"title": c.title, "width": c.width, "number": c.number} for c in block.columns
        ],
        "rows": [
            shown(row) if isinstance(row, str) else [shown(cell) for cell in row]
            for _number, row in block.in_order()
        ],
    }
