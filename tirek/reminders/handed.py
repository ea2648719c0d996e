"""The letter of what colleagues handed on and gave back since the one before; nobody's name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from tirek.access.sight import may
from tirek.journal.rules.rowcodes import on_screen
from tirek.plans.handed import WAITING, state_of
from tirek.plans.models import Adjustment
from tirek.plans.queries import hands, standing_on
from tirek.plans.rules.evidence import evidence_from_json
from tirek.plans.wording import counted_words, proof_words
from tirek.reminders.models import Letter, Wish

HANDED = "plans.handed:read"
# Before the first letter all that still waits is told, and what was given back so lately.
LATELY = timedelta(days=14)


def of(day: date) -> date:
    """One letter a day at most."""
    return day


def wanted(_day: date) -> Q:
    """Who wishes it."""
    return Q(handed=True)


def words(wish: Wish, day: date, at: datetime) -> tuple[str, str] | None:
    """Subject and body in the language wished for; None when nothing is new."""
    if not may(wish.user, HANDED, wish.school_id):
        return None
    stands = standing_on(wish.school, day)
    if stands is None:
        return None
    if wish.quiet and stands.calendar.quarter_of(day) is None:
        return None
    since, user = _since(wish), wish.user_id
    to_me, back = [], []
    for one in hands.handed_in(stands.school_year, wish.user):
        if one.annulled_at is None:
            mine = one.to_user_id == user != one.by_id and one.recorded_at <= at
            if mine and (since is None or since < one.recorded_at):
                to_me.append(one)
        elif one.by_id == user and (since or at - LATELY) < one.annulled_at <= at:
            back.append(one)
    to_me = [one for one in to_me if state_of(stands, one) in WAITING]
    if not to_me and not back:
        return None
    with override(wish.language):
        context = {
            "wish": wish,
            "to_me": _lines(to_me),
            "back": _lines(back),
            "address": settings.ADDRESS,
        }
        body = render_to_string("reminders/handed.txt", context)
        return _("Tirek: handed on"), body


def _since(wish: Wish) -> datetime | None:
    """The moment up to which everything was told; of a letter that did not go nothing was."""
    last = (
        Letter.objects.filter(school=wish.school, user=wish.user, kind=Letter.Kind.HANDED)
        .exclude(state=Letter.State.FAILED)
        .order_by("at")
        .last()
    )
    return last.at if last else None


def _lines(some: Iterable[Adjustment]) -> list[tuple[str, str, str, date]]:
    """Code of the row, kind of work, how many, last day; the soonest first."""
    rows = {one.row_id: one.row for one in some}
    counted = Counter((one.until, one.row_id) for one in some)
    found = []
    for (until, pk), number in sorted(counted.items()):
        row = rows[pk]
        evidence = evidence_from_json(row.evidence or [])
        proof = proof_words(evidence[0][0].kind, evidence[0][0].topic) if evidence else ""
        found.append((on_screen(row.code), proof, counted_words(row.unit, number), until))
    return found
