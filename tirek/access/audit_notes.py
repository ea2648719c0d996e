"""Notes how far the audit's chains go, outside the database (trust rule 15; decision 15).

A line is `moment chain number hash`; the chain is the school's id, `-` for rows without a school.
Who makes a chain anew inside the database does not reach these lines.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from tirek.access.models import AuditHead, AuditRow

EVERY = 50  # rows of a chain between two lines, at most

log = logging.getLogger(__name__)

Line = tuple[datetime, int | None, int, str]
Noted = dict[int | None, dict[int, str]]


def path() -> Path:
    """The file of the lines (`TIREK_AUDIT_HEADS`)."""
    return Path(settings.AUDIT_HEADS)


def due(before: datetime | None, rows: Iterable[AuditRow]) -> list[Line]:
    """The lines to write for new rows of a chain whose last row before them is of `before`.

    One for the first row of a day, one for every 50th row.
    """
    lines: list[Line] = []
    for row in rows:
        new_day = before is None or timezone.localdate(before) != timezone.localdate(row.at)
        if new_day or row.number % EVERY == 0:
            lines.append((row.at, row.school_id, row.number, row.hash))
        before = row.at
    return lines


def not_noted(number: int, noted: Mapping[int, str]) -> int:
    """The last row of a chain of that length which must have been noted and was not; 0: none."""
    wanted = max(number // EVERY * EVERY, min(number, 1))
    return 0 if wanted <= max(noted, default=0) else wanted


def write(lines: Iterable[Line]) -> None:
    """Append the lines. A file that cannot be written is logged; the deed is committed already."""
    text = "".join(
        f"{at.isoformat(timespec='seconds')} {'-' if school is None else school} {number} {mark}\n"
        for at, school, number, mark in lines
    )
    try:
        file = os.open(path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(file, text.encode())
        finally:
            os.close(file)
    except OSError as error:
        log.error("The audit's heads cannot be noted: %s", error)


def write_heads() -> None:
    """Note every chain as far as it goes now, unless its last line says so already."""
    noted = read()
    write(
        (head.at, head.school_id, head.number, head.hash)
        for head in AuditHead.objects.filter(number__gt=0)
        if head.at and head.number not in noted.get(head.school_id, {})
    )


def read() -> Noted:
    """Hashes by number for each chain; what is no line is passed over. The first note stands."""
    noted: Noted = {}
    try:
        text = path().read_text("utf-8", errors="replace")
    except OSError:
        return noted
    for line in text.splitlines():
        match line.split(" "):
            case [_at, school, number, mark] if number.isdecimal() and len(mark) == 64:
                chain = int(school) if school.isdecimal() else None
                noted.setdefault(chain, {}).setdefault(int(number), mark)
    return noted


def trouble() -> str:
    """Why the lines cannot be written, or nothing."""
    try:
        os.close(os.open(path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600))
    except OSError as error:
        return error.strerror or str(error)
    return ""
