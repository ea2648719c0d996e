"""A draft written at once: what came from a phone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from tirek.access import audit, clock
from tirek.access.models import User
from tirek.visits.actions.acts import known_staff, link_members, locked_draft
from tirek.visits.models import InspectionAct
from tirek.visits.rules.asked import Form
from tirek.visits.rules.details import (
    Problem,
    draft_problems,
    said,
    school_year_of,
    shape_problems,
)


@transaction.atomic
def fill_act(
    *, by: User, act: InspectionAct, answers: Mapping[str, Any], on: date
) -> tuple[InspectionAct, dict[str, Any], list[Problem]]:
    """Write the answers of all steps over a draft; gives the act, what could not be taken, and why.

    An answer that is unfit (a date in the future, a negative sum, a question this form has not) is
    left out of the act and given back, so that a person may see it. A visit dated in the future is
    dated today.
    """
    act = locked_draft(act)
    day = min(on, clock.today())
    fit, problems = fitting(act.form, day, answers)
    beside = set(act.form.fields) - asked_of(act.form)  # the children and the like: not answers
    unfit = {
        code: value
        for code, value in answers.items()
        if code not in fit and code not in beside and said(value)
    }
    act.details, act.saved_at = details_with(act, fit), clock.now()
    if day != act.entry.on:
        act.entry.on = day
        act.entry.save(update_fields=["on"])
        act.year = school_year_of(day)
    act.save(update_fields=["details", "saved_at", "year"])
    link_members([act])
    audit.record(by=by, verb="CHANGED", thing=act, school=act.school, note="phone")
    return act, unfit, problems


def details_with(act: InspectionAct, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The act's `details` with these answers to all its questions, and what stands beside them."""
    asked = asked_of(act.form)
    details = {code: value for code, value in act.details.items() if code not in asked}
    details |= answers
    details["commission"] = known_staff(act.school, details)
    return details


def asked_of(form: Form) -> set[str]:
    """The codes of all questions a person answers."""
    return {one.code for step in form.steps for one in step.asked}


def fitting(
    form: Form, on: date, answers: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Problem]]:
    """The answers a draft may keep, and what is wrong with the others."""
    asked = asked_of(form)
    wrong = shape_problems(form, answers)
    bad = {problem.field for problem in wrong}
    kept = {code: value for code, value in answers.items() if code in asked - bad and said(value)}
    senseless = draft_problems(form, on, kept, today=clock.today())
    bad = {problem.field for problem in senseless}
    return {code: value for code, value in kept.items() if code not in bad}, [*wrong, *senseless]
