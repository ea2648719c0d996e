"""The school file's part of this room: categories, norms, statuses, kin, income, levels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from tirek.access.interchange import Found, first_moment, iso, recorded, without_empty
from tirek.access.models import School
from tirek.access.rules.shape import (
    Shape,
    amount,
    as_day,
    as_moment,
    day,
    flag,
    list_of,
    moment,
    number,
    obj,
    one_of,
    sure_day,
    text,
)
from tirek.cards.models import (
    Category,
    FamilyLevel,
    IncomeStatement,
    Kin,
    Kinship,
    Norm,
    StatusPeriod,
    SubsistenceMinimum,
)

PAPER = obj(document=text(300), number=text(60), on=day())

CATEGORIES: Shape = list_of(
    obj(
        school=text(required=True),
        code=text(40, required=True),
        name=obj(True, kk=text(200), ru=text(200), en=text(200)),
        social=flag(),
        sensitive=flag(),
    )
)
NORMS: Shape = list_of(
    obj(
        school=text(),
        code=text(60, required=True),
        title=text(500, required=True),
        number=text(100),
        on=day(),
        since=day(),
        until=day(),
        note=text(),
    )
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
    "statuses": list_of(
        obj(
            category=text(required=True),
            since=day(),
            until=day(),
            basis=PAPER,
            norm=text(),
            note=text(),
            recorded_at=moment(),
            by=text(),
            replaces=number(),
            annulled_at=moment(),
        )
    ),
}


def load(data: Mapping[str, Any], found: Found) -> None:
    """Bring in categories and norms, then what the card index adds to families and pupils."""
    _load_words(data, found)
    _load_minimums(data.get("schools") or [], found)
    _load_of_households(data.get("households") or [], found)
    _load_kin(data.get("pupils") or [], found)
    _load_statuses(data.get("pupils") or [], found)


def _load_words(data: Mapping[str, Any], found: Found) -> None:
    built_in = list(Category.objects.filter(school__isnull=True))
    position = {c.code: c.position for c in built_in}
    made: list[Category] = []
    for code in found.schools:
        found.categories[code] = {c.code for c in built_in}
        found.norms[code] = set(
            Norm.objects.filter(school__isnull=True).values_list("code", flat=True)
        )
    for index, raw in enumerate(data.get("categories") or []):
        school = found.school(raw["school"], f"categories[{index}].school")
        if school is None:
            continue
        if any(c.school == school and c.code == raw["code"] for c in made):
            found.problem(f"categories[{index}].code", "TWICE", raw["code"])
            continue
        names = raw["name"]
        found.categories[school.code].add(raw["code"])
        made.append(
            Category(
                school=school,
                code=raw["code"],
                name_kk=names.get("kk") or "",
                name_ru=names.get("ru") or "",
                name_en=names.get("en") or "",
                social=bool(raw.get("social")),
                sensitive=bool(raw.get("sensitive")),
                position=position.get(raw["code"], 500),
            )
        )
    Category.objects.bulk_create(made)
    norms: list[Norm] = []
    for index, raw in enumerate(data.get("norms") or []):
        codes = [raw["school"]] if raw.get("school") else list(found.schools)
        for code in codes:
            school = found.school(code, f"norms[{index}].school")
            if school is None:
                continue
            if any(n.school == school and n.code == raw["code"] for n in norms):
                found.problem(f"norms[{index}].code", "TWICE", raw["code"])
                continue
            found.norms[code].add(raw["code"])
            norms.append(
                Norm(
                    school=school,
                    code=raw["code"],
                    title=raw["title"],
                    number=raw.get("number") or "",
                    on=as_day(raw.get("on")),
                    since=as_day(raw.get("since")),
                    until=as_day(raw.get("until")),
                    note=raw.get("note") or "",
                )
            )
    Norm.objects.bulk_create(norms)


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


def _load_statuses(raws: Sequence[Mapping[str, Any]], found: Found) -> None:
    made: list[StatusPeriod] = []
    corrections: list[tuple[StatusPeriod, StatusPeriod]] = []
    for index, raw in enumerate(raws):
        pupil = found.pupils.get((raw["school"], raw["key"]))
        if pupil is None:
            continue
        own: list[StatusPeriod] = []
        for at, one in enumerate(raw.get("statuses") or []):
            path = f"pupils[{index}].statuses[{at}]"
            if one["category"] not in found.categories.get(raw["school"], set()):
                found.problem(f"{path}.category", "UNKNOWN_CODE", one["category"])
            if one.get("norm") and one["norm"] not in found.norms.get(raw["school"], set()):
                found.missing(f"{path}.norm", one["norm"])
            basis, since = one.get("basis") or {}, as_day(one.get("since"))
            status = StatusPeriod(
                pupil=pupil,
                category=one["category"],
                since=since,
                until=as_day(one.get("until")),
                basis_document=basis.get("document") or "",
                basis_number=basis.get("number") or "",
                basis_on=as_day(basis.get("on")),
                norm=one.get("norm") or "",
                note=one.get("note") or "",
                recorded_at=as_moment(one.get("recorded_at")) or first_moment(since),
                recorded_by=found.user(one.get("by"), f"{path}.by"),
                annulled_at=as_moment(one.get("annulled_at")),
            )
            own.append(status)
        for at, one in enumerate(raw.get("statuses") or []):
            old = one.get("replaces")
            if old is None:
                continue
            if not 0 <= old < len(own) or old == at:
                found.missing(f"pupils[{index}].statuses[{at}].replaces", old)
                continue
            corrections.append((own[at], own[old]))
        made += own
    StatusPeriod.objects.bulk_create(made, batch_size=2000)
    for new, old_status in corrections:
        new.replaces = old_status
    StatusPeriod.objects.bulk_update([new for new, _ in corrections], ["replaces"])


def dump(schools: Sequence[School], into: dict[str, Any]) -> None:
    """Write own categories and norms, and add to families and pupils."""
    into["categories"] = [
        without_empty(
            {
                "school": row.school.code if row.school else None,
                "code": row.code,
                "name": without_empty({"kk": row.name_kk, "ru": row.name_ru, "en": row.name_en}),
                "social": row.social,
                "sensitive": row.sensitive,
            },
            social=False,
            sensitive=False,
        )
        for row in Category.objects.filter(school__in=schools)
        .select_related("school")
        .order_by("school__code", "code")
    ]
    into["norms"] = [
        without_empty(
            {
                "school": row.school.code if row.school else None,
                "code": row.code,
                "title": row.title,
                "number": row.number,
                "on": iso(row.on),
                "since": iso(row.since),
                "until": iso(row.until),
                "note": row.note,
            }
        )
        for row in Norm.objects.filter(school__in=schools)
        .select_related("school")
        .order_by("school__code", "code")
    ]
    _dump_minimums(schools, {row["code"]: row for row in into["schools"]})
    _dump_of_households(schools, {(r["school"], r["key"]): r for r in into["households"]})
    _dump_of_pupils(schools, {(r["school"], r["key"]): r for r in into["pupils"]})


def _number(value: Decimal) -> int | float:
    """An amount for the file: whole when it is."""
    return int(value) if value == value.to_integral_value() else float(value)


def _dump_minimums(schools: Sequence[School], rows: dict[str, Any]) -> None:
    found = SubsistenceMinimum.objects.filter(school__in=schools).select_related("school")
    for one in found.order_by("school__code", "year"):
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


def _dump_of_pupils(schools: Sequence[School], rows: dict[tuple[str, str], Any]) -> None:
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
                    "paper": _paper(one.paper_document, one.paper_number, one.paper_on),
                },
                legal=False,
            )
        )
    index: dict[int, int] = {}
    statuses = StatusPeriod.objects.filter(pupil__school__in=schools)
    for status in statuses.select_related("pupil__school", "recorded_by").order_by("id"):
        listed = rows[(status.pupil.school.code, status.pupil.key)].setdefault("statuses", [])
        index[status.pk] = len(listed)
        annulled = status.annulled_at
        listed.append(
            without_empty(
                {
                    "category": status.category,
                    "since": iso(status.since),
                    "until": iso(status.until),
                    "basis": _paper(status.basis_document, status.basis_number, status.basis_on),
                    "norm": status.norm,
                    "note": status.note,
                    "recorded_at": recorded(status.recorded_at, status.since),
                    "by": status.recorded_by.username if status.recorded_by else None,
                    "replaces": status.replaces_id,
                    "annulled_at": annulled and recorded(annulled, None),
                }
            )
        )
    for row in rows.values():
        for one in row.get("statuses", []):
            if "replaces" in one:
                one["replaces"] = index[one["replaces"]]


def _paper(document: str, number_: str, on: Any) -> dict[str, Any]:
    return without_empty({"document": document, "number": number_, "on": iso(on)})
