"""What a room above may put on the pupil's page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from tirek.school.models import Pupil


@dataclass(frozen=True)
class Panel:
    """A box on the pupil's page: its title, its template and what the template shows."""

    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    count: int | None = None


# Each path in settings.PUPIL_PANELS names such a function; None means nothing to show.
PanelMaker = Callable[[HttpRequest, Pupil], Panel | None]
