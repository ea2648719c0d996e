"""Kazakh and Russian text made comparable: case, spaces, dashes and look-alike letters folded."""

from __future__ import annotations

import re
import unicodedata

_FOLD = str.maketrans(
    {
        **dict(zip("әғқңөұүһіё", "агкноуухие", strict=True)),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("«»„“”\"'", " "),
        "\u00a0": " ",
        "\u00ad": "",
        # Latin look-alikes of Cyrillic letters
        **dict(zip("aceopxyihk", "асеорхуинк", strict=True)),
    }
)


def plain(text: str) -> str:
    """Lower case, Kazakh letters as their Russian neighbours, single spaces, one kind of dash."""
    folded = unicodedata.normalize("NFC", text).casefold().translate(_FOLD)
    return re.sub(r"\s+", " ", folded).strip()
