"""The paper of this room that can be had by its name: counts without names."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from tirek.access.models import School
from tirek.handover.drawing import counts_paper
from tirek.handover.queries import aggregates
from tirek.office.reports import Options, Report, register
from tirek.reports import options as asked

USUAL_THRESHOLD = 5


def register_all() -> None:
    """Declare the paper that can be had by its name."""
    register(
        Report(
            "aggregates",
            gettext_lazy("Counts without names"),
            ("as_of",),
            (),
            lambda school, given, language, user: counts_paper(
                school, asked.as_of(given), language, USUAL_THRESHOLD
            ),
            _figures,
        )
    )


def _figures(school: School, given: Options, user: Any) -> dict[str, Any]:
    found = aggregates(school, asked.as_of(given), USUAL_THRESHOLD)
    return {
        "as_of": asked.as_of(given).isoformat(),
        "hidden_below": USUAL_THRESHOLD,
        "categories": {
            category.code: {
                "pupils": row.total,
                "families": families,
                "grades": dict(zip(map(str, found.grades), row.cells, strict=True)),
            }
            for category, row, families in found.rows
        },
    }
