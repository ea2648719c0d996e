"""What of a card goes, in words: the preview, the record, the page of what came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tirek.access.models import School
from tirek.cards.models import Kin
from tirek.cards.queries import categories
from tirek.journal import kinds
from tirek.school.models import Sex
from tirek.transfers.rules.parcel import CARD, FAMILY, SENSITIVE, STATUSES, WORK

PARTS = {
    CARD: gettext_lazy("Card: name, birth, IIN, address, phone"),
    STATUSES: gettext_lazy("Statuses with their basis"),
    SENSITIVE: gettext_lazy("Sensitive statuses (register, behaviour, risk)"),
    FAMILY: gettext_lazy("Family, guardians with their papers"),
    WORK: gettext_lazy("List of work done: kind and day, no texts"),
}


@dataclass(frozen=True)
class Shown:
    """A part of the parcel as a table."""

    title: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]] = ()


def shown(parcel: Mapping[str, Any], school: School) -> list[Shown]:
    """Everything that is in the parcel, nothing else, in words."""
    if not parcel:
        return []
    card = parcel["pupil"]
    labels = {
        "surname": _("Surname"),
        "given": _("First name"),
        "patronymic": _("Patronymic"),
        "sex": _("Sex"),
        "born_on": _("Date of birth"),
        "iin": _("IIN"),
        "address": _("Address"),
        "phone": _("Phone"),
        "language": _("Language of teaching"),
    }
    said = {**card, "born_on": _day(card.get("born_on"))}
    if card.get("sex") in Sex.values:
        said["sex"] = str(Sex(card["sex"]).label)
    rows = [(label, str(said[name])) for name, label in labels.items() if said.get(name)]
    found = [Shown(_("Card"), (), rows)]
    if statuses := card.get("statuses"):
        names = categories(school)
        heads = (_("Status"), _("First day"), _("Last day"), _("Basis"))
        rows4: list[tuple[str, ...]] = [
            (
                names[one["category"]].name() if one["category"] in names else one["category"],
                *(_day(one.get("since")), _day(one.get("until")), _paper(one.get("basis", {}))),
            )
            for one in statuses
        ]
        found.append(Shown(_("Statuses"), heads, rows4))
    if family := parcel.get("family"):
        kin = {one["member"]: one for one in card.get("kin", [])}
        heads = (_("Full name"), _("Kinship"), _("Phone"), _("Paper"))
        rows4 = [_member(one, kin.get(one["key"], {})) for one in family["members"]]
        title = ", ".join(part for part in (_("Family"), family.get("address", "")) if part)
        found.append(Shown(title, heads, rows4))
    if work := parcel.get("work"):
        rows2 = [(_day(one["on"]), _kind(one)) for one in work]
        found.append(Shown(_("Work done"), (_("Date"), _("Kind of work")), rows2))
    return found


def _member(one: Mapping[str, Any], kin: Mapping[str, Any]) -> tuple[str, ...]:
    name = " ".join(one[part] for part in ("surname", "given", "patronymic") if one.get(part))
    kinship = str(Kin(kin["kinship"]).label) if kin.get("kinship") in Kin.values else ""
    return (name, kinship, one.get("phone", ""), _paper(kin.get("paper", {})))


def _kind(one: Mapping[str, Any]) -> str:
    known = kinds.kinds().get(one["kind"])
    if known is None:
        return str(one["kind"])
    topic = known.topics.get(one.get("topic", ""), "")
    return f"{known.name}: {topic}" if topic else str(known.name)


def _day(value: str | None) -> str:
    return f"{date.fromisoformat(value):%d.%m.%Y}" if value else ""


def _paper(paper: Mapping[str, Any]) -> str:
    parts = (
        paper.get("document", ""),
        f"№ {paper['number']}" if paper.get("number") else "",
        _day(paper.get("on")),
    )
    return ", ".join(part for part in parts if part)


def part_names(codes: list[str]) -> list[str]:
    """The parts chosen, in words."""
    return [str(PARTS[code]) for code in codes if code in PARTS]


def skipped_names(codes: list[str], school: School) -> list[str]:
    """What could not be taken over, in words."""
    names = categories(school)
    return [
        _("Family: the card has one already")
        if code == "FAMILY"
        else str(PARTS[FAMILY])
        if code == "KIN"
        else names[code].name()
        if code in names
        else code
        for code in codes
    ]
