"""Who may know of the work a plan row asks for."""

from __future__ import annotations

from tirek.journal import kinds
from tirek.journal.writers import codes_written_by
from tirek.plans.rules.evidence import Evidence


def known_to(roles: frozenset[str], evidence: Evidence) -> bool:
    """May holders of these roles know of such work about a child, or record it themselves?"""
    known = {*kinds.codes_known_to(roles), *codes_written_by(roles)}
    return all(any(proof.kind in known for proof in group) for group in evidence)
