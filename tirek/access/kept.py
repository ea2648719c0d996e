"""Keeps in memory what was derived from a school's data, while the data are the same.

Nothing kept is ever needed: forgotten or not, every answer is that of the derivation.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from django.db import connection

from tirek.access.models import School

T = TypeVar("T")

# A standing year of a school of 1,500 pupils takes a few MB.
AT_MOST = 32

_kept: OrderedDict[Hashable, tuple[str, Any]] = OrderedDict()
_lock = Lock()


def kept(school: School, version: str, what: Hashable, derive: Callable[[], T]) -> T:
    """The answer to `what` about a school: the one kept under the version, else derived now.

    The version (`access.audit.version_of`) is read before the data, so that what a deed changes
    in between is kept under a version nobody asks for again. Without a version nothing is kept.
    """
    if not version:
        return derive()
    key = (connection.settings_dict["NAME"], school.pk, what)
    with _lock:
        found = _kept.get(key)
        if found is not None and found[0] == version:
            _kept.move_to_end(key)
            answer: T = found[1]
            return answer
    answer = derive()
    with _lock:
        _kept[key] = (version, answer)
        _kept.move_to_end(key)
        while len(_kept) > AT_MOST:
            _kept.popitem(last=False)
    return answer


def forget_all() -> None:
    """Keep nothing: for tests, which change data behind the program's back."""
    with _lock:
        _kept.clear()
