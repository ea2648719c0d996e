"""What a class teacher said of a pupil, compared with what the card says: the lines to decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

ADDRESS, PHONE, WORK, MEMBER_PHONE = "ADDRESS", "PHONE", "WORK", "MEMBER_PHONE"
OPENED, ENDED, JOINED, LEFT, NOTE = "OPENED", "ENDED", "JOINED", "LEFT", "NOTE"
KINDS = (OPENED, ENDED, ADDRESS, PHONE, WORK, MEMBER_PHONE, JOINED, LEFT, NOTE)
# Lines that ask for nothing more than yes or no.
PLAIN = frozenset({ADDRESS, PHONE, WORK, MEMBER_PHONE, NOTE})
# How many new statuses one form has room for, a pupil.
NEW_STATUSES = 2


@dataclass(frozen=True)
class Adult:
    """A grown-up of the family as the card has it: a key, whether kin of the pupil by a fact."""

    member: str
    name: str = ""
    kinship: str = ""
    tied: bool = False
    work: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Held:
    """A status that holds: its category, first day."""

    category: str
    since: date | None = None


@dataclass(frozen=True)
class Card:
    """What the card of a pupil says, as far as its reader may know."""

    address: str = ""
    phone: str = ""
    adults: tuple[Adult, ...] = ()
    held: tuple[Held, ...] = ()

    def adult(self, member: object) -> Adult | None:
        """The grown-up of that key."""
        return next((one for one in self.adults if one.member == member), None)

    def kin(self, member: object) -> Adult | None:
        """The grown-up of that key who is kin of the pupil."""
        return next((one for one in self.adults if one.tied and one.member == member), None)

    def status(self, category: object) -> Held | None:
        """The status of that category."""
        return next((one for one in self.held if one.category == category), None)


@dataclass(frozen=True)
class Line:
    """One thing said: its kind, what was said, what the card says."""

    what: str
    said: Mapping[str, Any] = field(default_factory=dict)
    card: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """What is wrong with what was typed: in which field, and why."""

    field: str
    code: str


def same_text(first: object, second: object) -> bool:
    """Do two texts say the same, whatever their spaces?"""
    return " ".join(str(first or "").split()) == " ".join(str(second or "").split())


def typed_over(typed: str, was: str) -> str | None:
    """What was typed in place of what stood there; None when it was left as it was."""
    return None if same_text(typed, was) else " ".join(typed.split())


def lines_of(said: Mapping[str, Any], card: Card) -> list[Line]:
    """The lines one pupil's answers make: what differs from the card, in the order of KINDS."""
    found: list[Line] = []
    held = {one.category for one in card.held}
    for one in _listed(said.get("opened")):
        if one.get("category") and one["category"] not in held:
            found.append(Line(OPENED, one))
    ended = _table(said.get("ended"))
    if (status := card.status(ended.get("category"))) is not None:
        found.append(Line(ENDED, ended, _of_status(status)))
    for what, name in ((ADDRESS, "address"), (PHONE, "phone")):
        if name in said and not same_text(said[name], getattr(card, name)):
            found.append(Line(what, {name: said[name]}, {name: getattr(card, name)}))
    found += _of_adults(_table(said.get("adults")), card)
    joined = _table(said.get("joined"))
    if joined.get("name") and not any(same_text(joined["name"], a.name) for a in card.adults):
        found.append(Line(JOINED, joined))
    left = _table(said.get("left"))
    if (adult := card.kin(left.get("member"))) is not None:
        named = {"name": adult.name, "kinship": adult.kinship}
        found.append(Line(LEFT, left | named, named))
    if note := str(said.get("note") or "").strip():
        found.append(Line(NOTE, {"note": note}))
    return found


def _of_adults(said: Mapping[str, Any], card: Card) -> Iterator[Line]:
    for what, name in ((WORK, "work"), (MEMBER_PHONE, "phone")):
        for adult in card.adults:
            answers = _table(said.get(adult.member))
            if name in answers and not same_text(answers[name], getattr(adult, name)):
                who = {"member": adult.member, "name": adult.name, "kinship": adult.kinship}
                yield Line(what, who | {name: answers[name]}, {name: getattr(adult, name)})


