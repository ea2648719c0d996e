"""What is wrong with the dates and the paper of a status, before it is written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

Fault = tuple[str, str]  # the field, the code of what is wrong with it


@dataclass(frozen=True)
class Said:
    """What is said of a status: its days, the paper it holds by, the paper it ended by."""

    since: date | None
    until: date | None = None
    document: str = ""
    on: date | None = None
    valid_until: date | None = None
    end_on: date | None = None


def lacks_basis(said: Said) -> bool:
    """A basis is a document and its date; without either it is missing."""
    return not said.document.strip() or said.on is None


def fault(
    said: Said, today: date, *, born_on: date | None = None, demanded: bool = False,
    ahead: bool = False,
) -> Fault | None:  # fmt: skip
    """The first fault, or None. `demanded`: no status without its basis; `ahead`: may begin later.

    A day that contradicts another is a fault of the field that is easier to mistake.
    """
    since, until = said.since, said.until
    if since is None:
        return ("since", "NO_SINCE")
    if since > today and not ahead:
        return ("since", "AHEAD")
    if born_on is not None and since < born_on:
        return ("since", "BEFORE_BIRTH")
    if until is not None and until < since:
        return ("until", "ENDS_BEFORE")
    if said.on is not None and said.on > today:
        return ("basis_on", "PAPER_AHEAD")
    if said.on is not None and until is not None and said.on > until:
        return ("basis_on", "PAPER_AFTER_END")
    if said.valid_until is not None and said.on is not None and said.valid_until < said.on:
        return ("basis_until", "VALID_BEFORE_PAPER")
    if said.valid_until is not None and said.valid_until < since:
        return ("basis_until", "VALID_BEFORE_SINCE")
    if demanded and not said.document.strip():
        return ("basis_document", "NO_DOCUMENT")
    if demanded and said.on is None:
        return ("basis_on", "NO_DATE")
    return None


def fault_of_end(said: Said, today: date) -> Fault | None:
    """What is wrong with ending a status: its last day and the paper by which it ends.

    What was brought in without a first day or a basis ends all the same.
    """
    if said.until is None:
        return ("until", "NO_UNTIL")
    if said.since is not None and said.until < said.since:
        return ("until", "ENDS_BEFORE")
    if said.on is not None and said.until < said.on:
        return ("until", "PAPER_AFTER_END")
    if said.end_on is not None and said.end_on > today:
        return ("end_on", "PAPER_AHEAD")
    if said.end_on is not None and said.since is not None and said.end_on < said.since:
        return ("end_on", "END_PAPER_BEFORE")
    return None


def last_day_before_citizenship(since: date | None, granted: date) -> date | None:
    """A returnee is one until the day before citizenship; None when it never held then."""
    last = granted - timedelta(days=1)
    return None if since is not None and last < since else last
