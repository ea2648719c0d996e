"""The school file's part of this room: scopes of the school's own, consents, terms."""

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
from tirek.consents.models import OWN, Consent, FamilyRights, Scope

WORDS = {
    "name": ("kk", "ru", "en"),
    "data": ("kk", "ru"),
    "purpose": ("kk", "ru"),
}
SHAPE: dict[str, Shape] = {
    "consent_scopes": list_of(
        obj(
            school=text(required=True),
            code=text(40, required=True),
            name=obj(True, kk=text(200, required=True), ru=text(200), en=text(200)),
            data=obj(kk=text(), ru=text()),
            purpose=obj(kk=text(), ru=text()),
            holder=one_of(OWN),
            transfer=flag(),
        )
    ),
    "family_rights": list_of(
        obj(school=text(required=True), keep_years=number(1, 99), stop_days=number(1, 60))
    ),
    "consents": list_of(
        obj(
            key=text(80, required=True),
            school=text(required=True),
            pupil=text(required=True),
            scope=text(required=True),
            data=text(),
            purpose=text(),
            operator=text(300),
            third_parties=text(300),
            signer=obj(household=text(), member=text(), name=text(300), relation=text(100)),
            signed_on=day(required=True),
            until=day(),
            paper=text(60),
            withdrawn_on=day(),
            withdrawn_how=text(300),
            stopped_on=day(),
            recorded_at=moment(),
            by=text(),
            replaces=text(),
            annulled_at=moment(),
            annul_reason=text(),
        )
    ),
}


def load(data: Mapping[str, Any], found: Found) -> None:
    """Bring in scopes, terms and consents."""
    codes = _load_scopes(data.get("consent_scopes") or [], found)
    _load_rights(data.get("family_rights") or [], found)
    _load_consents(data.get("consents") or [], found, codes)


def _load_scopes(raws: Sequence[Mapping[str, Any]], found: Found) -> dict[str, set[str]]:
    built_in = {one.code: one.position for one in Scope.objects.filter(school__isnull=True)}
    codes = {code: set(built_in) for code in found.schools}
    own: dict[tuple[str, str], Scope] = {}
    for index, raw in enumerate(raws):
        path, place = f"consent_scopes[{index}]", (raw["school"], raw["code"])
        school = found.school(raw["school"], f"{path}.school")
        if school is None:
            continue
        if place in own:
            found.problem(f"{path}.code", "TWICE", raw["code"])
            continue
        codes[school.code].add(raw["code"])
        words = {
            f"{what}_{language}": (raw.get(what) or {}).get(language) or ""
            for what, languages in WORDS.items()
            for language in languages
        }
        own[place] = Scope(
            school=school,
            code=raw["code"],
            holder=raw.get("holder") or "",
            transfer=bool(raw.get("transfer")),
            position=built_in.get(raw["code"], 500),
            **words,
        )
    Scope.objects.bulk_create(own.values())
    return codes


def _load_rights(raws: Sequence[Mapping[str, Any]], found: Found) -> None:
    made: dict[str, FamilyRights] = {}
    for index, raw in enumerate(raws):
        path = f"family_rights[{index}].school"
        school = found.school(raw["school"], path)
        if raw["school"] in made:
            found.problem(path, "TWICE", raw["school"])
        elif school is not None:
            made[raw["school"]] = FamilyRights(
                school=school,
                keep_years=raw.get("keep_years"),
                stop_days=raw.get("stop_days") or 15,
            )
    FamilyRights.objects.bulk_create(made.values())


