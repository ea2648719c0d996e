"""The formats a document can be had in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

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


def written(
    document: Document,
    ending: str,
    *,
    school: Any = None,
    form: str = "",
    version: str | None = None,
) -> bytes:
    """The document in one of the formats; KeyError for an unknown one.

    As Word in the school's own form of the paper called `form`, where it has one: the one in use,
    or the `version` of this public id, "" being our own form.
    """
    document = clean(document)
    if ending == "docx" and form and school is not None and version != "":
        own: bytes | None = import_string(settings.WORD_FORM)(school, form, document, version)
        if own is not None:
            return own
    return WRITERS[ending](document)
