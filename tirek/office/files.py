"""The formats a document can be had in."""

from __future__ import annotations

from collections.abc import Callable

from tirek.office.document import Document, clean
from tirek.office.excel import excel
from tirek.office.pdf import pdf
from tirek.office.word import word

WRITERS: dict[str, Callable[[Document], bytes]] = {"docx": word, "xlsx": excel, "pdf": pdf}
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


def written(document: Document, ending: str) -> bytes:
    """The document in one of the formats; KeyError for an unknown one."""
    return WRITERS[ending](clean(document))
