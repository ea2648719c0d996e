"""Reads a Word file as a form: which placeholders it has, what is wrong with them and where."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx import Document as open_docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from tirek.wordforms.rules.package import Flaw, Unfit, examine
from tirek.wordforms.rules.tags import LOOSE, Place, Reading, Trouble
from tirek.wordforms.shapes import Named

STORIES = {RELATIONSHIP_TYPE.HEADER: "header", RELATIONSHIP_TYPE.FOOTER: "footer"}
FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
P, T, TBL, TR, TC = (qn(f"w:{one}") for one in ("p", "t", "tbl", "tr", "tc"))


def read(data: bytes, known: Named) -> Reading:
    """The placeholders of a file; `known` is an example of the paper it is for.

    Unfit when the file is no plain Word document. What is wrong with single placeholders is in
    `troubles` of the answer.
    """
    examine(data)
    try:
        docx = open_docx(BytesIO(data))
        stories = list(_stories(docx))
    except Exception:  # whatever a library says about a file that only looks like Word
        raise Unfit(Flaw("NOT_WORD")) from None
    reading = Reading(known.tree)
    for story, root in stories:
        for place, text in _paragraphs(story, root):
            reading.paragraph(text, place)
        reading.end_of_story()
        if any(_tagged(value) for one in root.iter() for value in one.attrib.values()):
            reading.troubles.append(Trouble("IN_PICTURE", Place(story)))
    return reading


def _tagged(value: str) -> bool:
    return bool(LOOSE.search(value))


def _stories(docx: Any) -> Iterator[tuple[str, Any]]:
    """The parts that are filled: what stands on the page, above, below, in footnotes."""
    yield "body", docx.element.body
    for rel in docx.part.rels.values():
        if rel.reltype in STORIES:
            yield STORIES[rel.reltype], parse_xml(rel.target_part.blob)
    for part in docx.part.package.parts:
        if part.content_type == FOOTNOTES:
            yield "footnotes", parse_xml(part.blob)


def _paragraphs(story: str, root: Any) -> Iterator[tuple[Place, str]]:
    """Each paragraph in order with its place; a box of text within one is read by itself."""
    tables = {one: number for number, one in enumerate(root.iter(TBL), start=1)}
    rows = {
        row: number for one in tables for number, row in enumerate(one.iterchildren(TR), start=1)
    }
    cells = {one: number for number, one in enumerate(root.iter(TC), start=1)}
    for number, paragraph in enumerate(root.iter(P), start=1):
        cell = next(paragraph.iterancestors(TC), None)
        row = next(paragraph.iterancestors(TR), None)
        table = next(paragraph.iterancestors(TBL), None)
        texts = (one for one in paragraph.iter(T) if next(one.iterancestors(P)) is paragraph)
        yield (
            Place(story, tables.get(table, 0), rows.get(row, 0), number, cells.get(cell, 0)),
            "".join(one.text or "" for one in texts),
        )
