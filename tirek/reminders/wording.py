"""Words of calendars and letters."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tirek.plans.rules.evidence import CLASS, HOUSEHOLD, PUPIL


def counted(unit: str, number: int) -> str:
    """«Оқушы: 36»; nothing for the school itself."""
    words = {
        PUPIL: _("pupils: %(n)s"),
        HOUSEHOLD: _("families: %(n)s"),
        CLASS: _("classes: %(n)s"),
    }
    return words[unit] % {"n": number} if unit in words else ""
