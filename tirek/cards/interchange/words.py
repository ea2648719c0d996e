"""Categories and norms in the school file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tirek.access.interchange import Found, first_moment, iso, recorded, without_empty
from tirek.access.models import School
from tirek.access.rules.shape import (
    Shape,
    as_day,
    as_moment,
    day,
    flag,
    list_of,
    moment,
    obj,
    one_of,
    sure_day,
    text,
)
from tirek.cards.models import Category, CategorySetting, Norm
from tirek.cards.rules.lists import LISTS

CATEGORIES: Shape = list_of(
    obj(
        school=text(required=True),
        code=text(40, required=True),
        name=obj(True, kk=text(200), ru=text(200), en=text(200)),
        social=flag(),
        sensitive=flag(),
        basis_demanded=flag(),
        also=text(300),
        until=day(),
        feeds=list_of(one_of(LISTS, required=True)),
    )
)
OF_SCHOOL: dict[str, Shape] = {
    "category_settings": list_of(
        obj(
            category=text(40, required=True),
            since=day(required=True),
            social=flag(required=True),
            recorded_at=moment(),
            by=text(),
        )
    )
}
NORMS: Shape = list_of(
    obj(
        school=text(),
        code=text(60, required=True),
        title=text(500, required=True),
        number=text(100),
        on=day(),
        since=day(),
        until=day(),
        text_read=flag(),
        note=text(),
    )
)


def load(data: Mapping[str, Any], found: Found) -> None:
    """Bring in categories and norms; notes which codes each school knows."""
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
                basis_demanded=bool(raw.get("basis_demanded")),
                also=raw.get("also") or "",
                position=position.get(raw["code"], 500),
                until=as_day(raw.get("until")),
                feeds=",".join(raw.get("feeds") or []),
            )
        )
    Category.objects.bulk_create(made)
    _load_settings(data.get("schools") or [], found)
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
                    text_read=bool(raw.get("text_read")),
                    note=raw.get("note") or "",
                )
            )
    Norm.objects.bulk_create(norms)


def _load_settings(raws: Sequence[Mapping[str, Any]], found: Found) -> None:
    made: list[CategorySetting] = []
    for index, raw in enumerate(raws):
        school = found.schools.get(raw["code"])
        for at, one in enumerate(raw.get("category_settings") or []):
            path, since = f"schools[{index}].category_settings[{at}]", sure_day(one["since"])
            if school is None:
                continue
            if one["category"] not in found.categories[school.code]:
                found.problem(f"{path}.category", "UNKNOWN_CODE", one["category"])
            made.append(
                CategorySetting(
                    school=school,
                    code=one["category"],
                    since=since,
                    social=one["social"],
                    recorded_at=as_moment(one.get("recorded_at")) or first_moment(since),
                    recorded_by=found.user(one.get("by"), f"{path}.by"),
                )
            )
    CategorySetting.objects.bulk_create(made)


def dump(schools: Sequence[School], into: dict[str, Any]) -> None:
    """Write the schools' own categories and norms."""
    into["categories"] = [
        without_empty(
            {
                "school": row.school.code if row.school else None,
                "code": row.code,
                "name": without_empty({"kk": row.name_kk, "ru": row.name_ru, "en": row.name_en}),
                "social": row.social,
                "sensitive": row.sensitive,
                "basis_demanded": row.basis_demanded,
                "also": row.also,
                "until": iso(row.until),
                "feeds": [one for one in row.feeds.split(",") if one],
            },
            social=False,
            sensitive=False,
            basis_demanded=False,
        )
        for row in Category.objects.filter(school__in=schools)
        .select_related("school")
        .order_by("school__code", "code")
    ]
    rows = {row["code"]: row for row in into.get("schools", [])}
    said = CategorySetting.objects.filter(school__in=schools).order_by("id")
    for one in said.select_related("school", "recorded_by"):
        if one.school.code not in rows:
            continue  # a child's file holds no school
        rows[one.school.code].setdefault("category_settings", []).append(
            without_empty(
                {
                    "category": one.code,
                    "since": iso(one.since),
                    "social": one.social,
                    "recorded_at": recorded(one.recorded_at, one.since),
                    "by": one.recorded_by.username if one.recorded_by else None,
                }
            )
        )
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
                "text_read": row.text_read,
                "note": row.note,
            },
            text_read=False,
        )
        for row in Norm.objects.filter(school__in=schools)
        .select_related("school")
        .order_by("school__code", "code")
    ]
