"""The second factor, by django-allauth: codes of an app, passkeys, recovery codes.

The ceremonies and their cryptography are allauth's; who must have one, words and audit are ours.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

import qrcode
from allauth.core.context import request_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal import auth as webauthn
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathImage

from tirek.access.models import User
from tirek.access.roles import WHOLE_SCHOOL, Role
from tirek.access.sight import sight_of

KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
REMEMBERED = 6  # codes that do not count again; more than can be valid at one moment


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]
    """What allauth asks of the program: its name, our words, secrets sealed with the secret key."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("The code is not right. Take the newest one."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret for the database."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open what `encrypt` sealed; with another secret key there is no code that fits."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return str(totp.generate_totp_secret())

    def get_totp_issuer(self) -> str:
        """The name the app shows."""
        return "Tirek"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the name of the server."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Tirek"}


def _box() -> Fernet:
    key = salted_hmac("tirek.accounts.second", "seal", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))


@dataclass(frozen=True)
class Factor:
    """One second factor as its owner sees it; `name` is given to passkeys only."""

    key: int
    kind: str
    name: str
    at: datetime
    used_at: datetime | None


def required_of(user: User) -> bool:
    """Must this user have a second factor: a role of today sees or manages the whole school."""
    return any(one.role in {*WHOLE_SCHOOL, Role.ADMINISTRATOR} for one in sight_of(user).held)


def factors_of(user: User) -> list[Factor]:
    """The user's second factors, recovery codes left out."""
    return [
        Factor(one.pk, one.type, one.data.get("name", ""), one.created_at, one.last_used_at)
        for one in Authenticator.objects.filter(user=user, type__in=KINDS).order_by("pk")
    ]


def has_factor(user: User) -> bool:
    """Is a second factor asked for when this user signs in?"""
    return bool(Authenticator.objects.filter(user=user, type__in=KINDS).exists())


def codes_left(user: User) -> int:
    """How many recovery codes have not been used."""
    kept = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(kept.wrap().get_unused_codes()) if kept else 0


def check_code(user: User, code: str) -> str:
    """Is this a code of the app or a recovery code: gives which (`totp`, `recovery_codes`), or "".

    A code counts once, whichever process was shown it.
    """
    code = code.replace(" ", "").replace("-", "")
    if not code.isascii() or not code.isdecimal():
        return ""
    with transaction.atomic():
        kept = Authenticator.objects.select_for_update().filter(user=user)
        for one in kept.exclude(type=Authenticator.Type.WEBAUTHN):
            used = one.data.get("used", [])
            if code in used or not one.wrap().validate_code(code):
                continue
            one.refresh_from_db()
            if one.type == Authenticator.Type.TOTP:
                one.data["used"] = [code, *used][:REMEMBERED]
                one.save(update_fields=["data"])
            one.record_usage()
            return str(one.type)
    return ""


def begin_passkey(request: HttpRequest, user: User, *, adding: bool) -> dict[str, Any]:
    """What the browser needs to add a passkey or show one; the session keeps the challenge."""
    with request_context(request):
        if adding:
            return dict(webauthn.begin_registration(user, False))
        return dict(webauthn.begin_authentication(user))


def check_passkey(request: HttpRequest, user: User, answer: Any) -> bool:
    """Does the browser's answer to the challenge come from a passkey of the user?"""
    with request_context(request):
        try:
            webauthn.parse_authentication_response(answer)
            webauthn.complete_authentication(user, answer).record_usage()
        except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
            return False
    return True


def new_passkey(request: HttpRequest, answer: Any) -> bool:
    """Is the browser's answer a new passkey made for the challenge?"""
    with request_context(request):
        try:
            webauthn.parse_registration_response(answer)
            webauthn.complete_registration(answer)
        except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
            return False
    return True


def app_secret(request: HttpRequest, *, anew: bool) -> str:
    """The secret being set up in this session."""
    with request_context(request):
        return str(totp.get_totp_secret(regenerate=anew))


def is_app_code(secret: str, code: str) -> bool:
    """Does the app that was given the secret show this code now?"""
    return bool(totp.validate_totp_code(secret, code.replace(" ", "")))


def app_address(user: User, secret: str) -> str:
    """What the app reads from the square."""
    return str(Adapter().build_totp_url(user, secret))


def square(text: str) -> str:
    """A QR code as an address of a picture (`data:`)."""
    buffer = BytesIO()
    qrcode.make(text, image_factory=SvgPathImage).save(buffer)
    return "data:image/svg+xml;base64," + base64.b64encode(buffer.getvalue()).decode()


def is_required() -> bool:
    """Does the school require second factors (`TIREK_SECOND_FACTOR`)?"""
    return bool(settings.SECOND_FACTOR == "required")
