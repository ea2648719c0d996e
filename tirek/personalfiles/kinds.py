"""The kinds of entries this room records, and their details in the school file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tirek.access.models import School
from tirek.journal import kinds
from tirek.journal.models import Entry
from tirek.personalfiles.actions import INTEREST_FIELDS
from tirek.personalfiles.models import FileCheck, Interests


def register_all() -> None:
    """Take over PERSONAL_FILE_CHECK and INTERESTS: their forms, their details."""
    for code, form, model, check in (
        ("PERSONAL_FILE_CHECK", "personalfiles:check", FileCheck, check_problems),
        ("INTERESTS", "personalfiles:new_interests", Interests, interests_problems),
    ):
        kinds.register(
            replace(
                kinds.kind(code), form=form, check=check, load=_loader(model), dump=_dumper(model)
            )
        )


def check_problems(details: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What keeps `details` from being a check's."""
    return [
        (name, "EXPECTED")
        for name in details
        if name not in ("papers", "missing") or not isinstance(details[name], list)
    ]


def interests_problems(details: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What keeps `details` from being a record of interests."""
    return [
        (name, "EXPECTED")
        for name in details
        if name not in INTEREST_FIELDS or not isinstance(details[name], str)
    ]


def _loader(model: Any) -> Callable[[list[tuple[Entry, Mapping[str, Any]]]], None]:
    def load(batch: list[tuple[Entry, Mapping[str, Any]]]) -> None:
        kept = [model(entry=entry, details=dict(details)) for entry, details in batch if details]
        model.objects.bulk_create(kept, batch_size=1000)

    return load


def _dumper(model: Any) -> Callable[[Sequence[School]], dict[int, Mapping[str, Any]]]:
    def dump(schools: Sequence[School]) -> dict[int, Mapping[str, Any]]:
        found = model.objects.filter(entry__school__in=schools)
        return dict(found.values_list("entry_id", "details"))

    return dump