def _load_consents(
    raws: Sequence[Mapping[str, Any]], found: Found, codes: Mapping[str, set[str]]
) -> None:
    made: dict[tuple[str, str], Consent] = {}
    for index, raw in enumerate(raws):
        path, place = f"consents[{index}]", (raw["school"], raw["key"])
        school = found.school(raw["school"], f"{path}.school")
        pupil = found.pupils.get((raw["school"], raw["pupil"]))
        signed_on, until = sure_day(raw["signed_on"]), as_day(raw.get("until"))
        if place in made:
            found.problem(f"{path}.key", "TWICE", raw["key"])
            continue
        if pupil is None:
            found.missing(f"{path}.pupil", raw["pupil"])
        if raw["scope"] not in codes.get(raw["school"], set()):
            found.problem(f"{path}.scope", "UNKNOWN_CODE", raw["scope"])
        if until is not None and until < signed_on:
            found.problem(f"{path}.until", "EXPECTED", f">= {signed_on}")
            continue
        signer = raw.get("signer") or {}
        member = None
        if signer.get("member"):
            place3 = (raw["school"], signer.get("household") or "", signer["member"])
            member = found.members.get(place3)
            if member is None:
                found.missing(f"{path}.signer.member", signer["member"])
        if school is None or pupil is None:
            continue
        made[place] = Consent(
            key=raw["key"],
            school=school,
            pupil=pupil,
            scope=raw["scope"],
            data=raw.get("data") or "",
            purpose=raw.get("purpose") or "",
            operator=raw.get("operator") or "",
            third_parties=raw.get("third_parties") or "",
            signed_by=member,
            signer_name=signer.get("name") or "",
            signer_relation=signer.get("relation") or "",
            signed_on=signed_on,
            until=until,
            paper_number=raw.get("paper") or "",
            withdrawn_on=as_day(raw.get("withdrawn_on")),
            withdrawn_how=raw.get("withdrawn_how") or "",
            stopped_on=as_day(raw.get("stopped_on")),
            recorded_at=as_moment(raw.get("recorded_at")) or first_moment(signed_on),
            recorded_by=found.user(raw.get("by"), f"{path}.by"),
            annulled_at=as_moment(raw.get("annulled_at")),
            annul_reason=raw.get("annul_reason") or "",
        )
    Consent.objects.bulk_create(made.values(), batch_size=2000)
    changed = []
    for index, raw in enumerate(raws):
        if not raw.get("replaces"):
            continue
        old, new = made.get((raw["school"], raw["replaces"])), made.get((raw["school"], raw["key"]))
        if old is None or old is new:
            found.missing(f"consents[{index}].replaces", raw["replaces"])
        elif new is not None:
            new.replaces = old
            changed.append(new)
    Consent.objects.bulk_update(changed, ["replaces"], batch_size=500)


def dump(schools: Sequence[School], into: dict[str, Any]) -> None:
    """Write own scopes, terms that differ from the usual, and every consent."""
    scopes = Scope.objects.filter(school__in=schools).select_related("school")
    into["consent_scopes"] = [
        without_empty(
            {
                "school": one.school.code if one.school else None,
                "code": one.code,
                **{
                    what: without_empty({key: getattr(one, f"{what}_{key}") for key in languages})
                    for what, languages in WORDS.items()
                },
                "holder": one.holder,
                "transfer": one.transfer,
            },
            transfer=False,
        )
        for one in scopes.order_by("school__code", "code")
    ]
    rights = FamilyRights.objects.filter(school__in=schools).select_related("school")
    into["family_rights"] = [
        without_empty(
            {"school": one.school.code, "keep_years": one.keep_years, "stop_days": one.stop_days}
        )
        for one in rights.order_by("school__code")
    ]
    consents = Consent.objects.filter(school__in=schools).select_related(
        "school", "pupil", "signed_by__household", "recorded_by", "replaces"
    )
    into["consents"] = [
        _row(one) for one in sorted(consents, key=lambda one: (one.school.code, one.key))
    ]


def _row(one: Any) -> dict[str, Any]:
    member = one.signed_by
    signer = {
        "household": member.household.key if member else None,
        "member": member.key if member else None,
        "name": one.signer_name,
        "relation": one.signer_relation,
    }
    return without_empty(
        {
            "key": one.key,
            "school": one.school.code,
            "pupil": one.pupil.key,
            "scope": one.scope,
            "data": one.data,
            "purpose": one.purpose,
            "operator": one.operator,
            "third_parties": one.third_parties,
            "signer": without_empty(signer),
            "signed_on": iso(one.signed_on),
            "until": iso(one.until),
            "paper": one.paper_number,
            "withdrawn_on": iso(one.withdrawn_on),
            "withdrawn_how": one.withdrawn_how,
            "stopped_on": iso(one.stopped_on),
            "recorded_at": recorded(one.recorded_at, one.signed_on),
            "by": one.recorded_by.username if one.recorded_by else None,
            "replaces": one.replaces.key if one.replaces else None,
            "annulled_at": one.annulled_at and recorded(one.annulled_at, None),
            "annul_reason": one.annul_reason,
        }
    )
