"""Makes consents for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from tirek.consents.models import Consent
from tirek.school.models import Pupil


def consent(pupil: Pupil, scope: str = "PHOTO", **fields: Any) -> Consent:
    """A consent signed on 1 September by the mother, written as a name."""
    return Consent.objects.create(
        school=pupil.school,
        pupil=pupil,
        scope=scope,
        **{
            "operator": pupil.school.name,
            "signer_name": "Бекова Айгүл",
            "signed_on": date(2026, 9, 1),
            **fields,
        },
    )
