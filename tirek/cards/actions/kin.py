"""Says who is who to a child: added, ended, corrected, annulled; nothing is changed in silence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import User
from tirek.access.refused import Refused
from tirek.cards.models import Kinship
from tirek.cards.rules.kin import paper_missing
from tirek.school.models import HouseholdMember, Pupil

FIELDS = (
    *("member", "kinship", "legal", "since", "until"),
    *("paper_document", "paper_number", "paper_on"),
)


@transaction.atomic
def add_kin(
    *,
    by: User | None,
    pupil: Pupil,
    member: HouseholdMember,
    kinship: str,
    legal: bool = False,
    since: date | None = None,
    paper: Mapping[str, Any] | None = None,
) -> Kinship:
    """Say who a member of the family is to the pupil.

    Guardians, trustees and foster carers need the deciding paper: document, number, date.
    """
    paper = paper or {}
    fields = {
        "member": member,
        "kinship": kinship,
        "legal": legal,
        "since": since,
        "paper_document": paper.get("document") or "",
        "paper_number": paper.get("number") or "",
        "paper_on": paper.get("on"),
    }
    _checked(pupil, fields, None)
    return _made(by, pupil, fields, "CREATED")


@transaction.atomic
def end_kin(*, by: User, kin: Kinship, until: date) -> Kinship:
    """A kinship or guardianship ends: `until` is its last day."""
    still_believed(kin)
    if kin.since and until < kin.since:
        raise Refused(_("The last day is before the first day."), field="until")
    fields = {name: getattr(kin, name) for name in FIELDS} | {"until": until}
    return _made(by, kin.pupil, fields, "ENDED", replaces=kin)


@transaction.atomic
def correct_kin(*, by: User, kin: Kinship, fields: Mapping[str, Any]) -> Kinship:
    """A kinship was entered wrongly: a new fact replaces it, from the same moment on."""
    still_believed(kin)
    _checked(kin.pupil, fields, kin)
    return _made(by, kin.pupil, fields, "CORRECTED", replaces=kin)


@transaction.atomic
def annul_kin(*, by: User, kin: Kinship, reason: str) -> Kinship:
    """Annul a kinship recorded by mistake; a reason is required."""
    annul(by, kin, reason)
    audit.record(by=by, verb="ANNULLED", thing=kin, school=kin.pupil.school)
    return kin


def annul(by: User, fact: Any, reason: str) -> None:
    """A fact and what it corrected are believed no more; refused without a reason."""
    if not reason.strip():
        raise Refused(_("State the reason."), field="reason")
    still_believed(fact)
    one = fact
    while one is not None:
        if one.annulled_at is None:
            one.annulled_at, one.annulled_by, one.annul_reason = clock.now(), by, reason
            one.save(update_fields=["annulled_at", "annulled_by", "annul_reason"])
        one = one.replaces


def still_believed(fact: Any) -> None:
    """Refused when the fact has been corrected or annulled meanwhile."""
    if not type(fact).objects.known_at().filter(pk=fact.pk).exists():
        raise Refused(_("This record has already been corrected or annulled."))


def _checked(pupil: Pupil, fields: Mapping[str, Any], replaces: Kinship | None) -> None:
    since, until = fields.get("since"), fields.get("until")
    today = clock.today()
    if since is not None and since > today:
        raise Refused(_("Enter today's date or an earlier one."), field="since")
    if until is not None and since is not None and until < since:
        raise Refused(_("The last day is before the first day."), field="until")
    paper_on = fields.get("paper_on")
    if paper_on is not None and paper_on > today:
        raise Refused(_("The document is dated in the future."), field="paper_on")
    missing = paper_missing(
        fields["kinship"],
        fields.get("paper_document") or "",
        fields.get("paper_number") or "",
        paper_on,
    )
    if missing:
        raise Refused(_("State the deciding paper: document, number, date."), f"paper_{missing}")
    same = Kinship.objects.known_at().filter(
        pupil=pupil, member=fields["member"], kinship=fields["kinship"]
    )
    if replaces is not None:
        same = same.exclude(pk=replaces.pk)
    if same.touching(since or date.min, until or date.max).exists():
        raise Refused(_("This is entered already for that time."), field="kinship")


def _made(
    by: User | None, pupil: Pupil, fields: Mapping[str, Any], verb: str, **more: Any
) -> Kinship:
    values = {name: fields[name] for name in FIELDS if fields.get(name) is not None}
    made = Kinship.objects.create(
        pupil=pupil, recorded_by=by, recorded_at=clock.now(), **values, **more
    )
    audit.record(by=by, verb=verb, thing=made, school=pupil.school)
    return made
