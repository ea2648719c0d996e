"""Tables of a Word file."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.table import Table

from tirek.plans.reading.refusals import OLE, NotAPlanFile
from tirek.plans.rules.tables import Cell, RawTable, columns, lines, row

# What a Word file may unpack to: more is a trap, not a plan.
MOST_UNPACKED = 200 * 1024 * 1024


def word_tables(content: bytes) -> list[RawTable]:
    """The plan tables with the lines above each; tables of another kind are passed over."""
    document = _opened(content)
    tables: list[RawTable] = []
    above: list[str] = []
    for block in document.iter_inner_content():
        if not isinstance(block, Table):
            above.append(block.text)
            continue
        table = _table(block, _heading(above))
        if table is not None:
            tables.append(table)
        above = []
    if not tables:
        raise NotAPlanFile("NO_TABLES")
    return tables


def _opened(content: bytes) -> Any:
    if content.startswith(OLE):
        # An encrypted .docx and an old .doc are both such containers.
        encrypted = "EncryptedPackage".encode("utf-16-le") in content
        raise NotAPlanFile("PASSWORD" if encrypted else "WRONG_FORMAT")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED:
                raise NotAPlanFile("TOO_LARGE")
            if "word/document.xml" not in archive.namelist():
                raise NotAPlanFile("WRONG_FORMAT")
            if archive.testzip() is not None:
                raise NotAPlanFile("BROKEN")  # a part is not what the list of parts says
        return Document(BytesIO(content))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, SyntaxError, OSError):
        raise NotAPlanFile("BROKEN") from None


def _heading(above: list[str]) -> str:
    """The last lines above a table that stand together."""
    found: list[str] = []
    for text in reversed(above):
        if text.strip():
            found.insert(0, text)
        elif found:
            break
    return " ".join(lines("\n".join(found)))


def _table(table: Table, heading: str) -> RawTable | None:
    made = RawTable(heading)
    place: dict[str, int] | None = None
    for at, tr in enumerate(table._tbl.tr_lst, start=1):
        cells = _cells(tr)
        if place is None:
            place = columns(cells)
            continue
        found = row(cells, place, at)
        if found is not None:
            made.rows.append(found)
    return made if place is not None else None


def _cells(tr: Any) -> list[Cell]:
    """The cells of a row by grid column; a merged cell stands in its first column only."""
    found: list[Cell] = [() for _ in range(tr.grid_before)]
    for tc in tr.tc_lst:
        continued = tc.vMerge == "continue"
        texts = (_text(p) for p in tc.iter(qn("w:p")))
        found.append(() if continued else lines("\n".join(texts)))
        found += [()] * (tc.grid_span - 1)
    return found


def _text(paragraph: Any) -> str:
    parts = []
    for node in paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab"), qn("w:cr")):
        parts.append(node.text or "" if node.tag == qn("w:t") else "\n")
    return "".join(parts)
