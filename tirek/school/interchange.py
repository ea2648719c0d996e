"""The school file's part of this room: classes, families, pupils with families and enrolments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from tirek.access.ids import new_pid
from tirek.access.interchange import Found, first_moment, iso, without_empty
from tirek.access.models import School
from tirek.access.rules.shape import (
    Shape,
    as_day,
    day,
    either,
    list_of,
    number,
    obj,
    one_of,
    sure_day,
    text,
    year_number,
)
from tirek.school.models import (
    Enrolment,
    Household,
    HouseholdMember,
    HouseholdStay,
    Pupil,
    SchoolClass,
    Sex,
    class_sort_key,
)

CLASSES: Shape = list_of(
    obj(
        school=text(required=True),
        year=year_number(required=True),
        name=text(15, required=True),
        language=text(2),
        shift=number(),
        teacher=text(),
    )
)
# What the card index adds to families and pupils is joined to these (`tirek.cards.interchange`).
HOUSEHOLD: dict[str, Shape] = {
    "key": text(80, required=True),
    "school": text(required=True),
    "address": text(300),
    "note": text(),
    "members": list_of(
        obj(
            key=text(80, required=True),
            surname=text(100),
            given=text(100),
            patronymic=text(100),
            born_on=day(),
            phone=text(60),
            phone2=text(60),
            contact=text(100),
            language=text(2),
            work=text(200),
            since=day(),
            until=day(),
        )
    ),
    "merged_into": text(80),
}
PUPIL: dict[str, Shape] = {
    "key": text(80, required=True),
    "school": text(required=True),
    "surname": text(100, required=True),
    "given": text(100, required=True),
    "patronymic": text(100),
    "sex": one_of(Sex.values),
    "born_on": day(),
    "iin": text(12),
    "address": text(300),
    "phone": text(60),
    "language": text(2),
    "erased_on": day(),
    "merged_into": text(80),
    "household": either(
        list_of(obj(household=text(required=True), since=day(), until=day())), text()
    ),
    "enrolments": list_of(
        obj(
            year=year_number(required=True),
            class_=text(required=True),
            since=day(required=True),
            until=day(),
            reason=text(200),
        )
    ),
}
NAMES = ("surname", "given", "patronymic")
MEMBER_TEXTS = ("phone", "phone2", "contact", "language", "work")


def load(data: Mapping[str, Any], found: Found) -> None:
    """Bring in classes, families, pupils, stays and enrolments."""
    _load_classes(data.get("classes") or [], found)
    _load_households(data.get("households") or [], found)
    _load_pupils(data.get("pupils") or [], found)


def _load_classes(raws: Sequence[Mapping[str, Any]], found: Found) -> None:
    for index, raw in enumerate(raws):
        path, place = f"classes[{index}]", (raw["school"], raw["year"], raw["name"])
        school = found.school(raw["school"], f"{path}.school")
        year = found.years.get(place[:2])
        teacher = found.user(raw.get("teacher"), f"{path}.teacher")
        if year is None and school is not None:
            found.missing(f"{path}.year", raw["year"])
        if place in found.classes:
            found.problem(f"{path}.name", "TWICE", raw["name"])
            continue
        if school is None or year is None:
            continue
        grade, letter = _grade_and_letter(raw["name"])
        found.classes[place] = SchoolClass(
            school=school,
            school_year=year,
            grade=grade,
            letter=letter,
            name=raw["name"],
            language=raw.get("language") or "",
            shift=raw.get("shift"),
            teacher=teacher,
            sort_key=class_sort_key(grade, letter),
        )
    SchoolClass.objects.bulk_create(found.classes.values())


def _grade_and_letter(name: str) -> tuple[int, str]:
    digits = "".join(ch for ch in name[:2] if ch.isdecimal())
    return int(digits or 0), name[len(digits) :].strip()[:10]


def _load_households(raws: Sequence[Mapping[str, Any]], found: Found) -> None:
    for index, raw in enumerate(raws):
        path, place = f"households[{index}]", (raw["school"], raw["key"])
        school = found.school(raw["school"], f"{path}.school")
        if place in found.households:
            found.problem(f"{path}.key", "TWICE", raw["key"])
        elif school is not None:
            found.households[place] = Household(
                school=school,
                key=raw["key"],
                address=raw.get("address") or "",
                note=raw.get("note") or "",
            )
    Household.objects.bulk_create(found.households.values())
    for index, raw in enumerate(raws):
        household = found.households.get((raw["school"], raw["key"]))
        for number_, member in enumerate(raw.get("members") or []):
            place3 = (raw["school"], raw["key"], member["key"])
            if place3 in found.members:
                path = f"households[{index}].members[{number_}].key"
                found.problem(path, "TWICE", member["key"])
            elif household is not None:
                found.members[place3] = HouseholdMember(
                    household=household,
                    key=member["key"],
                    born_on=as_day(member.get("born_on")),
                    since=as_day(member.get("since")),
                    until=as_day(member.get("until")),
                    **{name: member.get(name) or "" for name in MEMBER_TEXTS},
                    **{name: member.get(name) or "" for name in NAMES},
                )
    HouseholdMember.objects.bulk_create(found.members.values())
    _load_merged("households", raws, found.households, found)


def _load_pupils(raws: Sequence[Mapping[str, Any]], found: Found) -> None:
    for index, raw in enumerate(raws):
        path, place = f"pupils[{index}]", (raw["school"], raw["key"])
        school = found.school(raw["school"], f"{path}.school")
        if place in found.pupils:
            found.problem(f"{path}.key", "TWICE", raw["key"])
        elif school is not None:
            pupil = Pupil(
                school=school,
                pid=new_pid(),
                key=raw["key"],
                sex=raw.get("sex") or "",
                born_on=as_day(raw.get("born_on")),
                iin=raw.get("iin") or "",
                address=raw.get("address") or "",
                phone=raw.get("phone") or "",
                language=raw.get("language") or "",
                erased_on=as_day(raw.get("erased_on")),
                **{name: raw.get(name) or "" for name in NAMES},
            )
            pupil.put_in_order()
            found.pupils[place] = pupil
    Pupil.objects.bulk_create(found.pupils.values(), batch_size=2000)
    _load_merged("pupils", raws, found.pupils, found)
    stays: list[HouseholdStay] = []
    enrolments: list[Enrolment] = []
    for index, raw in enumerate(raws):
        loaded = found.pupils.get((raw["school"], raw["key"]))
        if loaded is None:
            continue
        _collect_stays(raw, loaded, f"pupils[{index}].household", found, stays)
        for number_, one in enumerate(raw.get("enrolments") or []):
            place3 = (raw["school"], one["year"], one["class"])
            school_class = found.classes.get(place3)
            if school_class is None:
                found.missing(f"pupils[{index}].enrolments[{number_}].class", one["class"])
                continue
            since = sure_day(one["since"])
            enrolments.append(
                Enrolment(
                    pupil=loaded,
                    school_class=school_class,
                    since=since,
                    until=as_day(one.get("until")),
                    reason=one.get("reason") or "",
                    recorded_at=first_moment(since),
                )
            )
    HouseholdStay.objects.bulk_create(stays, batch_size=2000)
    Enrolment.objects.bulk_create(enrolments, batch_size=2000)


def _load_merged(
    part: str, raws: Sequence[Mapping[str, Any]], loaded: Mapping[Any, Any], found: Found
) -> None:
    """Doubles know again into which row they were joined."""
    joined = []
    for index, raw in enumerate(raws):
        one, key = loaded.get((raw["school"], raw["key"])), raw.get("merged_into")
        if one is None or not key:
            continue
        one.merged_into = loaded.get((raw["school"], key))
        if one.merged_into is None or one.merged_into is one:
            found.missing(f"{part}[{index}].merged_into", key)
            continue
        joined.append(one)
    if joined:
        type(joined[0]).objects.bulk_update(joined, ["merged_into"])


def _collect_stays(
    raw: Mapping[str, Any], pupil: Pupil, path: str, found: Found, stays: list[HouseholdStay]
) -> None:
    given = raw.get("household")
    if not given:
        return
    listed = isinstance(given, list)
    for number_, one in enumerate(given if listed else [{"household": given}]):
        household = found.households.get((raw["school"], one["household"]))
        if household is None:
            found.missing(f"{path}[{number_}].household" if listed else path, one["household"])
            continue
        since = as_day(one.get("since"))
        stays.append(
            HouseholdStay(
                pupil=pupil,
                household=household,
                since=since,
                until=as_day(one.get("until")),
                recorded_at=first_moment(since),
            )
        )


def dump(schools: Sequence[School], into: dict[str, Any]) -> None:
    """Write classes, families and pupils; only facts that are believed now."""
    into["classes"] = [
        without_empty(
            {
                "school": row.school.code,
                "year": row.school_year.year,
                "name": row.name,
                "language": row.language,
                "shift": row.shift,
                "teacher": row.teacher.username if row.teacher else None,
            }
        )
        for row in SchoolClass.objects.filter(school__in=schools)
        .select_related("school", "school_year", "teacher")
        .order_by("school__code", "school_year__year", "sort_key", "name")
    ]
    members: dict[int, list[HouseholdMember]] = defaultdict(list)
    for member in HouseholdMember.objects.filter(household__school__in=schools).order_by("id"):
        members[member.household_id].append(member)
    households = Household.objects.filter(school__in=schools)
    households = households.select_related("school", "merged_into")
    into["households"] = [
        without_empty(
            {
                "key": row.key,
                "school": row.school.code,
                "address": row.address,
                "note": row.note,
                "members": [_member(member) for member in members[row.pk]],
                "merged_into": row.merged_into.key if row.merged_into else None,
            }
        )
        for row in sorted(households, key=lambda row: (row.school.code, row.key))
    ]
    stays: dict[int, list[HouseholdStay]] = defaultdict(list)
    for stay in (
        HouseholdStay.objects.known_at()
        .filter(pupil__school__in=schools)
        .select_related("household")
        .order_by("id")
    ):
        stays[stay.pupil_id].append(stay)
    enrolments: dict[int, list[Enrolment]] = defaultdict(list)
    for enrolment in (
        Enrolment.objects.known_at()
        .filter(pupil__school__in=schools)
        .select_related("school_class__school_year")
        .order_by("id")
    ):
        enrolments[enrolment.pupil_id].append(enrolment)
    pupils = Pupil.objects.filter(school__in=schools).select_related("school", "merged_into")
    into["pupils"] = [
        without_empty(
            {
                **{name: getattr(row, name) for name in ("key", *NAMES, "sex", "iin")},
                "school": row.school.code,
                "born_on": iso(row.born_on),
                "address": row.address,
                "phone": row.phone,
                "language": row.language,
                "erased_on": iso(row.erased_on),
                "merged_into": row.merged_into.key if row.merged_into else None,
                "household": _stays(stays[row.pk]),
                "enrolments": [_enrolment(one) for one in enrolments[row.pk]],
            }
        )
        for row in sorted(pupils, key=lambda row: (row.school.code, row.key))
    ]


def _member(member: HouseholdMember) -> dict[str, Any]:
    return without_empty(
        {
            "key": member.key,
            **{name: getattr(member, name) for name in NAMES},
            "born_on": iso(member.born_on),
            **{name: getattr(member, name) for name in MEMBER_TEXTS},
            "since": iso(member.since),
            "until": iso(member.until),
        }
    )


def _stays(stays: list[HouseholdStay]) -> Any:
    if len(stays) == 1 and stays[0].since is None and stays[0].until is None:
        return stays[0].household.key
    return [
        without_empty({"household": s.household.key, "since": iso(s.since), "until": iso(s.until)})
        for s in stays
    ]


def _enrolment(one: Enrolment) -> dict[str, Any]:
    return without_empty(
        {
            "year": one.school_class.school_year.year,
            "class": one.school_class.name,
            "since": iso(one.since),
            "until": iso(one.until),
            "reason": one.reason,
        }
    )
