"""A phone that is a program: it seals as the app does."""

from __future__ import annotations

import json
import os
import uuid
from datetime import date
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tirek.access import clock
from tirek.phone.actions import register_phone, take_along
from tirek.phone.models import Phone, TakenVisit
from tirek.phone.sealing import public_point, sealed


def phone(user: Any, school: Any, name: str = "Телефон") -> Phone:
    return register_phone(by=user, school=school, name=name)


def taken(user: Any, *pupils: Any, on: Phone | None = None, **more: Any) -> TakenVisit:
    """A visit taken along on a phone of this user."""
    on = on or phone(user, pupils[0].school if pupils else more["act"].school)
    return take_along(
        by=user, phone=on, pupils=pupils, kind=more.pop("kind", "HOUSING_ACT"), **more
    )


def parcel(
    visit: TakenVisit,
    answers: dict[str, Any] | None = None,
    *,
    on: date | str | None = None,
    sign: bool = True,
    clock_set: bool = False,
    written_at: float = 0,
    sent_at: float | None = None,
    files: dict[str, tuple[str, str, bytes]] | None = None,
    point: bytes | None = None,
) -> bytes:
    """What the app would send of a visit; `files`: by id, kind, caption and bytes."""
    about, key = visit.pid.encode(), os.urandom(32)
    draft = {
        "on": str(on or clock.today()),
        "clock": clock_set,
        "at": written_at,
        "sign": sign,
        "answers": {**visit.base, **(answers or {})},
        "files": {n: {"kind": k, "caption": c} for n, (k, c, _d) in (files or {}).items() if k},
    }
    parts = {"draft": json.dumps(draft).encode()}
    parts |= {name: data for name, (_kind, _caption, data) in (files or {}).items()}
    whole = {}
    for name, data in parts.items():
        iv = os.urandom(12)
        whole[name] = iv + AESGCM(key).encrypt(iv, data, about)
    seal = sealed(key, about, point or public_point())
    head = {
        "v": 1,
        "visit": visit.pid,
        "key": str(visit.key),
        "sent_at": clock.now().timestamp() if sent_at is None else sent_at,
        "seal": len(seal),
        "parts": [{"id": name, "size": len(data)} for name, data in whole.items()],
    }
    said = json.dumps(head).encode()
    return len(said).to_bytes(4, "big") + said + seal + b"".join(whole.values())


def new_id() -> str:
    return str(uuid.uuid4())
