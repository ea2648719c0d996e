"""Writes accounts: invitations, own passwords, closing, second factors; each in the audit."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tirek.access import actions, audit, clock, walls
from tirek.access.models import RoleGrant, School, User
from tirek.access.refused import Refused
from tirek.accounts.models import Draft, Invitation
from tirek.accounts.second import KINDS, has_factor
from tirek.accounts.sessions import end_sessions


def hash_of_token(token: str) -> str:
    """What is kept of a link."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(*, by: User | None, school: School | None, user: User) -> str:
    """A new one-time link for somebody, kept nowhere; links given before end."""
    now = clock.now()
    user.invitations.filter(used_at__isnull=True, ended_at__isnull=True).update(ended_at=now)
    token = secrets.token_urlsafe(24)
    Invitation.objects.create(
        user=user,
        by=by,
        at=now,
        token_hash=hash_of_token(token),
        ends_at=now + timedelta(days=settings.INVITATION_DAYS),
    )
    audit.record(by=by, verb="CREATED", thing="invitation", thing_id=user.pid, school=school)
    return token


def open_invitation(token: str) -> Invitation | None:
    """The invitation of a link, unless it was used, ended, or is over."""
    found = Invitation.objects.filter(
        token_hash=hash_of_token(token),
        used_at__isnull=True,
        ended_at__isnull=True,
        ends_at__gt=clock.now(),
        user__is_active=True,
    )
    return found.select_related("user").first()


@transaction.atomic
def accept_invitation(*, invitation: Invitation, password: str) -> User:
    """The invited chooses a password; the link has served."""
    unused = Q(used_at__isnull=True, ended_at__isnull=True, ends_at__gt=clock.now())
    used = Invitation.objects.filter(unused, pk=invitation.pk).update(used_at=clock.now())
    if not used:
        raise Refused(_("This link does not work any more."))
    user = invitation.user
    user.set_password(password)
    user.save(update_fields=["password"])
    end_sessions(user)
    audit.record(by=user, verb="CHANGED", thing="account", school=None, note="password link")
    return user


@transaction.atomic
def add_person(*, by: User, school: School, **of_person: Any) -> tuple[User, str]:
    """Add somebody who works at the school; gives their one-time link."""
    user = actions.add_person(by=by, school=school, **of_person)
    return user, invite(by=by, school=school, user=user)


def may_manage(by: User, school: School, user: User) -> bool:
    """May one renew, close or reset this account: another's, all of whose roles one may give?"""
    roles = actions.roles_to_give(by, school)
    with walls.lifted():  # roles in other schools count too
        grants = list(RoleGrant.objects.on(clock.today()).filter(user=user))
    return user.pk != by.pk and all(g.school_id == school.pk and g.role in roles for g in grants)


def _check_manages(by: User, school: School, user: User) -> None:
    if not may_manage(by, school, user):
        raise Refused(_("This person's account is managed by an administrator."))


@transaction.atomic
def renew_password(*, by: User, school: School, user: User) -> str:
    """The password and the sessions end; gives a one-time link to choose another."""
    _check_manages(by, school, user)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_sessions(user)
    audit.record(by=by, verb="CHANGED", thing=user, school=school, note="password")
    return invite(by=by, school=school, user=user)


@transaction.atomic
def close_account(*, by: User, school: School, user: User) -> None:
    """Nobody signs in with this account any more; its sessions, links and drafts end at once."""
    _check_manages(by, school, user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    user.invitations.filter(used_at__isnull=True, ended_at__isnull=True).update(
        ended_at=clock.now()
    )
    Draft.objects.filter(user=user).delete()
    end_sessions(user)
    audit.record(by=by, verb="ENDED", thing=user, school=school, note="account")


@transaction.atomic
def open_account(*, by: User, school: School, user: User) -> None:
    """A closed account works again, with the password it had."""
    _check_manages(by, school, user)
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record(by=by, verb="CHANGED", thing=user, school=school, note="account open")


@transaction.atomic
def reset_factors(*, by: User, school: School, user: User) -> None:
    """Who has lost the phone and the recovery codes signs in by password alone and sets up anew."""
    _check_manages(by, school, user)
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    audit.record(by=by, verb="CHANGED", thing=user, school=school, note="factor reset")


@transaction.atomic
def add_app(*, by: User, secret: str) -> None:
    """An app on one's phone shows codes from now on."""
    if Authenticator.objects.filter(user=by, type=Authenticator.Type.TOTP).exists():
        raise Refused(_("An app has been set up already. Remove it first."))
    TOTP.activate(by, secret)
    audit.record(by=by, verb="CHANGED", thing="account", school=None, note="factor totp")


@transaction.atomic
def add_passkey(*, by: User, name: str, answer: dict[str, Any]) -> None:
    """A passkey that the browser has just made."""
    WebAuthn.add(by, name, answer)
    audit.record(by=by, verb="CHANGED", thing="account", school=None, note="factor webauthn")


@transaction.atomic
def remove_factor(*, by: User, key: int) -> None:
    """One of one's own second factors ends; with the last one the recovery codes do."""
    found = Authenticator.objects.filter(user=by, pk=key, type__in=KINDS).first()
    if found is None:
        raise Refused(_("There is no such second factor."))
    found.delete()
    if not has_factor(by):
        Authenticator.objects.filter(user=by).delete()
    audit.record(
        by=by, verb="CHANGED", thing="account", school=None, note=f"factor removed {found.type}"
    )


@transaction.atomic
def renew_codes(*, by: User) -> list[str]:
    """New recovery codes, to be shown once; the ones before do not count any more."""
    if not has_factor(by):
        raise Refused(_("Set up an app or a passkey first."))
    Authenticator.objects.filter(user=by, type=Authenticator.Type.RECOVERY_CODES).delete()
    codes: list[str] = RecoveryCodes.activate(by).generate_codes()
    audit.record(by=by, verb="CHANGED", thing="account", school=None, note="factor recovery_codes")
    return codes
