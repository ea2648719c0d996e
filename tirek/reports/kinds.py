"""The kinds of entries that issuing a paper leaves; their forms are the papers' own pages."""

from __future__ import annotations

from dataclasses import replace

from tirek.journal import kinds

FORMS = {
    "PASSPORT": "reports:open_passport",
    "MOVEMENT_REPORT": "reports:open_movement",
    "LIST_ISSUED": "reports:documents",
}


def register_all() -> None:
    """Take them over."""
    for code, form in FORMS.items():
        kinds.register(replace(kinds.kind(code), form=form))
