"""What a room above may put on the pupil's page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from tirek.school.models import Pupil


@dataclass(frozen=True)
class Panel:
    """A box on the pupil's page: its title, its template and what the template shows.

    `first` puts it above the statuses (what is due), `aside` in the narrow column; `actions` are
    the kinds of work one may add from the page: words and the address of the form, filled in with
    the pupil.
    """

    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    count: int | None = None
    first: bool = False
    aside: bool = False
    actions: Sequence[tuple[str, str]] = ()


# Each path in settings.PUPIL_PANELS names such a function; None means nothing to show.
PanelMaker = Callable[[HttpRequest, Pupil], Panel | None]


def panels_for(request: HttpRequest, pupil: Pupil) -> list[Panel]:
    """The boxes that the rooms above put on this pupil's page for this reader, in their order."""
    makers: list[PanelMaker] = [import_string(path) for path in settings.PUPIL_PANELS]
    found = [maker(request, pupil) for maker in makers]
    return [panel for panel in found if panel is not None]
