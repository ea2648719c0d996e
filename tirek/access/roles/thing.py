"""What the table of rights is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tirek.access.roles.names import Role


@dataclass(frozen=True)
class Thing:
    """A line of the table: who reads and writes a kind of thing.

    `verbs` gives the roles by verb; `notes` says in which cells less is meant than the verb says.
    """

    code: str
    name: Promise
    verbs: Mapping[str, tuple[Role, ...]]
    notes: Mapping[Role, Promise] = field(default_factory=dict)


@dataclass(frozen=True)
class Section:
    """Lines of the table that belong together."""

    name: Promise
    things: tuple[Thing, ...]


def thing(
    code: str,
    name: Promise,
    notes: Mapping[Role, Promise] | None = None,
    **verbs: tuple[Role, ...],
) -> Thing:
    """A line of the table: the verbs as keywords, each with the roles that may."""
    return Thing(code, name, verbs, notes or {})


OWN = _("own ones")
TOOK_PLACE = _("that it took place")
