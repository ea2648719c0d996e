"""What is wrong with a package, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tirek.handover.rules.manifest import Unfit

WORDS = {
    "BROKEN": _("The file is damaged or is no zip."),
    "NO_MANIFEST": _("This is no package of Tirek: it has no list of its contents."),
    "TOO_LARGE": _("A file in it is larger than it may be."),
    "FOREIGN": _("A file was put in that is not in the list."),
    "MISSING": _("A file of the list is missing."),
    "CHANGED": _("A file is not as it was sealed."),
}


def unfit_message(unfit: Unfit) -> str:
    """The sentence, and the file it is about."""
    return f"{WORDS[unfit.code]} {unfit.name}".strip()
