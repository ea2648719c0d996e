"""The pages of the plans."""

from tirek.plans.views.coverage import coverage
from tirek.plans.views.making import adjust, approve, bring, change, ready, take_back
from tirek.plans.views.reading import document, done, plan, plans, row
from tirek.plans.views.reviewing import review

__all__ = [
    "adjust",
    "approve",
    "bring",
    "change",
    "coverage",
    "document",
    "done",
    "plan",
    "plans",
    "ready",
    "review",
    "row",
    "take_back",
]
