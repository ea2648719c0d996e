"""Verifies the audit: every chain from its first row to its head, the notes outside, the triggers.

Reads each row once and keeps none; changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from django.db import connection
from django.db.models import Q

from tirek.access import append_only, audit_notes
from tirek.access.models import AuditHead, AuditRow, School
from tirek.access.rules.chain import Deed, Head, Row, broken, microseconds

FIELDS = ("number", "at", "school_id", "by_id", "verb", "thing", "thing_id", "note", "hash")


@dataclass(frozen=True)
class Finding:
    """Something wrong with the audit: a code, the school (code; "" without one), the first row.

    Codes of `rules.chain.Broken`, and NOT_NOTED: the notes outside the database lag behind or are
    gone; TRIGGER: the database no longer refuses changes (then `school` is empty, `number` 0).
    """

    code: str
    school: str
    number: int


def findings() -> Iterator[Finding]:
    """Everything wrong with the audit, at most one broken row a chain."""
    for _name in append_only.missing(connection)[:1]:
        yield Finding("TRIGGER", "", 0)
    noted = audit_notes.read()
    codes = dict(School.objects.values_list("pk", "code"))
    chains = {
        *AuditHead.objects.values_list("school_id", flat=True),
        *AuditRow.objects.order_by().values_list("school_id", flat=True).distinct(),
        *noted,
    }
    for chain in sorted(chains, key=lambda one: one or 0):
        name = "" if chain is None else codes.get(chain, str(chain))
        head = head_of(chain)
        found = broken(rows_of(chain), head, noted.get(chain, {}), partial(head_of, chain))
        if found:
            yield Finding(found.code, name, found.number)
        elif missing := audit_notes.not_noted(head.number, noted.get(chain, {})):
            yield Finding("NOT_NOTED", name, missing)


def _of(chain: int | None) -> Q:
    return Q(school__isnull=True) if chain is None else Q(school_id=chain)


def head_of(chain: int | None) -> Head:
    """How far the chain of a school's id goes by its head."""
    found = AuditHead.objects.filter(_of(chain)).values_list("number", "hash").first()
    return Head(*found) if found else Head()


def rows_of(chain: int | None) -> Iterator[Row]:
    """The rows of a chain in the order of their numbers, as they stand."""
    rows = AuditRow.objects.filter(_of(chain)).order_by("number", "id").values_list(*FIELDS)
    for number, at, school, by, verb, thing, thing_id, note, seal in rows.iterator(10_000):
        yield Row(number, Deed(microseconds(at), school, by, verb, thing, thing_id, note), seal)
