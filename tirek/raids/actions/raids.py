"""Writes raids: planned, changed, signed, corrected, annulled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import School, User
from tirek.access.queries import staff_of
from tirek.access.refused import Refused
from tirek.journal import actions as journal
from tirek.journal.models import State
from tirek.journal.queries import rows_named
from tirek.raids.actions.stops import add_stops, locked_draft
from tirek.raids.models import KIND, Raid, RaidStop
from tirek.raids.queries import children_at
from tirek.raids.rules.results import SEEN
from tirek.raids.rules.signing import in_order, signing_problems
from tirek.raids.wording import problem_words
from tirek.school.models import Household

FIELDS = ("planned_on", "starts_at", "ends_at", "area", "purpose", "team")
LONGEST_NAME, MOST_MEMBERS = 200, 30


class Unready(Refused):
    """The raid cannot be signed yet; `problems` are the codes of `rules.signing`."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__(problem_words(self.problems[0]))


@transaction.atomic
def plan_raid(
    *, by: User, school: School, fields: Mapping[str, Any], households: Iterable[Household] = ()
) -> Raid:
    """Begin a raid as a draft; `fields` are those of FIELDS, the day may lie ahead."""
    said = _checked(school, fields)
    entry = journal.record_entry(
        by=by, school=school, kind=KIND, on=_begun(said["planned_on"]), state=State.DRAFT
    )
    raid = Raid.objects.create(entry=entry, school=school, **said)
    add_stops(by=by, raid=raid, households=list(households))
    return raid


@transaction.atomic
def change_raid(*, by: User, raid: Raid, fields: Mapping[str, Any]) -> Raid:
    """Write over when and where a draft is planned, and who goes."""
    raid = locked_draft(raid)
    said = _checked(raid.school, fields)
    for name, value in said.items():
        setattr(raid, name, value)
    raid.save(update_fields=[*FIELDS])
    raid.entry.on = _begun(said["planned_on"])
    raid.entry.save(update_fields=["on"])
    audit.record(by=by, verb="CHANGED", thing=raid, school=raid.school)
    return raid


@transaction.atomic
def sign_raid(*, by: User, raid: Raid, on: date | None = None) -> Raid:
    """The draft becomes a raid held on a day: about the families seen and about no others.

    Its entry names every plan row it serves: an entry that names rows serves no others. Unready:
    something is missing. A correction replaces what it corrects.
    """
    raid = locked_draft(raid)
    day, stops = on or raid.day, list(raid.stops.select_related("household"))
    problems = signing_problems(
        day,
        clock.today(),
        [str(row.get("name", "")) for row in raid.team],
        [stop.result for stop in stops],
        raid.starts_at,
        raid.ends_at,
    )
    if problems:
        raise Unready(problems)
    corrected = raid.corrects
    if corrected is not None and not Raid.objects.signed().filter(pk=corrected.pk).exists():
        raise Refused(_("The raid this one corrects has been corrected or annulled meanwhile."))
    seen = [stop.household for stop in stops if stop.result == SEEN and stop.household]
    living = children_at(raid.school, [home.pk for home in seen], day)
    entry = journal.change_draft(
        by=by,
        entry=raid.entry,
        on=day,
        households=seen,
        pupils=[pupil for home in seen for pupil in living.get(home.pk, ())],
        rows=rows_named(raid.school, KIND, "", day, people=True),
        text=raid.entry.text,
    )
    raid.corrects = None
    raid.save(update_fields=["corrects"])
    raid.entry = journal.sign_entry(
        by=by, entry=entry, replaces=corrected.entry if corrected is not None else None
    )
    return raid


@transaction.atomic
def correct_raid(*, by: User, raid: Raid, reason: str) -> Raid:
    """Begin a correction: a new draft that says the same; it replaces the raid when signed."""
    if not reason.strip():
        raise Refused(_("State the reason."), field="reason")
    if not Raid.objects.signed().filter(pk=raid.pk).exists():
        raise Refused(_("Only a signed raid that still stands can be corrected."))
    entry = journal.record_entry(
        by=by,
        school=raid.school,
        kind=KIND,
        on=raid.entry.on,
        state=State.DRAFT,
        text=raid.entry.text,
    )
    draft = Raid.objects.create(
        entry=entry,
        school=raid.school,
        corrects=raid,
        reason=reason.strip(),
        **{name: getattr(raid, name) for name in FIELDS if name != "planned_on"},
    )
    kept = ("place", "household_id", "address", "result", "at_home", "findings", "measures")
    RaidStop.objects.bulk_create(
        RaidStop(raid=draft, again_on=stop.again_on, **{name: getattr(stop, name) for name in kept})
        for stop in raid.stops.all()
    )
    return draft


@transaction.atomic
def annul_raid(*, by: User, raid: Raid, reason: str) -> Raid:
    """Annul a raid, or lay a draft aside: it stays to be seen with the reason, counts no more."""
    raid.entry = journal.annul_entry(by=by, entry=raid.entry, reason=reason)
    return raid


def _begun(planned_on: date | None) -> date:
    """The day of a draft's entry: no entry is dated in the future."""
    today = clock.today()
    return min(planned_on, today) if planned_on else today


def _checked(school: School, fields: Mapping[str, Any]) -> dict[str, Any]:
    said = {name: fields.get(name) for name in FIELDS}
    said["area"], said["purpose"] = said["area"] or "", said["purpose"] or ""
    said["team"] = known_team(school, said["team"] or ())
    if not in_order(said["starts_at"], said["ends_at"]):
        raise Refused(_("The raid ends after it begins."), field="ends_at")
    return said


def known_team(school: School, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The team with the logins of those who work at the school, each person once."""
    logins = {user.username: user.full_name for user in staff_of(school, clock.today())}
    team: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows:
        name, post = str(row.get("name", "")).strip(), str(row.get("post", "")).strip()
        login = row.get("user") if logins.get(str(row.get("user"))) == name else ""
        kept = {"name": name[:LONGEST_NAME], "post": post[:LONGEST_NAME], "user": login or ""}
        if name:
            team.setdefault((name.casefold(), kept["user"]), {k: v for k, v in kept.items() if v})
    return list(team.values())[:MOST_MEMBERS]
