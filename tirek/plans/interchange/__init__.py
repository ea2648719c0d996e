"""The school file's part of this room: plans with their rows and amendments, and adjustments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tirek.access.interchange import Found
from tirek.access.models import School
from tirek.access.rules.shape import Shape
from tirek.plans.interchange import adjustments, plans

SHAPE: dict[str, Shape] = {"plans": plans.SHAPE, "adjustments": adjustments.SHAPE}


def load(data: Mapping[str, Any], found: Found) -> None:
    """Bring in plans with their rows, then adjustments."""
    rows = plans.load(data.get("plans") or [], found)
    adjustments.load(data.get("adjustments") or [], rows, found)


def dump(schools: Sequence[School], into: dict[str, Any]) -> None:
    """Write plans and the adjustments that are believed now."""
    into["plans"] = plans.dump(schools)
    into["adjustments"] = adjustments.dump(schools)
