"""Makes, renews and ends a calendar address; keeps how somebody wants to be reminded."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from tirek.access import audit, clock
from tirek.access.models import School, User
from tirek.accounts.actions import hash_of_token
from tirek.reminders.models import Feed, Wish
from tirek.reminders.queries import feed_now, wish_of


@transaction.atomic
def make_feed(*, by: User, school: School, language: str) -> str:
    """A new secret address; the one before stops at once. Gives the secret, shown this once."""
    end_feed(by=by, school=school)
    secret = secrets.token_urlsafe(32)
    made = Feed.objects.create(
        school=school,
        user=by,
        secret_hash=hash_of_token(secret),
        language=language,
        made_at=clock.now(),
    )
    audit.record(by=by, verb="CREATED", thing=made, school=school)
    return secret


@transaction.atomic
def end_feed(*, by: User, school: School) -> Feed | None:
    """The address leads nowhere any more."""
    found = feed_now(by, school)
    if found is not None:
        found.ended_at = clock.now()
        found.save(update_fields=["ended_at"])
        audit.record(by=by, verb="ENDED", thing=found, school=school)
    return found


@transaction.atomic
def keep_wish(*, by: User, school: School, fields: Mapping[str, Any]) -> Wish:
    """How the weekly letter is wanted; an empty address means: no letter."""
    wish = wish_of(by, school)
    for name, value in fields.items():
        setattr(wish, name, value)
    verb = "CHANGED" if wish.pk else "CREATED"
    wish.save()
    audit.record(by=by, verb=verb, thing=wish, school=school, note="" if wish.address else "off")
    return wish
