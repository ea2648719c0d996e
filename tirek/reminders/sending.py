"""The weekly letter: figures and links, without anybody's name; once a week whatever happens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from tirek.access import clock
from tirek.access.sight import may
from tirek.journal.rules.rowcodes import on_screen
from tirek.plans.wording import counted_words, proof_words
from tirek.reminders.models import OWN, Letter, Wish
from tirek.reminders.queries import Waiting, waiting_for
from tirek.reminders.rules.letters import due, may_try, week_of

MOST = 12


def send_letters(day: date) -> Iterator[Letter]:
    """Send every letter that is due on a day and was not sent this week; gives each as it went."""
    wishes = Wish.objects.exclude(address="").select_related("user", "school")
    # A desk is counted only for those whose day has come and whose letter is not settled.
    wishes = wishes.filter(user__is_active=True, weekday__lte=day.weekday())
    settled = {
        (one.school_id, one.user_id)
        for one in Letter.objects.filter(week=week_of(day))
        if not may_try(one.state, one.tries)
    }
    for wish in wishes.order_by("pk"):
        if (wish.school_id, wish.user_id) in settled or not may(wish.user, OWN, wish.school_id):
            continue
        waiting = waiting_for(wish.user, wish.school, day)
        calendar = waiting.desk.calendar
        holiday = calendar is None or calendar.quarter_of(day) is None
        if not due(wish.weekday, day, wish.quiet, holiday) or not _something(wish, waiting):
            continue
        letter = _begun(wish, day)
        if letter is not None:
            yield _sent(letter, wish, waiting, day)


def _something(wish: Wish, waiting: Waiting) -> bool:
    board = waiting.desk.board
    return bool(
        (wish.late and board.late_count)
        or (wish.week and board.week_count)
        or (wish.untouched and board.untouched_count)
    )


@transaction.atomic
def _begun(wish: Wish, day: date) -> Letter | None:
    """Note the letter before it goes: if the power fails meanwhile, it is not sent twice."""
    there = Letter.objects.select_for_update().filter(
        school=wish.school, user=wish.user, week=week_of(day)
    )
    before = there.first()
    if before is None:
        return Letter.objects.create(
            school=wish.school,
            user=wish.user,
            week=week_of(day),
            state=Letter.State.BEGUN,
            at=clock.now(),
        )
    if not may_try(before.state, before.tries):
        return None
    before.state, before.at, before.tries = Letter.State.BEGUN, clock.now(), before.tries + 1
    before.save(update_fields=["state", "at", "tries"])
    return before


def _sent(letter: Letter, wish: Wish, waiting: Waiting, day: date) -> Letter:
    with override(wish.language):
        message = EmailMessage(
            _("Tirek: this week"), body_of(wish, waiting, day), to=[wish.address]
        )
    try:
        message.send()
        letter.state, letter.why = Letter.State.SENT, ""
    except (SMTPException, OSError) as error:
        # The kind of failure only: its words may hold the address.
        letter.state, letter.why = Letter.State.FAILED, type(error).__name__[:60]
    letter.at = clock.now()
    letter.save(update_fields=["state", "why", "at"])
    return letter


def body_of(wish: Wish, waiting: Waiting, day: date) -> str:
    """The letter in the language now chosen."""
    board = waiting.desk.board
    lines = [
        (
            on_screen(one.code),
            proof_words(one.proof.kind, one.proof.topic),
            counted_words(one.unit, one.number),
            one.until,
        )
        for one in waiting.reminders
        if not one.late
    ]
    context = {
        "wish": wish,
        "day": day,
        "late": board.late_count,
        "week": board.week_count,
        "untouched": board.untouched_count,
        "lines": [line for line in lines if (line[3] - day).days < 7][:MOST],
        "address": settings.ADDRESS,
    }
    return render_to_string("reminders/letter.txt", context)
