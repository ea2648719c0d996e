"""Who answers for an item by name: the holders of the roles that a row names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from tirek.access.models import RoleGrant, School
from tirek.access.roles import Role

# More names than that are not said beside a role.
FEW = 3
AMONG = "~"


class Holders:
    """The holders of roles on a day, by class where a class teacher is asked for: one query."""

    def __init__(self, school: School, day: date, class_names: Mapping[int, str]) -> None:
        self.class_names = class_names
        self.names: dict[int, str] = {}
        self.of_role: dict[str, list[int]] = {}
        self.of_class: dict[str, list[int]] = {}
        grants = RoleGrant.objects.filter(school=school).on(day).select_related("user")
        for one in grants.order_by("user__full_name", "pk"):
            self.names[one.user_id] = one.user.full_name
            some = self.of_role.setdefault(one.role, [])
            if one.user_id not in some:
                some.append(one.user_id)
            if one.role == Role.CLASS_TEACHER:
                for name in one.class_names:
                    self.of_class.setdefault(name, []).append(one.user_id)

    def keys(self, role: str, school_class: int | None) -> list[str]:
        """The lines under which an item of a role stands: persons where they are known, else it."""
        some = self.of_role.get(role, [])
        if role == Role.CLASS_TEACHER:
            name = self.class_names.get(school_class or 0, "")
            some = list(dict.fromkeys(self.of_class.get(name, ())))
        elif len(some) != 1:
            some = []
        return [f"{role}{AMONG}{user}" for user in some] or [role]

    def lines(self, keys: Iterable[str]) -> list[tuple[str, str]]:
        """These lines in the order of roles, then of names, with their words."""
        there, found = set(keys), []
        for role in Role:
            some = self.of_role.get(role.value, [])
            if role.value in there:
                few = ", ".join(self.names[one] for one in some) if len(some) <= FEW else ""
                found.append((role.value, f"{role.label}: {few}" if few else str(role.label)))
            found += [
                (key, f"{role.label}: {self.names[one]}")
                for one in some
                if (key := f"{role.value}{AMONG}{one}") in there
            ]
        return found
