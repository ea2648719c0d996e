"""Tables of a text file in which every cell begins with a tab."""

from __future__ import annotations

from tirek.plans.reading.refusals import OLE, NotAPlanFile
from tirek.plans.rules.tables import RawTable, tables_of_text

ENDINGS = (".txt", ".text", ".tsv")


def text_tables(content: bytes, ending: str = ".txt") -> list[RawTable]:
    """The tables; UTF-8, UTF-16 with its mark, or Windows-1251 are read."""
    if ending not in ENDINGS:
        raise NotAPlanFile("WRONG_FORMAT")
    if content.startswith((b"PK", OLE)):
        raise NotAPlanFile("WRONG_FORMAT")
    text = _decoded(content)
    if not text.strip():
        raise NotAPlanFile("EMPTY")
    tables = tables_of_text(text)
    if not tables:
        raise NotAPlanFile("NO_TABLES")
    return tables


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1251")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise NotAPlanFile("NOT_TEXT")
