"""The six lists of the card index, and which categories feed them (row S2.5)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

# The lists in their order, each with the built-in categories that feed it.
LISTS: dict[str, tuple[str, ...]] = {
    "ORPHANS": ("ORPHAN", "HALF_ORPHAN", "NO_PARENTAL_CARE", "WARD"),
    "MULTI_CHILD": ("MULTI_CHILD",),
    "RETURNEES": ("RETURNEE",),
    "HOME_TAUGHT": ("HOME_TAUGHT",),
    "LOW_INCOME": ("LOW_INCOME", "TARGETED_ASSISTANCE"),
    "DEVIANT": ("DEVIANT", "REGISTER", "POLICE_REGISTER"),
}


def lists_of(category: Any) -> tuple[str, ...]:
    """The lists a category feeds: those it names itself (`feeds`), else the built-in ones."""
    chosen = getattr(category, "feeds", None) or ()
    if isinstance(chosen, str):
        chosen = chosen.replace(",", " ").split()
    own = tuple(name for name in LISTS if name in set(chosen))
    return own or tuple(name for name, codes in LISTS.items() if category.code in codes)


def fed_by(categories: Iterable[Any]) -> dict[str, list[str]]:
    """For each list, in their order, the codes of those of the categories that feed it."""
    found: dict[str, list[str]] = {name: [] for name in LISTS}
    for category in categories:
        for name in lists_of(category):
            found[name].append(category.code)
    return found
