"""Every address x every role x (own class, other class, other school, nothing such)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, reverse

from tests.trust.doors import DOORS, Door
from tests.trust.rights import WALKERS, holds, reaches
from tests.trust.town import FAR, OWN, WORLDS, Town, town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

NOWHERE = "nothing such"
# Things of the school as a whole: whoever holds the right in the school reaches them.
OF_THE_SCHOOL = {
    *("plan", "draft plan", "row", "draft row", "roster", "person", "grant", "mentor", "year"),
    *("hand over", "erasure", "alarm", "opening", "package", "draft package", "word form"),
    "batch",
    *("norm", "category", "list brought in"),
    "series",
    "arrival",
}
# What a refused or a read page may still write: its own trace, the session.
WRITE_AND_SHOW = {"accounts:renew_password"}
TRACES = (
    *("access_audit", "access_sentform", "django_session"),
    *("accounts_opensession", "accounts_failedtry"),
)


def names(resolver: Any = None, space: str = "") -> Iterator[str]:
    """The full name of every address."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from names(one, f"{space}{one.namespace}:" if one.namespace else space)
        else:
            yield f"{space}{one.name}"


def test_every_address_is_in_the_table():
    found = sorted(names())
    assert sorted(set(found) - set(DOORS)) == [], "give these a line in tests/trust/doors.py"
    assert sorted(set(DOORS) - set(found)) == [], "these addresses are gone"
    assert len(found) == len(set(found))


def expected(letters: str, door: Door, world: str, opened: str) -> set[int]:
    """The answers allowed, read from the table only."""
    good = {int(code) for code in opened.split()}
    if door.right is None:
        return good
    if not holds(letters, door.right):
        return {403, 405} if 405 in good else {403}
    if 405 in good:
        return good
    if door.found and not holds(letters, door.found):
        return {404}
    if door.only and letters not in door.only:
        return {404}
    about = door.thing or "{" in door.query
    if not about:
        return good
    if world in (NOWHERE, FAR):
        return {404}
    within = door.thing in OF_THE_SCHOOL and "{" not in door.query
    if not within and not reaches(letters, world):
        return {404}
    return good if not door.may or holds(letters, door.may) else {403}


def address(name: str, door: Door, town: Town, world: str) -> str:
    """The address of the thing of that world; of an id that is nobody's for NOWHERE."""
    things = town.things.get(world, {})
    args: list[Any] = list(door.more)
    if door.thing == "year":
        args.insert(0, things["year"].year if things else 1999)
    elif door.thing == "grant":
        grant = things[door.thing] if things else None
        args = [grant.user.pid, grant.pk] if grant else ["nobodys00000", 999_999]
    elif door.thing:
        args.insert(0, things[door.thing].pid if things else "nobodys00000")
    path = reverse(name, args=args)
    ids = {kind: things[kind].pid if things else "nobodys00000" for kind in ("pupil", "class")}
    return f"{path}?{door.query.format(**ids)}" if door.query else path


def worlds_of(letters: str, door: Door) -> tuple[str, ...]:
    """The worlds that differ at this address; a closed door answers before it looks behind."""
    if not door.thing and "{" not in door.query:
        return (OWN,)
    if door.thing == "year":
        return (OWN, NOWHERE)
    if door.right and not holds(letters, door.right):
        return (OWN, FAR)
    return (*WORLDS, NOWHERE)


@pytest.mark.parametrize("letters", WALKERS)
def test_every_address_in_every_world(letters: str):
    here = town()
    client = Client(raise_request_exception=False)
    client.force_login(here.users[letters])
    logging.disable()
    wrong = []
    for name, door in DOORS.items():
        for world in worlds_of(letters, door):
            path = address(name, door, here, world)
            for method, opened in (("get", door.get), ("post", door.post)):
                allowed = expected(letters, door, world, opened)
                connection.queries_log.clear()  # it keeps the last 9,000 of the whole walk
                with transaction.atomic(), CaptureQueriesContext(connection) as done:
                    answer = getattr(client, method)(path)
                    transaction.set_rollback(True)
                client.force_login(here.users[letters]) if name == "accounts:sign_out" else None
                if answer.status_code not in allowed:
                    wrong.append(
                        f"{letters} {method} {name} ({world}): {answer.status_code}, not {allowed}"
                    )
                wrote = method == "post" and answer.status_code != 302 and writes(done)
                if wrote and name != "accounts:renew_password":
                    wrong.append(
                        f"{letters} {name} ({world}) wrote while answering {answer.status_code}"
                    )
    logging.disable(logging.NOTSET)
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


def writes(done: CaptureQueriesContext) -> list[str]:
    """What was written but traces."""
    said = [one["sql"] for one in done.captured_queries]
    return [
        sql
        for sql in said
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and not any(t in sql for t in TRACES)
    ]
