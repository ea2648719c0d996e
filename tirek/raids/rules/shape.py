"""The details of a raid in the school file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any

from tirek.access.rules.shape import Problem, Shape, day, list_of, obj, one_of, text
from tirek.raids.rules.results import RESULTS


def _clock_time() -> Shape:
    def check(value: Any, path: str, problems: list[Problem]) -> None:
        if as_time(value) is None:
            problems.append(Problem(path, "WRONG_FORMAT"))

    return Shape(check)


def as_time(value: Any) -> time | None:
    """18:30 as a time; None for anything else."""
    try:
        return time.fromisoformat(value) if isinstance(value, str) and len(value) == 5 else None
    except ValueError:
        return None


RAID = obj(
    planned_on=day(),
    starts_at=_clock_time(),
    ends_at=_clock_time(),
    area=text(200),
    purpose=text(1000),
    team=list_of(obj(name=text(200, required=True), post=text(200), user=text(150))),
    stops=list_of(
        obj(
            household=text(80),
            address=text(300),
            result=one_of(RESULTS),
            at_home=text(1000),
            findings=text(4000),
            measures=text(4000),
            again_on=day(),
        )
    ),
    corrects=text(80),
    reason=text(1000),
)


def shape_problems(details: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What keeps `details` from being those of a raid: (path, code) pairs."""
    found: list[Problem] = []
    RAID.check(details, "", found)
    return [(one.path.lstrip("."), one.code) for one in found]
