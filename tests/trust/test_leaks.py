"""A mark in every sensitive text: nobody finds one that is not theirs, everybody finds theirs."""

from __future__ import annotations

import json
import logging
import re
import zipfile
from collections import Counter, defaultdict
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pypdf
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from tests.trust.doors import DOORS
from tests.trust.finder import mark, marks_in
from tests.trust.planting import FIELDS, Planted, planted, text_fields, told_by
from tests.trust.rights import CELLS, ROLES, holds
from tests.trust.test_doors import NOWHERE, OF_THE_SCHOOL, address
from tests.trust.town import FAR, OTHER, OWN, Town

pytestmark = [pytest.mark.walk, pytest.mark.django_db, pytest.mark.usefixtures("monday")]

# Pages that take a name, a number, a word and look for it.
SEARCHED = ("school:search", "cards:pupils", "cards:households", "journal:journal", "visits:acts")
# How many addresses of one shape are followed when pages lead to them.
OF_A_SHAPE = 2
# Every paper has a page; each is asked for in these forms.
MOST = 1000


@pytest.fixture(autouse=True)
def _quiet(settings: Any):
    """Nobody asks the walk why it reads so much; refusals need not be logged."""
    settings.MASS_CARDS = settings.MASS_EXPORTS = 10**9
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


def walked(here: Town, letters: str, *, only: tuple[str, ...] = ()) -> dict[int, str]:
    """Every mark this role comes across, with the first address that shows it."""
    client = Client(raise_request_exception=False)
    client.force_login(here.users[letters])
    waiting = [path for path in first_addresses(here, letters) if not only or named(path) in only]
    seen, shapes, found = set(waiting), Counter(), {}
    while waiting and len(seen) < MOST:
        path = waiting.pop(0)
        answer = client.get(path, headers={"HX-Request": "true"} if "hint" in path else None)
        for number in marks_in(answer) if answer.status_code == 200 else ():
            found.setdefault(number, path)
        for link in links_of(answer) if not only else ():
            shape = (named(link), re.sub(r"=[^&]*", "", link.partition("?")[2]))
            if link not in seen and shape[0] and shapes[shape] < OF_A_SHAPE:
                shapes[shape] += 1
                seen.add(link)
                waiting.append(link)
    return found


def first_addresses(here: Town, letters: str) -> list[str]:
    """Every address with every thing, and the searches by the beginning of each mark."""
    paths = []
    for name, door in DOORS.items():
        if "200" not in door.get:
            continue
        worlds = (OWN, OTHER, FAR) if door.thing not in OF_THE_SCHOOL else (OWN, FAR)
        closed = door.right and not holds(letters, door.right)
        for world in worlds[:1] if closed or not (door.thing or door.query) else worlds:
            paths.append(address(name, door, here, world))
            entries = here.things[world] if name == "journal:entry" else {}
            paths += [
                address(name, door, here, world).replace(entries["entry"].pid, one.pid)
                for kind, one in entries.items()
                if kind.startswith("entry ") and world != FAR
            ]
    for name in SEARCHED:
        path = address(name, DOORS[name], here, NOWHERE).partition("?")[0]
        paths += [f"{path}?q=Zq", f"{path}?q=Zq0", f"{path}?q=zq&hint=1"]
    return list(dict.fromkeys(paths))


def links_of(answer: Any) -> list[str]:
    """Where a page leads on this server."""
    if "html" not in answer.headers.get("Content-Type", ""):
        return []
    text = answer.content.decode()
    links = re.findall(r'(?:href|src|action|hx-get)="(/[^"#]*)', text)
    return [one.replace("&amp;", "&") for one in links if not one.startswith("/static/")]


def named(path: str) -> str:
    """The name of the address; empty for what the walk must not follow."""
    try:
        name = resolve(path.partition("?")[0]).view_name
    except Resolver404:
        return ""
    return "" if name in {"accounts:sign_out", "set_language"} else name


def leaks(marks: dict[int, Planted], found: dict[int, str], letters: str) -> list[str]:
    """What was found and is not theirs, in words."""
    return [
        f"{letters} reads {told.field} ({told.right}) of the {told.world} at {found[told.number]}"
        for told in map(marks.__getitem__, found)
        if not told.open_to(letters)
    ]


def test_every_text_is_in_the_table():
    silent = [field for field in text_fields() if _unsaid(field)]
    assert silent == [], "say in tests/trust/planting.py what these tell, or why nothing"
    labels = {field.rpartition(".")[0] for field in text_fields()} | set(text_fields())
    assert [field for field in FIELDS if field not in labels] == []


def _unsaid(field: str) -> bool:
    try:
        return not told_by(field)
    except KeyError:
        return True


