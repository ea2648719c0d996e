"""The school file's part of this room: entries, with the details each kind's room keeps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from tirek.access.ids import new_pid
from tirek.access.interchange import Found, first_moment, in_order, iso, recorded, without_empty
from tirek.access.models import School
from tirek.access.rules.shape import (
    Shape,
    anything,
    as_moment,
    day,
    list_of,
    moment,
    number,
    obj,
    one_of,
    sure_day,
    text,
)
from tirek.journal import kinds
from tirek.journal.models import (
    Attachment,
    Entry,
    EntryClass,
    EntryHousehold,
    EntryPupil,
    EntryRow,
    EntryStaff,
    State,
)


def entries_shape() -> Shape:
    """The shape of entries; asked for late, when every room has declared its kinds."""
    return list_of(
        obj(
            key=text(80, required=True),
            school=text(required=True),
            kind=one_of(kinds.kinds(), required=True),
            topic=text(40),
            on=day(required=True),
            author=text(),
            state=one_of(State.values),
            about=obj(
                pupils=list_of(text()),
                households=list_of(text()),
                classes=list_of(text()),
                staff=list_of(text()),
            ),
            rows=list_of(text(20)),
            text=text(),
            details=anything(),
            recorded_at=moment(),
            replaces=text(),
            attachments=list_of(
                obj(
                    name=text(200, required=True),
                    type=text(100),
                    sha256=text(64, required=True),
                    size=number(0, 2**62),
                )
            ),
        )
    )


def load(data: Mapping[str, Any], found: Found) -> None:
    """Bring in entries and whom they are about, then hand the details to the kinds' rooms."""
    raws: Sequence[Mapping[str, Any]] = data.get("entries") or []
    for index, raw in enumerate(raws):
        path, place = f"entries[{index}]", (raw["school"], raw["key"])
        school = found.school(raw["school"], f"{path}.school")
        author = found.user(raw.get("author"), f"{path}.author")
        if place in found.entries:
            found.problem(f"{path}.key", "TWICE", raw["key"])
            continue
        if school is None:
            continue
        on = sure_day(raw["on"])
        moment_ = as_moment(raw.get("recorded_at")) or first_moment(on)
        annulled = raw.get("state") == State.ANNULLED
        found.entries[place] = Entry(
            school=school,
            pid=new_pid(),
            key=raw["key"],
            kind=raw["kind"],
            topic=raw.get("topic") or "",
            on=on,
            author=author,
            state=raw.get("state") or State.DONE,
            text=raw.get("text") or "",
            recorded_at=moment_,
            recorded_by=author,
            annulled_at=moment_ if annulled else None,
        )
    Entry.objects.bulk_create(found.entries.values(), batch_size=2000)
    _load_links(raws, found)
    _load_replaced(raws, found)
    _load_details(raws, found)


def _load_links(raws: Sequence[Mapping[str, Any]], found: Found) -> None:
    pupils: list[EntryPupil] = []
    households: list[EntryHousehold] = []
    classes: list[EntryClass] = []
    staff: list[EntryStaff] = []
    rows: list[EntryRow] = []
    files: list[Attachment] = []
    years = _years(found)
    for index, raw in enumerate(raws):
        path, code = f"entries[{index}].about", raw["school"]
        entry = found.entries.get((code, raw["key"]))
        if entry is None:
            continue
        about = raw.get("about") or {}
        for at, key in enumerate(_once(about.get("pupils"))):
            if (pupil := found.pupils.get((code, key))) is None:
                found.missing(f"{path}.pupils[{at}]", key)
            else:
                pupils.append(EntryPupil(entry=entry, pupil=pupil))
        for at, key in enumerate(_once(about.get("households"))):
            if (household := found.households.get((code, key))) is None:
                found.missing(f"{path}.households[{at}]", key)
            else:
                households.append(EntryHousehold(entry=entry, household=household))
        for at, name in enumerate(_once(about.get("classes"))):
            school_class = _class_then(code, name, entry.on, years, found)
            if school_class is None:
                found.missing(f"{path}.classes[{at}]", name)
            else:
                classes.append(EntryClass(entry=entry, school_class=school_class))
        for at, name in enumerate(_once(about.get("staff"))):
            if (user := found.user(name, f"{path}.staff[{at}]")) is not None:
                staff.append(EntryStaff(entry=entry, user=user))
        rows += [EntryRow(entry=entry, code=row) for row in _once(raw.get("rows"))]
        files += [
            Attachment(
                entry=entry,
                name=one["name"],
                type=one.get("type") or "",
                sha256=one["sha256"],
                size=one.get("size") or 0,
            )
            for one in raw.get("attachments") or []
        ]
    EntryPupil.objects.bulk_create(pupils, batch_size=4000)
    EntryHousehold.objects.bulk_create(households, batch_size=4000)
    EntryClass.objects.bulk_create(classes, batch_size=4000)
    EntryStaff.objects.bulk_create(staff, batch_size=4000)
    EntryRow.objects.bulk_create(rows, batch_size=4000)
    Attachment.objects.bulk_create(files, batch_size=4000)


