"""Categories found by any of their words."""

from __future__ import annotations

from collections.abc import Iterable

from tirek.school.rules.kazakh import folded

# Fewer letters find a category only when they are the whole of one of its names.
FEWEST = 5


def meant(text: str, names: Iterable[str]) -> bool:
    """Does the text mean the thing of these names? It begins one of them, in any keyboard."""
    asked = folded(text).strip()
    if not asked:
        return False
    known = [folded(name).strip() for name in names]
    return asked in known or (
        len(asked) >= FEWEST and any(name.startswith(asked) for name in known)
    )
