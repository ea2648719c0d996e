"""The pages of the visits."""

from tirek.visits.views.filling import new, sign, step
from tirek.visits.views.papers import blank, document
from tirek.visits.views.reading import act, acts
from tirek.visits.views.undoing import annul, correct

__all__ = ["act", "acts", "annul", "blank", "correct", "document", "new", "sign", "step"]
