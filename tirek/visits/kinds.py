"""The kinds of entries the visits record, and their details in the school file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tirek.access.models import School
from tirek.journal import kinds
from tirek.journal.models import Entry
from tirek.visits.actions import link_members, words_of
from tirek.visits.models import InspectionAct
from tirek.visits.rules.details import school_year_of, shape_problems


def register_all() -> None:
    """Take over HOUSING_ACT: its form, its page, its details."""
    kinds.register(
        replace(
            kinds.kind("HOUSING_ACT"),
            form="visits:new",
            page="visits:act",
            load=load_acts,
            dump=dump_acts,
            check=check_act,
        )
    )


def check_act(details: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What keeps `details` from being an act's: (path, message) pairs."""
    return [(problem.path, words_of(problem)) for problem in shape_problems(details)]


def load_acts(batch: Sequence[tuple[Entry, Mapping[str, Any]]]) -> None:
    """Bring acts in: details as they are, `number` apart; none at all is an act too."""
    made = []
    for entry, details in batch:
        kept = dict(details)
        number = kept.pop("number", None)
        made.append(
            InspectionAct(
                entry=entry,
                school_id=entry.school_id,
                year=school_year_of(entry.on),
                number=number,
                details=kept,
            )
        )
    InspectionAct.objects.bulk_create(made, batch_size=1000)
    link_members(made)


def dump_acts(schools: Sequence[School]) -> dict[int, Mapping[str, Any]]:
    """The details of the schools' acts as they are, with their numbers, by entry id."""
    found = InspectionAct.objects.filter(school__in=schools).values_list(
        "entry_id", "number", "details"
    )
    return {
        entry_id: {**({"number": number} if number else {}), **details}
        for entry_id, number, details in found
    }
