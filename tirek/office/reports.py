"""The register of papers: each room declares its own, the command line and the pages list them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tirek.office.document import Document

# What was asked for, as typed: "as_of", "class", "category", "month", ...
Options = Mapping[str, str]


@dataclass(frozen=True)
class Report:
    """A paper that can be had by name.

    `title` in words; `options` are the names it understands, `needs` those it cannot do without.
    `build(school, options, language, user)` draws it and `figures(school, options, user)` gives its
    figures; both raise a ValidationError in words when an option is wrong. `user` is None on the
    command line; else only what that user may see goes in.
    """

    name: str
    title: Any
    options: tuple[str, ...]
    needs: tuple[str, ...]
    build: Callable[[Any, Options, str, Any], Document]
    figures: Callable[[Any, Options, Any], dict[str, Any]] | None = None


_REPORTS: dict[str, Report] = {}
# Papers that are had on a page of their own only, with their titles.
_PAPERS: dict[str, Any] = {}


def register(report: Report) -> None:
    """Declare a paper (from a room's `AppConfig.ready`)."""
    _REPORTS[report.name] = report


def reports() -> dict[str, Report]:
    """All papers by name."""
    return dict(sorted(_REPORTS.items()))


def register_paper(name: str, title: Any) -> None:
    """Declare a paper that is no report, but whose Word form a school may replace."""
    _PAPERS[name] = title


def papers() -> dict[str, Any]:
    """The titles of all papers that are given as Word, reports or not, by name."""
    return dict(sorted({**{one.name: one.title for one in _REPORTS.values()}, **_PAPERS}.items()))
