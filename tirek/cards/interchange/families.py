"""Kinship, income and levels in the school file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from tirek.access.interchange import Found, first_moment, iso, without_empty
from tirek.access.models import School
from tirek.access.rules.shape import (
    Shape,
    amount,
    as_day,
    day,
    flag,
    list_of,
    number,
    obj,
    one_of,
    sure_day,
    text,
)
from tirek.cards.interchange.paper import PAPER
from tirek.cards.interchange.paper import paper as paper_in_file
from tirek.cards.models import (
    FamilyLevel,
    IncomeStatement,
    Kin,
    Kinship,
    SubsistenceMinimum,
)

OF_SCHOOL: dict[str, Shape] = {
    "subsistence_minimums": list_of(obj(year=number(required=True), amount=amount(required=True)))
}


OF_HOUSEHOLD: dict[str, Shape] = {
    "level": list_of(obj(level=one_of("ABCDE", required=True), on=day(), source=text(200))),
    "income": list_of(
        obj(
            on=day(required=True),
            amount=amount(required=True),
            persons=number(),
            source=text(200),
        )
    ),
}

OF_PUPIL: dict[str, Shape] = {
    "kin": list_of(
        obj(
            member=text(required=True),
            kinship=one_of(Kin.values, required=True),
            legal=flag(),
            since=day(),
            until=day(),
            paper=PAPER,
        )
    ),
}


def load(data: Mapping[str, Any], found: Found) -> None:
    """Bring in what the card index adds to families, and who is who to whom."""
    _load_minimums(data.get("schools") or [], found)
    _load_of_households(data.get("households") or [], found)
    _load_kin(data.get("pupils") or [], found)


def _load_minimums(raws: Sequence[Mapping[str, Any]], found: Found) -> None:
    made: dict[tuple[str, int], SubsistenceMinimum] = {}
    for index, raw in enumerate(raws):
        for at, one in enumerate(raw.get("subsistence_minimums") or []):
            school, place = found.schools.get(raw["code"]), (raw["code"], one["year"])
            if place in made:
                path = f"schools[{index}].subsistence_minimums[{at}].year"
                found.problem(path, "TWICE", one["year"])
            elif school is not None:
                made[place] = SubsistenceMinimum(
                    school=school, year=one["year"], amount=Decimal(str(one["amount"]))
                )
    SubsistenceMinimum.objects.bulk_create(made.values())


def _load_of_households(raws: Sequence[Mapping[str, Any]], found: Found) -> None:
    levels: list[FamilyLevel] = []
    income: list[IncomeStatement] = []
    for raw in raws:
        household = found.households.get((raw["school"], raw["key"]))
        if household is None:
            continue
        levels += [
            FamilyLevel(
                household=household,
                level=one["level"],
                on=as_day(one.get("on")),
                source=one.get("source") or "",
                recorded_at=first_moment(as_day(one.get("on"))),
            )
            for one in raw.get("level") or []
        ]
        income += [
            IncomeStatement(
                household=household,
                on=sure_day(one["on"]),
                amount=Decimal(str(one["amount"])),
                persons=one.get("persons"),
                source=one.get("source") or "",
                recorded_at=first_moment(sure_day(one["on"])),
            )
            for one in raw.get("income") or []
        ]
    FamilyLevel.objects.bulk_create(levels, batch_size=2000)
    IncomeStatement.objects.bulk_create(income, batch_size=2000)


def _load_kin(raws: Sequence[Mapping[str, Any]], found: Found) -> None:
    by_key: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for (code, _household, key), member in found.members.items():
        by_key[(code, key)].append(member)
    kin: list[Kinship] = []
    for index, raw in enumerate(raws):
        pupil = found.pupils.get((raw["school"], raw["key"]))
        if pupil is None:
            continue
        for at, one in enumerate(raw.get("kin") or []):
            member = _member(raw, one["member"], by_key, found)
            if member is None:
                found.missing(f"pupils[{index}].kin[{at}].member", one["member"])
                continue
            paper, since = one.get("paper") or {}, as_day(one.get("since"))
            kin.append(
                Kinship(
                    pupil=pupil,
                    member=member,
                    kinship=one["kinship"],
                    legal=bool(one.get("legal")),
                    since=since,
                    until=as_day(one.get("until")),
                    paper_document=paper.get("document") or "",
                    paper_number=paper.get("number") or "",
                    paper_on=as_day(paper.get("on")),
                    recorded_at=first_moment(since),
                )
            )
    Kinship.objects.bulk_create(kin, batch_size=2000)


def _member(raw: Mapping[str, Any], key: str, by_key: Mapping[Any, Any], found: Found) -> Any:
    """The member meant: of the pupil's own families first, then the only one of that key."""
    homes = raw.get("household") or []
    homes = [homes] if isinstance(homes, str) else [one["household"] for one in homes]
    for home in homes:
        member = found.members.get((raw["school"], home, key))
        if member is not None:
            return member
    others = by_key.get((raw["school"], key), [])
    return others[0] if len(others) == 1 else None


def _number(value: Decimal) -> int | float:
    """An amount for the file: whole when it is."""
    return int(value) if value == value.to_integral_value() else float(value)


def _dump_minimums(schools: Sequence[School], rows: dict[str, Any]) -> None:
    found = SubsistenceMinimum.objects.filter(school__in=schools).select_related("school")
    for one in found.order_by("school__code", "year"):
        if one.school.code not in rows:
            continue  # a child's file holds no school
        rows[one.school.code].setdefault("subsistence_minimums", []).append(
            {"year": one.year, "amount": _number(one.amount)}
        )


def _dump_of_households(schools: Sequence[School], rows: dict[tuple[str, str], Any]) -> None:
    levels = FamilyLevel.objects.known_at().filter(household__school__in=schools)
    for level in levels.select_related("household__school").order_by("id"):
        place = (level.household.school.code, level.household.key)
        rows[place].setdefault("level", []).append(
            without_empty({"level": level.level, "on": iso(level.on), "source": level.source})
        )
    income = IncomeStatement.objects.known_at().filter(household__school__in=schools)
    for one in income.select_related("household__school").order_by("id"):
        place = (one.household.school.code, one.household.key)
        rows[place].setdefault("income", []).append(
            without_empty(
                {
                    "on": iso(one.on),
                    "amount": _number(one.amount),
                    "persons": one.persons,
                    "source": one.source,
                }
            )
        )


def _dump_kin(schools: Sequence[School], rows: dict[tuple[str, str], Any]) -> None:
    kin = Kinship.objects.known_at().filter(pupil__school__in=schools)
    for one in kin.select_related("pupil__school", "member").order_by("id"):
        rows[(one.pupil.school.code, one.pupil.key)].setdefault("kin", []).append(
            without_empty(
                {
                    "member": one.member.key,
                    "kinship": one.kinship,
                    "legal": one.legal,
                    "since": iso(one.since),
                    "until": iso(one.until),
                    "paper": paper_in_file(one.paper_document, one.paper_number, one.paper_on),
                },
                legal=False,
            )
        )


def dump(schools: Sequence[School], into: dict[str, Any]) -> None:
    """Add to schools, families and pupils."""
    _dump_minimums(schools, {row["code"]: row for row in into.get("schools", [])})
    _dump_of_households(schools, {(r["school"], r["key"]): r for r in into["households"]})
    _dump_kin(schools, {(r["school"], r["key"]): r for r in into["pupils"]})
