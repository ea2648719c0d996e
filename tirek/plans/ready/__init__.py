"""The four annual plans that the program brings along, in our own words, in kk, ru and en."""

import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "plans.json"


def plans() -> list[dict[str, Any]]:
    """The plans: kind, title in three languages, rows as in the school file."""
    found: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))["plans"]
    return found
