"""The calendar as a file (RFC 5545): a whole-day entry for each row and last day, with a number."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from tirek import __version__
from tirek.journal.rules.rowcodes import on_screen
from tirek.plans.wording import counted_words, proof_words
from tirek.reminders.queries import Waiting
from tirek.reminders.rules.due import Reminder

# A calendar program asks again after so long.
EVERY = timedelta(hours=12)


def written(waiting: Waiting, name: str, address: str, today: date) -> bytes:
    """The file; `address` is the program's own, for links that ask who one is.

    Neither names nor words of the plan: a school may have written a name into its plan.
    """
    found = Calendar()
    found.add("prodid", f"-//Tirek//Tirek {__version__}//KK")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("name", name)
    found.add("x-wr-calname", name)
    found.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    for one in waiting.reminders:
        found.add_component(_event(waiting, one, address, today))
    return bytes(found.to_ical())


def _event(waiting: Waiting, one: Reminder, address: str, today: date) -> Event:
    row = waiting.row(one)
    made = Event()
    proof = ".".join(part for part in (one.proof.kind, one.proof.topic) if part) or "NONE"
    made.add("uid", f"{row.pid}-{one.until:%Y%m%d}-{proof}@tirek")
    # The same data give the same file all day, to the byte.
    made.add("dtstamp", datetime.combine(today, time(), UTC))
    made.add("dtstart", one.until)
    made.add("dtend", one.until + timedelta(days=1))
    made.add("transp", "TRANSPARENT")
    made.add("class", "PRIVATE")
    made.add("summary", _words(one))
    made.add("url", address + reverse("plans:row", args=[row.pid]))
    return made


def _words(one: Reminder) -> str:
    """«Ә 6.1 · Үй жағдайын зерттеу · оқушы: 36»."""
    parts = [on_screen(one.code), proof_words(one.proof.kind, one.proof.topic)]
    parts.append(counted_words(one.unit, one.number))
    words = " · ".join(part for part in parts if part)
    return _("Overdue: %(what)s") % {"what": words} if one.late else words
