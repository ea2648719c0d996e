"""The one-time code of the first run: who can read the server's screen may set it up."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.conf import settings

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def _file() -> Path:
    return Path(settings.HOME) / "first_code"


def first_code() -> str:
    """The code, made once and kept in the data folder, readable by its owner alone."""
    kept = _file()
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text("-".join("".join(secrets.choice(SIGNS) for _ in "1234") for _ in "12"))
    return kept.read_text().strip()


def is_code(typed: str) -> bool:
    """Whether this is the code; compared in constant time, in any case, with or without hyphen."""

    def plain(text: str) -> bytes:
        return "".join(filter(str.isalnum, text)).upper().encode()

    return secrets.compare_digest(plain(typed), plain(first_code()))


def forget_code() -> None:
    """The code has served."""
    _file().unlink(missing_ok=True)
