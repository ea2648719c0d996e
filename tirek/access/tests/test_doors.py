"""The door's part of the audit: read, exported, printed, refused; one line each, no names."""

from contextlib import suppress
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from tirek.access.doors import needs, tell_door
from tirek.access.models import AuditRow
from tirek.access.tests import making

pytestmark = pytest.mark.django_db

KEY, PID = "school.pupil:read", "abcdefgh2345"


@pytest.fixture
def asked(school):
    """`asked(view, role, **kwargs)`: the view behind a sensitive door, asked; its audit rows."""

    def ask(view, role="SOCIAL_PEDAGOGUE", query="", door=None, **kwargs):
        request = RequestFactory().get(f"/x/{query}")
        request.user, request.school = making.user(role, school), school
        opened = needs(KEY, **(door or {"sensitive": True}))(view)
        with suppress(PermissionDenied, Http404):
            opened(request, **kwargs)
        rows = AuditRow.objects.filter(by=request.user)
        return [(r.verb, r.thing, r.thing_id, r.note, r.school_id == school.pk) for r in rows]

    return ask


def page(request, **kwargs):
    return HttpResponse("ok")


def listed(request, **kwargs):
    tell_door(request, count=25)
    return HttpResponse("ok")


def file(request, **kwargs):
    return HttpResponse("ok", headers={"Content-Disposition": "attachment; filename=x.docx"})


def moved(request, **kwargs):
    return HttpResponse(status=302)


def nothing(request, **kwargs):
    raise Http404


def closed(request, **kwargs):
    raise PermissionDenied


SHOWN = ("READ", "school.pupil")


@pytest.mark.parametrize(
    ("view", "how", "rows"),
    [
        (page, {"pid": PID}, [(*SHOWN, PID, "", True)]),
        (page, {"query": f"?pupil={PID}"}, [(*SHOWN, PID, "", True)]),
        (page, {"query": "?pupil=Айша"}, [(*SHOWN, "", "", True)]),
        (listed, {"query": f"?class={PID}"}, [(*SHOWN, "", "n=25", True)]),
        (page, {"pid": PID, "door": {"sensitive": False}}, []),
        (
            page,
            {"pid": PID, "door": {"sensitive": True, "thing": "school.search"}},
            [("READ", "school.search", PID, "", True)],
        ),
        (moved, {"pid": PID}, []),
        (file, {"pid": PID, "ending": "pdf"}, [("EXPORTED", "school.pupil", PID, "pdf", True)]),
        (file, {"pid": PID, "door": {}}, [("EXPORTED", "school.pupil", PID, "", True)]),
        (nothing, {"pid": PID}, [("REFUSED", "school.pupil", PID, "404", True)]),
        (nothing, {"pid": "Қуанышева"}, []),
        (nothing, {"pid": "990101500016"}, []),
        (nothing, {}, []),
        (closed, {"pid": PID}, [("REFUSED", "school.pupil", PID, KEY, True)]),
        (page, {"pid": PID, "role": "CANTEEN"}, [("REFUSED", "school.pupil", PID, KEY, True)]),
        (page, {"role": "CANTEEN"}, [("REFUSED", "school.pupil", "", KEY, True)]),
    ],
)
def test_what_passes_the_door_leaves_one_line(asked, view, how, rows):
    assert asked(view, **how) == rows


def test_the_thing_itself_says_to_which_school_it_belongs(asked):
    other = making.school()
    child = SimpleNamespace(pid="zzzzzzzzzzzz", school=other)

    def shown(request, **kwargs):
        tell_door(request, child)
        return HttpResponse("ok")

    assert asked(shown, pid=PID) == [("READ", "school.pupil", "zzzzzzzzzzzz", "", False)]
    assert AuditRow.objects.get().school == other


PRINTED = [
    (f"/people/{PID}/", "access.people", PID, "accounts:person"),
    (f"/people/{PID}/?q=Айша#x", "access.people", PID, "accounts:person"),
    ("/people/", "access.people", "", "accounts:people"),
    ("/people/990101500016/", "access.people", "", "accounts:person"),
]


def test_printing_is_written_down_without_the_query(client_of):
    client = client_of()
    for path, *_row in PRINTED:
        assert client.post("/printed/", {"path": path}).status_code == 204
    rows = AuditRow.objects.order_by("pk").values_list("thing", "thing_id", "note", "verb")
    assert list(rows) == [(*row, "PRINTED") for _path, *row in PRINTED]


@pytest.mark.parametrize(
    "path",
    ["", "people/", "/nowhere/", "https://elsewhere.kz/nowhere/", "//["],
)
def test_only_pages_of_ours_are_printed(client_of, path):
    assert client_of().post("/printed/", {"path": path}).status_code == 404
    assert not AuditRow.objects.filter(verb="PRINTED").exists()


def test_printing_is_said_by_those_who_signed_in(client, client_of):
    assert client.post("/printed/", {"path": "/people/"}).status_code == 302
    assert client_of().get("/printed/").status_code == 405
