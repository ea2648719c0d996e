"""A paper in the school file: document, number, date."""

from __future__ import annotations

from typing import Any

from tirek.access.interchange import iso, without_empty
from tirek.access.rules.shape import day, obj, text

PAPER = obj(document=text(300), number=text(60), on=day())


def paper(document: str, number: str, on: Any) -> dict[str, Any]:
    """A paper as it stands in the file; empty when nothing is known of it."""
    return without_empty({"document": document, "number": number, "on": iso(on)})