@pytest.mark.parametrize("letters", [*ROLES, "NONE"])
def test_nobody_reads_what_is_not_theirs(letters: str):
    here, marks = planted()
    found = walked(here, letters)
    wrong = leaks(marks, found, letters)
    # Nor may the walk be blind: whatever is theirs is seen, at least once for each line and world.
    theirs: dict[tuple[str, str], set[int]] = defaultdict(set)
    for number, one in marks.items():
        if one.open_to(letters) and one.right.rpartition(" ")[0] in CELLS:
            theirs[one.right, one.world].add(number)
    wrong += [
        f"{letters} never sees {right} of the {world}: {marks[min(numbers)].field}"
        for (right, world), numbers in theirs.items()
        if not numbers & found.keys()
    ]
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


def in_a_comment(view: Any) -> Any:
    """A page that says too much where nobody looks."""

    def told(request: Any, template: str, context: Any = None, **more: Any) -> HttpResponse:
        answer: HttpResponse = view(request, template, context, **more)
        status = context["pupil"].statuses.first()
        answer.content += f"<!-- {status.basis_document} -->".encode()
        return answer

    return told


def in_a_header(view: Any) -> Any:
    """A header for those who look for mistakes."""

    def told(request: Any, template: str, context: Any = None, **more: Any) -> HttpResponse:
        answer: HttpResponse = view(request, template, context, **more)
        answer["Server-Timing"] = context["pupil"].statuses.first().basis_document
        return answer

    return told


@pytest.mark.parametrize("leak", [in_a_comment, in_a_header])
def test_a_leak_on_a_page_is_found(leak: Any, monkeypatch: pytest.MonkeyPatch):
    from tirek.cards.views import pupils

    here, marks = planted()
    assert leaks(marks, walked(here, "T", only=("cards:pupil",)), "T") == []
    monkeypatch.setattr(pupils, "render", leak(pupils.render))
    found = leaks(marks, walked(here, "T", only=("cards:pupil",)), "T")
    assert len(found) == 1
    assert "basis" in found[0]


def test_a_queryset_without_sight_is_found(monkeypatch: pytest.MonkeyPatch):
    from tirek.school.models import Pupil

    here, marks = planted()
    monkeypatch.setattr(
        type(Pupil.objects.all()), "visible_to", lambda self, user, key="", **more: self.all()
    )
    found = leaks(marks, walked(here, "T", only=("cards:pupil", "school:search")), "T")
    assert any(OTHER in one for one in found)
    assert any(FAR in one for one in found)


def test_a_text_that_is_closed_is_found(monkeypatch: pytest.MonkeyPatch):
    from tirek.journal.models import Entry

    here, marks = planted()
    monkeypatch.setattr(Entry, "open_to", lambda self, user: True)
    found = leaks(marks, walked(here, "D", only=("journal:entry",)), "D")
    assert any("work talks" in one for one in found)


def _docx() -> bytes:
    made, file = docx.Document(), BytesIO()
    made.core_properties.subject = mark(1)
    paragraph = made.add_paragraph("Z")
    for part in ("q", "0000", "2x"):
        paragraph.add_run(part)
    made.save(file)
    return file.getvalue()


def _xlsx() -> bytes:
    made, file = openpyxl.Workbook(), BytesIO()
    made.create_sheet("2").sheet_state = "hidden"
    made["2"]["C3"] = mark(1)
    made.active["A1"] = "="
    made.active["A1"].comment = openpyxl.comments.Comment(mark(2), "x")
    made.save(file)
    return file.getvalue()


def _pdf() -> bytes:
    made, file = pypdf.PdfWriter(), BytesIO()
    made.add_blank_page(100, 100)
    made.add_metadata({"/Subject": mark(1)})
    made.add_attachment("list.txt", mark(2).encode())
    made.write(file)
    return file.getvalue()


def _zip() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("list.xlsx", _xlsx())
    return file.getvalue()


@pytest.mark.parametrize(
    "body",
    [
        _docx,
        _xlsx,
        _pdf,
        _zip,
        lambda: f"<!-- {mark(1)} --><i title='{mark(2).upper()}'>".encode(),
        lambda: json.dumps([mark(1), "Z" + mark(2)[1:]]).replace("Z", "\\u005a").encode(),
        lambda: b"&#90;q00001x<b>Zq00</b>002x",
    ],
)
def test_the_finder_looks_everywhere(body: Any):
    assert marks_in(HttpResponse(body())) == {1, 2}


def test_the_finder_looks_at_headers():
    answer = HttpResponse(
        headers={"Content-Disposition": "attachment; filename*=utf-8''%5Aq00007x"}
    )
    assert marks_in(answer) == {7}
