"""The school file: departments, schools and users; and what a file refers to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from tirek.access import clock
from tirek.access.models import Department, RoleGrant, School, User
from tirek.access.roles import Role
from tirek.access.rules.shape import (
    Problem,
    Shape,
    as_day,
    day,
    list_of,
    number,
    obj,
    one_of,
    text,
)

EPOCH = date(1970, 1, 1)
# Any date is taken; the moments of the calendar's ends cannot be told in every time zone.
EARLIEST, LATEST = date(1900, 1, 1), date(9998, 12, 31)


@dataclass
class Found:
    """What a school file refers to: filled by the lower rooms, read by the upper ones."""

    now: datetime = field(default_factory=clock.now)
    departments: dict[str, Department] = field(default_factory=dict)
    schools: dict[str, School] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    years: dict[tuple[str, int], Any] = field(default_factory=dict)
    classes: dict[tuple[str, int, str], Any] = field(default_factory=dict)
    households: dict[tuple[str, str], Any] = field(default_factory=dict)
    members: dict[tuple[str, str, str], Any] = field(default_factory=dict)
    pupils: dict[tuple[str, str], Any] = field(default_factory=dict)
    entries: dict[tuple[str, str], Any] = field(default_factory=dict)
    categories: dict[str, set[str]] = field(default_factory=dict)
    norms: dict[str, set[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def missing(self, path: str, value: object) -> None:
        """A reference leads nowhere."""
        self.problem(path, "UNKNOWN_REFERENCE", str(value)[:60])

    def problem(self, path: str, code: str, detail: str = "") -> None:
        """Something else is wrong."""
        self.problems.append(Problem(path, code, detail))

    def school(self, code: str, path: str) -> School | None:
        """The school of that code; a problem when there is none."""
        school = self.schools.get(code)
        if school is None:
            self.missing(path, code)
        return school

    def user(self, username: str | None, path: str) -> User | None:
        """The user of that name, None when nobody is named; a problem when unknown."""
        if not username:
            return None
        user = self.users.get(username)
        if user is None:
            self.missing(path, username)
        return user


SHAPE: dict[str, Shape] = {
    "departments": list_of(obj(code=text(60, required=True), name=text(300, required=True))),
    "schools": list_of(
        obj(code=text(60, required=True), name=text(300, required=True), department=text())
    ),
    "users": list_of(
        obj(
            username=text(60, required=True),
            password=text(4096),
            full_name=text(200),
            roles=list_of(
                obj(
                    role=one_of(Role.values, required=True),
                    school=text(),
                    department=text(),
                    classes=list_of(text()),
                    pupils=list_of(text()),
                    grades=list_of(number(0, 12)),
                    stands_in_for=text(60),
                    since=day(),
                    until=day(),
                )
            ),
        )
    ),
}


def load(data: Mapping[str, Any], found: Found) -> None:
    """Bring in departments, schools and users with their roles."""
    for index, raw in enumerate(data.get("departments") or []):
        path = f"departments[{index}].code"
        if raw["code"] in found.departments or Department.objects.filter(code=raw["code"]).exists():
            found.problem(path, "TWICE", raw["code"])
            continue
        found.departments[raw["code"]] = Department.objects.create(
            code=raw["code"], name=raw["name"]
        )
    for index, raw in enumerate(data.get("schools") or []):
        path = f"schools[{index}]"
        department = None
        if raw.get("department"):
            department = found.departments.get(raw["department"])
            if department is None:
                found.missing(f"{path}.department", raw["department"])
        if raw["code"] in found.schools or School.objects.filter(code=raw["code"]).exists():
            found.problem(f"{path}.code", "TWICE", raw["code"])
            continue
        found.schools[raw["code"]] = School.objects.create(
            code=raw["code"], name=raw["name"], department=department
        )
    _load_users(data.get("users") or [], found)


def _load_users(raws: Sequence[Mapping[str, Any]], found: Found) -> None:
    taken = set(User.objects.values_list("username", flat=True))
    for index, raw in enumerate(raws):
        if raw["username"] in taken:
            found.problem(f"users[{index}].username", "TWICE", raw["username"])
            continue
        taken.add(raw["username"])
        found.users[raw["username"]] = User(
            username=raw["username"],
            full_name=raw.get("full_name") or "",
            password=make_password(raw.get("password") or None),
        )
    User.objects.bulk_create(found.users.values())
    grants: list[RoleGrant] = []
    away: list[tuple[RoleGrant, str, str]] = []
    for index, raw in enumerate(raws):
        user = found.users.get(raw["username"])
        for place, role in enumerate(raw.get("roles") or []):
            path = f"users[{index}].roles[{place}]"
            school = department = None
            if role.get("department"):
                department = found.departments.get(role["department"])
                if department is None:
                    found.missing(f"{path}.department", role["department"])
            if role.get("school"):
                school = found.school(role["school"], f"{path}.school")
            if not role.get("school") and not role.get("department"):
                found.problem(f"{path}.school", "MISSING")
            if user is None or (school is None and department is None):
                continue
            grants.append(
                RoleGrant(
                    user=user,
                    role=role["role"],
                    school=school,
                    department=department,
                    class_names=role.get("classes") or [],
                    pupil_keys=role.get("pupils") or [],
                    grades=role.get("grades") or [],
                    since=as_day(role.get("since")),
                    until=as_day(role.get("until")),
                )
            )
            if role.get("stands_in_for"):
                away.append((grants[-1], role["stands_in_for"], f"{path}.stands_in_for"))
    RoleGrant.objects.bulk_create(grants)
    for grant, username, path in away:
        _stand_in(grant, [g for g in grants if g.user.username == username], path, found)


def _stand_in(grant: RoleGrant, held: list[RoleGrant], path: str, found: Found) -> None:
    """A substitute holds the role of the one who is named: the latest one of that kind there."""
    same = [
        one
        for one in held
        if (one.role, one.school_id, one.department_id)
        == (grant.role, grant.school_id, grant.department_id)
        and one is not grant
        and (not one.since or not grant.until or one.since <= grant.until)
        and (not one.until or not grant.since or one.until >= grant.since)
    ]
    if not same:
        found.missing(path, grant.role)
        return
    grant.stands_in_for = max(same, key=lambda one: (one.since or date.min, one.pk))
    grant.save(update_fields=["stands_in_for"])


def check_roles(data: Mapping[str, Any], found: Found) -> None:
    """Classes and pupils that roles name must be there (asked once the rooms above are loaded)."""
    names: dict[str, set[str]] = {}
    for code, _year, name in found.classes:
        names.setdefault(code, set()).add(name)
    for index, raw in enumerate(data.get("users") or []):
        for place, role in enumerate(raw.get("roles") or []):
            path, code = f"users[{index}].roles[{place}]", role.get("school")
            for at, name in enumerate(role.get("classes") or []):
                if name not in names.get(code, set()):
                    found.missing(f"{path}.classes[{at}]", name)
            for at, key in enumerate(role.get("pupils") or []):
                if (code, key) not in found.pupils:
                    found.missing(f"{path}.pupils[{at}]", key)


def dump(schools: Sequence[School], into: dict[str, Any]) -> None:
    """Write departments, schools and the users who hold a role in them, without any secret."""
    departments = {s.department_id: s.department for s in schools if s.department}
    into["departments"] = [
        {"code": d.code, "name": d.name}
        for d in sorted((d for d in departments.values() if d), key=lambda d: d.code)
    ]
    into["schools"] = [
        without_empty(
            {
                "code": school.code,
                "name": school.name,
                "department": school.department.code if school.department else None,
            }
        )
        for school in schools
    ]
    chosen = {school.pk for school in schools}
    users: dict[str, dict[str, Any]] = {}
    grants = (
        RoleGrant.objects.filter(school_id__in=chosen)
        | RoleGrant.objects.filter(school__isnull=True, department__in=departments.values())
    ).select_related("user", "school", "department", "stands_in_for__user")
    for grant in grants.order_by("user__username", "id"):
        user = users.setdefault(
            grant.user.username,
            {
                "username": grant.user.username,
                "full_name": grant.user.full_name,
                "roles": [],
            },
        )
        user["roles"].append(
            without_empty(
                {
                    "role": grant.role,
                    "school": grant.school.code if grant.school else None,
                    "department": grant.department.code if grant.department else None,
                    "classes": grant.class_names,
                    "pupils": grant.pupil_keys,
                    "grades": grant.grades,
                    "stands_in_for": (
                        grant.stands_in_for.user.username if grant.stands_in_for else None
                    ),
                    "since": iso(grant.since),
                    "until": iso(grant.until),
                }
            )
        )
    into["users"] = [without_empty(users[name]) for name in sorted(users)]


def dump_named(usernames: set[str], into: dict[str, Any]) -> None:
    """Add those who are named elsewhere in the file but hold no role in these schools."""
    there = {user["username"] for user in into["users"]}
    into["users"] += [
        without_empty({"username": user.username, "full_name": user.full_name})
        for user in User.objects.filter(username__in=usernames - there)
    ]
    into["users"].sort(key=lambda user: user["username"])


def without_empty(row: dict[str, Any], **defaults: Any) -> dict[str, Any]:
    """The row without keys that are empty or hold their default."""
    return {
        name: value
        for name, value in row.items()
        if value not in (None, "", [], {}) and (name not in defaults or value != defaults[name])
    }


def in_order(value: Any) -> Any:
    """Kept JSON with its keys in order: databases give them back in orders of their own."""
    if isinstance(value, dict):
        return {name: in_order(value[name]) for name in sorted(value)}
    return [in_order(one) for one in value] if isinstance(value, list) else value


def iso(value: date | None) -> str | None:
    """YYYY-MM-DD."""
    return value.isoformat() if value else None


def first_moment(first_day: date | None) -> datetime:
    """When a fact counts as recorded if the file does not say: the midnight it begins."""
    day_ = min(max(first_day or EPOCH, EARLIEST), LATEST)
    return timezone.make_aware(datetime.combine(day_, time.min))


def recorded(value: datetime, first_day: date | None) -> str | None:
    """The moment for the file, or None when it is the one that would be assumed."""
    if value == first_moment(first_day):
        return None
    return timezone.localtime(value).isoformat()
