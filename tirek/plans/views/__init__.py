"""The pages of the plans."""

from tirek.plans.views.adjusting import adjust, adjust_many, take_back
from tirek.plans.views.ahead import ahead, ahead_file
from tirek.plans.views.amending import end, unamend
from tirek.plans.views.approving import approve, send_back, submit, unsubmit
from tirek.plans.views.coverage import coverage, coverage_file
from tirek.plans.views.handed import give_back, handed
from tirek.plans.views.making import bring, last_year, ready
from tirek.plans.views.reading import document, done, plan, plans, row
from tirek.plans.views.reviewing import review
from tirek.plans.views.rows import add, change

__all__ = [
    "add",
    "adjust",
    "adjust_many",
    "ahead",
    "ahead_file",
    "approve",
    "bring",
    "change",
    "coverage",
    "coverage_file",
    "document",
    "done",
    "end",
    "give_back",
    "handed",
    "last_year",
    "plan",
    "plans",
    "ready",
    "review",
    "row",
    "send_back",
    "submit",
    "take_back",
    "unamend",
    "unsubmit",
]
