"""Keeps what a school chooses for its card index."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit
from tirek.access.models import School, User
from tirek.access.refused import Refused
from tirek.cards.models import CardSettings


@transaction.atomic
def change_soon_days(*, by: User, school: School, days: int) -> CardSettings:
    """From now on terms are told so many days ahead, 1 to 365."""
    if not 1 <= days <= 365:
        raise Refused(_("From 1 to 365 days."), field="days")
    made, _new = CardSettings.objects.update_or_create(school=school, defaults={"soon_days": days})
    audit.record(by=by, verb="CHANGED", thing=made, school=school, note=f"soon_days {days}")
    return made
