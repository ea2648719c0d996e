"""What the rules and the lines say, in the words of the page's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tirek.cards.models import Category, Kin
from tirek.classdata.rules import said as rules
from tirek.web.rules.dates import short_day

FAULTS = {
    "CATEGORY": gettext_lazy("Choose the status."),
    "STATUS": gettext_lazy("Choose the status that is over."),
    "NO_SUCH_DAY": gettext_lazy("There is no such date."),
    "FUTURE": gettext_lazy("Enter today's date or an earlier one."),
    "BEFORE": gettext_lazy("The last day is before the first day."),
    "WHO": gettext_lazy("State both the name and the kinship."),
    "WHOM": gettext_lazy("Choose who has left the family."),
    "BOTH": gettext_lazy("Something is said to have changed and nothing to have changed."),
}


def fault_text(code: str) -> str:
    """Why something typed is wrong."""
    return str(FAULTS[code])


def said_text(what: str, said: Mapping[str, Any], categories: Mapping[str, Category]) -> str:
    """What a line says, in one text."""
    if what == rules.OPENED:
        paper = str(said.get("paper", ""))
        return _joined(_category(said, categories), _since(said), paper)
    if what == rules.ENDED:
        return _joined(_category(said, categories), _until(said))
    if what in (rules.ADDRESS, rules.PHONE):
        return str(said.get(what.lower(), "")) or _("none")
    if what in (rules.WORK, rules.MEMBER_PHONE):
        value = str(said.get("work" if what == rules.WORK else "phone", "")) or _("none")
        return f"{_person(said)}: {value}"
    if what == rules.JOINED:
        return _joined(_person(said), str(said.get("phone", "")))
    if what == rules.LEFT:
        return _joined(_person(said), _until(said))
    return str(said.get("note", ""))


def card_text(what: str, card: Mapping[str, Any], categories: Mapping[str, Category]) -> str:
    """What the card says there, in one text; a dash where it says nothing."""
    if what in (rules.OPENED, rules.ENDED):
        return _joined(_category(card, categories), _since(card)) or "–"
    if what in (rules.JOINED, rules.LEFT):
        return _person(card) or "–"
    return " ".join(str(one) for one in card.values() if one) or "–"


def _category(said: Mapping[str, Any], categories: Mapping[str, Category]) -> str:
    code = str(said.get("category", ""))
    return categories[code].name() if code in categories else code


def _person(said: Mapping[str, Any]) -> str:
    kinship = dict(Kin.choices).get(said.get("kinship", ""), "")
    return _joined(str(said.get("name", "")), str(kinship))


def _since(said: Mapping[str, Any]) -> str:
    return _("first day: %(day)s") % {"day": _day(said["since"])} if said.get("since") else ""


def _until(said: Mapping[str, Any]) -> str:
    return _("last day: %(day)s") % {"day": _day(said["until"])} if said.get("until") else ""


def _day(text: Any) -> str:
    try:
        return short_day(date.fromisoformat(str(text)))
    except ValueError:
        return str(text)


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
