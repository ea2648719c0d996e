"""Why a file cannot be read as a plan."""

from __future__ import annotations

from pathlib import Path

MOST_BYTES = 50 * 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class NotAPlanFile(Exception):
    """The file is refused; `code` says why.

    MISSING, EMPTY, TOO_LARGE, WRONG_FORMAT, PASSWORD, BROKEN, NOT_TEXT, NO_TABLES.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def checked_size(path: Path) -> bytes:
    """The file's bytes, when it is there, not empty and not too large to be a plan."""
    try:
        size = path.stat().st_size
    except OSError:
        raise NotAPlanFile("MISSING") from None
    if not path.is_file():
        raise NotAPlanFile("MISSING")
    if size == 0:
        raise NotAPlanFile("EMPTY")
    if size > MOST_BYTES:
        raise NotAPlanFile("TOO_LARGE")
    return path.read_bytes()
