"""The school file's part of this room: the school's list of papers, what is known of each."""

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
    number,
    obj,
    one_of,
    text,
)
from tirek.personalfiles.models import FilePaper, Paper, PaperScan

SHAPE: dict[str, Shape] = {
    "file_list": list_of(
        obj(
            school=text(required=True),
            code=text(40, required=True),
            category=text(40),
            name=obj(True, kk=text(200, required=True), ru=text(200), en=text(200)),
            position=number(),
            retired=flag(),
        )
    ),
    "file_papers": list_of(
        obj(
            school=text(required=True),
            pupil=text(required=True),
            paper=text(40, required=True),
            state=one_of(FilePaper.State.values, required=True),
            number=text(60),
            on=day(),
            until=day(),
            note=text(300),
            recorded_at=moment(),
            by=text(),
        )
    ),
    "file_scans": list_of(
        obj(
            school=text(required=True),
            pupil=text(required=True),
            paper=text(40, required=True),
            name=text(200, required=True),
            type=text(100, required=True),
            sha256=text(64, required=True),
            size=number(0, 2**40),
        )
    ),
}


def load(data: Mapping[str, Any], found: Found) -> None:
    """Bring in the list, then each paper as it is believed, then the scans by their hash."""
    listed = []
    for index, raw in enumerate(data.get("file_list", [])):
        if school := found.school(raw["school"], f"file_list[{index}].school"):
            names = {f"name_{key}": raw["name"].get(key) or "" for key in ("kk", "ru", "en")}
            listed.append(
                Paper(
                    school=school,
                    code=raw["code"],
                    category=raw.get("category") or "",
                    position=raw.get("position") or 500,
                    retired=bool(raw.get("retired")),
                    **names,
                )
            )
    Paper.objects.bulk_create(listed)
    facts = []
    for index, raw in enumerate(data.get("file_papers", [])):
        path = f"file_papers[{index}]"
        if pupil := _pupil(raw, found, path):
            facts.append(
                FilePaper(
                    pupil=pupil,
                    paper=raw["paper"],
                    state=raw["state"],
                    number=raw.get("number") or "",
                    on=as_day(raw.get("on")),
                    until=as_day(raw.get("until")),
                    note=raw.get("note") or "",
                    recorded_at=as_moment(raw.get("recorded_at"))
                    or first_moment(as_day(raw.get("on")) or found.now.date()),
                    recorded_by=found.user(raw.get("by"), f"{path}.by"),
                )
            )
    FilePaper.objects.bulk_create(facts, batch_size=1000)
    scans = []
    for index, raw in enumerate(data.get("file_scans", [])):
        if pupil := _pupil(raw, found, f"file_scans[{index}]"):
            kept = {name: raw[name] for name in ("name", "type", "sha256")}
            scans.append(
                PaperScan(pupil=pupil, paper=raw["paper"], size=raw.get("size") or 0, **kept)
            )
    PaperScan.objects.bulk_create(scans, batch_size=1000)


def _pupil(raw: Mapping[str, Any], found: Found, path: str) -> Any:
    pupil = found.pupils.get((raw["school"], raw["pupil"]))
    if pupil is None:
        found.missing(f"{path}.pupil", raw["pupil"])
    return pupil


def dump(schools: Sequence[School], into: dict[str, Any]) -> None:
    """Write the school's own list, the papers as they are believed, the scans that are shown."""
    listed = Paper.objects.filter(school__in=schools).select_related("school")
    into["file_list"] = [
        without_empty(
            {
                "school": one.school.code if one.school else None,
                "code": one.code,
                "category": one.category,
                "name": without_empty(
                    {key: getattr(one, f"name_{key}") for key in ("kk", "ru", "en")}
                ),
                "position": one.position,
                "retired": one.retired,
            },
            retired=False,
        )
        for one in listed.order_by("school__code", "position", "code")
    ]
    facts = (
        FilePaper.objects.known_at()
        .filter(pupil__school__in=schools)
        .select_related("pupil__school", "recorded_by")
    )
    into["file_papers"] = [
        without_empty(
            {
                "school": one.pupil.school.code,
                "pupil": one.pupil.key,
                "paper": one.paper,
                "state": one.state,
                "number": one.number,
                "on": iso(one.on),
                "until": iso(one.until),
                "note": one.note,
                "recorded_at": recorded(one.recorded_at, None),
                "by": one.recorded_by.username if one.recorded_by else None,
            }
        )
        for one in facts.order_by("pupil__school__code", "pupil__key", "id")
    ]
    scans = (
        PaperScan.objects.filter(pupil__school__in=schools, withdrawn_at__isnull=True)
        .exclude(sha256="")  # erased
        .select_related("pupil__school")
    )
    into["file_scans"] = [
        {
            "school": one.pupil.school.code,
            "pupil": one.pupil.key,
            "paper": one.paper,
            **one.in_file(),
        }
        for one in scans.order_by("pupil__school__code", "pupil__key", "id")
    ]
