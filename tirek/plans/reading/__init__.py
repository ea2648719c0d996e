"""Annual plans from Word and text files."""

from __future__ import annotations

from pathlib import Path

from tirek.plans.reading.refusals import NotAPlanFile, checked_size
from tirek.plans.reading.text import text_tables
from tirek.plans.reading.word import word_tables
from tirek.plans.rules.reading import Reading, read

__all__ = ["NotAPlanFile", "Reading", "read_plan_file"]


def read_plan_file(path: Path, name: str = "") -> Reading:
    """Read the plans in a file (.docx, or .txt with tabs); NotAPlanFile says why it cannot be."""
    content = checked_size(path)
    ending = Path(name or path.name).suffix.lower()
    return read(word_tables(content) if ending == ".docx" else text_tables(content, ending))
