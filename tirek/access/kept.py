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

_all: list[Kept] = []


class Kept:
    """At most so many answers of one kind; those not asked for longest are forgotten first."""

    def __init__(self, at_most: int) -> None:
        self.at_most = at_most
        self._answers: OrderedDict[Hashable, tuple[str, Any]] = OrderedDict()
        self._lock = Lock()
        _all.append(self)

    def answer(self, school: School, version: str, what: Hashable, derive: Callable[[], T]) -> T:
        """The answer to `what` about a school: the one kept under the version, else derived now.

        The version (`access.audit.version_of`) is read before the data, so that what a deed
        changes in between is kept under a version nobody asks for again. Without a version
        nothing is kept.
        """
        if not version:
            return derive()
        found = self._found(school, version, what)
        if found is not None:
            kept: T = found[0]
            return kept
        answer = derive()
        with self._lock:
            key = self._key(school, what)
            self._answers[key] = (version, answer)
            self._answers.move_to_end(key)
            while len(self._answers) > self.at_most:
                self._answers.popitem(last=False)
        return answer

    def answered(self, school: School, version: str, what: Hashable) -> Any | None:
        """The answer if it is kept under the version; None when it would have to be derived."""
        found = self._found(school, version, what)
        return found[0] if found is not None else None

    def _found(self, school: School, version: str, what: Hashable) -> tuple[Any] | None:
        key = self._key(school, what)
        with self._lock:
            found = self._answers.get(key)
            if not version or found is None or found[0] != version:
                return None
            self._answers.move_to_end(key)
            return (found[1],)

    def _key(self, school: School, what: Hashable) -> Hashable:
        return connection.settings_dict["NAME"], school.pk, what

    def forget(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._answers.clear()


def forget_all() -> None:
    """Keep nothing at all: for tests, which change data behind the program's back."""
    for one in _all:
        one.forget()
