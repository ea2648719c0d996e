"""Why an entry that looks like the evidence of a row does not count for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tirek.plans.rules.coverage import may_serve
from tirek.plans.rules.facts import Row, Work
from tirek.schoolyear.rules.calendar import Span

DRAFT, ANNULLED, LATER = "DRAFT", "ANNULLED", "LATER"
OTHER_ROW, NOT_NAMED, OTHER_TOPIC = "OTHER_ROW", "NOT_NAMED", "OTHER_TOPIC"
BEFORE, AFTER, BETWEEN = "BEFORE", "AFTER", "BETWEEN"
DONE = "DONE"


class Seen(NamedTuple):
    """An entry of a kind that the row asks for, and its state in the journal."""

    work: Work
    state: str


def why_not(seen: Seen, row: Row, spans: Sequence[Span], as_of: date) -> str | None:
    """The first reason for which an entry counts in none of the row's periods; None: it counts.

    `spans` are the periods as the term gives them (the whole year for a row without periods); the
    days of grace are the row's.
    """
    work, state = seen
    if state != DONE:
        return ANNULLED if state == ANNULLED else DRAFT
    if work.on > as_of:
        return LATER
    if not may_serve(work, row):
        return OTHER_ROW if work.rows else NOT_NAMED
    asked = {proof.topic for group in row.evidence for proof in group if proof.kind == work.kind}
    if "" not in asked and work.topic not in asked:
        return OTHER_TOPIC
    grace = timedelta(days=row.grace_days)
    if any(since <= work.on <= until + grace for since, until in spans):
        return None
    if all(work.on < since for since, _until in spans):
        return BEFORE
    return AFTER if all(work.on > until + grace for _since, until in spans) else BETWEEN
