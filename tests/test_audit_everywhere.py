"""Whatever room is added: who reads about children and who writes leaves a line, without values."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import resolve

from tests.walking import bring_in_the_demo, opened_addresses, signed_in
from tirek.access.models import AuditRow, School, User
from tirek.school.models import Pupil

HOUSE = Path(__file__).parent.parent

# The desk is the first page of everybody, opened many times a day; its lines lead to pages that are
# audited. What shows the audit itself is not written into it again.
PLAIN = {"desk:desk", "oversight:my_actions"}


@pytest.mark.walk
@pytest.mark.django_db
@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize("username", ["social", "director"])
def test_every_page_with_a_childs_name_is_read_under_audit_once(username: str):
    bring_in_the_demo()
    school = School.objects.get(code="school-12")
    user = User.objects.get(username=username)
    client = signed_in(user)
    names = {one.full_name for one in Pupil.objects.filter(school=school)}
    unseen, wrong, elsewhere = [], [], []
    for path in opened_addresses(school, username).values():
        match = resolve(path)
        if "sign-out" in path or match.view_name in PLAIN:
            continue
        before = AuditRow.objects.filter(by=user).count()
        answer = client.get(path)
        rows = list(AuditRow.objects.filter(by=user).order_by("pk")[before:])
        verbs = Counter(row.verb for row in rows)
        if answer.status_code != 200:
            continue
        if "Content-Disposition" in answer.headers:
            expected = {"EXPORTED": 1}
        elif getattr(match.func, "sensitive", False):
            expected = {"READ": 1}
        else:
            expected = {}
            if any(name in answer.content.decode() for name in names):
                unseen.append(match.view_name)
        if verbs != expected:
            wrong.append((match.view_name, dict(verbs)))
        elsewhere += [path for row in rows if row.thing_id and row.thing_id not in path]
    assert unseen == []
    assert wrong == []
    assert elsewhere == []


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Everything that acts: each room's actions, class lists, doubles."""
    files = [
        *HOUSE.glob("tirek/*/actions.py"),
        *HOUSE.glob("tirek/*/actions/*.py"),
        *HOUSE.glob("tirek/*/handing.py"),
        *HOUSE.glob("tirek/school/importing/*.py"),
        *HOUSE.glob("tirek/school/merging/*.py"),
    ]
    for file in sorted(files):
        yield str(file.relative_to(HOUSE)), ast.parse(file.read_text("utf-8"))


def functions() -> dict[str, list[tuple[str, ast.FunctionDef]]]:
    """Functions that act by their name, each with its module."""
    found: dict[str, list[tuple[str, ast.FunctionDef]]] = {}
    for module, tree in modules():
        for one in tree.body:
            if isinstance(one, ast.FunctionDef):
                found.setdefault(one.name, []).append((module, one))
    return found


def called(function: ast.FunctionDef) -> set[str]:
    """Names of what a function calls: `audit.record` as it is written, the rest by last name."""
    names = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            text = ast.unparse(node.func)
            names.add(text if text.startswith("audit.record") else text.rpartition(".")[2])
    return names


def _records(module: str, names: set[str], known: Any, recording: set[tuple[str, str]]) -> bool:
    """Does one of these calls record? A private name is the module's own, others anybody's."""
    if {"audit.record", "audit.record_many"} & names:
        return True
    for name in names & set(known):
        homes = [home for home, _one in known[name]]
        if name.startswith("_") or module in homes:
            homes = [home for home in homes if home == module]
        if homes and all((home, name) in recording for home in homes):
            return True
    return False


def test_every_action_reaches_the_audit():
    """A public function with `by` records, itself or through another action it calls."""
    known = functions()
    recording: set[tuple[str, str]] = set()
    while True:
        more = {
            (module, name)
            for name, some in known.items()
            for module, one in some
            if _records(module, called(one), known, recording)
        }
        if more <= recording:
            break
        recording |= more
    acting = {
        f"{module}: {name}"
        for name, some in known.items()
        for module, one in some
        if not name.startswith("_") and "by" in [a.arg for a in one.args.kwonlyargs]
    }
    assert len(acting) > 50
    silent = sorted(one for one in acting if tuple(one.split(": ")) not in recording)
    assert silent == []
