"""Keeps what a school sets: its own scopes, terms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit
from tirek.access.ids import new_pid
from tirek.access.models import School, User
from tirek.access.refused import Refused
from tirek.consents.models import FamilyRights, Scope
from tirek.consents.queries import scopes

SCOPE_FIELDS = (
    *("name_kk", "name_ru", "name_en", "data_kk", "data_ru", "purpose_kk", "purpose_ru"),
    *("holder", "transfer"),
)


@transaction.atomic
def keep_scope(*, by: User, school: School, code: str, fields: Mapping[str, Any]) -> Scope:
    """Word a scope the school's own way; without a code a new one is added.

    Consents already signed keep the words they were signed with. What a built-in scope means (whose
    work rests on it, is a third party named) stays.
    """
    known = scopes(school).get(code)
    if code and known is None:
        raise Refused(_("There is no such scope."))
    if not fields["name_kk"].strip():
        raise Refused(_("Give it a name."), field="name_kk")
    own = known if known is not None and known.school_id else None
    if own is None:
        own = Scope(school=school, code=code or f"OWN_{new_pid().upper()}")
        if known is not None:
            own.position = known.position
    for name in SCOPE_FIELDS:
        setattr(own, name, fields[name])
    if known is not None:
        own.holder, own.transfer = known.holder, known.transfer
    verb = "CHANGED" if own.pk else "CREATED"
    own.save()
    audit.record(by=by, verb=verb, thing="consents.scope", school=school, note=own.code)
    return own


@transaction.atomic
def set_rights(*, by: User, school: School, keep_years: int | None, stop_days: int) -> FamilyRights:
    """Set how many years after a child has left the data are kept, and the days to stop."""
    if keep_years is not None and not 1 <= keep_years <= 99:
        raise Refused(_("Enter 1 to 99 years, or leave it empty."), field="keep_years")
    if not 1 <= stop_days <= 60:
        raise Refused(_("Enter 1 to 60 working days."), field="stop_days")
    kept, _made = FamilyRights.objects.update_or_create(
        school=school, defaults={"keep_years": keep_years, "stop_days": stop_days}
    )
    note = f"keep_years={keep_years} stop_days={stop_days}"
    audit.record(by=by, verb="CHANGED", thing="consents.rights", school=school, note=note)
    return kept
