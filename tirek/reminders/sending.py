"""Sends letters: each noted before it goes, so that none goes twice whatever happens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.urls import reverse

from tirek.access import clock
from tirek.access.sight import may
from tirek.reminders import handed, weekly
from tirek.reminders.models import OWN, Letter, Wish
from tirek.reminders.rules.letters import may_try

# What a letter is made of: (subject, body) in the language wished for, or None: nothing to say.
Words = tuple[str, str] | None
A_MOMENT = timedelta(minutes=1)


def send_letters(day: date) -> Iterator[Letter]:
    """Send every letter that is due on a day and was not settled; gives each as it went."""
    wishes = Wish.objects.exclude(address="").select_related("user", "school")
    for kind, module in ((Letter.Kind.WEEK, weekly), (Letter.Kind.HANDED, handed)):
        of = module.of(day)
        settled = {
            (one.school_id, one.user_id)
            for one in Letter.objects.filter(kind=kind, week=of)
            if not may_try(one.state, one.tries)
        }
        wanted = wishes.filter(module.wanted(day), user__is_active=True)
        for wish in wanted.order_by("pk"):
            if (wish.school_id, wish.user_id) in settled or not may(wish.user, OWN, wish.school_id):
                continue
            # What is being recorded at this very moment is left to the next letter.
            at = clock.now() - A_MOMENT
            words = module.words(wish, day, at)
            letter = _begun(wish, kind, of, at) if words else None
            if words and letter:
                yield _sent(letter, wish, *words)


@transaction.atomic
def _begun(wish: Wish, kind: str, of: date, at: datetime) -> Letter | None:
    """Note the letter before it goes: if the power fails meanwhile, it is not sent twice."""
    there = Letter.objects.select_for_update().filter(
        school=wish.school, user=wish.user, kind=kind, week=of
    )
    before = there.first()
    if before is None:
        return Letter.objects.create(
            school=wish.school,
            user=wish.user,
            kind=kind,
            week=of,
            state=Letter.State.BEGUN,
            at=at,
        )
    if not may_try(before.state, before.tries):
        return None
    before.state, before.at, before.tries = Letter.State.BEGUN, at, before.tries + 1
    before.save(update_fields=["state", "at", "tries"])
    return before


def _sent(letter: Letter, wish: Wish, subject: str, body: str) -> Letter:
    """Hand the letter to the mail server. What the server refused, or never heard of, did not go;
    when it falls silent in the midst of it, nobody knows, and the letter stays begun."""
    connection: Any = get_connection()
    letter.state = Letter.State.FAILED
    try:
        connection.open()
        letter.state = Letter.State.BEGUN
        message = EmailMessage(
            subject, body, to=[wish.address], connection=connection, headers=_headers()
        )
        message.send()
        letter.state, letter.why = Letter.State.SENT, ""
    except (SMTPException, OSError) as error:
        if isinstance(error, SMTPResponseException | SMTPRecipientsRefused):
            letter.state = Letter.State.FAILED
        # The kind of failure only: its words may hold the address.
        letter.why = type(error).__name__[:60]
    finally:
        _close(connection)
    letter.save(update_fields=["state", "why"])
    return letter


def _headers() -> dict[str, str]:
    """Where letters are stopped, for programs that show a button for it."""
    if not settings.ADDRESS:
        return {}
    return {"List-Unsubscribe": f"<{settings.ADDRESS}{reverse('reminders:reminders')}>"}


def _close(connection: Any) -> None:
    with suppress(SMTPException, OSError):
        connection.close()
