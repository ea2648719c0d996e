"""The school file's part of this room: terms, cases with their steps."""

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
    list_of,
    moment,
    number,
    obj,
    one_of,
    sure_day,
    text,
)
from tirek.cards.models import Kinship, StatusPeriod
from tirek.guardianship.models import Case, Ending, Placement, Step, StepKind, Terms

CHILD = ("surname", "given", "patronymic", "address")
WORDS = ("who", "how", "text", "placement", "reason")
SHAPE: dict[str, Shape] = {
    "guardianship_terms": list_of(
        obj(
            school=text(required=True),
            notify_days=number(1, 30),
            checks_a_year=number(1, 12),
            body=text(300),
        )
    ),
    "guardianship_cases": list_of(
        obj(
            key=text(80, required=True),
            school=text(required=True),
            pupil=text(),
            child=obj(
                surname=text(100),
                given=text(100),
                patronymic=text(100),
                born_on=day(),
                address=text(300),
            ),
            steps=list_of(
                obj(
                    key=text(80, required=True),
                    kind=one_of(StepKind.values, required=True),
                    on=day(required=True),
                    who=text(300),
                    how=text(300),
                    text=text(),
                    paper=obj(document=text(300), number=text(60), on=day()),
                    placement=one_of(Placement.values),
                    reason=one_of(Ending.values),
                    guardian=obj(household=text(80), member=text(80)),
                    status=text(40),
                    recorded_at=moment(),
                    by=text(),
                    replaces=text(),
                    annulled_at=moment(),
                    annul_reason=text(),
                )
            ),
        )
    ),
}


def load(data: Mapping[str, Any], found: Found) -> None:
    """Bring in terms and cases; what a placement opened is found again on the card."""
    for index, raw in enumerate(data.get("guardianship_terms") or []):
        path = f"guardianship_terms[{index}].school"
        school = found.school(raw["school"], path)
        if school is None:
            continue
        if Terms.objects.filter(school=school).exists():
            found.problem(path, "TWICE", raw["school"])
            continue
        Terms.objects.create(
            school=school,
            notify_days=raw.get("notify_days") or 1,
            checks_a_year=raw.get("checks_a_year") or 1,
            body=raw.get("body") or "",
        )
    there: set[tuple[str, str]] = set()
    for index, raw in enumerate(data.get("guardianship_cases") or []):
        path, place = f"guardianship_cases[{index}]", (raw["school"], raw["key"])
        school = found.school(raw["school"], f"{path}.school")
        pupil = found.pupils.get((raw["school"], raw["pupil"])) if raw.get("pupil") else None
        if place in there:
            found.problem(f"{path}.key", "TWICE", raw["key"])
            continue
        there.add(place)
        if raw.get("pupil") and pupil is None:
            found.missing(f"{path}.pupil", raw["pupil"])
        if school is None:
            continue
        child = raw.get("child") or {}
        case = Case.objects.create(
            key=raw["key"],
            school=school,
            pupil=pupil,
            born_on=as_day(child.get("born_on")),
            **{name: child.get(name) or "" for name in CHILD},
        )
        _load_steps(raw, case, found, path)


def _load_steps(raw: Mapping[str, Any], case: Case, found: Found, path: str) -> None:
    made: dict[str, Step] = {}
    for index, one in enumerate(raw.get("steps") or []):
        place, on = f"{path}.steps[{index}]", sure_day(one["on"])
        if one["key"] in made:
            found.problem(f"{place}.key", "TWICE", one["key"])
            continue
        replaces = made.get(one["replaces"]) if one.get("replaces") else None
        if one.get("replaces") and replaces is None:
            found.missing(f"{place}.replaces", one["replaces"])
        paper = one.get("paper") or {}
        made[one["key"]] = Step.objects.create(
            key=one["key"],
            case=case,
            kind=one["kind"],
            on=on,
            document=paper.get("document") or "",
            number=paper.get("number") or "",
            paper_on=as_day(paper.get("on")),
            kin=_kin(raw, one, case, found, place),
            status=_status(one, case),
            recorded_at=as_moment(one.get("recorded_at")) or first_moment(on),
            recorded_by=found.user(one.get("by"), f"{place}.by"),
            replaces=replaces,
            annulled_at=as_moment(one.get("annulled_at")),
            annul_reason=one.get("annul_reason") or "",
            **{name: one.get(name) or "" for name in WORDS},
        )


def _kin(
    raw: Mapping[str, Any], one: Mapping[str, Any], case: Case, found: Found, path: str
) -> Kinship | None:
    guardian = one.get("guardian") or {}
    if not guardian.get("member"):
        return None
    place = (raw["school"], guardian.get("household") or "", guardian["member"])
    member = found.members.get(place)
    if member is None:
        found.missing(f"{path}.guardian.member", guardian["member"])
    held = Kinship.objects.known_at().filter(pupil=case.pupil, member=member)
    kin: Kinship | None = held.filter(kinship=one.get("placement") or "").order_by("id").last()
    return kin


def _status(one: Mapping[str, Any], case: Case) -> StatusPeriod | None:
    if not one.get("status") or case.pupil is None:
        return None
    held = StatusPeriod.objects.known_at().filter(pupil=case.pupil, category=one["status"])
    status: StatusPeriod | None = held.on(sure_day(one["on"])).order_by("id").last()
    return status


def dump(schools: Sequence[School], into: dict[str, Any]) -> None:
    """Write terms and every case, with steps that are believed no more."""
    terms = Terms.objects.filter(school__in=schools).select_related("school")
    into["guardianship_terms"] = [
        without_empty(
            {
                "school": one.school.code,
                "notify_days": one.notify_days,
                "checks_a_year": one.checks_a_year,
                "body": one.body,
            }
        )
        for one in terms.order_by("school__code")
    ]
    cases = (
        Case.objects.filter(school__in=schools)
        .select_related("school", "pupil")
        .prefetch_related(
            "steps__recorded_by",
            "steps__replaces",
            "steps__kin__member__household",
            "steps__status",
        )
    )
    into["guardianship_cases"] = [
        without_empty(
            {
                "key": case.key,
                "school": case.school.code,
                "pupil": case.pupil.key if case.pupil else None,
                "child": without_empty(
                    {name: getattr(case, name) for name in CHILD} | {"born_on": iso(case.born_on)}
                ),
                # a step after the one it replaces
                "steps": [_row(one) for one in sorted(case.steps.all(), key=lambda one: one.pk)],
            }
        )
        for case in sorted(cases, key=lambda one: (one.school.code, one.key))
    ]


def _row(one: Step) -> dict[str, Any]:
    member = one.kin.member if one.kin else None
    guardian = {"household": member.household.key, "member": member.key} if member else {}
    paper = {"document": one.document, "number": one.number, "on": iso(one.paper_on)}
    return without_empty(
        {
            "key": one.key,
            "kind": one.kind,
            "on": iso(one.on),
            **{name: getattr(one, name) for name in WORDS},
            "paper": without_empty(paper),
            "guardian": guardian,
            "status": one.status.category if one.status else None,
            "recorded_at": recorded(one.recorded_at, one.on),
            "by": one.recorded_by.username if one.recorded_by else None,
            "replaces": one.replaces.key if isinstance(one.replaces, Step) else None,
            "annulled_at": one.annulled_at and recorded(one.annulled_at, None),
            "annul_reason": one.annul_reason,
        }
    )
