"""The weekly letter: figures and links, without anybody's name."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from tirek.journal.rules.rowcodes import on_screen
from tirek.plans.wording import counted_words, proof_words
from tirek.reminders.models import Wish
from tirek.reminders.queries import Waiting, waiting_for
from tirek.reminders.rules.letters import due, week_of

MOST = 12


def of(day: date) -> date:
    """The week that a letter of the day belongs to."""
    return week_of(day)


def wanted(day: date) -> Q:
    """Whose day of the week has come: a desk is counted for nobody else."""
    return Q(weekday__lte=day.weekday())


def words(wish: Wish, day: date, _at: datetime) -> tuple[str, str] | None:
    """Subject and body in the language wished for; None when there is nothing to say."""
    waiting = waiting_for(wish.user, wish.school, day)
    calendar = waiting.desk.calendar
    holiday = calendar is None or calendar.quarter_of(day) is None
    if not due(wish.weekday, day, wish.quiet, holiday) or not _something(wish, waiting):
        return None
    with override(wish.language):
        return _("Tirek: this week"), _body(wish, waiting, day)


def _something(wish: Wish, waiting: Waiting) -> bool:
    board = waiting.desk.board
    return bool(
        (wish.late and board.late_count)
        or (wish.week and board.week_count)
        or (wish.untouched and board.untouched_count)
    )


def _body(wish: Wish, waiting: Waiting, day: date) -> str:
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
