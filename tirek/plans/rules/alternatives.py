"""Cohorts and evidence with alternatives as a form asks for them, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

# What a form asks about one alternative.
PARTS = ("social", "statuses", "grades", "arrived")


def alternatives_of(cohort: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """The alternatives of a cohort, those inside others lifted up; None when a form cannot say
    them: one asks for a request, or for something besides alternatives of its own.
    """
    found: list[dict[str, Any]] = []
    for one in cohort.get("any", ()):
        if set(one) == {"any"}:
            inner = alternatives_of(one)
            if inner is None:
                return None
            found += inner
        elif set(one) <= set(PARTS):
            found.append(dict(one))
        else:
            return None
    return found


def cohort_of(base: Mapping[str, Any], alternatives: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The cohort again: what is empty is left out, so that nothing empty is asked for."""
    found = {name: part for name, part in base.items() if part}
    parts = [{name: part for name, part in one.items() if part} for one in alternatives]
    some = [one for one in parts if one]
    return {**found, "any": some} if some else found


def groups_of(evidence: Sequence[Any]) -> tuple[list[str], list[list[str]]]:
    """Evidence as the kinds each of which is needed, and the groups of which one is enough."""
    groups = [[one] if isinstance(one, str) else list(one) for one in evidence]
    return [one[0] for one in groups if len(one) == 1], [one for one in groups if len(one) > 1]


def evidence_of(
    needed: Sequence[str], groups: Sequence[Sequence[str]], before: Sequence[Any]
) -> list[Any]:
    """Evidence again; the same as `before`, whatever the order, stays as it is."""
    found: list[Any] = [
        *needed,
        *(list(one) if len(one) > 1 else one[0] for one in groups if one),
    ]
    return list(before) if _sorted(found) == _sorted(before) else found


def _sorted(evidence: Sequence[Any]) -> list[list[str]]:
    return sorted([one] if isinstance(one, str) else sorted(one) for one in evidence)
