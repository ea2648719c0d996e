"""The school file's part of this room: packages from sealing on, with their file and their fate."""

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
    sure_day,
    text,
)
from tirek.handover.models import Opened, Package, PackageFile, Part, Remark

STATES = [one for one in Package.State.values if one != Package.State.DRAFT]
WORDS = ("recipient", "word", "receipt_number", "receipt_name", "withdrawn_why")
MOMENTS = ("made_at", "sealed_at", "sent_at", "received_at", "withdrawn_at")
COUNTS = ("pupils", "boys", "girls", "families")
PEOPLE = ("made_by", "sent_by", "received_by")

SHAPE: dict[str, Shape] = {
    "packages": list_of(
        obj(
            school=text(required=True),
            number=text(40, required=True),
            state=one_of(STATES, required=True),
            as_of=day(required=True),
            language=one_of(["kk", "ru", "en"]),
            threshold=number(2, 50),
            department=text(),
            recipient=text(300),
            word=text(),
            basis=obj(document=text(300), number=text(60), on=day()),
            made_at=moment(),
            made_by=text(required=True),
            sealed_at=moment(),
            sent_at=moment(),
            sent_by=text(),
            way=one_of(Package.Way.values),
            received_at=moment(),
            received_by=text(),
            receipt_number=text(60),
            receipt_on=day(),
            receipt_name=text(200),
            withdrawn_at=moment(),
            withdrawn_why=text(),
            emptied_on=day(),
            entry=text(80),
            figures=list_of(obj(category=text(40), **{name: number() for name in COUNTS})),
            parts=list_of(
                obj(
                    title=text(300, required=True),
                    number=text(60),
                    named=flag(),
                    pupils=list_of(text()),
                    count=number(),
                    files=list_of(text(200)),
                )
            ),
            zip=obj(
                name=text(200),
                type=text(100),
                sha256=text(64, required=True),
                size=number(0, 2**40, required=True),
            ),
            openings=list_of(obj(by=text(required=True), at=moment(required=True), file=flag())),
            remarks=list_of(
                obj(by=text(required=True), at=moment(required=True), text=text(required=True))
            ),
        )
    )
}


def load(data: Mapping[str, Any], found: Found) -> None:
    """Bring packages in as they stood; the papers themselves are in the zip."""
    there: set[tuple[str, str]] = set()
    for index, raw in enumerate(data.get("packages") or []):
        path = f"packages[{index}]"
        school = found.school(raw["school"], f"{path}.school")
        people = {name: found.user(raw.get(name), f"{path}.{name}") for name in PEOPLE}
        department = found.departments.get(raw["department"]) if raw.get("department") else None
        if raw.get("department") and department is None:
            found.missing(f"{path}.department", raw["department"])
        entry = found.entries.get((raw["school"], raw["entry"])) if raw.get("entry") else None
        if raw.get("entry") and entry is None:
            found.missing(f"{path}.entry", raw["entry"])
        if (raw["school"], raw["number"]) in there:
            found.problem(f"{path}.number", "TWICE", raw["number"])
            continue
        there.add((raw["school"], raw["number"]))
        if school is None or people["made_by"] is None:
            continue
        basis = raw.get("basis") or {}
        made_at = as_moment(raw.get("made_at")) or first_moment(as_day(raw["as_of"]))
        package = Package.objects.create(
            school=school,
            number=raw["number"],
            state=raw["state"],
            as_of=sure_day(raw["as_of"]),
            language=raw.get("language") or "kk",
            threshold=raw.get("threshold") or 5,
            department=department,
            basis_document=basis.get("document") or "",
            basis_number=basis.get("number") or "",
            basis_on=as_day(basis.get("on")),
            way=raw.get("way") or "",
            receipt_on=as_day(raw.get("receipt_on")),
            emptied_on=as_day(raw.get("emptied_on")),
            entry=entry,
            figures={
                one.get("category") or "": {name: one.get(name) or 0 for name in COUNTS}
                for one in raw.get("figures") or []
            },
            **{name: raw.get(name) or "" for name in WORDS},
            **{name: as_moment(raw.get(name)) for name in MOMENTS} | {"made_at": made_at},
            **people,
        )
        _load_rows(raw, package, found, path)


