"""The school file's part of this room: versions of own forms and when each was in use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from tirek.access.interchange import Found, without_empty
from tirek.access.models import School
from tirek.access.rules.shape import (
    Shape,
    as_moment,
    list_of,
    moment,
    number,
    obj,
    one_of,
    text,
)
from tirek.wordforms.models import FormUse, FormVersion

SHAPE: dict[str, Shape] = {
    "word_forms": list_of(
        obj(
            school=text(required=True),
            form=text(40, required=True),
            language=one_of([code for code, _words in settings.LANGUAGES], required=True),
            number=number(1, 10_000, required=True),
            at=moment(required=True),
            by=text(),
            used=list_of(text(200)),
            file=obj(
                True,
                name=text(200, required=True),
                type=text(100),
                sha256=text(64, required=True),
                size=number(0, 2**62),
            ),
            uses=list_of(
                obj(since=moment(required=True), by=text(), until=moment(), ended_by=text())
            ),
        )
    )
}


def load(data: Mapping[str, Any], found: Found) -> None:
    """Bring in versions and uses; the files come with the zip."""
    taken: set[tuple[str, ...]] = set()
    for index, raw in enumerate(data.get("word_forms") or []):
        path = f"word_forms[{index}]"
        school = found.school(raw["school"], f"{path}.school")
        by = found.user(raw.get("by"), f"{path}.by")
        place = (raw["school"], raw["form"], raw["language"])
        if (*place, str(raw["number"])) in taken:
            found.problem(f"{path}.number", "TWICE", str(raw["number"]))
            continue
        taken.add((*place, str(raw["number"])))
        if school is None:
            continue
        file = raw["file"]
        version = FormVersion.objects.create(
            school=school,
            form=raw["form"],
            language=raw["language"],
            number=raw["number"],
            at=as_moment(raw["at"]) or found.now,
            by=by,
            used=raw.get("used") or [],
            name=file["name"],
            type=file.get("type") or "",
            sha256=file["sha256"],
            size=file.get("size") or 0,
        )
        for at, use in enumerate(raw.get("uses") or []):
            where = f"{path}.uses[{at}]"
            began, ended = (found.user(use.get(w), f"{where}.{w}") for w in ("by", "ended_by"))
            if not use.get("until") and place in taken:
                found.problem(where, "TWICE", raw["form"])
                continue
            taken |= {place} if not use.get("until") else set()
            FormUse.objects.create(
                school=school,
                form=version.form,
                language=version.language,
                version=version,
                since=as_moment(use["since"]) or found.now,
                by=began,
                until=as_moment(use["until"]) if use.get("until") else None,
                ended_by=ended,
            )


def dump(schools: Sequence[School], into: dict[str, Any]) -> None:
    """Write versions by paper, language and number, each with its uses."""
    found = FormVersion.objects.filter(school__in=schools)
    into["word_forms"] = [
        without_empty(
            {
                "school": one.school.code,
                "form": one.form,
                "language": one.language,
                "number": one.number,
                "at": _said(one.at),
                "by": one.by.username if one.by else None,
                "used": one.used,
                "file": one.in_file(),
                "uses": [
                    without_empty(
                        {
                            "since": _said(use.since),
                            "by": use.by.username if use.by else None,
                            "until": _said(use.until),
                            "ended_by": use.ended_by.username if use.ended_by else None,
                        }
                    )
                    for use in one.uses.all()
                ],
            }
        )
        for one in found.select_related("school", "by")
        .prefetch_related("uses__by", "uses__ended_by")
        .order_by("school__code", "form", "language", "number")
    ]


def _said(value: datetime | None) -> str | None:
    return timezone.localtime(value).isoformat() if value else None
