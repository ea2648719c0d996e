"""How far a work is: a small file of the data folder, as what a transaction writes is not seen."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from tirek.access.ids import new_pid

# This run of the program: after a restart another process may have the same number.
RUN = new_pid()


@dataclass(frozen=True)
class Progress:
    """So many of so many; `broken_off`: the program that was at it runs no more."""

    done: int = 0
    whole: int = 0
    broken_off: bool = False


def _place(pid: str) -> Path:
    return Path(settings.HOME) / "longwork" / f"{pid}.json"


def tell(pid: str, done: int, whole: int) -> None:
    """Say how far the work is."""
    place = _place(pid)
    place.parent.mkdir(mode=0o700, exist_ok=True)
    fresh = place.with_suffix(".new")
    fresh.write_text(json.dumps([done, whole, os.getpid(), RUN]))
    fresh.replace(place)


def told(pid: str) -> Progress:
    """What was said last."""
    try:
        done, whole, process, run = json.loads(_place(pid).read_text())
    except (OSError, ValueError):
        return Progress(broken_off=True)
    alive = run == RUN if process == os.getpid() else _lives(process)
    return Progress(done, whole, broken_off=not alive)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def forget(pid: str) -> None:
    """The work is over."""
    _place(pid).unlink(missing_ok=True)