def _load_rows(raw: Mapping[str, Any], package: Package, found: Found, path: str) -> None:
    Part.objects.bulk_create(
        Part(
            package=package,
            position=position,
            title=one["title"],
            number=one.get("number") or "",
            named=one.get("named") or False,
            pupils=one.get("pupils") or [],
            number_of_pupils=one.get("count") or 0,
            files=one.get("files") or [],
        )
        for position, one in enumerate(raw.get("parts") or [], start=1)
    )
    kept = raw.get("zip")
    if kept:
        PackageFile.objects.create(
            package=package,
            name=kept.get("name") or "",
            type=kept.get("type") or "",
            sha256=kept["sha256"],
            size=kept["size"],
        )
    for name, model in (("openings", Opened), ("remarks", Remark)):
        for index, one in enumerate(raw.get(name) or []):
            by = found.user(one["by"], f"{path}.{name}[{index}].by")
            if by is None:
                continue
            more = {"file": one.get("file") or False} if model is Opened else {"text": one["text"]}
            model._default_manager.create(
                package=package, by=by, at=as_moment(one["at"]) or package.made_at, **more
            )


def dump(schools: Sequence[School], into: dict[str, Any]) -> None:
    """Write every package that has been sealed; drafts stay where they are prepared."""
    packages = (
        Package.objects.filter(school__in=schools)
        .exclude(number="")
        .select_related("school", "department", "entry", "zip", *PEOPLE)
        .prefetch_related("parts", "openings__by", "remarks__by")
    )
    into["packages"] = [_row(one) for one in packages.order_by("school__code", "number")]


def _row(package: Package) -> dict[str, Any]:
    people = {name: getattr(package, name) for name in PEOPLE}
    moments = {name: getattr(package, name) for name in MOMENTS}
    basis = {
        "document": package.basis_document,
        "number": package.basis_number,
        "on": iso(package.basis_on),
    }
    return without_empty(
        {
            "school": package.school.code,
            "number": package.number,
            "state": package.state,
            "as_of": iso(package.as_of),
            "language": package.language,
            "threshold": package.threshold,
            "department": package.department.code if package.department else None,
            "basis": without_empty(basis),
            "way": package.way,
            "receipt_on": iso(package.receipt_on),
            "emptied_on": iso(package.emptied_on),
            "entry": package.entry.key if package.entry else None,
            "figures": [_figures(code, package.figures[code]) for code in sorted(package.figures)],
            **{name: getattr(package, name) for name in WORDS},
            **{name: recorded(at, None) if at else None for name, at in moments.items()},
            **{name: one.username if one else None for name, one in people.items()},
            "parts": [
                without_empty(
                    {
                        "title": one.title,
                        "number": one.number,
                        "named": one.named or None,
                        "pupils": one.pupils,
                        "count": one.number_of_pupils or None,
                        "files": one.files,
                    }
                )
                for one in package.parts.all()
            ],
            "zip": _zip(package),
            "openings": [
                without_empty(
                    {
                        "by": one.by.username,
                        "at": recorded(one.at, None),
                        "file": one.file or None,
                    }
                )
                for one in sorted(package.openings.all(), key=lambda one: one.pk)
            ],
            "remarks": [
                {"by": one.by.username, "at": recorded(one.at, None), "text": one.text}
                for one in sorted(package.remarks.all(), key=lambda one: one.pk)
            ],
        }
    )


def _figures(code: str, counts: Mapping[str, int]) -> dict[str, Any]:
    return without_empty({"category": code}) | {name: counts.get(name, 0) for name in COUNTS}


def _zip(package: Package) -> dict[str, Any]:
    """The file; of one that is kept no more only its hash and size, so that none is asked for."""
    kept = getattr(package, "zip", None)
    if kept is None:
        return {}
    if package.emptied_on:
        return {"sha256": kept.sha256, "size": kept.size}
    return dict(kept.in_file())
