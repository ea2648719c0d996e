"""The kinds of entries the visits record, and their details in the school file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tirek.access.roles import Role
from tirek.journal import kinds
from tirek.journal.models import Entry
from tirek.visits.actions import link_members, words_of
from tirek.visits.models import InspectionAct
from tirek.visits.rules.details import school_year_of, shape_problems

# The audience of the act itself: access.md, "housing acts, raids, property".
READERS = (
    Role.SOCIAL_PEDAGOGUE,
    Role.DEPUTY_DIRECTOR,
    Role.DIRECTOR,
    Role.CLASS_TEACHER,
    Role.PSYCHOLOGIST,
)


def register_all() -> None:
    """Take over HOUSING_ACT: its form, its page, its details."""
    kinds.register(
        replace(
            kinds.kind("HOUSING_ACT"),
            form="visits:new",
            page="visits:act",
            sensitive=True,
            known_to=READERS,
            load=load_act,
            dump=dump_act,
            check=check_act,
        )
    )


def check_act(details: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What keeps `details` from being an act's: (path, message) pairs."""
    return [(problem.path, words_of(problem)) for problem in shape_problems(details)]


def load_act(entry: Entry, details: Mapping[str, Any]) -> None:
    """Bring an act in: its details as they are, `number` apart; none at all is an act too."""
    kept = dict(details)
    act = InspectionAct.objects.create(
        entry=entry,
        school=entry.school,
        year=school_year_of(entry.on),
        number=kept.pop("number", None),
        details=kept,
    )
    if kept.get("commission"):
        link_members(act)


def dump_act(entry: Entry) -> dict[str, Any]:
    """An act's details as they are, with its number."""
    act = getattr(entry, "inspection_act", None)
    if act is None:
        return {}
    return {**({"number": act.number} if act.number else {}), **act.details}
