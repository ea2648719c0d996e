"""Reads what somebody is to be reminded of, and whose calendar an address is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from tirek.access.models import School, User
from tirek.access.sight import may
from tirek.accounts.actions import hash_of_token
from tirek.desk.queries import Desk, desk_of
from tirek.plans.models import PlanRow
from tirek.reminders.models import Feed, Letter, Wish
from tirek.reminders.rules.due import Reminder, reminders_of

# Who has a desk made from the plans; for others there is nothing to remind of.
PLANS = "plans.plan:read"


def feed_of(secret: str) -> Feed | None:
    """The calendar behind an address that still holds, of somebody who may still come in."""
    found = Feed.objects.filter(secret_hash=hash_of_token(secret), ended_at=None)
    return found.select_related("user", "school").filter(user__is_active=True).first()


def feed_now(user: Any, school: School) -> Feed | None:
    """The person's calendar address at a school, if there is one."""
    return Feed.objects.filter(user=user, school=school, ended_at=None).first()


def wish_of(user: Any, school: School) -> Wish:
    """How the person wants to be reminded; by default not at all."""
    found = Wish.objects.filter(user=user, school=school).first()
    language = user.language or "kk"
    return found or Wish(user=user, school=school, language=language)


@dataclass(frozen=True)
class Waiting:
    """What somebody is to be reminded of: the desk to the end of the year, and its rows by code."""

    desk: Desk
    reminders: list[Reminder]

    def row(self, one: Reminder) -> PlanRow:
        """The row of the plan."""
        return self.desk.rows[one.code]


def waiting_for(user: User, school: School, day: date, horizon: date | None = None) -> Waiting:
    """What waits for a person on a day by the roles held then; nothing without such a role."""
    if not may(user, PLANS, school.pk):
        return Waiting(Desk(), [])
    found = desk_of(user, school, day, horizon)
    return Waiting(found, reminders_of(found.board))


def letters_of(school: School) -> list[Letter]:
    """The latest letters of a school, those that failed first."""
    found = list(Letter.objects.filter(school=school).select_related("user")[:200])
    return sorted(found, key=lambda one: one.state != Letter.State.FAILED)
