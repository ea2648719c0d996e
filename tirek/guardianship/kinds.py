"""The talk with a guardian: its form, its page, its details in the school file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from tirek.access.interchange import iso, without_empty
from tirek.access.models import School
from tirek.access.rules.shape import Problem, Shape, as_day, day, obj, text
from tirek.guardianship.models import Check, Talk
from tirek.guardianship.queries import CHECK, TALK
from tirek.journal import kinds
from tirek.journal.models import Entry
from tirek.school.models import HouseholdMember

GUARDIAN = obj(household=text(80), member=text(80), name=text(300))
OF_TALK = ("living", "health", "study", "asked", "agreed")
OF_CHECK = ("who", "findings", "recommendation")
SHAPE: Shape = obj(
    guardian=GUARDIAN,
    living=text(),
    health=text(),
    study=text(),
    asked=text(),
    agreed=text(),
    next_on=day(),
    check=obj(
        guardian=GUARDIAN,
        who=text(300),
        findings=text(),
        recommendation=text(),
        next_on=day(),
    ),
)


def register_all() -> None:
    """Take GUARDIAN_INTERVIEW over."""
    kinds.register(
        replace(
            kinds.kind(TALK),
            topics={CHECK: _("check of the guardian")},
            form="guardianship:talk_with",
            page="guardianship:talk",
            load=load,
            dump=dump,
            check=check,
        )
    )


def check(details: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What keeps `details` from being a talk's or a check's: (path, code) pairs."""
    problems: list[Problem] = []
    SHAPE.check(details, "", problems)
    return [(problem.path, problem.code) for problem in problems]


def load(batch: Sequence[tuple[Entry, Mapping[str, Any]]]) -> None:
    """Bring in details; a talk of which nothing is written needs none."""
    people = _members({entry.school_id for entry, _details in batch})
    talks, checks = [], []
    for entry, details in batch:
        if said := details.get("check"):
            values = {name: said.get(name) or "" for name in OF_CHECK}
            checks.append(Check(entry=entry, **_common(entry, said, people), **values))
        elif details:
            values = {name: details.get(name) or "" for name in OF_TALK}
            talks.append(Talk(entry=entry, **_common(entry, details, people), **values))
    Talk.objects.bulk_create(talks, batch_size=1000)
    Check.objects.bulk_create(checks, batch_size=1000)


def _members(schools: set[int]) -> Callable[[int, Mapping[str, Any]], HouseholdMember | None]:
    known: dict[tuple[int, str, str], HouseholdMember] = {}

    def find(school: int, guardian: Mapping[str, Any]) -> HouseholdMember | None:
        if not guardian.get("member"):
            return None
        if not known:
            found = HouseholdMember.objects.filter(household__school__in=schools)
            for one in found.select_related("household"):
                known[(one.household.school_id, one.household.key, one.key)] = one
        return known.get((school, guardian.get("household") or "", guardian["member"]))

    return find


def _common(entry: Entry, said: Mapping[str, Any], find: Any) -> dict[str, Any]:
    guardian = said.get("guardian") or {}
    return {
        "guardian": find(entry.school_id, guardian),
        "guardian_name": guardian.get("name") or "",
        "next_on": as_day(said.get("next_on")),
    }


def dump(schools: Sequence[School]) -> dict[int, Mapping[str, Any]]:
    """The details of the schools' talks and checks, by entry id."""
    found: dict[int, Mapping[str, Any]] = {}
    here = {"entry__school__in": schools}
    for talk in Talk.objects.filter(**here).select_related("guardian__household"):
        found[talk.entry_id] = _said(talk, OF_TALK)
    for one in Check.objects.filter(**here).select_related("guardian__household"):
        found[one.entry_id] = {"check": _said(one, OF_CHECK)}
    return found


def _said(one: Talk | Check, names: Sequence[str]) -> dict[str, Any]:
    member = one.guardian
    guardian = {
        "household": member.household.key if member else None,
        "member": member.key if member else None,
        "name": one.guardian_name,
    }
    values = {name: getattr(one, name) for name in names}
    return without_empty(
        {"guardian": without_empty(guardian), **values, "next_on": iso(one.next_on)}
    )
