"""The kind of entry this room records, and its answers in the school file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from tirek.access.models import School, User
from tirek.counselling.models import RECOMMENDATION, Answer
from tirek.journal import kinds
from tirek.journal.models import Entry


def register_all() -> None:
    """Take over RECOMMENDATION: it is written for classes at once and has a page with answers."""
    kinds.register(
        replace(
            kinds.kind(RECOMMENDATION),
            form="counselling:recommend",
            page="counselling:recommendation",
            about=(kinds.CLASS,),
            check=answers_problems,
            load=load_answers,
            dump=dump_answers,
        )
    )


def answers_problems(details: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What keeps `details` from being {"answers": [{"state", "text", "at", "by"}]}."""
    if set(details) - {"answers"} or not isinstance(details.get("answers"), list):
        return [("answers", "EXPECTED")]
    return [
        (f"answers[{index}]", "EXPECTED")
        for index, one in enumerate(details["answers"])
        if not isinstance(one, dict)
        or one.get("state") not in Answer.State.values
        or not isinstance(one.get("text", ""), str)
        or _moment(one.get("at")) is None
    ]


def load_answers(batch: list[tuple[Entry, Mapping[str, Any]]]) -> None:
    """Bring answers in; who answered is found by the sign-in name."""
    raws = [(entry, one) for entry, details in batch for one in details.get("answers", [])]
    names = {one["by"] for _, one in raws if one.get("by")}
    users = {one.username: one for one in User.objects.filter(username__in=names)}
    Answer.objects.bulk_create(
        Answer(
            entry=entry,
            state=one["state"],
            text=one.get("text", ""),
            at=datetime.fromisoformat(one["at"]),
            by=users.get(one.get("by")),
        )
        for entry, one in raws
    )


def dump_answers(schools: Sequence[School]) -> dict[int, Mapping[str, Any]]:
    """The answers by entry."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    answers = Answer.objects.filter(entry__school__in=schools).select_related("by")
    for one in answers.order_by("id"):
        said = {"state": one.state, "text": one.text, "at": localtime(one.at).isoformat()}
        if one.by is not None:
            said["by"] = one.by.username
        found[one.entry_id].append({name: value for name, value in said.items() if value})
    return {pk: {"answers": some} for pk, some in found.items()}


def _moment(text: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo else None
