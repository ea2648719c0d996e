"""Gives pupils to mentors."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit
from tirek.access.actions import change_grant
from tirek.access.models import RoleGrant, User
from tirek.access.refused import Refused
from tirek.access.roles import Role
from tirek.school.models import Pupil


@transaction.atomic
def assign_mentor(*, by: User, pupil: Pupil, grant: RoleGrant) -> RoleGrant:
    """From today a mentor answers for this pupil, and sees the card."""
    if grant.role != Role.MENTOR or grant.school_id != pupil.school_id:
        raise Refused(_("Choose a mentor of this school."), field="mentor")
    if pupil.key in grant.pupil_keys:
        raise Refused(_("This mentor has this pupil already."), field="mentor")
    audit.record(by=by, verb="CHANGED", thing=pupil, school=pupil.school, note="mentor")
    return change_grant(by=by, grant=grant, pupil_keys=[*grant.pupil_keys, pupil.key])


@transaction.atomic
def release_pupil(*, by: User, pupil: Pupil, grant: RoleGrant) -> RoleGrant:
    """From today a mentor answers for this pupil no more."""
    if pupil.key not in grant.pupil_keys:
        raise Refused(_("This mentor does not have this pupil."), field="mentor")
    audit.record(by=by, verb="CHANGED", thing=pupil, school=pupil.school, note="mentor")
    rest = [key for key in grant.pupil_keys if key != pupil.key]
    return change_grant(by=by, grant=grant, pupil_keys=rest)