def _of_status(status: Held) -> dict[str, Any]:
    since = status.since.isoformat() if status.since else ""
    return {"category": status.category, "since": since}


def card_now(line: Line, card: Card) -> dict[str, Any]:
    """What the card says now where a line was said earlier."""
    said = line.said
    if line.what in (ADDRESS, PHONE):
        name = line.what.lower()
        return {name: getattr(card, name)}
    if line.what in (WORK, MEMBER_PHONE):
        name = "work" if line.what == WORK else "phone"
        adult = card.adult(said.get("member"))
        return {name: getattr(adult, name)} if adult else {}
    if line.what in (OPENED, ENDED):
        status = card.status(said.get("category"))
        return _of_status(status) if status else {}
    if line.what == LEFT:
        adult = card.kin(said.get("member"))
        return {"name": adult.name, "kinship": adult.kinship} if adult else {}
    if line.what == JOINED:
        found = next((a for a in card.adults if same_text(a.name, said.get("name"))), None)
        return {"name": found.name, "kinship": found.kinship} if found else {}
    return {}


def without_twins(lines: Iterable[tuple[Any, Line]]) -> list[tuple[Any, Line]]:
    """Lines of several pupils, each grown-up's work or phone once: of two of one family, one."""
    seen: set[tuple[str, str, str]] = set()
    kept = []
    for pupil, line in lines:
        if line.what in (WORK, MEMBER_PHONE):
            value = line.said.get("work", line.said.get("phone", ""))
            key = (line.what, str(line.said.get("member")), str(value))
            if key in seen:
                continue
            seen.add(key)
        kept.append((pupil, line))
    return kept


def faults_of(said: Mapping[str, Any], card: Card, today: date) -> list[Fault]:
    """What is wrong with one pupil's answers: days to come, days out of order, half a person."""
    found: list[Fault] = []
    for number, one in enumerate(_listed(said.get("opened"))):
        if not one.get("category") and (one.get("since") or one.get("paper")):
            found.append(Fault(f"opened{number}", "CATEGORY"))
        found += _day_faults(f"since{number}", one.get("since"), None, today)
    ended = _table(said.get("ended"))
    if ended.get("until") and not ended.get("category"):
        found.append(Fault("ended", "STATUS"))
    status = card.status(ended.get("category"))
    found += _day_faults("until", ended.get("until"), status.since if status else None, today)
    joined = _table(said.get("joined"))
    if bool(joined.get("name")) != bool(joined.get("kinship")):
        found.append(Fault("joined" if joined.get("kinship") else "joined_kinship", "WHO"))
    left = _table(said.get("left"))
    if left.get("until") and not left.get("member"):
        found.append(Fault("left", "WHOM"))
    found += _day_faults("left_until", left.get("until"), None, today)
    if said.get("same") and changed(said):
        found.append(Fault("same", "BOTH"))
    return found


def _day_faults(name: str, typed: object, since: date | None, today: date) -> list[Fault]:
    if not typed:
        return []
    try:
        day = date.fromisoformat(str(typed))
    except ValueError:
        return [Fault(name, "NO_SUCH_DAY")]
    if day > today:
        return [Fault(name, "FUTURE")]
    if since is not None and day < since:
        return [Fault(name, "BEFORE")]
    return []


def changed(said: Mapping[str, Any]) -> bool:
    """Was anything said besides that nothing has changed?"""
    return any(
        value not in ("", None, [], {}) or name in ("address", "phone")
        for name, value in said.items()
        if name != "same"
    )


def answered(said: Mapping[str, Any]) -> bool:
    """Was the pupil looked at: something said, or that nothing has changed?"""
    return bool(said.get("same")) or changed(said)


def _listed(value: Any) -> list[dict[str, Any]]:
    return (
        [dict(one) for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
    )


def _table(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {}
