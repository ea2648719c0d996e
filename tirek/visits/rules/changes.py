"""What has changed at a home since its last act."""

from __future__ import annotations

from dataclasses import dataclass

from tirek.visits.rules.asked import Field, Form, Type
from tirek.visits.rules.details import Details, number_of, rows_of, said


@dataclass(frozen=True)
class Change:
    """One question answered otherwise than last time; `was` or `now` may be None: not answered.

    For ticks and people `lost` and `gained` hold the codes or names that went and that came.
    """

    field: Field
    was: object
    now: object
    lost: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()


def changes(form: Form, before: Details, after: Details) -> list[Change]:
    """The compared questions of `after` answered otherwise than in `before`, in the act's order.

    A question left empty in either act is no change: nothing is known about it.
    """
    found: list[Change] = []
    for asked in form.fields.values():
        was, now = before.get(asked.code), after.get(asked.code)
        if not asked.compared or not said(was) or not said(now):
            continue
        if asked.type in (Type.ROWS, Type.MANY):
            old, new = _members(asked, before), _members(asked, after)
            lost = tuple(one for one in old if one not in new)
            gained = tuple(one for one in new if one not in old)
            if lost or gained:
                found.append(Change(asked, was, now, lost, gained))
        elif _plain(asked, was) != _plain(asked, now):
            found.append(Change(asked, was, now))
    return found


def _members(asked: Field, details: Details) -> list[str]:
    if asked.type is Type.ROWS:
        return [str(row["name"]) for row in rows_of(details, asked.code) if said(row.get("name"))]
    ticked = details.get(asked.code)
    return [str(one) for one in ticked] if isinstance(ticked, list | tuple) else []


def _plain(asked: Field, value: object) -> object:
    """An answer without what does not matter: 64, 64.0 and "64" are one area."""
    if asked.type in (Type.WHOLE, Type.DECIMAL):
        return number_of(value)
    return " ".join(value.split()) if isinstance(value, str) else value