def _once(values: Any) -> list[str]:
    return list(dict.fromkeys(values or []))


def _years(found: Found) -> dict[str, list[Any]]:
    """For each school its years, the newest first."""
    years: dict[str, list[Any]] = defaultdict(list)
    for (code, _number), year in found.years.items():
        years[code].append(year)
    return {
        code: sorted(all_, key=lambda y: y.starts_on, reverse=True) for code, all_ in years.items()
    }


def _class_then(code: str, name: str, on: Any, years: dict[str, list[Any]], found: Found) -> Any:
    """The class of that name in the year the day lies in; else in the year that comes next."""
    listed = years.get(code, [])
    begun = [year for year in listed if year.starts_on <= on]
    coming = [year for year in reversed(listed) if year.starts_on > on]
    for year in [*begun[:1], *coming[:1]]:
        if (school_class := found.classes.get((code, year.year, name))) is not None:
            return school_class
    return None


def _load_replaced(raws: Sequence[Mapping[str, Any]], found: Found) -> None:
    changed = []
    for index, raw in enumerate(raws):
        old = raw.get("replaces")
        entry = found.entries.get((raw["school"], raw["key"]))
        if not old or entry is None:
            continue
        replaced = found.entries.get((raw["school"], old))
        if replaced is None or replaced is entry:
            found.missing(f"entries[{index}].replaces", old)
            continue
        entry.replaces = replaced
        changed.append(entry)
    Entry.objects.bulk_update(changed, ["replaces"], batch_size=500)


def _load_details(raws: Sequence[Mapping[str, Any]], found: Found) -> None:
    batches: dict[str, list[tuple[Entry, Mapping[str, Any]]]] = defaultdict(list)
    for index, raw in enumerate(raws):
        details, entry = raw.get("details"), found.entries.get((raw["school"], raw["key"]))
        if entry is None:
            continue
        path = f"entries[{index}].details"
        if details is not None and not isinstance(details, dict):
            found.problem(path, "EXPECTED", "object")
            continue
        one = kinds.kind(raw["kind"])
        if one.load is None:
            for name in details or {}:
                found.problem(f"{path}.{name}", "UNKNOWN_KEY")
            continue
        if details and one.check is not None:
            for inner, code in one.check(details):
                found.problem(f"{path}.{inner}" if inner else path, code)
        batches[raw["kind"]].append((entry, details or {}))
    if found.problems:
        return
    for code, batch in batches.items():
        load_ = kinds.kind(code).load
        if load_ is not None:
            load_(batch)


def dump(schools: Sequence[School], into: dict[str, Any]) -> None:
    """Write every entry, annulled and replaced ones too."""
    about: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    links: Any = (
        ("pupils", EntryPupil, "pupil__key"),
        ("households", EntryHousehold, "household__key"),
        ("classes", EntryClass, "school_class__name"),
        ("staff", EntryStaff, "user__username"),
        ("rows", EntryRow, "code"),
    )
    for name, model, field in links:
        found = model.objects.filter(entry__school__in=schools).order_by("id")
        for entry_id, value in found.values_list("entry_id", field):
            about[entry_id][name].append(value)
    files: dict[int, list[dict[str, Any]]] = defaultdict(list)
    whole = Attachment.objects.filter(entry__school__in=schools).exclude(sha256="")  # erased
    for file in whole.order_by("id"):
        files[file.entry_id].append(
            without_empty(
                {"name": file.name, "type": file.type, "sha256": file.sha256, "size": file.size}
            )
        )
    details = _dumped_details(schools)
    entries = Entry.objects.filter(school__in=schools).select_related(
        "school", "author", "replaces"
    )
    into["entries"] = [
        without_empty(
            {
                "key": row.key,
                "school": row.school.code,
                "kind": row.kind,
                "topic": row.topic,
                "on": iso(row.on),
                "author": row.author.username if row.author else None,
                "state": row.state,
                "about": {
                    name: about[row.pk][name]
                    for name in ("pupils", "households", "classes", "staff")
                    if about[row.pk][name]
                },
                "rows": about[row.pk]["rows"],
                "text": row.text,
                "details": in_order(details.get(row.pk)),
                "recorded_at": recorded(row.recorded_at, row.on),
                "replaces": row.replaces.key if row.replaces else None,
                "attachments": files[row.pk],
            },
            state=State.DONE,
        )
        for row in sorted(entries, key=lambda row: (row.school.code, row.key))
    ]


def _dumped_details(schools: Sequence[School]) -> dict[int, Mapping[str, Any]]:
    found: dict[int, Mapping[str, Any]] = {}
    for one in kinds.kinds().values():
        if one.dump is not None:
            found.update(one.dump(schools))
    return found
