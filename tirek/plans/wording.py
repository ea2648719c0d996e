"""Codes of the rules in the user's words: terms, problems, cohorts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from tirek.access.models import School
from tirek.access.roles import Role
from tirek.cards.queries import categories
from tirek.journal import kinds
from tirek.plans.rules.cohorts import Cohort
from tirek.plans.rules.coverage import RowCoverage
from tirek.plans.rules.evidence import CLASS, HOUSEHOLD, PUPIL, Evidence
from tirek.plans.rules.shape import ShapeError
from tirek.schoolyear.rules.calendar import Calendar

# Short names of months for the table's head and for terms.
SHORT_MONTHS = {
    1: pgettext_lazy("month", "Jan"),
    2: pgettext_lazy("month", "Feb"),
    3: pgettext_lazy("month", "Mar"),
    4: pgettext_lazy("month", "Apr"),
    5: pgettext_lazy("month", "May"),
    6: pgettext_lazy("month", "Jun"),
    7: pgettext_lazy("month", "Jul"),
    8: pgettext_lazy("month", "Aug"),
    9: pgettext_lazy("month", "Sep"),
    10: pgettext_lazy("month", "Oct"),
    11: pgettext_lazy("month", "Nov"),
    12: pgettext_lazy("month", "Dec"),
}
MONTHS = {
    1: gettext_lazy("January"),
    2: gettext_lazy("February"),
    3: gettext_lazy("March"),
    4: gettext_lazy("April"),
    5: pgettext_lazy("month in full", "May"),
    6: gettext_lazy("June"),
    7: gettext_lazy("July"),
    8: gettext_lazy("August"),
    9: gettext_lazy("September"),
    10: gettext_lazy("October"),
    11: gettext_lazy("November"),
    12: gettext_lazy("December"),
}
SUMMER = pgettext_lazy("month", "Summer")
UNIT_NAMES = {
    "SCHOOL": gettext_lazy("the whole school"),
    "CLASS": gettext_lazy("each class"),
    "PUPIL": gettext_lazy("each pupil"),
    "HOUSEHOLD": gettext_lazy("each family"),
}
# Why an entry that looks like evidence does not count (`rules.uncounted`).
UNCOUNTED = {
    "DRAFT": gettext_lazy("a draft"),
    "ANNULLED": gettext_lazy("annulled"),
    "LATER": gettext_lazy("dated after this day"),
    "OTHER_ROW": gettext_lazy("names another row"),
    "NOT_NAMED": gettext_lazy("does not name this row"),
    "OTHER_TOPIC": gettext_lazy("another topic"),
    "BEFORE": gettext_lazy("before the period"),
    "AFTER": gettext_lazy("after the period and its days of grace"),
    "BETWEEN": gettext_lazy("between two periods"),
}
# The letters of the four plans on the screen.
KIND_LETTERS = {"OWN": "Ә", "NURSE": "М", "CLASS_TEACHERS": "С", "PSYCHOLOGIST": "П"}


def term_words(term: Mapping[str, Any]) -> str:
    """A term in words: "twice a year", "September - October", "all year"."""
    if term.get("months"):
        months = term["months"]
        if len(months) == 1:
            return str(MONTHS[months[0]])
        return f"{MONTHS[months[0]]} – {MONTHS[months[-1]]}"
    times = term.get("times", 1)
    if term.get("every") == "HALF" and times == 1:
        return _("twice a year")
    if term.get("every"):
        words = {
            "MONTH": ngettext("%(n)s time a month", "%(n)s times a month", times),
            "QUARTER": ngettext("%(n)s time a quarter", "%(n)s times a quarter", times),
            "HALF": ngettext("%(n)s time a half-year", "%(n)s times a half-year", times),
            "YEAR": ngettext("%(n)s time a year", "%(n)s times a year", times),
        }
        return words[term["every"]] % {"n": times}
    return _("on request") if term.get("on_request") else _("all year, without a deadline")


def role_words(roles: list[str]) -> str:
    """Roles in words, in their order."""
    return ", ".join(str(Role(role).label) for role in roles)


def span_words(since: date, until: date) -> str:
    """`01.09 – 31.12.2026`; both years when they differ."""
    first = f"{since:%d.%m}" if since.year == until.year else f"{since:%d.%m.%Y}"
    return f"{first} – {until:%d.%m.%Y}"


def shape_words(error: ShapeError) -> str:
    """Why a term, a cohort or evidence cannot be counted, with its place."""
    words = {
        "EMPTY": _("is empty: choose at least one, or leave it out"),
        "TOO_DEEP": _("one inside another too many times"),
    }.get(error.code, _("cannot be read"))
    return f"{error.path}: {words}"


def cohort_words(school: School, cohort: Cohort, unit: str) -> str:
    """Whom a row is about, in words."""
    everybody = {
        "SCHOOL": _("the whole school"),
        "CLASS": _("all classes"),
        "PUPIL": _("all pupils"),
        "HOUSEHOLD": _("all families"),
    }
    named = cohort.statuses or any(one.statuses for one in cohort.any)
    return _said(cohort, categories(school) if named else {}) or str(everybody.get(unit, ""))


def _said(cohort: Cohort, known: dict[str, Any]) -> str:
    parts = []
    if cohort.social:
        parts.append(_("with a social status"))
    if cohort.statuses:
        parts.append(
            ", ".join(known[code].name() if code in known else code for code in cohort.statuses)
        )
    if cohort.grades:
        parts.append(_("grades: %(list)s") % {"list": ", ".join(map(str, cohort.grades))})
    if cohort.arrived:
        parts.append(_("came this year"))
    if cohort.requested:
        parts.append(_("classes for which it was requested"))
    if cohort.any:
        parts.append(_either().join(_said(one, known) for one in cohort.any))
    return "; ".join(parts)


def _either() -> str:
    word = pgettext("between alternatives", "or")
    return f" {word} "


def evidence_words(evidence: Evidence) -> str:
    """What proves a row, in words: groups by "and", alternatives by "or"."""
    either = _either()
    return (
        "; ".join(
            either.join(proof_words(proof.kind, proof.topic) for proof in group)
            for group in evidence
        )
        or "–"
    )


def proof_words(code: str, topic: str) -> str:
    """A kind and its topic in words."""
    known = kinds.kinds().get(code)
    if known is None:
        return code
    return f"{known.name}: {known.topics.get(topic, topic)}" if topic else str(known.name)


def counted_words(unit: str, number: int) -> str:
    """ "pupils: 36"; nothing for the school itself."""
    words = {
        PUPIL: _("pupils: %(n)s"),
        HOUSEHOLD: _("families: %(n)s"),
        CLASS: _("classes: %(n)s"),
    }
    return words[unit] % {"n": number} if unit in words else ""


def done_words(found: RowCoverage) -> str:
    """What is done of a row in figures: "26 of 27, overdue: 1", "worked with: 12 of 30"."""
    if found.row.term.ongoing:
        if found.row.unit == "SCHOOL":
            return _("done") if found.touched else _("not begun")
        whole = len(found.touched) + len(found.untouched)
        return _("worked with: %(done)s of %(whole)s") % {
            "done": len(found.touched),
            "whole": whole,
        }
    if found.row.term.on_request:
        return _("requests waiting: %(n)s") % {"n": found.open}
    if not any(one.begun for one in found.periods):
        return _("term not begun")
    parts = [_("%(done)s of %(whole)s") % {"done": found.done, "whole": found.due}]
    for words, number in (
        (_("overdue"), found.overdue),
        (_("left out"), found.waived),
        (_("moved"), found.moved),
        (_("done, about those who left"), found.done_left),
    ):
        if number:
            parts.append(f"{words}: {number}")
    return ", ".join(parts)


def proof_lines(found: RowCoverage, calendar: Calendar) -> str:
    """Each kind of evidence in the row's terms: how many times for a member, and the last day.

    An entry about twenty pupils counts twenty times in a row counted by pupils, as it serves
    twenty of its items. A row without terms (ongoing, on request) takes the school year.
    """
    grace = timedelta(days=found.row.grace_days)
    spans = [
        (one.since, max((one.until, *one.moved.values())) + grace) for one in found.periods
    ] or [(calendar.starts_on, calendar.closes_on)]
    lines = []
    for group, days in zip(found.row.evidence, found.groups, strict=False):
        every = [
            day
            for some in days.values()
            for day in some
            if any(since <= day <= until for since, until in spans)
        ]
        words = evidence_words((group,))
        last = f", {max(every):%d.%m.%Y}" if every else ""
        lines.append(f"{words}: {len(every)}{last}")
    return "\n".join(lines) or "–"
