"""Ways through the whole program: its addresses, filled in with what really exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tirek.access.models import School, User

MONDAY = date(2026, 11, 23)


def bring_in_the_demo(pupils: int = 60) -> None:
    """The invented school, as small as it goes, on the Monday of the tests."""
    from tirek.demo import make_school_file
    from tirek.journal import kinds
    from tirek.schoolfile.load import load

    data = make_school_file(pupils, 1, 1, 3, MONDAY)
    for entry in data["entries"]:
        if kinds.kind(entry["kind"]).load is None:
            entry.pop("details", None)
    load(data)


def patterns(resolver: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address as it is written, with its pattern."""
    for one in (resolver or get_resolver()).url_patterns:
        path = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, path)
        else:
            yield path, one


def things(school: School, each: int = 3) -> dict[str, list[str]]:
    """A few public ids of every kind of thing that belongs to a school."""
    found = {}
    for model in apps.get_models():
        if not model.__module__.startswith("tirek."):
            continue
        if not any(field.name == "pid" for field in model._meta.fields):
            continue
        for way in (
            "school",
            "pupil__school",
            "plan__school",
            "entry__school",
            "school_class__school",
        ):
            first = way.split("__")[0]
            if any(field.name == first for field in model._meta.fields):
                chosen = model.objects.filter(**{way: school}).order_by("-pk")
                found[model._meta.label] = list(chosen.values_list("pid", flat=True)[:each])
                break
    return found


def addresses(school: School, each: int = 3) -> Iterator[tuple[str, str]]:
    """(address as written, address with a real thing in it), for every kind of thing that fits."""
    ids = [pid for some in things(school, each).values() for pid in some]
    for written, pattern in patterns():
        names = list(pattern.pattern.converters)
        if not names:
            yield written, "/" + written
        elif names == ["pid"]:
            for pid in ids:
                yield written, "/" + re.sub(r"<\w+:pid>", pid, written)


def opened_addresses(school: School, *usernames: str) -> dict[str, str]:
    """Every address with a thing that it opens for one of these users, or else with any thing."""
    found: dict[str, str] = {}
    fallback: dict[str, str] = {}
    for username in usernames:
        client = signed_in(User.objects.get(username=username))
        for written, path in addresses(school, each=2):
            fallback.setdefault(written, path)
            if written in found or "sign-out" in path:
                continue
            if client.get(path).status_code in {200, 302}:
                found[written] = path
    return fallback | found


def signed_in(user: User) -> Client:
    """A client that lets errors of the server through as answers."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client
