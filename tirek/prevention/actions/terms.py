"""Sets what a school has decided about its register."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit
from tirek.access.models import School, User
from tirek.access.refused import Refused
from tirek.prevention.models import Terms

DAYS = ("decide_days", "tell_days", "plan_days", "review_days")


@transaction.atomic
def set_terms(*, by: User, school: School, **fields: Any) -> Terms:
    """Set quorum, terms and own grounds; refused for days under 1 or over 365."""
    for name in DAYS:
        if not 1 <= fields[name] <= 365:
            raise Refused(_("A number from 1 to 365."), field=name)
    if not 0 <= fields["quorum_percent"] <= 100:
        raise Refused(_("A number from 0 to 100."), field="quorum_percent")
    terms, _new = Terms.objects.update_or_create(school=school, defaults=fields)
    audit.record(by=by, verb="CHANGED", thing=terms, school=school)
    return terms
