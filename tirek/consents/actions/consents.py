"""Records consents, their withdrawal, and that the processing has stopped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import School, User
from tirek.access.refused import Refused
from tirek.access.roles import Role
from tirek.access.sight import sight_of
from tirek.cards.queries import legal_representatives
from tirek.consents.models import OWN, Consent, Scope
from tirek.consents.queries import scopes, unsigned
from tirek.school.models import Pupil

FIELDS = (
    *("scope", "data", "purpose", "operator", "third_parties"),
    *("signed_by", "signer_name", "signer_relation", "signed_on", "until", "paper_number"),
)
WITHDRAWAL = ("withdrawn_on", "withdrawn_how", "stopped_on")


@transaction.atomic
def give_consent(*, by: User, pupil: Pupil, fields: Mapping[str, Any]) -> Consent:
    """Record a consent that was signed; a second one to the same scope at one time is refused."""
    scope = _own_scope(by, pupil.school, fields["scope"])
    _checked(pupil, scope, fields, None)
    return _made(by, pupil, fields, "CREATED")


@transaction.atomic
def give_many(
    *,
    by: User,
    school: School,
    scope: str,
    pupils: Iterable[Pupil],
    signed_on: date,
    until: date | None = None,
) -> list[Consent]:
    """Record the papers of several children: each is signed by the child's legal representative.

    Refused when nobody is chosen or a child has no legal representative on the card.
    """
    chosen = list(pupils)
    if not chosen:
        raise Refused(_("Choose at least one pupil."), field="pupils")
    one_scope = _own_scope(by, school, scope)
    if one_scope.transfer:
        raise Refused(_("Name the third party: record these consents one by one."), field="scope")
    legal = legal_representatives([one.pk for one in chosen], signed_on)
    open_ = {one.pk for one in unsigned(chosen, scope, signed_on, school)}
    made = []
    for pupil in chosen:
        kin = legal.get(pupil.pk)
        if pupil.pk not in open_:
            continue
        if kin is None or pupil.school_id != school.pk:
            raise Refused(
                _("%(name)s: no legal representative on the card that day.")
                % {"name": pupil.short_name},
                field="pupils",
            )
        fields = {
            "scope": scope,
            "data": one_scope.said("data", pupil.language),
            "purpose": one_scope.said("purpose", pupil.language),
            "operator": school.name,
            "signed_by": kin.member,
            "signer_relation": str(kin.get_kinship_display()),
            "signed_on": signed_on,
            "until": until,
        }
        _checked(pupil, one_scope, fields, None)
        made.append(_made(by, pupil, fields, "CREATED"))
    if not made:
        raise Refused(_("Consents of these pupils are recorded already."), field="pupils")
    return made


@transaction.atomic
def correct_consent(*, by: User, consent: Consent, fields: Mapping[str, Any]) -> Consent:
    """Correct a consent: a new fact replaces it; a withdrawal stays as it was."""
    _still_believed(consent)
    _own_scope(by, consent.school, consent.scope)
    scope = _own_scope(by, consent.school, fields["scope"])
    _checked(consent.pupil, scope, fields, consent)
    kept = {name: getattr(consent, name) for name in WITHDRAWAL}
    return _made(by, consent.pupil, {**fields, **kept}, "CORRECTED", replaces=consent)


@transaction.atomic
def withdraw_consent(*, by: User, consent: Consent, on: date, how: str) -> Consent:
    """The family takes a consent back: from that day it holds no more, and a term runs."""
    _still_believed(consent)
    _own_scope(by, consent.school, consent.scope)
    if consent.withdrawn_on is not None:
        raise Refused(_("This consent has been withdrawn already."))
    if on > clock.today():
        raise Refused(_("Enter today's date or an earlier one."), field="on")
    if on < consent.signed_on:
        raise Refused(_("It was withdrawn before it was signed."), field="on")
    return _followed(by, consent, "ENDED", withdrawn_on=on, withdrawn_how=how)


@transaction.atomic
def confirm_stopped(*, by: User, consent: Consent, on: date) -> Consent:
    """The processing that rested on a withdrawn consent has stopped."""
    _still_believed(consent)
    _own_scope(by, consent.school, consent.scope)
    if consent.withdrawn_on is None or consent.stopped_on is not None:
        raise Refused(_("There is nothing to stop."))
    if on > clock.today():
        raise Refused(_("Enter today's date or an earlier one."), field="on")
    if on < consent.withdrawn_on:
        raise Refused(_("It stopped before the consent was withdrawn."), field="on")
    return _followed(by, consent, "CHANGED", stopped_on=on)


@transaction.atomic
def annul_consent(*, by: User, consent: Consent, reason: str) -> Consent:
    """Annul a consent recorded by mistake; a reason is required."""
    if not reason.strip():
        raise Refused(_("State the reason."), field="reason")
    _still_believed(consent)
    _own_scope(by, consent.school, consent.scope)
    consent.annulled_at, consent.annulled_by, consent.annul_reason = clock.now(), by, reason
    consent.save(update_fields=["annulled_at", "annulled_by", "annul_reason"])
    audit.record(by=by, verb="ANNULLED", thing=consent, school=consent.school)
    return consent


def _own_scope(by: User, school: School, code: str) -> Scope:
    """The scope; psychologists and nurses record consents to their own work only."""
    scope = scopes(school).get(code)
    if scope is None:
        raise Refused(_("There is no such scope."), field="scope")
    roles = sight_of(by).roles(school.pk)
    if Role.SOCIAL_PEDAGOGUE not in roles and scope.holder not in roles.intersection(OWN):
        raise Refused(_("This consent is recorded by the social pedagogue."), field="scope")
    return scope


def _checked(
    pupil: Pupil, scope: Scope, fields: Mapping[str, Any], replaces: Consent | None
) -> None:
    signed_on, until = fields["signed_on"], fields.get("until")
    if signed_on > clock.today():
        raise Refused(_("Enter today's date or an earlier one."), field="signed_on")
    if until is not None and until < signed_on:
        raise Refused(_("The last day is before the first day."), field="until")
    if not fields.get("signed_by") and not (fields.get("signer_name") or "").strip():
        raise Refused(_("State who signed."), field="signer_name")
    if not (fields.get("operator") or "").strip():
        raise Refused(_("State the operator."), field="operator")
    if scope.transfer and not (fields.get("third_parties") or "").strip():
        raise Refused(_("Name the third party."), field="third_parties")
    same = Consent.objects.known_at().filter(pupil=pupil, scope=scope.code)
    if scope.transfer:
        same = same.filter(third_parties=fields["third_parties"])
    if replaces is not None:
        same = same.exclude(pk=replaces.pk)
    if same.holding(signed_on).exists():
        raise Refused(_("There is such a consent in that time already."), field="signed_on")


def _made(
    by: User, pupil: Pupil, fields: Mapping[str, Any], verb: str, replaces: Consent | None = None
) -> Consent:
    values = {name: fields[name] for name in (*FIELDS, *WITHDRAWAL) if fields.get(name) is not None}
    made = Consent.objects.create(
        school=pupil.school,
        pupil=pupil,
        recorded_by=by,
        recorded_at=clock.now(),
        replaces=replaces,
        **values,
    )
    audit.record(by=by, verb=verb, thing=made, school=pupil.school, note=made.scope)
    return made


def _followed(by: User, consent: Consent, verb: str, **changed: Any) -> Consent:
    fields = {name: getattr(consent, name) for name in (*FIELDS, *WITHDRAWAL)}
    return _made(by, consent.pupil, {**fields, **changed}, verb, replaces=consent)


def _still_believed(consent: Consent) -> None:
    Consent.objects.select_for_update().get(pk=consent.pk)
    if not Consent.objects.known_at().filter(pk=consent.pk).exists():
        raise Refused(_("This record has already been corrected or annulled."))
