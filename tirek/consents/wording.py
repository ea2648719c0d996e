"""Words for what was erased."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

GONE = {
    "pupils": _("Cards of pupils"),
    "members": _("Members of families"),
    "households": _("Families"),
    "statuses": _("Statuses: basis and notes"),
    "entries": _("Entries of the journal: texts"),
    "attachments": _("Attached files"),
    "acts": _("Housing acts: contents"),
    "issued": _("Issued documents: rows of the child"),
    "consents": _("Consents: texts and signers"),
    "adjustments": _("Plans: reasons"),
    "imports": _("Class lists brought in"),
    "requests": _("Requests for a child's file"),
}


def gone(name: str) -> str:
    """What a room counted, in words; the name itself when the room is new."""
    return str(GONE.get(name, name))
