"""Invented examples of the papers, by name and language: made by `python -m tools.samples`."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from tirek.office.document import Document, from_json
from tirek.office.reports import papers

FOLDER = Path(__file__).with_name("samples")


@cache
def sample(form: str, language: str) -> Document | None:
    """The example of a paper; None when there is none, or no such paper."""
    path = FOLDER / f"{form}.{language}.json"
    if form not in papers() or not path.is_file():
        return None
    return from_json(json.loads(path.read_text(encoding="utf-8")))
