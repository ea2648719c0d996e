"""Statuses in the school file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from tirek.access.interchange import Found, first_moment, iso, recorded, without_empty
from tirek.access.models import School
from tirek.access.rules.shape import (
    Shape,
    as_day,
    as_moment,
    day,
    list_of,
    moment,
    number,
    obj,
    text,
)
from tirek.cards.interchange.paper import PAPER, paper
from tirek.cards.models import StatusPeriod, StatusScan

OF_PUPIL: dict[str, Shape] = {
    "statuses": list_of(
        obj(
            category=text(required=True),
            since=day(),
            until=day(),
            basis=obj(document=text(300), number=text(60), on=day(), until=day()),
            end=PAPER,
            citizen_on=day(),
            scans=list_of(
                obj(
                    name=text(200, required=True),
                    type=text(100),
                    sha256=text(64, required=True),
                    size=number(0, 2**62),
                )
            ),
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
    """Bring in statuses, with what was corrected and annulled."""
    made: list[StatusPeriod] = []
    corrections: list[tuple[StatusPeriod, StatusPeriod]] = []
    scans: list[StatusScan] = []
    for index, raw in enumerate(data.get("pupils") or []):
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
            end = one.get("end") or {}
            status = StatusPeriod(
                pupil=pupil,
                category=one["category"],
                since=since,
                until=as_day(one.get("until")),
                basis_document=basis.get("document") or "",
                basis_number=basis.get("number") or "",
                basis_on=as_day(basis.get("on")),
                basis_until=as_day(basis.get("until")),
                end_document=end.get("document") or "",
                end_number=end.get("number") or "",
                end_on=as_day(end.get("on")),
                citizen_on=as_day(one.get("citizen_on")),
                norm=one.get("norm") or "",
                note=one.get("note") or "",
                recorded_at=as_moment(one.get("recorded_at")) or first_moment(since),
                recorded_by=found.user(one.get("by"), f"{path}.by"),
                annulled_at=as_moment(one.get("annulled_at")),
            )
            own.append(status)
            scans += [
                StatusScan(
                    status=status,
                    name=scan["name"],
                    type=scan.get("type") or "",
                    sha256=scan["sha256"],
                    size=scan.get("size") or 0,
                )
                for scan in one.get("scans") or []
            ]
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
    StatusScan.objects.bulk_create(scans, batch_size=2000)
    for new, old_status in corrections:
        new.replaces = old_status
    StatusPeriod.objects.bulk_update([new for new, _ in corrections], ["replaces"])


def dump(schools: Sequence[School], into: dict[str, Any]) -> None:
    """Add to pupils."""
    rows = {(row["school"], row["key"]): row for row in into["pupils"]}
    index: dict[int, int] = {}
    scans: dict[int, list[dict[str, Any]]] = defaultdict(list)
    kept = StatusScan.objects.filter(status__pupil__school__in=schools, annulled_at__isnull=True)
    for scan in kept.exclude(sha256="").order_by("id"):
        scans[scan.status_id].append(without_empty(scan.in_file()))
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
                    "basis": paper(status.basis_document, status.basis_number, status.basis_on)
                    | without_empty({"until": iso(status.basis_until)}),
                    "end": paper(status.end_document, status.end_number, status.end_on),
                    "citizen_on": iso(status.citizen_on),
                    "scans": scans[status.pk],
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
