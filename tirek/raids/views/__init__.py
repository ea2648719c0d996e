"""Pages of raids."""

from tirek.raids.views.filling import annul, correct, sign, stop
from tirek.raids.views.papers import document
from tirek.raids.views.planning import change, families, move, new, plan, remove, sort
from tirek.raids.views.reading import again, raid, raids, sheet

__all__ = [
    "again",
    "annul",
    "change",
    "correct",
    "document",
    "families",
    "move",
    "new",
    "plan",
    "raid",
    "raids",
    "remove",
    "sheet",
    "sign",
    "sort",
    "stop",
]
