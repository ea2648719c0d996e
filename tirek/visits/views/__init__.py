"""The pages of the visits."""

from tirek.visits.views.files import glass, photos, picture, remove
from tirek.visits.views.filling import new, new_property, sign, step
from tirek.visits.views.papers import blank, document
from tirek.visits.views.reading import act, acts
from tirek.visits.views.tasks import close, reopen, tasks
from tirek.visits.views.undoing import annul, correct

__all__ = [
    "act",
    "acts",
    "annul",
    "blank",
    "close",
    "correct",
    "document",
    "glass",
    "new",
    "new_property",
    "photos",
    "picture",
    "remove",
    "reopen",
    "sign",
    "step",
    "tasks",
]
