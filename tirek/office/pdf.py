"""A document as PDF, set by typst from `page.typ`; no system font or program is needed."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
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
    Pictures,
    Signatures,
    Table,
    heading_rows,
    shown,
)
from tirek.office.pictures import ending, picture

PAGE = Path(__file__).with_name("page.typ")


def pdf(document: Document) -> bytes:
    """The file's bytes; the text goes in as data, so nothing in it can be read as typst code."""
    drawn: dict[str, bytes] = {}
    data = {
        "title": document.title,
        "org": document.org,
        "language": document.language,
        "left": document.left,
        "right": document.right,
        "footer": document.footer,
        "approval": document.approval,
        "landscape": document.landscape,
        "blocks": [_block(block, drawn) for block in document.blocks],
    }
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    if drawn:
        return _with_pictures(drawn, inputs)
    made = typst.compile(PAGE.read_bytes(), sys_inputs=inputs, ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return made


def _with_pictures(drawn: dict[str, bytes], inputs: dict[str, str]) -> bytes:
    """The same where pictures are shown: the page and they lie in a folder while it is set."""
    with TemporaryDirectory() as folder:
        for name, data in drawn.items():
            (Path(folder) / name).write_bytes(data)
        page = Path(folder) / PAGE.name
        page.write_bytes(PAGE.read_bytes())
        made = typst.compile(str(page), root=folder, sys_inputs=inputs, ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return made


def _drawn(name: str, drawn: dict[str, bytes]) -> str:
    """The name under which the page finds a picture, "" when it is there no more."""
    data = picture(name)
    if data is None:
        return ""
    called = f"{len(drawn)}.{ending(data)}"
    drawn[called] = data
    return called


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


def _block(block: Block, drawn: dict[str, bytes]) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "text": block.text}
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": block.text, "bold": block.bold, "small": block.small}
    if isinstance(block, Facts):
        return {"kind": "facts", "rows": [list(row) for row in block.rows]}
    if isinstance(block, Signatures):
        strokes = [*block.strokes, *[""] * (len(block.rows) - len(block.strokes))]
        return {
            "kind": "signatures",
            "title": block.title,
            "rows": [
                [*row, _drawn(name, drawn)] for row, name in zip(block.rows, strokes, strict=True)
            ],
        }
    if isinstance(block, Pictures):
        rows = [[caption, _drawn(name, drawn)] for caption, name in block.rows]
        return {"kind": "pictures", "title": block.title, "rows": rows}
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
