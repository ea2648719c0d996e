"""A form sent twice counts once (trust rules 10 and 13)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from tirek.access.models import SentForm

if TYPE_CHECKING:
    from tirek.access.models import User


def sent_before(form_key: str | None, by: User) -> str | None:
    """Where the same form led when it was received before, or None when it is new."""
    key = _parsed(form_key)
    if key is None:
        return None
    sent = SentForm.objects.filter(by=by, key=key).first()
    return sent.result if sent else None


def do_once(form_key: str | None, by: User, deed: Callable[[], str]) -> str:
    """Run `deed` (returns the address of its result) in one transaction with the form's key.

    The same key again does nothing and gives the first result. A form without a key runs as is.
    """
    key = _parsed(form_key)
    if key is None:
        with transaction.atomic():
            return deed()
    try:
        with transaction.atomic():
            sent = SentForm.objects.create(by=by, key=key)
            sent.result = deed()
            sent.save(update_fields=["result"])
            return sent.result
    except IntegrityError:
        before = SentForm.objects.filter(by=by, key=key).first()
        if before is None:
            raise
        return before.result


def _parsed(form_key: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(form_key or "")
    except ValueError:
        return None
